import type { LevelSetting } from "../../server/src/core/rules/levels";
import { rules } from "../../server/src/core/rules/registry";
import { expectFindings, expectFix, fixesOf, openFixture } from "./workspaceFixture";

/** What looks at other objects is off: a single manifest is judged by itself. */
const options = { levels: new Map<string, LevelSetting>(rules.map((rule) => [rule.code, "off"])) };

const groups: Readonly<Record<string, string>> = {
  AuthorizationPolicy: "security.istio.io/v1",
  PeerAuthentication: "security.istio.io/v1",
  RequestAuthentication: "security.istio.io/v1",
  Telemetry: "telemetry.istio.io/v1",
  WasmPlugin: "extensions.istio.io/v1alpha1",
  TrafficExtension: "extensions.istio.io/v1alpha1",
  EnvoyFilter: "networking.istio.io/v1alpha3",
  ProxyConfig: "networking.istio.io/v1beta1",
  Service: "v1",
};

/** A manifest without its marks: lines of carets under the text that a finding is about. */
const mark = /^( *)(\^+(?: .*)?)$/;

/**
 * Expects exactly the findings that stand as carets with a note below the text of `spec`, in the manner of `expectFindings`, of a
 * manifest of `kind`. `metadata` is written in flow style.
 */
export function expectJudgement(kind: string, spec: string, metadata = "{name: test, namespace: shop}"): void {
  expectFindings(manifestOf(kind, spec, metadata), options);
}

/** Expects that the fix titled `title` of the first finding with `code` turns `spec` into `after`. */
export function expectMended(kind: string, spec: string, code: string, title: string, after: string): void {
  expectFix(manifestOf(kind, spec), code, title, "test.yaml", manifestOf(kind, after), options);
}

/** The titles of the fixes of the first finding with `code`. */
export function offeredFixes(kind: string, spec: string, code: string): readonly string[] {
  return fixesOf(openFixture(manifestOf(kind, spec), options), code).fixes.map((fix) => fix.title);
}

export function manifestOf(kind: string, spec: string, metadata = "{name: test, namespace: shop}"): string {
  const lines = spec
    .replace(/^[ \t]*\n/, "")
    .trimEnd()
    .split("\n");
  const indent = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)?.[0].length ?? 0));
  const body = lines.map((line) => {
    const text = line.slice(indent);
    const [, before, carets] = mark.exec(text) ?? [];
    return carets === undefined ? `  ${text}` : `# ${before}${carets}`;
  });
  return [`apiVersion: ${groups[kind] ?? "networking.istio.io/v1"}`, `kind: ${kind}`, `metadata: ${metadata}`, "spec:", ...body, ""].join(
    "\n",
  );
}
