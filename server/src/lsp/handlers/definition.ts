import { DefinitionRequest, type Location } from "vscode-languageserver";
import { isClusterFile } from "../fileId";
import type { HandlerContext } from "./context";

export function registerDefinition({ server, session }: HandlerContext): void {
  server.on(
    DefinitionRequest.type,
    (params): Location[] => {
      const site = session.site(params);
      const places = site === undefined ? [] : session.workspace.definition(site.file, site.offset);
      return places.filter(({ file }) => !isClusterFile(file)).map((place) => session.convert.location(place));
    },
    { afterIndex: true },
  );
}
