import { ErrorCodes, ResponseError } from "vscode-languageserver";
import { readRequest } from "../../core/routing/readRequest";
import { type SimulateAnswer, simulateRequest } from "../../protocol/requests";
import { fileId } from "../fileId";
import type { HandlerContext } from "./context";

/** A file within a sentence. */
const fileUri = /\bfile:\/\/\/[^\s;,]+/g;

/** Where a request would go; files are named as people know them. */
export function registerSimulate({ server, session }: HandlerContext): void {
  server.onOwn(simulateRequest, ({ request, uri }): SimulateAnswer => {
    const read = readRequest(request);
    if (typeof read === "string") throw new ResponseError(ErrorCodes.InvalidParams, read);
    if (read.from === undefined) throw new ResponseError(ErrorCodes.InvalidParams, 'A request needs a "from".');
    const { workspace } = session;
    const simulation = workspace.simulate({ ...read, from: read.from }, uri === undefined ? "" : fileId(uri));
    const trace = simulation.trace.map((step) => ({
      ...step,
      range: { start: workspace.position(step.file, step.span.start), end: workspace.position(step.file, step.span.end) },
    }));
    const named = (text: string): string => text.replace(fileUri, (file) => session.displayPath(file));
    const notes = simulation.notes.map(({ text, alternatives }) => ({
      text: named(text),
      alternatives: alternatives.map((one) => ({ ...one, when: named(one.when) })),
    }));
    return { ...simulation, notes, trace };
  });
}
