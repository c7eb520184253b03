import { type TextDocumentContentProvider, Uri } from "vscode";

export const planScheme = "istio-traffic-plan";

/** The two sides of the diffs that an apply shows. Only the last plan is kept. */
export class PlanDocuments implements TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  #plans = 0;

  /**
   * Forgets the texts of earlier plans and returns a function that keeps a text of the new one under a title. Both sides of a title
   * have the same path, so that an editor shows them as one changed file.
   */
  startPlan(): (side: "cluster" | "applied", title: string, text: string) => Uri {
    this.#texts.clear();
    const plan = ++this.#plans;
    return (side, title, text) => {
      const uri = Uri.from({ scheme: planScheme, path: `/${title.replaceAll("/", " ")}.yaml`, query: `${side}-${plan}` });
      this.#texts.set(uri.toString(), text);
      return uri;
    };
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? "# This plan has been replaced by a newer one.\n";
  }
}
