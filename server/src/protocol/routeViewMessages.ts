import type { FileEdit, FileSpan } from "../core/features/results";
import type { RouteView } from "../core/routing/routeView";

/**
 * What the panel posts to the picture of routing.
 * - `view`: a complete snapshot; `version` is that of the document it was made from and comes back with what the user does.
 * - `cursor`: where the cursor stands in the editor; the innermost thing whose source holds it is marked.
 * - `trace`: ids of the entries, rules, legs, destinations and workloads a request passes; the rest fades. Without a path nothing does.
 */
export type PictureInput =
  | { readonly type: "view"; readonly view: RouteView; readonly version: number | undefined }
  | { readonly type: "cursor"; readonly file: string; readonly offset: number }
  | { readonly type: "trace"; readonly path: readonly string[] | undefined };

/**
 * What the picture posts to its panel.
 * - `ready`: it listens, send everything.
 * - `reveal`: show this source in the editor.
 * - `setWeights`: put these weights of one rule into the text, as one edit. The answer is the next `view`.
 */
export type PictureOutput =
  | { readonly type: "ready" }
  | ({ readonly type: "reveal"; readonly version: number | undefined } & FileSpan)
  | { readonly type: "setWeights"; readonly version: number | undefined; readonly edits: readonly FileEdit[] };

/** What the picture keeps over being hidden or a restart of the window; `view.file` says what it showed. */
export interface PictureState {
  readonly view: RouteView;
  readonly version: number | undefined;
  /** Magnification, 1 is the size of the workbench. */
  readonly zoom: number;
  readonly scrollTop: number;
}
