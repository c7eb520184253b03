import { describe, expect, test } from "vitest";
import { applySafeFixes } from "../../server/src/cli/fix";
import type { FileFinding, FileFix } from "../../server/src/core/features/results";
import { defaultMesh } from "../../server/src/core/model/mesh";
import { createSchemas } from "../../server/src/core/schema/bundled";
import { commentsOf } from "../../server/src/core/syntax/comments";
import { parseDocument } from "../../server/src/core/syntax/parse";
import { splitDocuments } from "../../server/src/core/syntax/split";
import { applyEdits } from "../../server/src/core/text/edit";
import { Workspace } from "../../server/src/core/workspace";
import { type CorpusEntry, fixtureCorpus, sharedCorpus } from "../helpers/fixtureCorpus";

const schemas = createSchemas();
type Texts = ReadonlyMap<string, string>;

/** Fixes of any fixture: what they lead to. */
describe.each([
  ["the fixtures", fixtureCorpus(), 30],
  ["the fixtures with CR LF", fixtureCorpus().map(withCarriageReturns), 30],
  ["the cases of ../shared (skipped where they are absent)", sharedCorpus(), 20],
])("on %s", (_, corpus, atLeast) => {
  const there = test.skipIf(corpus.length === 0);

  there("a safe fix settles its finding, brings no other one and keeps every comment", () => {
    const wrong: string[] = [];
    let tried = 0;
    for (const { entry, texts, before, finding, fix } of fixesOf(corpus)) {
      if (fix.kind !== "safe") continue;
      tried++;
      const after = fixed(texts, fix);
      const found = findingsOf(open(after));
      const problems = [
        ...unsettled(finding, before, found),
        ...newFindings(before, found),
        ...lostComments(texts, after),
        ...mixedBreaks(after),
      ];
      if (problems.length > 0) wrong.push(`${entry.name}: ${finding.code}: ${fix.title}: ${problems.join(", ")}`);
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(atLeast);
  });

  there("all safe fixes together come to an end, bring no finding and keep every comment", () => {
    const wrong: string[] = [];
    for (const { name, files } of corpus) {
      const texts = new Map(files.map(({ path, text }) => [path, text]));
      const after = new Map(texts);
      const workspace = open(after);
      const before = findingsOf(workspace);
      applySafeFixes({
        workspace,
        files: files.map(({ path, text }) => ({ name: path, text, path: undefined, stamp: undefined })),
        texts: after,
        named: new Set(after.keys()),
      });
      const left = [...after.keys()].flatMap((file) => workspace.findings(file).flatMap((finding) => workspace.fixes(file, finding)));
      const problems = [
        ...newFindings(before, findingsOf(open(after))),
        ...lostComments(texts, after),
        ...left.filter(({ kind }) => kind === "safe").map(({ title }) => `left over: ${title}`),
      ];
      if (problems.length > 0) wrong.push(`${name}: ${problems.join(", ")}`);
    }
    expect(wrong).toEqual([]);
  });

  there("a suggestion settles its finding, leaves valid YAML behind and brings nothing that is not explained", () => {
    const wrong: string[] = [];
    let tried = 0;
    for (const { entry, texts, before, finding, fix } of fixesOf(corpus)) {
      if (fix.kind !== "suggestion") continue;
      tried++;
      const after = fixed(texts, fix);
      const found = findingsOf(open(after));
      const name = `${entry.name}: ${finding.code}: ${fix.title}`;
      const mayBring = explained[finding.code]?.brings ?? [];
      const brought = newFindings(before, found).filter((key) => !mayBring.some((code) => key.startsWith(`new: ${code} `)));
      const problems = [...(stays[name] === undefined ? unsettled(finding, before, found) : []), ...brought, ...mixedBreaks(after)];
      if (problems.length > 0) wrong.push(`${name}: ${problems.join(", ")}`);
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(atLeast);
  });
});

/** By code of a finding: the codes of what its suggestions may bring, and why. */
const explained: Readonly<Record<string, { readonly brings: readonly string[]; readonly why: string }>> = {
  "conflicting-actions": {
    brings: ["unreachable-rule", "destination-host-not-found"],
    why: "Which of two actions is meant is told by the author; rules of fixtures often match everything. Destinations are looked at once the rule sends to them.",
  },
  "destination-host-not-found": {
    brings: [
      "subset-not-found",
      "subset-unused",
      "subset-selects-no-workload",
      "destination-port-required",
      "rules-not-used",
      "gateway-bypasses-subsets",
      "destination-not-exported",
      "tls-origination-missing",
      "tls-originated-twice",
      "subset-selects-no-workload",
      "rules-not-used",
      "destination-rule-host-not-found",
    ],
    why: "Of a host that exists more can be asked: whether it has the subset, whether clients see it. Of one that does not, DestinationRules say nothing while a rule that sends there does.",
  },
  "destination-rule-host-not-found": {
    brings: [
      "destination-rule-not-consulted",
      "destination-rule-conflict",
      "subset-selects-no-workload",
      "subset-unused",
      "wildcard-policy-hidden",
      "istio-mutual-outside-mesh",
    ],
    why: "Of a rule for a host that exists more can be asked: whether another one is for it too, whether pods carry the labels.",
  },
  "destination-repeated": {
    brings: ["lone-weight", "destination-without-share"],
    why: "What is left of the rule is told as any other rule.",
  },
  "empty-traffic-policy": { brings: ["empty-sidecar"], why: "A Sidecar that said nothing else was empty all along." },
  "envoy-patch-ignored": { brings: ["incomplete-patch"], why: "MERGE needs a value, which REPLACE was not asked for." },
  "gateway-not-found": {
    brings: ["host-not-in-gateway", "claim-route-without-authentication", "tcp-match-port-not-served"],
    why: "Of a Gateway that exists more can be asked: whether it takes the hosts, whether its workloads check tokens.",
  },
  "invalid-client-tls": { brings: ["tls-without-ca"], why: "Without the certificates that were refused none is named." },
  "invalid-delegate": {
    brings: ["virtual-service-without-rules"],
    why: "A delegate with nothing but rules that it cannot have has none left.",
  },
  "invalid-destination": { brings: ["destination-host-not-found"], why: "Whether a host exists can be asked once it is one." },
  "invalid-destination-rule-host": {
    brings: ["destination-rule-host-not-found"],
    why: "Whether a host exists can be asked once it is one.",
  },
  "invalid-gateway-name": { brings: ["gateway-not-found"], why: "Whether a Gateway exists can be asked once its name is one." },
  "invalid-ingress-tls": { brings: ["invalid-server-tls"], why: "Without the certificate that was refused none is named." },
  "invalid-namespaced-host": {
    brings: ["sidecar-host-not-found", "redundant-egress-host"],
    why: "Whether a host exists, or stands there already, can be asked once it is one.",
  },
  "istio-mutual-outside-mesh": {
    brings: ["tls-without-ca", "tls-originated-twice"],
    why: "ISTIO_MUTUAL has certificates of its own, SIMPLE has to name them.",
  },
  "invalid-subset-name": { brings: ["subset-not-found"], why: "Whoever names the subset has to be told of its new name." },
  "unreachable-rule": {
    brings: ["destination-rule-host-not-found"],
    why: "A DestinationRule says nothing of its host while a rule that sends there does.",
  },
  "policy-without-rules": { brings: ["invalid-provider"], why: "A policy without rules is not asked for its provider." },
  "schema-unknown-field": {
    brings: ["destination-host-not-found"],
    why: "What stands below a field is looked at once the field is known.",
  },
  "server-tls-mismatch": { brings: ["invalid-server-tls"], why: "HTTPS needs certificates, which plain HTTP was not asked for." },
  "service-port-protocol-unknown": { brings: ["rules-not-used"], why: "tls and tcp rules are not for what is called http." },
  "source-labels-match-nothing": { brings: ["match-without-effect"], why: "With the value of another alternative this one repeats it." },
  "subset-not-found": {
    brings: [
      "subset-selects-no-workload",
      "subset-unused",
      "destination-rule-not-consulted",
      "destination-rule-host-not-found",
      "destination-host-differs",
    ],
    why: "Which labels a version has is told by its pods; where none is in view they are a guess. A new rule is told as any other.",
  },
  "tls-origination-missing": {
    brings: ["destination-rule-not-consulted"],
    why: "The rule is written for the clients beside it; that some are there is not in view.",
  },
};

/** Fixes after which the same is still said, and why. */
const stays: Readonly<Record<string, string>> = {
  "validate/gotests/Test_validateExportTo.yaml 5: export-to-unknown-namespace: Change to ns5":
    "The same namespace stands there twice, and the second was not told because it is refused as a repetition.",
};

interface OfferedFix {
  readonly entry: CorpusEntry;
  readonly texts: Texts;
  readonly before: readonly FileFinding[];
  readonly finding: FileFinding;
  readonly fix: FileFix;
}

function* fixesOf(corpus: readonly CorpusEntry[]): Iterable<OfferedFix> {
  for (const entry of corpus) {
    const texts = new Map(entry.files.map(({ path, text }) => [path, text]));
    const workspace = open(texts);
    const before = findingsOf(workspace);
    for (const file of texts.keys()) {
      for (const finding of workspace.findings(file)) {
        for (const fix of workspace.fixes(file, finding)) yield { entry, texts, before, finding, fix };
      }
    }
  }
}

function open(texts: Texts): Workspace {
  const textOf = (file: string) => texts.get(file);
  const workspace = new Workspace({ mesh: defaultMesh, defaultNamespace: () => "default", levels: new Map(), schemas, textOf });
  for (const [file, text] of texts) workspace.setFile(file, text, true);
  workspace.check();
  return workspace;
}

function findingsOf(workspace: Workspace): readonly FileFinding[] {
  return workspace.files().flatMap((file) => workspace.findings(file));
}

function fixed(texts: Texts, fix: FileFix): Texts {
  return new Map(
    [...texts].map(([file, text]) => [
      file,
      applyEdits(
        text,
        fix.edits.filter((edit) => edit.file === file),
      ),
    ]),
  );
}

function saying({ code, message }: FileFinding): string {
  return `${code} ${message}`;
}

function about({ code, resource }: FileFinding): string {
  return `${code} on ${resource === undefined ? "the file" : `${resource.kind} ${resource.namespace}/${resource.name}`}`;
}

function counts(findings: readonly FileFinding[], keyOf: (finding: FileFinding) => string): ReadonlyMap<string, number> {
  const result = new Map<string, number>();
  for (const finding of findings) result.set(keyOf(finding), (result.get(keyOf(finding)) ?? 0) + 1);
  return result;
}

/** What is said more often about a resource than before. */
function newFindings(before: readonly FileFinding[], after: readonly FileFinding[]): readonly string[] {
  const known = counts(before, about);
  return [...counts(after, about)].filter(([key, count]) => count > (known.get(key) ?? 0)).map(([key]) => `new: ${key}`);
}

function unsettled(finding: FileFinding, before: readonly FileFinding[], after: readonly FileFinding[]): readonly string[] {
  const left = counts(after, saying).get(saying(finding)) ?? 0;
  return left < (counts(before, saying).get(saying(finding)) ?? 0) ? [] : ["the finding stays"];
}

function withCarriageReturns({ name, files }: CorpusEntry): CorpusEntry {
  return { name, files: files.map(({ path, text }) => ({ path, text: text.replaceAll("\n", "\r\n") })) };
}

function mixedBreaks(texts: Texts): readonly string[] {
  return [...texts.values()].some((text) => text.includes("\r\n") && /(?<!\r)\n|\r\r/.test(text)) ? ["line breaks are mixed"] : [];
}

function lostComments(before: Texts, after: Texts): readonly string[] {
  return commentsIn(before) === commentsIn(after) ? [] : ["a comment is lost or changed"];
}

function commentsIn(texts: Texts): string {
  const comments = [...texts.values()].flatMap((text) =>
    splitDocuments(text).flatMap(({ start, end }) => {
      const document = text.slice(start, end);
      return commentsOf(document, parseDocument(document).root);
    }),
  );
  return comments.sort().join("\n");
}
