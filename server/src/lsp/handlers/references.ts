import { type Location, ReferencesRequest } from "vscode-languageserver";
import { isClusterFile } from "../fileId";
import type { HandlerContext } from "./context";

export function registerReferences({ server, session }: HandlerContext): void {
  server.on(
    ReferencesRequest.type,
    (params): Location[] => {
      const site = session.site(params);
      const places = site === undefined ? [] : session.workspace.references(site.file, site.offset);
      return places.filter(({ file }) => !isClusterFile(file)).map((place) => session.convert.location(place));
    },
    { afterIndex: true },
  );
}
