import type { Connection } from "vscode-languageserver";
import type { InitializationOptions } from "../../protocol/initialization";
import type { ClientSupport } from "../clientSupport";
import type { RequestServer } from "../serve";
import type { Session } from "../session";

/** What a handler is registered with. */
export interface HandlerContext {
  readonly connection: Connection;
  readonly server: RequestServer;
  readonly session: Session;
  readonly support: ClientSupport;
  readonly options: InitializationOptions;
}
