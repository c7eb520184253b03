import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { ModelKind } from "../../server/src/core/model/resource";
import { messageCoverage } from "../../server/src/core/rules/messageCoverage";
import { type RuleInfo, ruleInfos, rules } from "../../server/src/core/rules/registry";
import { validationCoverage } from "../../server/src/core/rules/validation/coverage";
import { validationRules } from "../../server/src/core/rules/validation/registry";
import { observedFixes } from "./observedFixes";

/** Where the document stands, from the root of the project; `node .scripts/readme.mjs` writes it. */
export const coverageDocumentPath = "server/src/core/rules/README.md";

/** What the document is made from besides the rules themselves. */
export interface CoverageSources {
  /** Fixtures that together show every fix. */
  readonly fixtures: readonly string[];
  /** Text by path (relative to the rules' folder, with `/`) of the rules and of the tests of the core. */
  readonly files: ReadonlyMap<string, string>;
}

export function readCoverageSources(root: string): CoverageSources {
  const fixtures = ["test/fixtures/rules", "test/fixtures/fixes"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => readFileSync(join(root, folder, name), "utf8")),
  );
  const core = join(root, "server/src/core");
  const paths = readdirSync(core, { recursive: true, encoding: "utf8" })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => path.endsWith(".test.ts") || /^rules\/.*\.ts$/.test(path))
    .sort();
  const files = paths.map((path) => {
    const fromRules = path.startsWith("rules/") ? path.slice("rules/".length) : `../${path}`;
    return [fromRules, readFileSync(join(core, path), "utf8")] as const;
  });
  return { fixtures, files: new Map(files) };
}

/** The table of coverage as Markdown: every rule with what it stands for, then what no rule stands for, with its reason. */
export function coverageDocument(sources: CoverageSources): string {
  const numbers = numbersByRule();
  const fixes = observedFixes(sources.fixtures);
  const rows = ruleInfos().map((rule) => [
    `\`${rule.code}\``,
    [...rule.istio, ...ranges(numbers.get(rule.code) ?? [])].join(" "),
    rule.kiali.join(" "),
    kindsOf(rule).join(", "),
    rule.level,
    [...(fixes.get(rule.code) ?? [])].sort().join(", "),
    testOf(rule, sources.files),
  ]);
  const unruled = [...messageCoverage()].flatMap(([code, entry]) => ("reason" in entry ? [[code, entry.reason]] : []));
  const validation = [...validationCoverage()];
  return [
    "# What the rules cover",
    "",
    "Written by `.scripts/readme.mjs`; a test fails when it is out of date. `IST` codes are messages of istioctl analyze, `KIA` codes checks of",
    "Kiali, and numbers such as `VS-12` rules of Istio's validation webhook. Rules that Istio checks wrongly, or by less than what it routes",
    "by, say so in their documentation (`istio-traffic explain CODE`). Where istioctl and Kiali look at running pods, the rules look at the pod",
    "templates of Deployments and the like.",
    "",
    "*Policies* are AuthorizationPolicy, PeerAuthentication, RequestAuthentication, Telemetry, WasmPlugin, TrafficExtension, EnvoyFilter and",
    "ProxyConfig; *workloads* are Pods and what makes them. A level of `off` has to be configured to see the rule. A *safe* fix can be applied",
    "unseen; a *suggestion* wants a look.",
    "",
    ...table(["rule", "Istio", "Kiali", "kinds", "level", "fix", "test"], rows),
    "",
    "## Without a rule",
    "",
    ...table(["code", "why"], unruled),
    "",
    "Of Istio's validation:",
    "",
    ...table(
      ["number", "why"],
      validation.flatMap(([number, entry]) => ("reason" in entry ? [[number, entry.reason]] : [])),
    ),
    "",
    "Forms that several rules share:",
    "",
    ...table(
      ["number", "file"],
      validation.flatMap(([number, entry]) => ("in" in entry ? [[number, `[${entry.in}](../${entry.in})`]] : [])),
    ),
    "",
  ].join("\n");
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), `|${"---|".repeat(heads.length)}`, ...rows.map(line)];
}

function numbersByRule(): ReadonlyMap<string, readonly string[]> {
  const result = new Map<string, string[]>();
  for (const [number, entry] of validationCoverage()) {
    for (const code of "by" in entry ? entry.by : []) result.set(code, [...(result.get(code) ?? []), number]);
  }
  return result;
}

/** Numbers in order, runs of three and more written as `VS-1..3`. */
function ranges(numbers: readonly string[]): readonly string[] {
  const parts = numbers
    .map((number) => ({ number, prefix: number.slice(0, number.indexOf("-")), value: Number(number.slice(number.indexOf("-") + 1)) }))
    .sort((a, b) => (a.prefix === b.prefix ? a.value - b.value : a.prefix < b.prefix ? -1 : 1));
  const result: string[] = [];
  for (let at = 0; at < parts.length; ) {
    const first = parts[at] as (typeof parts)[number];
    let end = at + 1;
    while (parts[end]?.prefix === first.prefix && parts[end]?.value === first.value + end - at) end++;
    if (end - at >= 3) result.push(`${first.number}..${first.value + end - at - 1}`);
    else result.push(...parts.slice(at, end).map((part) => part.number));
    at = end;
  }
  return result;
}

const kindNames: Readonly<Partial<Record<ModelKind, string>>> = {
  Policy: "policies",
  Workload: "workloads",
  KubernetesGateway: "Gateway (Gateway API)",
  KubernetesRoute: "HTTPRoute, GRPCRoute",
};

function kindsOf({ code }: RuleInfo): readonly string[] {
  const rule = rules.find((one) => one.code === code);
  if (rule !== undefined) return rule.kinds.map((kind) => kindNames[kind] ?? kind);
  const validation = validationRules.find((one) => one.code === code);
  return validation?.kinds ?? [code.startsWith("yaml-") ? "any YAML" : "every kind with a schema"];
}

/** A link to the test of a rule: the one named after it, else the one of its folder that describes it, else the first that names it. */
function testOf({ code }: RuleInfo, files: ReadonlyMap<string, string>): string {
  const paths = [...files.keys()];
  const own = paths.find((path) => path.endsWith(`/${code}.ts`));
  const folder = own?.slice(0, own.lastIndexOf("/") + 1);
  const tests = paths.filter((path) => path.endsWith(".test.ts"));
  const near = tests.filter((path) => path.startsWith(folder ?? "../"));
  const names = (path: string, text: string) => files.get(path)?.includes(text) === true;
  const found =
    tests.find((path) => path.endsWith(`/${code}.test.ts`)) ??
    near.find((path) => names(path, `describe("${code}"`)) ??
    [...near, ...tests].find((path) => names(path, code));
  if (found === undefined) throw new Error(`no test names ${code}`);
  return `[${found.slice(found.lastIndexOf("/") + 1)}](${found})`;
}
