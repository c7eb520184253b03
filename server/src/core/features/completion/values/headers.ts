import type { HeaderRewrites } from "../../../model/headers";
import { isKind, type Resource } from "../../../model/resource";
import type { Candidate } from "../candidate";
import { isOwn, type MeshSite } from "./meshSite";

/** Header names that VirtualServices of the workspace use, the most frequent first, then the well-known ones. */
export function headerNames(site: MeshSite): readonly Candidate[] {
  const counts = new Map<string, number>();
  for (const resource of site.resources()) {
    for (const name of namesIn(resource)) {
      if (name !== "" && !(name === site.word && isOwn(resource, site))) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const used = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return [
    ...used.map(([value, count]): Candidate => ({ value, kind: "reference", detail: count === 1 ? "used once" : `used ${count} times` })),
    ...wellKnown.map(([value, detail]): Candidate => ({ value, kind: "reference", detail })),
  ];
}

const wellKnown: readonly (readonly [string, string])[] = [
  ["user-agent", "program of the caller"],
  ["cookie", "cookies"],
  ["authorization", "credentials"],
  ["content-type", "format of the body"],
  ["accept-language", "languages of the caller"],
  ["x-request-id", "made by the proxy, for tracing"],
  ["x-forwarded-for", "addresses of the caller and of proxies"],
  ["x-forwarded-proto", "scheme at the edge"],
  ["x-b3-sampled", "tracing decision"],
];

function namesIn(resource: Resource): readonly string[] {
  if (!isKind(resource, "VirtualService")) return [];
  return resource.model.routes.flatMap((route) => [
    ...route.matches.flatMap((match) => [...match.headers, ...match.withoutHeaders].map((header) => header.name.value)),
    ...rewritten(route.headers),
    ...route.destinations.flatMap((destination) => rewritten(destination.headers)),
  ]);
}

function rewritten(headers: HeaderRewrites | undefined): readonly string[] {
  if (headers === undefined) return [];
  return [headers.request, headers.response].flatMap(({ set, add, remove }) => [
    ...[...set.entries, ...add.entries].map((entry) => entry.key.value),
    ...remove.map((name) => name.value),
  ]);
}
