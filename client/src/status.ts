import { type Command, type Disposable, type LanguageStatusItem, LanguageStatusSeverity, languages } from "vscode";
import type { ServerStatus } from "../../server/src/protocol/status";

const showOutput: Command = { command: "istioTraffic.showOutput", title: "Show Output" };
const restart: Command = { command: "istioTraffic.restartServer", title: "Restart" };

/** The state of the language server beside the language of YAML files. */
export class ServerStatusItem implements Disposable {
  readonly #item: LanguageStatusItem;
  #reason: string | undefined;

  constructor() {
    this.#item = languages.createLanguageStatusItem("istioTraffic.server", { language: "yaml" });
    this.#item.name = "Istio Traffic Rules";
    this.starting();
  }

  starting(): void {
    this.#reason = undefined;
    this.#show("Istio: starting", undefined, LanguageStatusSeverity.Information, showOutput, true);
  }

  /** A reason stays told until the next start. */
  stopped(reason?: string): void {
    this.#reason = reason ?? this.#reason;
    this.#show("Istio: stopped", this.#reason ?? "The language server is not running.", LanguageStatusSeverity.Error, restart, false);
  }

  show({ state, files, resources, schemas, message }: ServerStatus): void {
    const counts = count(resources, "resource");
    const detail = message ?? `in ${count(files, "file")}, schemas of ${schemas}`;
    switch (state) {
      case "starting":
        this.starting();
        break;
      case "indexing":
        this.#show("Istio: reading manifests", message, LanguageStatusSeverity.Information, showOutput, true);
        break;
      case "ready": {
        const severity = message === undefined ? LanguageStatusSeverity.Information : LanguageStatusSeverity.Warning;
        this.#show(`Istio: ${counts}`, detail, severity, showOutput, false);
        break;
      }
      case "error":
        this.#show("Istio: error", detail, LanguageStatusSeverity.Error, showOutput, false);
        break;
    }
  }

  dispose(): void {
    this.#item.dispose();
  }

  #show(text: string, detail: string | undefined, severity: LanguageStatusSeverity, command: Command, busy: boolean): void {
    Object.assign(this.#item, { text, detail, severity, command, busy });
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
