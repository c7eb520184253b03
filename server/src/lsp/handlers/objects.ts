import { readObjects } from "../../core/features/objects";
import { LineIndex } from "../../core/text/lineIndex";
import { type ObjectsAnswer, objectsRequest } from "../../protocol/requests";
import { fileId } from "../fileId";
import type { HandlerContext } from "./context";

/** Hands over the objects of a file with the version of the text they were read from. */
export function registerObjects({ server, session }: HandlerContext): void {
  server.onOwn(objectsRequest, ({ uri, range }): ObjectsAnswer => {
    const file = fileId(uri);
    const text = session.textOf(file);
    if (text === undefined) return { version: undefined, objects: [], problems: [`The file ${uri} cannot be read.`] };
    const lines = new LineIndex(text);
    const span = range === undefined ? undefined : { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
    const { objects, problems } = readObjects(text, span);
    return {
      version: session.documents.get(file)?.version,
      objects: objects.map(({ span: place, ...object }) => ({
        ...object,
        range: { start: lines.positionAt(place.start), end: lines.positionAt(place.end) },
      })),
      problems: problems.map(({ offset, message }) => `Line ${lines.positionAt(offset).line + 1}: ${message}`),
    };
  });
}
