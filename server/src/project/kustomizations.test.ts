import { describe, expect, it } from "vitest";
import { Kustomizations } from "./kustomizations";

function kustomizations(files: Readonly<Record<string, string>>): Kustomizations {
  const result = new Kustomizations();
  for (const [file, text] of Object.entries(files)) {
    result.namespaces.update(file, text);
    result.update(file, text);
  }
  return result;
}

describe("Kustomizations", () => {
  const base = "apps/orders/base/service.yaml";

  it("put a base into the namespace of its only overlay", () => {
    const one = { "apps/orders/base/kustomization.yaml": "resources: [service.yaml]\n" };
    const prod = "namespace: orders-prod\nresources:\n- ../../base\n";
    expect(kustomizations({ ...one, "apps/orders/overlays/prod/kustomization.yaml": prod }).namespaceOf(base)).toBe("orders-prod");
  });

  it("put a base into the namespaces of all of its overlays", () => {
    const several = kustomizations({
      "apps/orders/base/kustomization.yaml": "resources: [service.yaml]\n",
      "apps/orders/overlays/dev/kustomization.yml": "namespace: orders-dev\nbases: [../../base/]\n",
      "apps/orders/overlays/prod/kustomization.yaml": "namespace: orders-prod\nresources: [./../../base]\n",
    });
    expect(several.namespaceOf(base)).toBe("default");
    expect(several.of(base).otherNamespaces.toSorted()).toEqual(["orders-dev", "orders-prod"]);
    expect(several.namespaceOf("apps/orders/overlays/prod/x.yaml")).toBe("orders-prod");
    expect(several.of("apps/other/x.yaml")).toEqual({ isPatch: false, isRenamed: false, otherNamespaces: [] });
  });

  it("follow overlays of overlays, single files and cycles", () => {
    const chain = kustomizations({
      "base/kustomization.yaml": "resources: [a.yaml, ../both]\n",
      "both/kustomization.yaml": "resources: [../base]\n",
      "eu/kustomization.yaml": "resources: [../both, ../lone/b.yaml]\nnamePrefix: eu-\n",
      "eu/shop/kustomization.yaml": "namespace: shop\nresources: [..]\n",
    });
    expect(chain.of("base/a.yaml")).toEqual({ isPatch: false, isRenamed: true, otherNamespaces: ["shop"] });
    expect(chain.of("lone/b.yaml")).toEqual({ isPatch: false, isRenamed: true, otherNamespaces: ["shop"] });
    expect(chain.of("lone/c.yaml")).toEqual({ isPatch: false, isRenamed: false, otherNamespaces: [] });
  });

  it("tell which files are patches", () => {
    const patched = kustomizations({
      "prod/kustomization.yaml":
        "patches:\n- path: a.yaml\n- path: ../shared/b.yaml\n  target: {kind: Deployment}\n- patch: |-\n    - op: remove\npatchesStrategicMerge:\n- c.yaml\n- |-\n  kind: Service\n",
    });
    const isPatch = (file: string) => patched.of(file).isPatch;
    expect(["prod/a.yaml", "shared/b.yaml", "prod/c.yaml", "prod/d.yaml"].map(isPatch)).toEqual([true, true, true, false]);
  });

  it("tell what an update touches elsewhere", () => {
    const all = kustomizations({ "base/kustomization.yaml": "resources: [../deep, https://example.com/x?ref=v1]\n" });
    expect(all.update("prod/kustomization.yaml", "resources: [../base, a.yaml]\n")).toEqual(["base", "deep", "prod/a.yaml"]);
    expect(all.update("prod/kustomization.yaml", "# the same\nresources: [../base, a.yaml]\n")).toEqual([]);
    expect(all.update("prod/service.yaml", "resources: [../base]\n")).toEqual([]);
    expect(all.update("prod/kustomization.yaml", undefined)).toEqual(["base", "deep", "prod/a.yaml"]);
    expect(all.update("prod/kustomization.yaml", "] no yaml {")).toEqual([]);
  });

  it("know URIs", () => {
    const all = kustomizations({ "file:///w/prod/kustomization.yaml": "namespace: prod\nresources: [../base]\n" });
    expect(all.namespaceOf("file:///w/base/a.yaml")).toBe("default");
    all.update("file:///w/base/kustomization.yaml", "resources: [a.yaml]\n");
    expect(all.namespaceOf("file:///w/base/a.yaml")).toBe("prod");
  });
});
