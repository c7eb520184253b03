import { ProgressLocation, type TextEditor, window, workspace } from "vscode";
import { type ObjectsAnswer, objectsRequest } from "../../../server/src/protocol/requests";
import { errorMessage } from "../errorMessage";
import type { SourceDocument } from "../kube/entry";
import { type ApplyOutcome, describeOutcome, describeResult, isComplete } from "../kube/outcome";
import { type ApplyChoices, confirmApply, confirmForce, showOnly } from "./applyDialogs";
import type { CommandContext } from "./context";

/** How long one request to the API server may take. */
const requestTimeoutMs = 10_000;

/** Applies the objects of the active file, or of its selection, after a dry run, a look at the diff and two confirmations. */
export function applyToCurrentContext(context: CommandContext): () => Promise<void> {
  return () => run(context, { confirm: confirmApply(context.plans), confirmForce });
}

/** Shows the same diff, and stops there. */
export function compareWithCurrentContext(context: CommandContext): () => Promise<void> {
  return () => run(context, { confirm: showOnly(context.plans), confirmForce: async () => false });
}

async function run(context: CommandContext, choices: ApplyChoices): Promise<void> {
  try {
    const editor = window.activeTextEditor;
    const refusal = refuse(context, editor);
    if (refusal !== undefined || editor === undefined) await window.showErrorMessage(refusal ?? "Open the file to apply first.");
    else await applyEditor(context, editor, choices);
  } catch (error) {
    context.log.error(error instanceof Error ? error : String(error));
    await window.showErrorMessage(`Nothing was applied: ${errorMessage(error)}`);
  }
}

/** Why nothing can be applied, before anything is read. */
function refuse({ loadKube }: CommandContext, editor: TextEditor | undefined): string | undefined {
  if (loadKube === undefined) return "Applying to a cluster is not available in the browser.";
  if (!workspace.isTrusted) return "Applying to a cluster is disabled in an untrusted workspace: a kubeconfig can start programs.";
  if (editor?.document.languageId !== "yaml") return "Open the YAML file to apply first.";
  return undefined;
}

async function applyEditor(context: CommandContext, editor: TextEditor, choices: ApplyChoices): Promise<void> {
  const { uri, version } = editor.document;
  const range = editor.selection.isEmpty ? {} : { range: editor.selection };
  const answer = await context.server.request(objectsRequest, { uri: uri.toString(), ...range });
  const problem = problemOf(answer, version, workspace.asRelativePath(uri));
  if (problem !== undefined) {
    await window.showErrorMessage(problem);
    return;
  }
  const sources = answer.objects.map(({ object }): SourceDocument => ({ value: object, uri: uri.toString(), version }));
  await applySources(context, sources, choices);
}

function problemOf({ version, objects, problems }: ObjectsAnswer, expected: number, file: string): string | undefined {
  const [first, ...more] = problems;
  if (first !== undefined) return `${file} cannot be applied. ${first}${more.length === 0 ? "" : ` (And ${more.length} more.)`}`;
  if (version !== expected) return `${file} changed meanwhile; run the command again.`;
  return objects.length === 0 ? `${file} holds no Kubernetes object here.` : undefined;
}

async function applySources({ loadKube, log }: CommandContext, sources: readonly SourceDocument[], choices: ApplyChoices): Promise<void> {
  const kube = await loadKube?.();
  if (kube === undefined) return;
  const settings = workspace.getConfiguration("istioTraffic");
  const options = {
    kubeconfigPath: settings.get<string>("kube.kubeconfig") || undefined,
    context: settings.get<string>("kube.context") || undefined,
    domain: settings.get<string>("mesh.domain") || "cluster.local",
    workspaceTrusted: workspace.isTrusted,
    timeoutMs: requestTimeoutMs,
  };
  const result = await window.withProgress(
    { location: ProgressLocation.Notification, title: "Istio", cancellable: true },
    (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const hooks = {
        ...choices,
        isCurrent: ({ uri, version }: { readonly uri: string; readonly version: number }) => versionOf(uri) === version,
        progress: (message: string) => progress.report({ message }),
      };
      return kube.apply(sources, options, hooks, abort.signal);
    },
  );
  if (result.ok) await tell(result.value, log);
  else await window.showErrorMessage(result.error);
}

function versionOf(uri: string): number | undefined {
  return workspace.textDocuments.find((document) => document.uri.toString() === uri)?.version;
}

async function tell(outcome: ApplyOutcome, log: CommandContext["log"]): Promise<void> {
  const message = describeOutcome(outcome);
  log.info(message);
  if (outcome.kind === "applied") for (const result of outcome.results) log.info(describeResult(result, outcome.target));
  if (outcome.kind === "declined") return;
  if (outcome.kind === "nothing-to-do" || (outcome.kind === "applied" && isComplete(outcome.results))) {
    await window.showInformationMessage(message);
  } else if (!(outcome.kind === "failed" && outcome.error.kind === "cancelled")) {
    if ((await window.showErrorMessage(message, "Show Output")) !== undefined) log.show();
  }
}
