import { simulateRequest } from "../../protocol/requests";
import { fileId } from "../fileId";
import type { HandlerContext } from "./context";

export function registerSimulate({ server, session }: HandlerContext): void {
  server.onOwn(
    simulateRequest,
    ({ uri, request }) => (session.workspace.hasFile(fileId(uri)) ? session.workspace.simulate(request) : null),
    {
      afterIndex: true,
    },
  );
}
