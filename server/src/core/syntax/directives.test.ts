import { describe, expect, it } from "vitest";
import { parseDirectives } from "./directives";

function read(text: string) {
  return parseDirectives(text).map(({ scope, codes, reason, span, covers }) => ({
    scope,
    codes,
    reason,
    comment: text.slice(span.start, span.end),
    covers: text.slice(covers.start, covers.end),
  }));
}

describe("parseDirectives", () => {
  it("covers its own line when it stands behind content", () => {
    expect(read("host: a\nsubset: v9 # istio-traffic: ignore subset-not-found\nweight: 1\n")).toEqual([
      {
        scope: "line",
        codes: ["subset-not-found"],
        reason: "",
        comment: "# istio-traffic: ignore subset-not-found",
        covers: "subset: v9 # istio-traffic: ignore subset-not-found",
      },
    ]);
  });

  it("covers the next line with content when it stands alone", () => {
    const text = "a:\n  # istio-traffic: ignore subset-not-found,gateway-not-found made by the operator\n\n  # more\n  b: 1\n  c: 2\n";
    expect(read(text)).toEqual([
      {
        scope: "line",
        codes: ["subset-not-found", "gateway-not-found"],
        reason: "made by the operator",
        comment: "# istio-traffic: ignore subset-not-found,gateway-not-found made by the operator",
        covers: "  b: 1",
      },
    ]);
  });

  it("covers itself when nothing follows", () => {
    expect(read("a: 1\n# istio-traffic: ignore x").map(({ covers }) => covers)).toEqual(["# istio-traffic: ignore x"]);
  });

  it.each([
    ["# istio-traffic: ignore-document x,y -- generated", "document", ["x", "y"], "generated"],
    ["# istio-traffic: ignore-file", "file", ["*"], ""],
    ["#istio-traffic:ignore x", "line", ["x"], ""],
    ["## istio-traffic:  ignore  x , y  why not", "line", ["x", "y"], "why not"],
    ["# istio-traffic: ignore *", "line", ["*"], ""],
    ["# istio-traffic: ignore -- all of it", "line", ["*"], "all of it"],
    ["# istio-traffic: ignore x,", "line", ["x"], ""],
  ])("reads %j", (comment, scope, codes, reason) => {
    expect(read(`${comment}\r\na: 1\r\n`)).toMatchObject([{ scope, codes, reason, comment }]);
  });

  it("speaks of the whole document where it says so", () => {
    const text = "a: 1\nb: 2 # istio-traffic: ignore-document x\n";
    expect(read(text).map(({ covers }) => covers)).toEqual([text]);
  });

  it("points at its codes", () => {
    const text = "a: 1 # istio-traffic: ignore one, two because\n";
    expect(parseDirectives(text)[0]?.codeSpans.map(({ start, end }) => text.slice(start, end))).toEqual(["one", "two"]);
  });

  it.each([
    "",
    "a: 1\n",
    "a: istio-traffic: ignore x\n",
    "a: b# istio-traffic: ignore x\n",
    "# see istio-traffic: ignore x\n",
    "# istio-traffic: ingore x\n",
    "# istio-traffic: ignored x\n",
    "# istio-traffic:\n",
  ])("finds none in %j", (text) => {
    expect(parseDirectives(text)).toEqual([]);
  });
});
