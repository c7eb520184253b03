import type { IndexKey } from "../../server/src/core/index/keys";
import { WorkspaceIndex } from "../../server/src/core/index/workspaceIndex";
import { lowerDocument } from "../../server/src/core/model/lower";
import { defaultMesh, type MeshSettings } from "../../server/src/core/model/mesh";
import type { Resource } from "../../server/src/core/model/resource";
import type { DocumentRef } from "../../server/src/core/rules/finding";
import { parseDocument } from "../../server/src/core/syntax/parse";
import { splitDocuments } from "../../server/src/core/syntax/split";
import { parseFixture } from "./fixture";

/** Manifests as the routing model sees them: indexed, without schemas and checks. */
export interface MeshFixture {
  readonly index: WorkspaceIndex;
  readonly texts: ReadonlyMap<string, string>;
  resources(file: string): readonly Resource[];
  /** Offset of a document in its file. */
  startOf(document: DocumentRef): number;
}

/** Indexes files; resources without a namespace are in `default`. */
export function indexFiles(
  files: readonly { readonly file: string; readonly text: string }[],
  mesh: Partial<MeshSettings> = {},
): MeshFixture {
  const index = new WorkspaceIndex({ ...defaultMesh, ...mesh });
  const resources = new Map<string, Resource[]>();
  const starts = new Map<string, readonly number[]>();
  for (const { file, text } of files) {
    const slices = splitDocuments(text);
    starts.set(
      file,
      slices.map((slice) => slice.start),
    );
    const own = slices.flatMap((slice, document) =>
      lowerDocument({
        file,
        document,
        tree: parseDocument(text.slice(slice.start, slice.end)),
        defaultNamespace: "default",
        masked: [],
      }),
    );
    resources.set(file, own);
    index.replace([], own, new Set<IndexKey>());
  }
  return {
    index,
    texts: new Map(files.map(({ file, text }) => [file, text])),
    resources: (file) => resources.get(file) ?? [],
    startOf: ({ file, document }) => starts.get(file)?.[document] ?? 0,
  };
}

/** As `indexFiles`, for a test written as one string. */
export function openMesh(source: string, mesh: Partial<MeshSettings> = {}): MeshFixture {
  return indexFiles(
    parseFixture(source).files.map(({ path, text }) => ({ file: path, text })),
    mesh,
  );
}
