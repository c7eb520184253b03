import type { Resource } from "../../model/resource";
import { describeRoute, type Route, type RouteMatch, type VirtualService } from "../../model/virtualService";
import type { Fix } from "../finding";
import { defineRule } from "../rule";

/** Source: pilot/pkg/networking/core/route/route.go BuildHTTPRoutesForVirtualService (generation stops at the first catch-all; 5.1 of the routing semantics). */
export const unreachableRule = defineRule({
  code: "unreachable-rule",
  docs: {
    what: "A rule stands behind one that takes every request.",
    why: "Rules are tried in order and the first match wins. Behind a rule without conditions (or with the path prefix / alone) nothing is left: the control plane does not even send the later ones to the proxy.",
    bad: "http:\n- route: [{destination: {host: website, subset: v1}}]\n- match: [{headers: {qa: {exact: canary-test}}}]\n  route: [{destination: {host: website, subset: v2}}]",
    good: "http:\n- match: [{headers: {qa: {exact: canary-test}}}]\n  route: [{destination: {host: website, subset: v2}}]\n- route: [{destination: {host: website, subset: v1}}]",
  },
  level: "warning",
  kinds: ["VirtualService"],
  reads: [],
  istio: ["IST0130"],
  kiali: [],
  *check(resource) {
    for (const protocol of ["http", "tcp"] as const) {
      const routes = resource.model.routes.filter((route) => route.protocol === protocol);
      const at = routes.findIndex(takesEverything);
      const catchAll = routes[at];
      if (catchAll === undefined) continue;
      for (const route of routes.slice(at + 1)) {
        yield {
          at: route.name?.span ?? route.matchKey ?? route.routeKey ?? route.span,
          message: `Never reached: ${describeRoute(catchAll)} before it takes every ${protocol === "http" ? "request" : "connection"}. Move the rule without conditions to the end.`,
          related: [
            { resource, span: catchAll.name?.span ?? catchAll.matchKey ?? catchAll.routeKey ?? catchAll.span, message: "takes everything" },
          ],
          fixes: ({ textOf }) => moveLast(resource, catchAll, routes, textOf(resource)),
        };
      }
    }
  },
});

/** A rule that matches whatever arrives on the mesh and at every gateway. */
function takesEverything(route: Route): boolean {
  return route.matches.length === 0 || route.matches.some((match) => isUnconditional(match, route));
}

function isUnconditional(match: RouteMatch, route: Route): boolean {
  const anyPath =
    match.uri === undefined ||
    (match.uri.kind === "prefix" && match.uri.value.value === "/") ||
    (match.uri.kind === "regex" && match.uri.value.value === ".*");
  return (
    !match.unclear &&
    anyPath &&
    match.headers.length + match.withoutHeaders.length + match.queryParams.length === 0 &&
    match.method === undefined &&
    match.authority === undefined &&
    match.scheme === undefined &&
    match.port === undefined &&
    match.gateways.length === 0 &&
    match.sourceLabels.entries.length === 0 &&
    match.sourceNamespace === undefined &&
    (route.protocol === "http" || match.destinationSubnets.length === 0)
  );
}

/** Moves the catch-all behind the last rule, whole lines with their comments; only for block lists. */
function moveLast(resource: Resource<VirtualService>, catchAll: Route, routes: readonly Route[], text: string | undefined): readonly Fix[] {
  const last = routes.at(-1);
  const next = routes[routes.indexOf(catchAll) + 1];
  if (text === undefined || last === undefined || next === undefined) return [];
  const from = itemStart(text, catchAll.span.start);
  const until = itemStart(text, next.span.start);
  const lastStart = itemStart(text, last.span.start);
  if (from === undefined || until === undefined || lastStart === undefined) return [];
  const lineEnd = text.indexOf("\n", trimmedEnd(text, last.span.end));
  const end = lineEnd < 0 ? text.length : lineEnd + 1;
  const moved = text.slice(from, until);
  return [
    {
      title: `Move ${describeRoute(catchAll)} to the end`,
      kind: "suggestion",
      edits: [
        { in: resource, span: { start: from, end: until }, newText: "" },
        {
          in: resource,
          span: { start: end, end },
          newText: lineEnd < 0 ? `\n${moved.trimEnd()}` : moved.endsWith("\n") ? moved : `${moved}\n`,
        },
      ],
    },
  ];
}

/** Start of the line of a block list item, or undefined where the item shares its line with something else. */
function itemStart(text: string, offset: number): number | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^\s*-\s*$/.test(text.slice(start, offset)) ? start : undefined;
}

function trimmedEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1] ?? "")) at--;
  return at;
}
