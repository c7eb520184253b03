import type { CancellationToken, TextDocumentContentProvider, Uri } from "vscode";
import { explainRuleRequest } from "../../server/src/protocol/requests";
import type { ServerClient } from "./languageClient";
import { codeOfUri } from "./ruleUri";

/** Documentation of rules as Markdown documents. */
export class RuleDocuments implements TextDocumentContentProvider {
  readonly #server: ServerClient;

  constructor(server: ServerClient) {
    this.#server = server;
  }

  async provideTextDocumentContent(uri: Uri, token: CancellationToken): Promise<string> {
    const code = codeOfUri(uri);
    return (await this.#server.request(explainRuleRequest, { code }, token)) ?? `# ${code}\n\nThere is no rule with this code.`;
  }
}
