import { isKind } from "../../core/model/resource";
import { requestDefaults } from "../../core/routing/requestDefaults";
import { requestDefaultsRequest } from "../../protocol/requests";
import { fileId } from "../fileId";
import type { HandlerContext } from "./context";

/** What a form for a request starts with: the VirtualService at the position, else the first of the file. */
export function registerRequestDefaults({ server, session }: HandlerContext): void {
  server.onOwn(requestDefaultsRequest, ({ uri, position }) => {
    const file = fileId(uri);
    const { workspace } = session;
    const here = position === undefined ? undefined : workspace.contextAt(file, workspace.offset(file, position))?.document.resources;
    const found = [...(here ?? []), ...workspace.resources(file)].find((one) => isKind(one, "VirtualService"));
    return requestDefaults(workspace.index, found, file);
  });
}
