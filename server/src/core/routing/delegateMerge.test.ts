import { describe, expect, test } from "vitest";
import { openMesh } from "../../../../test/helpers/meshFixture";
import { isKind } from "../model/resource";
import type { Route } from "../model/virtualService";
import { mergeDelegate } from "./delegateMerge";

function ruleOf(http: string): Route {
  const { resources } = openMesh(
    `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a}, spec: {hosts: [a], http: [${http}]}}`,
  );
  const [first] = resources("test.yaml").flatMap((one) => (isKind(one, "VirtualService") ? one.model.routes : []));
  if (first === undefined) throw new Error("no rule");
  return first;
}

function merged(root: string, leaf: string): Route {
  const result = mergeDelegate(ruleOf(root), ruleOf(leaf));
  if (result === undefined) throw new Error("they contradict each other");
  return result;
}

describe("what a delegate takes over", () => {
  test("what it does not set itself, whole parts at a time", () => {
    const root = "{timeout: 5s, retries: {attempts: 3}, headers: {request: {set: {a: '1'}}}, fault: {abort: {httpStatus: 500}}}";
    const own = merged(root, "{timeout: 1s, headers: {response: {remove: [b]}}, route: [{destination: {host: x}}]}");
    expect([own.timeout?.value, own.retries?.attempts?.value, own.fault?.abort?.httpStatus?.value]).toEqual(["1s", 3, 500]);
    expect([own.headers?.request.set.entries, own.headers?.response.remove.map((one) => one.value)]).toEqual([[], ["b"]]);
  });

  test("not the routes and the redirect of the root", () => {
    const own = merged("{redirect: {uri: /x}, route: [{destination: {host: root}}]}", "{route: [{destination: {host: leaf}}]}");
    expect([own.redirect, own.destinations.map((one) => one.host?.value)]).toEqual([undefined, ["leaf"]]);
  });

  test("the names of both", () => {
    expect(merged("{name: root}", "{name: leaf}").name?.value).toBe("root-leaf");
    expect(merged("{name: root}", "{}").name?.value).toBe("root");
    expect(merged("{}", "{name: leaf}").name?.value).toBe("leaf");
  });

  test("mirror, its percentage and mirrors, each by itself", () => {
    const mirrors = (root: string, leaf: string) =>
      merged(root, leaf).mirrors.map(({ destination, percent }) => [destination.host?.value, percent?.value]);
    expect(mirrors("{mirror: {host: r}, mirrorPercentage: {value: 5}}", "{mirror: {host: l}}")).toEqual([["l", 5]]);
    expect(mirrors("{mirror: {host: r}}", "{mirrors: [{destination: {host: l}}]}")).toEqual([
      ["r", undefined],
      ["l", undefined],
    ]);
    expect(mirrors("{mirrors: [{destination: {host: r}}]}", "{mirrors: [{destination: {host: l}}]}")).toEqual([["l", undefined]]);
  });
});
