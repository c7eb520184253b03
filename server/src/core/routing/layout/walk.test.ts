import { describe, expect, test } from "vitest";
import { manyRules, twoGraphs, versionsApart, websiteCanary } from "../../../../../test/helpers/routeViews";
import { layoutScene } from "../layout";
import type { RouteView } from "../routeView";
import type { Direction } from "./walk";
import { step } from "./walk";

function walk(view: RouteView, from: string, ...directions: readonly Direction[]): readonly (string | undefined)[] {
  const scene = layoutScene(view, { width: 900 });
  let at: string | undefined = from;
  return directions.map((direction) => {
    at = at === undefined ? undefined : step(scene, at, direction);
    return at;
  });
}

const heading = "VirtualService default/website-virtual-service";

describe("step", () => {
  test("right follows the flow, over the share of the first destination, to its end", () => {
    const ids = ["entry website-gateway", "rule 1", "rule 1 leg 0", "to website version-2", "pods web-v2", undefined];
    expect(walk(websiteCanary(), heading, "right", "right", "right", "right", "right", "right")).toEqual(ids);
  });

  test("left leads back to the heading", () => {
    const ids = ["to website version-1", "rule 1 leg 1", "rule 1", "entry website-gateway", heading, undefined];
    expect(walk(websiteCanary(), "pods web-v1", "left", "left", "left", "left", "left", "left")).toEqual(ids);
  });

  test("up and down stay in the column, shares are one too", () => {
    expect(walk(websiteCanary(), "to website version-2", "down", "up", "up")).toEqual([
      "to website version-1",
      "to website version-2",
      heading,
    ]);
    expect(walk(websiteCanary(), "rule 1 leg 0", "down")).toEqual(["rule 1 leg 1"]);
    expect(walk(versionsApart(), "rule 1", "down", "down", "down", "down")).toEqual(["rule 2", "rule 3", "rule 4", undefined]);
  });

  test("down at the end leads to the next graph, up from its heading back", () => {
    const next = "Service default/website";
    expect(walk(twoGraphs(), "rule 1", "down", "down")).toEqual([next, "entry of the Service"]);
    expect(walk(twoGraphs(), next, "up")).toEqual(["entry Mesh"]);
  });

  test("first and last lead to the ends of the column", () => {
    expect(walk(manyRules(40), "rule 7", "last", "first")).toEqual(["rule 40", "rule 1"]);
  });

  test("an unknown id leads nowhere", () => {
    expect(walk(websiteCanary(), "nothing", "down")).toEqual([undefined]);
  });
});
