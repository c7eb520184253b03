import type { LogOutputChannel } from "vscode";
import type { ServerClient } from "../languageClient";
import type { PlanDocuments } from "../planDocuments";
import type { Platform } from "../platform";
import type { RoutingPanel } from "../routeView/panel";

/** What commands work with. */
export interface CommandContext {
  readonly server: ServerClient;
  readonly log: LogOutputChannel;
  readonly routing: RoutingPanel;
  readonly plans: PlanDocuments;
  readonly loadKube: Platform["loadKube"];
}
