import { afterAll, describe, expect, it } from "vitest";
import { runIn } from "../helpers/commandLine";
import { TestFolder } from "../helpers/folder";
import { mesh, missingSubset } from "../helpers/mesh";

const uneven = mesh["virtual-service.yaml"].replace("name: website\nspec", "name: uneven\nspec").replace("weight: 20", "weight: 30");
const folder = new TestFolder({ ...mesh, "virtual-service.yaml": missingSubset, "sub, dir/100%.yaml": uneven });
afterAll(() => folder.remove());

async function report(format: string, color = false): Promise<string> {
  const { code, out, err } = await runIn(folder, ["check", "--format", format, "."], { color });
  expect({ code, err }).toEqual({ code: 1, err: "" });
  return out;
}

describe("text", () => {
  it("shows place, level, message, code, the line with carets, notes, fixes and a summary", async () => {
    const lines = (await report("text")).split("\n");
    const start = lines.findIndex((line) => line.startsWith("virtual-service.yaml:12:21: error: "));
    expect(lines[start]).toMatch(/ \[subset-not-found\]$/);
    expect(lines.slice(start + 1, start + 3)).toEqual(["   12 |             subset: v9", "      |                     ^^"]);
    expect(lines[start + 3]).toMatch(/^ {2}note: destination-rule\.yaml:\d+:\d+: /);
    expect(lines.slice(start + 4)).toContainEqual(expect.stringMatching(/^ {2}try: Change to v1$/));
    expect(lines.at(-2)).toBe("1 error, 1 warning in 4 files (6 resources).");
  });

  it("keeps tabs before the carets, so that they stand below the place", async () => {
    const tabbed = new TestFolder({ ...mesh, "virtual-service.yaml": missingSubset.replace("subset: v9", "subset:\tv9") });
    const { out } = await runIn(tabbed, ["check", "."]);
    tabbed.remove();
    expect(out).toContain("   12 |             subset:\tv9\n      |                    \t^^\n");
  });

  it("is coloured only where colours can be seen", async () => {
    expect(await report("text")).not.toContain("\x1b[");
    expect(await report("text", true)).toContain("\x1b[31merror\x1b[0m");
  });
});

describe("sarif", () => {
  it("is a log of version 2.1.0 whose results refer to described rules", async () => {
    const log = JSON.parse(await report("sarif"));
    expect(log.version).toBe("2.1.0");
    expect(log.runs).toHaveLength(1);
    const [run] = log.runs;
    expect(run.tool.driver).toMatchObject({ name: "istio-traffic", rules: [{ id: "subset-not-found" }, { id: "weights-not-100" }] });
    for (const rule of run.tool.driver.rules) expect(rule.shortDescription.text).not.toBe("");
    for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(run.results.map(({ level }: { level: string }) => level)).toEqual(["warning", "error"]);
  });

  it("has one-based regions and URIs that can be resolved", async () => {
    const [run] = JSON.parse(await report("sarif")).runs;
    const [weights, subset] = run.results;
    expect(weights.locations[0].physicalLocation.artifactLocation.uri).toBe("sub,%20dir/100%25.yaml");
    expect(subset.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "virtual-service.yaml" },
      region: { startLine: 12, startColumn: 21, endLine: 12, endColumn: 23 },
    });
    expect(subset.relatedLocations[0].physicalLocation.artifactLocation.uri).toBe("destination-rule.yaml");
  });

  it("escapes what would end the path of a URI", async () => {
    const odd = new TestFolder({ "a#b?c:d.yaml": uneven });
    const { out } = await runIn(odd, ["check", "--format", "sarif", "."]);
    odd.remove();
    expect(JSON.parse(out).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe("a%23b%3Fc%3Ad.yaml");
  });

  it("carries the documentation of the rules, as it is published nowhere", async () => {
    const { rules } = JSON.parse(await report("sarif")).runs[0].tool.driver;
    for (const { id, help, helpUri } of rules) {
      expect(help.markdown).toContain(`# ${id}`);
      expect(help.text).toContain(`istio-traffic explain ${id}`);
      expect(helpUri).toBeUndefined();
    }
  });

  it("offers the fixes with one-based regions", async () => {
    const [, subset] = JSON.parse(await report("sarif")).runs[0].results;
    const change = subset.fixes.find((fix: { description: { text: string } }) => fix.description.text === "Change to v1");
    const region = { startLine: 12, startColumn: 21, endLine: 12, endColumn: 23 };
    expect(change.artifactChanges).toEqual([
      { artifactLocation: { uri: "virtual-service.yaml" }, replacements: [{ deletedRegion: region, insertedContent: { text: "v1" } }] },
    ]);
  });

  it("keeps fingerprints when lines above come and go, and tells findings apart", async () => {
    const fingerprints = async (text: string) => {
      const moving = new TestFolder({ ...mesh, "virtual-service.yaml": text });
      const { out } = await runIn(moving, ["check", "--format", "sarif", "."]);
      moving.remove();
      const { results } = JSON.parse(out).runs[0];
      return results.map((result: { partialFingerprints: Record<string, string> }) => result.partialFingerprints["findingHash/v1"]);
    };
    const twice = missingSubset.replace("subset: v2", "subset: v9");
    const before = await fingerprints(twice);
    expect(new Set(before).size).toBe(before.length);
    expect(before.length).toBeGreaterThan(1);
    expect(await fingerprints(`# one\n# two\n${twice}`)).toEqual(before);
    expect(await fingerprints(twice.replaceAll("v9", "v8"))).not.toEqual(before);
  });
});

describe("github", () => {
  it("prints one workflow command per finding, escaped", async () => {
    const lines = (await report("github")).trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^::warning file=sub%2C dir\/100%25\.yaml,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=weights-not-100::/);
    expect(lines[0]).toContain("72.7 %25");
    expect(lines[1]).toMatch(/^::error file=virtual-service\.yaml,line=12,endLine=12,col=21,endColumn=23,title=subset-not-found::/);
    expect(lines[1]).toContain(
      "%0ASee destination-rule.yaml:4: DestinationRule for website%0AMore: istio-traffic explain subset-not-found",
    );
    expect(lines[2]).toBe("1 error, 1 warning in 4 files (6 resources).");
  });
});

describe("junit", () => {
  it("is well-formed, with one suite per file, failures for errors and warnings, and totals", async () => {
    const xml = await report("junit");
    const parsed = new DomLike(xml);
    expect(parsed.tags("testsuite").map((tag) => tag.name)).toEqual([
      "destination-rule.yaml",
      "service.yaml",
      "sub, dir/100%.yaml",
      "virtual-service.yaml",
    ]);
    expect(parsed.tags("testsuites")[0]).toMatchObject({ tests: "4", failures: "2" });
    expect(parsed.tags("failure").map((tag) => tag.type)).toEqual(["warning", "error"]);
    expect(parsed.tags("testcase").at(-1)).toMatchObject({ file: "virtual-service.yaml", line: "12" });
    expect(parsed.tags("failure")[1]?.message).toContain('has no subset "v9"');
  });
});

describe("json", () => {
  it("holds the same findings as the other formats", async () => {
    const { findings } = JSON.parse(await report("json"));
    expect(findings.map(({ code }: { code: string }) => code)).toEqual(["weights-not-100", "subset-not-found"]);
  });
});

/** Reads the elements of a small XML document; throws where tags do not close or markup is not escaped. */
class DomLike {
  readonly #tags: { readonly element: string; readonly attributes: Readonly<Record<string, string>> }[] = [];

  constructor(xml: string) {
    const open: string[] = [];
    const rest = xml.replace(
      /<\?xml[^>]*\?>|<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>/g,
      (_, closing, element, attributes = "", empty) => {
        if (element === undefined) return "";
        if (closing) expect(open.pop()).toBe(element);
        else {
          if (!empty) open.push(element);
          const pairs = [...String(attributes).matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, unescapeXml(value ?? "")]);
          this.#tags.push({ element, attributes: Object.fromEntries(pairs) });
        }
        return "";
      },
    );
    expect(open).toEqual([]);
    expect(rest).not.toMatch(/[<>]/);
  }

  tags(element: string): readonly Readonly<Record<string, string>>[] {
    return this.#tags.filter((tag) => tag.element === element).map(({ attributes }) => attributes);
  }
}

function unescapeXml(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&#10;", "\n").replaceAll("&amp;", "&");
}
