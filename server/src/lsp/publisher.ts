import type { Connection, Diagnostic } from "vscode-languageserver";
import type { FileFinding } from "../core/features/results";
import type { Workspace } from "../core/workspace";
import type { Converter } from "./convert";

/** What decides which findings are shown. */
export interface PublishRules {
  readonly scope: "workspace" | "open";
  /** Codes that another extension reports. */
  readonly muted: ReadonlySet<string>;
}

/** How the session names the file to the client; undefined for files that are not shown (resources of a cluster). */
export interface PublishedFile {
  readonly uri: string;
  /** Of the open document; undefined for closed files. */
  readonly version: number | undefined;
}

/** Sends the diagnostics of files whose findings changed, and only of those. */
export class Publisher {
  readonly #connection: Connection;
  readonly #workspace: Workspace;
  readonly #convert: Converter;
  readonly #describe: (file: string) => PublishedFile | undefined;
  readonly #published = new Map<string, string>();

  constructor(connection: Connection, workspace: Workspace, convert: Converter, describe: (file: string) => PublishedFile | undefined) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#convert = convert;
    this.#describe = describe;
  }

  /** Publishes the files among `files` whose diagnostics differ from those published last. */
  publish(files: Iterable<string>, rules: PublishRules): void {
    for (const file of files) this.#publish(file, rules);
  }

  /** Publishes everything anew where it differs, after the rules changed. */
  republish(rules: PublishRules): void {
    this.publish(new Set([...this.#published.keys(), ...this.#workspace.files()]), rules);
  }

  #publish(file: string, rules: PublishRules): void {
    const target = this.#describe(file);
    if (target === undefined) return;
    const shown = this.#shown(file, target.version !== undefined, rules.scope);
    const diagnostics = this.#diagnostics(file, shown, rules.muted);
    const before = this.#published.get(file);
    if (diagnostics.length === 0 && before === undefined && target.version === undefined) return;
    const now = JSON.stringify([target.version === undefined, diagnostics]);
    if (now === before) return;
    if (diagnostics.length === 0 && target.version === undefined) this.#published.delete(file);
    else this.#published.set(file, now);
    const version = target.version === undefined ? {} : { version: target.version };
    void this.#connection.sendDiagnostics({ uri: target.uri, diagnostics, ...version });
  }

  /** Of closed files no hints: editors show them in the text only, never in a list of problems. */
  #shown(file: string, open: boolean, scope: PublishRules["scope"]): readonly FileFinding[] {
    if (open) return this.#workspace.findings(file);
    return scope === "workspace" ? this.#workspace.findings(file).filter((finding) => finding.level !== "hint") : [];
  }

  #diagnostics(file: string, findings: readonly FileFinding[], muted: ReadonlySet<string>): Diagnostic[] {
    return findings.filter((finding) => !muted.has(finding.code)).map((finding) => this.#convert.diagnostic(file, finding));
  }
}
