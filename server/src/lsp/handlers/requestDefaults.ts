import { isKind, type Resource } from "../../core/model/resource";
import { type RequestSubject, requestDefaults } from "../../core/routing/requestDefaults";
import { requestDefaultsRequest } from "../../protocol/requests";
import { fileId } from "../fileId";
import type { HandlerContext } from "./context";

/** What a form for a request starts with: the VirtualService or Service at the position, else the first of the file. */
export function registerRequestDefaults({ server, session }: HandlerContext): void {
  server.onOwn(requestDefaultsRequest, ({ uri, position }) => {
    const file = fileId(uri);
    const { workspace } = session;
    const here = position === undefined ? undefined : workspace.contextAt(file, workspace.offset(file, position))?.document.resources;
    const subject = subjectAmong(here ?? []) ?? subjectAmong(workspace.resources(file));
    return requestDefaults(workspace.index, subject, file, (request) => workspace.simulate(request, file));
  });
}

function subjectAmong(resources: readonly Resource[]): RequestSubject | undefined {
  return resources.find((one) => isKind(one, "VirtualService")) ?? resources.find((one) => isKind(one, "Service"));
}
