import { entryOf, type Node } from "../syntax/node";
import type { Spanned } from "../text/span";
import type { Authorization } from "./policy";
import { compact, entriesOf, itemsOf, spannedString, spannedStrings, textOf } from "./read";

/** Fields of `source` that come from the peer's certificate (istio/api security/v1beta1/authorization_policy.proto). */
const identityFields: ReadonlySet<string> = new Set(
  ["principals", "namespaces", "serviceAccounts", "trustDomains"].flatMap((name) => [name, negated(name)]),
);
/** Attributes of `when` that come from the peer's certificate or its TLS session. */
const identityAttributes: ReadonlySet<string> = new Set([
  "source.principal",
  "source.namespace",
  "source.serviceAccount",
  "source.trustDomain",
  "connection.sni",
]);
const httpOperations: ReadonlySet<string> = new Set(["hosts", "methods", "paths"].flatMap((name) => [name, negated(name)]));
const httpSources: ReadonlySet<string> = new Set(["requestPrincipals", "notRequestPrincipals", "remoteIpBlocks", "notRemoteIpBlocks"]);

/** Lowers what the rules of an AuthorizationPolicy look at. */
export function lowerAuthorization(spec: Node | undefined): Authorization {
  const methods: Spanned<string>[] = [];
  const hosts: Spanned<string>[] = [];
  const identity: Spanned<string>[] = [];
  const http: Spanned<string>[] = [];
  const note = (list: Spanned<string>[], name: string, at: Spanned<string>["span"]) => list.push({ value: name, span: at });
  let action = "ALLOW";
  for (const { name, value } of entriesOf(spec)) {
    if (name === "action") action = textOf(value) ?? action;
    if (name !== "rules") continue;
    for (const rule of itemsOf(value)) {
      for (const clause of entriesOf(rule)) {
        for (const item of itemsOf(clause.value)) {
          if (clause.name === "when") {
            const key = spannedString(item.kind === "map" ? entryOf(item, "key")?.value : undefined);
            if (key === undefined) continue;
            if (identityAttributes.has(key.value)) identity.push(key);
            else if (key.value.startsWith("request.")) http.push(key);
            continue;
          }
          const part = item.kind === "map" ? entryOf(item, clause.name === "from" ? "source" : "operation")?.value : undefined;
          for (const field of entriesOf(part)) {
            if (clause.name === "from") {
              if (identityFields.has(field.name)) note(identity, field.name, field.key.span);
              else if (httpSources.has(field.name)) note(http, field.name, field.key.span);
            } else if (clause.name === "to" && httpOperations.has(field.name)) {
              note(http, field.name, field.key.span);
              if (/methods$/i.test(field.name)) methods.push(...spannedStrings(field.value));
              else if (/hosts$/i.test(field.name)) hosts.push(...spannedStrings(field.value));
            }
          }
        }
      }
    }
  }
  return { action, methods: compact(methods), hosts: compact(hosts), identityFields: compact(identity), httpFields: compact(http) };
}

function negated(name: string): string {
  return `not${name[0]?.toUpperCase()}${name.slice(1)}`;
}
