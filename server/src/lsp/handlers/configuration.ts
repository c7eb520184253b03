import { DidChangeConfigurationNotification } from "vscode-languageserver";
import type { HandlerContext } from "./context";

const section = "istioTraffic";

/** Reads the settings when the client tells that they changed: by asking, or from what it sends. */
export function registerConfiguration(context: HandlerContext): void {
  const { connection, session } = context;
  connection.onNotification(DidChangeConfigurationNotification.type, ({ settings }) => {
    session.changeSettings(() => (context.support.configuration ? readConfiguration(context) : Promise.resolve(sectionOf(settings))));
  });
}

/** Asks to be told of changes, where the client wants to be asked. */
export async function watchConfiguration({ connection, support }: HandlerContext): Promise<void> {
  if (support.configurationRegistration) await connection.client.register(DidChangeConfigurationNotification.type, { section });
}

/** The settings now: from the client, or as it sent them with the initialize request. */
export async function readConfiguration({ connection, support, options }: HandlerContext): Promise<unknown> {
  if (!support.configuration) return options.settings;
  try {
    return await connection.workspace.getConfiguration(section);
  } catch (error) {
    connection.console.warn(`The client did not give its settings, the defaults are used: ${String(error)}`);
    return undefined;
  }
}

function sectionOf(settings: unknown): unknown {
  return typeof settings === "object" && settings !== null ? Reflect.get(settings, section) : undefined;
}
