import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";

/** The cluster side: its own bundle, loaded when a command first needs a cluster. */
export type Kube = typeof import("./kube/entry");

/** What differs between the desktop and the browser. */
export interface Platform {
  createClient(id: string, name: string, options: LanguageClientOptions): BaseLanguageClient;
  /** Undefined in the browser, which reaches no cluster. */
  readonly loadKube: (() => Promise<Kube>) | undefined;
}
