import type { Scene, SceneGraph, SceneNode } from "../../../../server/src/core/routing/layout/scene";

/** A stretch of the stage from top to bottom, in pixels of the scene. */
export interface Stretch {
  readonly top: number;
  readonly bottom: number;
}

/** What of a path matters most when it does not fit: the rule that decides, where it leads, who answers, and where it came in. */
const importance: readonly SceneNode["kind"][] = ["rule", "destination", "workload", "entry"];

/** The stretch that shows as much of a path as fits into a height, the most important first; undefined where nothing of it is drawn. */
export function stretchOf(scene: Scene, path: ReadonlySet<string>, height: number): Stretch | undefined {
  const boxes = scene.graphs
    .flatMap((graph) => [...nodesOn(graph, path), ...sharesOn(graph, path)].map((one) => ({ ...one, y: graph.y + one.y })))
    .sort((a, b) => a.rank - b.rank || a.y - b.y);
  let shown: Stretch | undefined;
  for (const { y, h } of boxes) {
    const wider: Stretch =
      shown === undefined ? { top: y, bottom: y + h } : { top: Math.min(shown.top, y), bottom: Math.max(shown.bottom, y + h) };
    if (shown === undefined || wider.bottom - wider.top <= height) shown = wider;
  }
  return shown;
}

interface Ranked {
  readonly y: number;
  readonly h: number;
  readonly rank: number;
}

function nodesOn({ nodes }: SceneGraph, path: ReadonlySet<string>): readonly Ranked[] {
  return nodes.filter(({ id }) => path.has(id)).map(({ y, h, kind }) => ({ y, h, rank: importance.indexOf(kind) }));
}

/** Shares on their lines, and names that stand for lines, go with their rules. */
function sharesOn({ connectors }: SceneGraph, path: ReadonlySet<string>): readonly Ranked[] {
  const boxes = connectors.filter(({ id }) => path.has(id)).flatMap(({ pill, reference }) => [pill ?? [], reference ?? []].flat());
  return boxes.map(({ y, h }) => ({ y, h, rank: 0.5 }));
}

/** How far to scroll so that a stretch is seen: not at all where it is, else as little as needed; its top where it is too long. */
export function scrollFor({ top, bottom }: Stretch, scrollTop: number, height: number): number {
  if (top < scrollTop || bottom - top > height) return top;
  return bottom > scrollTop + height ? bottom - height : scrollTop;
}
