import { expect, test } from "vitest";
import { answerAloud, answerInShort, isFailing, requestInWords, sharesInWords } from "./answerInWords";
import type { Outcome, SimulationRequest, TraceStep } from "./simulation";

const host = "website.default.svc.cluster.local";
const workload = (name: string, share: number) => ({ kind: "Deployment", namespace: "default", name, share });
const nowhere: Outcome = { type: "no-listener", reason: "Nothing listens on port 81.", destinations: [], mirrors: [] };
const split: Outcome = {
  type: "route",
  reason: "Routed.",
  destinations: [
    { host, port: 80, subset: "v1", share: 75, workloads: [workload("web-a", 50), workload("web-b", 25)] },
    {
      host: "api.example.com",
      port: undefined,
      subset: undefined,
      share: 25,
      workloads: [],
      problem: { type: "no-endpoints", status: 503, reason: "Nobody is behind it." },
    },
  ],
  mirrors: [],
};

test("shares name subset, short host, port and who answers, or why they fail", () => {
  expect(sharesInWords(split)).toEqual([
    {
      share: "75 %",
      destination: "subset v1 of website.default:80",
      workloads: ["Deployment web-a (50 %)", "Deployment web-b (25 %)"],
      problem: undefined,
    },
    { share: "25 %", destination: "api.example.com", workloads: [], problem: "Nobody is behind it." },
  ]);
  const [only] = split.destinations;
  expect(sharesInWords({ ...split, destinations: only === undefined ? [] : [{ ...only, share: 100 }] })[0]?.share).toBeUndefined();
  expect(sharesInWords(nowhere)).toEqual([]);
  expect(sharesInWords({ ...split, status: 503 })).toEqual([]);
});

test("one line tells the same", () => {
  expect(answerInShort(split)).toBe("75 % to subset v1 of website.default:80, 25 % to api.example.com (fails: Nobody is behind it).");
  expect(answerInShort(nowhere)).toBe("Nothing listens on port 81.");
});

test("aloud, the rule that decided and how many did not match are added", () => {
  const step = (rule: string, matched: boolean): TraceStep => ({
    resource: "VirtualService default/web",
    rule,
    matched,
    reason: "",
    file: "web.yaml",
    span: { start: 0, end: 1 },
    ids: [],
  });
  const trace = [step("http rule 1", false), step("http rule 2", false), step("http rule 3", true)];
  expect(answerAloud({ outcome: nowhere, trace, notes: [], path: [] })).toBe(
    "Nothing listens on port 81. Decided by http rule 3 of VirtualService default/web. 2 steps did not match.",
  );
  expect(answerAloud({ outcome: nowhere, trace: [], notes: [], path: [] })).toBe("Nothing listens on port 81.");
});

test("what fails is told from what the proxy answers on purpose", () => {
  expect([nowhere, { ...split, status: 503 }].map(isFailing)).toEqual([true, true]);
  expect([split, { ...nowhere, type: "redirect" as const }, { ...nowhere, type: "direct-response" as const }].map(isFailing)).toEqual([
    false,
    false,
    false,
  ]);
});

test.each<[string, SimulationRequest]>([
  ["GET http://web/ from a pod in default", { from: { namespace: "default", labels: {} }, scheme: "http", host: "web" }],
  [
    "POST https://web:8443/a with 2 headers from a pod in shop with app=x, version=v2",
    {
      from: { namespace: "shop", labels: { app: "x", version: "v2" } },
      scheme: "https",
      host: "web",
      port: 8443,
      method: "POST",
      path: "/a",
      headers: { a: "1", b: "2" },
    },
  ],
  [
    "GET http://web/ with a header from shop/web-v1",
    { from: { workload: "shop/web-v1" }, scheme: "http", host: "web", headers: { a: "1" } },
  ],
  ["connection to port 31400 at gateway default/edge", { from: { gateway: "default/edge" }, scheme: "tcp", host: "any", port: 31_400 }],
  ["tls://web:443 at gateway default/edge", { from: { gateway: "default/edge" }, scheme: "tls", host: "web", port: 443 }],
])("%s", (words, request) => {
  expect(requestInWords(request)).toBe(words);
});
