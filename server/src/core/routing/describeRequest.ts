import type { MatchRequest } from "./algebra/condition";

/** A request in words: `GET /api?x=1 with header a: "b", from pods with version=v1`. Values that say nothing are left out. */
export function describeRequest(request: MatchRequest): string {
  const query = [...request.query].map(([key, value]) => `${key}=${value}`).join("&");
  const headers = [...request.headers].map(([name, value]) => `${name}: "${value}"`);
  const labels = [...request.sourceLabels].map(([key, value]) => `${key}=${value}`);
  const details = [
    ...(headers.length === 0 ? [] : [`with header ${headers.join(", ")}`]),
    ...(labels.length === 0 ? [] : [`from pods with ${labels.join(", ")}`]),
  ];
  return `${request.method} ${request.path}${query === "" ? "" : `?${query}`}${details.length === 0 ? "" : ` ${details.join(" ")}`}`;
}
