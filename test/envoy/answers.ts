import type { Outcome, Simulation, SimulationRequest } from "../../server/src/core/routing/simulation";
import { detailsHeader, flagsHeader } from "./bootstrap";
import type { Response } from "./client";
import { destinationName, passthroughCluster } from "./render";

/** An answer that a request may get, in a form that can be compared, and how often in percent. */
export interface Expected {
  readonly answer: string;
  readonly percent: number;
}

/** What the model's outcome means for a client. */
export function expectedAnswers({ outcome }: Simulation, request: SimulationRequest): readonly Expected[] {
  const abort = outcome.fault?.abort;
  const aborted = abort?.percent ?? 0;
  const answers = new Map<string, number>();
  const add = (answer: string, percent: number): void => {
    if (percent > 0) answers.set(answer, (answers.get(answer) ?? 0) + percent);
  };
  add(`fault ${abort?.httpStatus}`, aborted);
  if (outcome.destinations.length === 0) add(ownAnswer(outcome, request), 100 - aborted);
  for (const one of outcome.destinations) {
    add(
      one.problem === undefined ? upstreamAnswer(destinationName(one), outcome, request) : `${one.problem.type} ${one.problem.status}`,
      one.share,
    );
  }
  return [...answers].map(([answer, percent]) => ({ answer, percent }));
}

/** What the client saw (answers to preflights come without details), in the form of `expectedAnswers`. `destinationOf` names the destination that a stub stands for. */
export function observedAnswer({ status, headers }: Response, destinationOf: (upstream: number) => string): string {
  const upstream = headers["x-upstream"];
  if (typeof upstream === "string") {
    const seen = (name: string): string => String(headers[name] ?? "");
    return `${destinationOf(Number(upstream))} ${status} path ${seen("x-path")} host ${seen("x-host")}`;
  }
  if (headers.location !== undefined) return `redirect ${status} ${headers.location}`;
  const details = String(headers[detailsHeader] ?? "direct_response");
  return `${kinds[details] ?? details} ${status}`;
}

/**
 * What the model says of header operations and did not happen to the request (as upstream saw it) or to the response. Nothing is said of
 * answers that the proxy gave itself.
 */
export function headerDifferences({ outcome }: Simulation, request: SimulationRequest, response: Response): string[] {
  const seen = response.headers["x-request-headers"];
  if (typeof seen !== "string") return [];
  const upstream = JSON.parse(seen) as Record<string, string>;
  const sent = new Map(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), [value].flat()]));
  const stub = new Map([["x-stub", ["yes"]]]);
  const touched = { request: new Set<string>(), response: new Set<string>() };
  const operations = (outcome.headers ?? []).map(operationOf);
  for (const verb of ["remove", "set", "add"]) {
    for (const { which, name, value } of operations.filter((one) => one.verb === verb)) {
      const headers = which === "request" ? sent : stub;
      touched[which].add(name);
      if (verb === "remove") headers.delete(name);
      else headers.set(name, [...(verb === "add" ? (headers.get(name) ?? []) : []), value]);
    }
  }
  const differing = (names: ReadonlySet<string>, wanted: typeof sent, got: Readonly<Record<string, unknown>>) =>
    [...names].flatMap((name) => {
      const [should, is] = [wanted.get(name)?.join(", "), got[name]];
      return should === is ? [] : [`${name}: model ${should}, Envoy ${is}`];
    });
  return [...differing(touched.request, sent, upstream), ...differing(touched.response, stub, response.headers)];
}

/** Whether the model delays every such request or none, and Envoy did otherwise. */
export function delayDiffers({ outcome: { fault } }: Simulation, { headers }: Response): boolean {
  if (headers[flagsHeader] === undefined) return false;
  return (fault?.delay?.percent === 100) !== String(headers[flagsHeader]).split(",").includes("DI");
}

/** Whether the model says that Envoy answers a preflight, and Envoy allowed the origin where the model does not or the other way round. */
export function preflightDiffers({ outcome }: Simulation, { headers }: Response): boolean {
  const [, verdict] = /^The proxy answers the preflight itself: the origin is (allowed|not allowed)\.$/.exec(outcome.reason) ?? [];
  return verdict !== undefined && (verdict === "allowed") !== (headers["access-control-allow-origin"] !== undefined);
}

const kinds: Readonly<Record<string, string>> = {
  direct_response: "direct-response",
  route_not_found: "not-found",
  cluster_not_found: "no-cluster",
  no_healthy_upstream: "no-endpoints",
  fault_filter_abort: "fault",
  path_normalization_failed: "bad-request",
  "http1.codec_error": "bad-request",
};

function ownAnswer(outcome: Outcome, request: SimulationRequest): string {
  switch (outcome.type) {
    case "redirect":
      return `redirect ${outcome.status} ${outcome.url}`;
    case "blackhole":
      return `direct-response ${outcome.status}`;
    case "passthrough":
      return upstreamAnswer(passthroughCluster, outcome, request);
    default:
      return `${outcome.type} ${outcome.status}`;
  }
}

function upstreamAnswer(destination: string, { rewrite }: Outcome, request: SimulationRequest): string {
  return `${destination} 200 path ${rewrite?.path ?? request.path?.replace(/#.*/, "")} host ${rewrite?.authority ?? request.headers?.host}`;
}

function operationOf(words: string) {
  const [, verb, which, name = "", value = ""] = /^(set|add|remove) (request|response) header ([^:]+)(?:: (.*))?$/.exec(words) ?? [];
  if (verb === undefined) throw new Error(`not understood: ${words}`);
  return { verb, which: which === "request" ? ("request" as const) : ("response" as const), name: name.toLowerCase(), value };
}
