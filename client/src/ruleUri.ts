import { Uri } from "vscode";

export const ruleScheme = "istio-traffic-rule";

/**
 * The document about a rule. package.json has documents of the scheme shown as a preview. A link from a finding must lead to a document:
 * hovers and the peek view of VS Code follow no links to commands.
 */
export function ruleUri(code: string): Uri {
  return Uri.from({ scheme: ruleScheme, path: `/${code}.md` });
}

/** The code of the rule that a document is about. */
export function codeOfUri(uri: Uri): string {
  return uri.path.replace(/^\/|\.md$/g, "");
}
