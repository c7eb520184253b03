import { commands, type ExtensionContext, window, workspace } from "vscode";
import { lensCommands } from "../../server/src/protocol/initialization";
import { applyToCurrentContext, compareWithCurrentContext } from "./commands/applyToCurrentContext";
import type { CommandContext } from "./commands/context";
import { explainRule } from "./commands/explainRule";
import { restartServer } from "./commands/restartServer";
import { showOutput } from "./commands/showOutput";
import { showReferences } from "./commands/showReferences";
import { showRouting } from "./commands/showRouting";
import { tryRequest } from "./commands/tryRequest";
import { followActiveEditor } from "./contextKeys";
import { createServerClient } from "./languageClient";
import { PlanDocuments, planScheme } from "./planDocuments";
import type { Platform } from "./platform";
import { RoutingPanel } from "./routeView/panel";
import { RequestMemory } from "./routeView/requestMemory";
import { RuleDocuments } from "./ruleDocuments";
import { ruleScheme } from "./ruleUri";
import { ServerStatusItem } from "./status";

/** Starts the language server and registers everything that the extension contributes. */
export async function startExtension(context: ExtensionContext, platform: Platform): Promise<void> {
  const log = window.createOutputChannel("Istio Traffic Rules", { log: true });
  const status = new ServerStatusItem();
  const server = createServerClient(platform, log, status);
  const routing = new RoutingPanel(context.extensionUri, server, log, new RequestMemory(context.workspaceState));
  const plans = new PlanDocuments();
  const shared: CommandContext = { server, log, routing, plans, loadKube: platform.loadKube };
  const handlers: Readonly<Record<string, (...args: never[]) => unknown>> = {
    [lensCommands.showRouting]: showRouting(shared),
    [lensCommands.tryRequest]: tryRequest(shared),
    [lensCommands.showReferences]: showReferences,
    "istioTraffic.applyToCurrentContext": applyToCurrentContext(shared),
    "istioTraffic.compareWithCurrentContext": compareWithCurrentContext(shared),
    "istioTraffic.explainRule": explainRule,
    "istioTraffic.restartServer": restartServer(shared),
    "istioTraffic.showOutput": showOutput(shared),
  };
  context.subscriptions.push(
    log,
    status,
    server,
    routing,
    window.registerWebviewPanelSerializer(RoutingPanel.viewType, routing),
    workspace.registerTextDocumentContentProvider(planScheme, plans),
    workspace.registerTextDocumentContentProvider(ruleScheme, new RuleDocuments(server)),
    followActiveEditor(),
    ...Object.entries(handlers).map(([command, handler]) => commands.registerCommand(command, handler)),
  );
  void commands.executeCommand("setContext", "istioTraffic.clusterAvailable", platform.loadKube !== undefined);
  await server.start();
}
