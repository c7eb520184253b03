import type { Field } from "../field";

/** Without hosts a VirtualService is a delegate: its rules serve others. A `hosts` of another type is for the schema to report. */
export function isDelegate(spec: Field): boolean {
  return isEmptyList(spec, "hosts");
}

/** Bound to gateways only: `gateways` names some, and not `mesh`. */
export function isGatewayBound(spec: Field): boolean {
  const gateways = spec.items("gateways");
  return gateways.length > 0 && gateways.every((gateway) => gateway.value !== "mesh");
}

/** Whether a list is absent or empty. */
export function isEmptyList(field: Field, name: string): boolean {
  const list = field.get(name);
  return list === undefined || (Array.isArray(list.value) && list.value.length === 0);
}

/** The rules of all three protocols. */
export function routesOf(spec: Field): readonly Field[] {
  return [...spec.items("http"), ...spec.items("tls"), ...spec.items("tcp")];
}

/** Everything of a VirtualService that is a destination: of rules and of mirrors. */
export function destinationsOf(spec: Field): readonly Field[] {
  return destinationPlaces.flatMap((place) => spec.select(place));
}

const destinationPlaces = [
  "http[].route[].destination",
  "http[].mirror",
  "http[].mirrors[].destination",
  "tls[].route[].destination",
  "tcp[].route[].destination",
];
