import type { GroupVersionKind } from "../../model/resource";

/**
 * Fields that the webhook refuses beside those that are there, though the schema takes them
 * (istio pkg/config/validation/virtualservice.go validateHTTPRoute): they are offered last, and never as whole blocks.
 */
export function rivalsOf({ kind }: Pick<GroupVersionKind, "kind">, mapping: string, present: ReadonlySet<string>): ReadonlySet<string> {
  const groups = rivals.filter((one) => one.kind === kind && one.mapping === mapping && one.fields.some((field) => present.has(field)));
  return new Set(groups.flatMap((one) => one.fields.filter((field) => !present.has(field))));
}

const rivals: readonly { readonly kind: string; readonly mapping: string; readonly fields: readonly string[] }[] = [
  { kind: "VirtualService", mapping: "spec.http[]", fields: ["route", "redirect", "directResponse", "delegate"] },
  { kind: "VirtualService", mapping: "spec.http[]", fields: ["redirect", "rewrite"] },
  { kind: "VirtualService", mapping: "spec.http[]", fields: ["redirect", "fault"] },
  { kind: "VirtualService", mapping: "spec.http[]", fields: ["directResponse", "rewrite"] },
  { kind: "VirtualService", mapping: "spec.http[]", fields: ["directResponse", "fault"] },
  { kind: "VirtualService", mapping: "spec.http[]", fields: ["mirror", "mirrors"] },
];
