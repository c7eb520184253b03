import { routeViewRequest } from "../../protocol/requests";
import { fileId } from "../fileId";
import type { HandlerContext } from "./context";

export function registerRouteView({ server, session }: HandlerContext): void {
  server.onOwn(routeViewRequest, ({ uri, position }) => {
    const file = fileId(uri);
    if (!session.workspace.hasFile(file)) return null;
    const offset = position === undefined ? undefined : session.workspace.offset(file, position);
    return { view: session.workspace.routeView(file, offset), version: session.documents.get(file)?.version };
  });
}
