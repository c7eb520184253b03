/** `initializationOptions` of the initialize request; every part may be missing. */
export interface InitializationOptions {
  /** Another extension reports YAML syntax errors (redhat.vscode-yaml): ours are left out. */
  readonly yamlExtension?: boolean;
  /** Commands of VS Code may be named in answers (`editor.action.triggerSuggest`). */
  readonly editorCommands?: boolean;
  /** Settings of clients that do not answer workspace/configuration. */
  readonly settings?: unknown;
}

/** The name under which our diagnostics are listed. */
export const diagnosticSource = "Istio";

/** The commands that do what code lenses offer; the client registers them. Arguments: URI, position. What has none is not offered. */
export const lensCommands = {
  showRouting: "istioTraffic.showRouting",
  tryRequest: "istioTraffic.tryRequest",
  showReferences: "istioTraffic.showReferences",
} as const;
