import { describe, expect, it } from "vitest";
import { DefaultNamespaces, kustomizationNamespace } from "./defaultNamespaces";

describe("kustomizationNamespace", () => {
  it.each([
    ["namespace: shop\n", "shop"],
    ["resources: [a.yaml]\nnamespace:   shop # where it goes\r\n", "shop"],
    ['namespace: "shop-2"', "shop-2"],
    ["namespace: 'shop'", "shop"],
    ["patches:\n- target:\n    namespace: other\n", undefined],
    ["# namespace: shop\n", undefined],
    ["namespace:\n", undefined],
    ["namespace: Not_A_Name\n", undefined],
    ["namespaceSelector: x\n", undefined],
  ])("of %j is %j", (text, expected) => {
    expect(kustomizationNamespace(text)).toBe(expected);
  });
});

describe("DefaultNamespaces", () => {
  it("gives files the namespace of the nearest folder above, else the fallback", () => {
    const namespaces = new DefaultNamespaces();
    namespaces.fallback = "standard";
    expect(namespaces.of("a/b/c.yaml")).toBe("standard");
    namespaces.update("a/kustomization.yaml", "namespace: outer\n");
    namespaces.update("a/b/kustomization.yml", "namespace: inner\n");
    expect(namespaces.of("a/x.yaml")).toBe("outer");
    expect(namespaces.of("a/b/c/d.yaml")).toBe("inner");
    expect(namespaces.of("ab/x.yaml")).toBe("standard");
  });

  it("knows the topmost folder of relative paths, and URIs", () => {
    const namespaces = new DefaultNamespaces();
    namespaces.update("Kustomization", "namespace: top\n");
    expect(namespaces.of("x.yaml")).toBe("top");
    expect(namespaces.of("a/b.yaml")).toBe("top");
    namespaces.setFolder("file:///projects/app", "app");
    expect(namespaces.of("file:///projects/app/x/y.yaml")).toBe("app");
  });

  it("tells whether an update changed anything", () => {
    const namespaces = new DefaultNamespaces();
    expect(namespaces.update("a/deployment.yaml", "namespace: shop\n")).toBe(false);
    expect(namespaces.update("a/kustomization.yaml", "resources: []\n")).toBe(false);
    expect(namespaces.update("a/kustomization.yaml", "namespace: shop\n")).toBe(true);
    expect(namespaces.update("a/kustomization.yaml", "# the same\nnamespace: shop\n")).toBe(false);
    expect(namespaces.update("a/kustomization.yaml", undefined)).toBe(true);
    expect(namespaces.of("a/x.yaml")).toBe("default");
  });
});
