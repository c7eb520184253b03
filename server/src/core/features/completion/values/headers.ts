import type { HeaderRewrites } from "../../../model/headers";
import { isKind } from "../../../model/resource";
import type { VirtualService } from "../../../model/virtualService";
import type { Candidate } from "../candidate";
import { isOwn, type MeshSite } from "./meshSite";

/** Header names that VirtualServices of the workspace use, the most frequent first, then the well-known ones. */
export function headerNames(site: MeshSite): readonly Candidate[] {
  const counts = new Map<string, number>();
  for (const resource of site.resources()) {
    if (!isKind(resource, "VirtualService")) continue;
    const halfTyped = isOwn(resource, site) ? site.word : undefined;
    eachName(resource.model, (name) => {
      if (name !== "" && name !== halfTyped) counts.set(name, (counts.get(name) ?? 0) + 1);
    });
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

/** Calls back with each header name; no lists are made, because there may be thousands of rules. */
function eachName(model: VirtualService, found: (name: string) => void): void {
  for (const route of model.routes) {
    for (const match of route.matches) {
      for (const header of match.headers) found(header.name.value);
      for (const header of match.withoutHeaders) found(header.name.value);
    }
    eachRewritten(route.headers, found);
    for (const destination of route.destinations) eachRewritten(destination.headers, found);
  }
}

function eachRewritten(headers: HeaderRewrites | undefined, found: (name: string) => void): void {
  if (headers === undefined) return;
  for (const { set, add, remove } of [headers.request, headers.response]) {
    for (const entry of set.entries) found(entry.key.value);
    for (const entry of add.entries) found(entry.key.value);
    for (const name of remove) found(name.value);
  }
}
