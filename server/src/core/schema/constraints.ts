import { parseNanoseconds } from "../model/duration";
import type { ConstraintViolation } from "./constraintViolation";
import { objectMetaViolations } from "./objectMeta";
import { isUrlReference, requestUriScheme } from "./requestUri";

/**
 * A rule of a CRD that JSON Schema cannot say, as data (`x-constraints` of schemas/*.json). Each holds exactly when the
 * validation expression (x-kubernetes-validations) it stands for holds; where a value has the wrong type the schema
 * reports that, and the constraint is silent.
 */
export type Constraint =
  | { readonly name: "onlyOneOf"; readonly fields: readonly string[] }
  | { readonly name: "exactlyOneOf"; readonly fields: readonly string[] }
  | { readonly name: "atLeastOneOf"; readonly fields: readonly string[] }
  | { readonly name: "notTogether"; readonly fields: readonly string[]; readonly with: readonly string[] }
  | { readonly name: "requiresLabels"; readonly field: string; readonly labels: readonly string[] }
  | { readonly name: "forbiddenWhen"; readonly field: string; readonly when: Condition }
  | { readonly name: "presentExactlyWhen"; readonly field: string; readonly when: Condition }
  | { readonly name: "nonEmptyWhen"; readonly field: string; readonly when: Condition }
  | { readonly name: "maxItemsWhen"; readonly field: string; readonly max: number; readonly when: Condition }
  | { readonly name: "cidrOnlyWhen"; readonly field: string; readonly when: Condition }
  | { readonly name: "uniqueBy"; readonly fields: readonly string[] }
  | { readonly name: "objectMeta" }
  | { readonly name: "noWildcardKeys" }
  | { readonly name: "noEmptyKeys" }
  | { readonly name: "portNameKeys" }
  | { readonly name: "portNumberKeys" }
  | { readonly name: "noWildcard" }
  | { readonly name: "notBareWildcard" }
  | { readonly name: "sameNamespaceOnly" }
  | { readonly name: "portNumber" }
  | { readonly name: "minDuration"; readonly min: string }
  | { readonly name: "urlScheme"; readonly schemes: readonly string[]; readonly schemeOptional: boolean }
  | { readonly name: "oneOfValues"; readonly values: readonly string[] }
  | { readonly name: "absoluteUnixPath" }
  | { readonly name: "unixPathNotDirectory" };

export type ConstraintName = Constraint["name"];

/** A test on a sibling field. An absent field counts as `absentMeans`, by default the empty string. */
export type Condition =
  | { readonly field: string; readonly in: readonly string[]; readonly absentMeans?: string }
  | { readonly field: string; readonly startsWith: string };

type Fields = Readonly<Record<string, unknown>>;

/** The violations of one constraint by the value it is placed on; none when the value is of another type. */
export function checkConstraint(constraint: Constraint, value: unknown): readonly ConstraintViolation[] {
  if (typeof value === "string") return checkString(constraint, value);
  if (typeof value === "number") return checkNumber(constraint, value);
  if (Array.isArray(value)) return checkList(constraint, value);
  if (isFields(value)) return [...checkFields(constraint, value), ...checkKeys(constraint, value)];
  return [];
}

/** At fault is every present field after the first. */
function onlyOneOf(fields: readonly string[], value: Fields): readonly ConstraintViolation[] {
  const present = Object.keys(value).filter((field) => fields.includes(field) && has(value, field));
  return present
    .slice(1)
    .map((field) =>
      onKey(field, `Only one of ${listOf(fields)} may be set. Remove ${listOf(present.filter((other) => other !== field))} or "${field}".`),
    );
}

function checkString(constraint: Constraint, value: string): readonly ConstraintViolation[] {
  switch (constraint.name) {
    case "noWildcard":
      return fail(
        value.includes("*"),
        `A label value is compared literally, "*" does not match anything here. Name the full value, or remove the label.`,
      );
    case "notBareWildcard":
      return fail(value === "*", `The host "*" would claim every name in the mesh. Name a host, or a domain such as "*.example.com".`);
    case "sameNamespaceOnly":
      return fail(
        value !== "",
        "The target must be in the namespace of this resource. Remove the namespace, or move the resource to the target's namespace.",
      );
    case "minDuration":
      return fail(!atLeast(value, constraint.min), durationMessage(value, constraint.min));
    case "urlScheme":
      return fail(
        !hasScheme(value, constraint.schemes, constraint.schemeOptional),
        schemeMessage(value, constraint.schemes, constraint.schemeOptional),
      );
    case "oneOfValues":
      return fail(
        !constraint.values.includes(value),
        `"${value}" is not possible here. Use ${listOf(
          constraint.values.filter((each) => each !== ""),
          "or",
        )}.`,
      );
    case "absoluteUnixPath":
      return fail(
        value.startsWith(unixScheme) && !/^[/@]$/.test(value.charAt(unixScheme.length)),
        `A socket is "unix:///absolute/path" or "unix://@abstract-name". Start the path with "/" or the name with "@".`,
      );
    case "unixPathNotDirectory":
      return fail(
        value.startsWith(unixScheme) && value.endsWith("/"),
        `"${value}" names a directory. Name the socket file, without a slash at the end.`,
      );
    default:
      return [];
  }
}

function checkNumber(constraint: Constraint, value: number): readonly ConstraintViolation[] {
  return constraint.name === "portNumber" ? fail(!isPort(value), `${value} is not a port. Use a number from 1 to 65535.`) : [];
}

function checkList(constraint: Constraint, items: readonly unknown[]): readonly ConstraintViolation[] {
  if (constraint.name !== "uniqueBy") return [];
  const { fields } = constraint;
  const seen = new Map<string, number>();
  const violations: ConstraintViolation[] = [];
  items.forEach((item, index) => {
    if (!isFields(item) || !fields.every((field) => has(item, field))) return;
    const key = JSON.stringify(fields.map((field) => item[field]));
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else
      violations.push({
        path: [index, fields[0] ?? ""],
        on: "value",
        message: `Entry ${first + 1} of the list has the same ${fields.join(" and ")}. Each entry needs its own.`,
      });
  });
  return violations;
}

function checkFields(constraint: Constraint, value: Fields): readonly ConstraintViolation[] {
  switch (constraint.name) {
    case "onlyOneOf":
      return onlyOneOf(constraint.fields, value);
    case "exactlyOneOf":
      if (constraint.fields.some((field) => has(value, field))) return onlyOneOf(constraint.fields, value);
      return fail(true, `One of ${listOf(constraint.fields)} is needed. Add one of them.`);
    case "atLeastOneOf":
      return fail(
        !constraint.fields.some((field) => has(value, field)),
        `${capital(listOf(constraint.fields, "or"))} is needed. Add one of them.`,
      );
    case "objectMeta":
      return objectMetaViolations(value);
    case "notTogether":
      return constraint.fields.some((field) => has(value, field))
        ? constraint.with
            .filter((field) => has(value, field))
            .map((field) =>
              onKey(
                field,
                `"${field}" cannot be combined with ${listOf(constraint.fields.filter((each) => has(value, each)))}. Use one way of naming the source.`,
              ),
            )
        : [];
    case "requiresLabels":
      return has(value, constraint.field) && !hasEntries(value, constraint.labels)
        ? [
            onKey(
              constraint.field,
              `"${constraint.field}" works only for selected workloads. Add labels to ${constraint.labels.join(".")}, or remove "${constraint.field}".`,
            ),
          ]
        : [];
    case "forbiddenWhen":
      return has(value, constraint.field) && holds(constraint.when, value)
        ? [
            onKey(
              constraint.field,
              `"${constraint.field}" cannot be set when ${describe(constraint.when)}. Remove it, or change "${constraint.when.field}".`,
            ),
          ]
        : [];
    case "presentExactlyWhen":
      return presentExactlyWhen(constraint.field, constraint.when, value);
    case "nonEmptyWhen":
      if (!holds(constraint.when, value) || (has(value, constraint.field) && value[constraint.field] !== "")) return [];
      return [
        {
          path: has(value, constraint.field) ? [constraint.field] : [],
          on: "value",
          message: `"${constraint.field}" is needed when ${describe(constraint.when)}. Set it to a text that is not empty.`,
        },
      ];
    case "maxItemsWhen":
      return holds(constraint.when, value) && itemsOf(value, constraint.field).length > constraint.max
        ? [
            onKey(
              constraint.field,
              `At most ${constraint.max} of "${constraint.field}" is possible when ${describe(constraint.when)}. Remove the others, or change "${constraint.when.field}".`,
            ),
          ]
        : [];
    case "cidrOnlyWhen":
      if (holds(constraint.when, value)) return [];
      return itemsOf(value, constraint.field).flatMap((item, index) =>
        typeof item === "string" && item.includes("/")
          ? [
              {
                path: [constraint.field, index],
                on: "value" as const,
                message: `An address range such as "${item}" is possible only when ${describe(constraint.when)}. Use single addresses, or change "${constraint.when.field}".`,
              },
            ]
          : [],
      );
    default:
      return [];
  }
}

function checkKeys(constraint: Constraint, value: Fields): readonly ConstraintViolation[] {
  switch (constraint.name) {
    case "noWildcardKeys":
      return badKeys(
        value,
        (key) => !key.includes("*"),
        (key) => `"${key}" is taken literally, "*" does not match anything in a label key. Name the full key.`,
      );
    case "noEmptyKeys":
      return badKeys(
        value,
        (key) => key !== "",
        () => "A label key cannot be empty. Name the label, or remove the entry.",
      );
    case "portNameKeys":
      return badKeys(value, isPortName, (key) => `"${key}" is not a port name. Use letters, digits and "-" inside, at most 62 characters.`);
    case "portNumberKeys":
      return badKeys(value, isPortText, (key) => `"${key}" is not a port. Use a number from 1 to 65535 as the key.`);
    default:
      return [];
  }
}

function presentExactlyWhen(field: string, when: Condition, value: Fields): readonly ConstraintViolation[] {
  const expected = holds(when, value);
  if (expected === has(value, field)) return [];
  return expected
    ? fail(true, `"${field}" is needed when ${describe(when)}. Add it, or change "${when.field}".`)
    : [onKey(field, `"${field}" has an effect only when ${describe(when)}. Set "${when.field}" accordingly, or remove "${field}".`)];
}

const unixScheme = "unix://";

function atLeast(text: string, min: string): boolean {
  const duration = parseNanoseconds(text);
  const bound = parseNanoseconds(min);
  return duration !== undefined && bound !== undefined && duration >= bound;
}

function durationMessage(text: string, min: string): string {
  return parseNanoseconds(text) === undefined
    ? `"${text}" is not a duration. Write a number with a unit: "500ms", "5s", "1m30s", "1h".`
    : `A duration must be at least ${min}. To switch the limit off, remove the field.`;
}

/**
 * The URL rules of Wasm modules try `http://` in front of a text that is no URL by itself (an image reference). The webhook then
 * reads the text as it is (validation.go validateWasmPluginURL), and what it cannot read breaks the constraint as well.
 */
function hasScheme(text: string, schemes: readonly string[], schemeOptional: boolean): boolean {
  if (schemeOptional && !isUrlReference(text)) return false;
  const scheme = requestUriScheme(text) ?? (schemeOptional ? requestUriScheme(`http://${text}`) : undefined);
  return scheme !== undefined && (schemes.includes(scheme) || (schemeOptional && scheme === ""));
}

function schemeMessage(text: string, schemes: readonly string[], schemeOptional: boolean): string {
  const expected = listOf(
    schemes.map((scheme) => `${scheme}://`),
    "or",
  );
  const scheme = requestUriScheme(text);
  if (scheme === undefined) {
    if (schemes.some((one) => text.startsWith(`${one}://`)))
      return `"${text}" is not a URL: its host, its port or an escape in it is malformed.`;
    return `"${text}" is not a URL. Start it with ${expected}.`;
  }
  const hint = schemeOptional && scheme !== "" ? ` A registry with a port needs the scheme: "oci://${text}".` : "";
  return `The URL must start with ${expected}.${scheme === "" || text.includes("://") ? "" : hint}`;
}

function isPort(value: number): boolean {
  return value > 0 && value <= 65535;
}

function isPortText(text: string): boolean {
  return /^[-+]?\d+$/.test(text) && isPort(Number(text));
}

function isPortName(text: string): boolean {
  return [...text].length < 63 && /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(text);
}

function holds(condition: Condition, value: Fields): boolean {
  const actual = has(value, condition.field) ? value[condition.field] : "in" in condition ? (condition.absentMeans ?? "") : "";
  if (typeof actual !== "string") return false;
  return "in" in condition ? condition.in.includes(actual) : actual.startsWith(condition.startsWith);
}

function describe(condition: Condition): string {
  if ("startsWith" in condition) return `"${condition.field}" starts with "${condition.startsWith}"`;
  const absent = condition.absentMeans !== undefined && condition.in.includes(condition.absentMeans) ? " (the default)" : "";
  return `"${condition.field}" is ${condition.in.join(" or ")}${absent}`;
}

function hasEntries(value: Fields, path: readonly string[]): boolean {
  const target = path.reduce<unknown>((at, key) => (isFields(at) ? at[key] : undefined), value);
  return isFields(target) && Object.keys(target).length > 0;
}

function badKeys(value: Fields, good: (key: string) => boolean, message: (key: string) => string): readonly ConstraintViolation[] {
  return Object.keys(value)
    .filter((key) => !good(key))
    .map((key) => onKey(key, message(key)));
}

function itemsOf(value: Fields, field: string): readonly unknown[] {
  const items = value[field];
  return Array.isArray(items) ? items : [];
}

function has(value: Fields, field: string): boolean {
  return value[field] !== undefined && value[field] !== null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function onKey(key: string, message: string): ConstraintViolation {
  return { path: [key], on: "key", message };
}

function fail(broken: boolean, message: string): readonly ConstraintViolation[] {
  return broken ? [{ path: [], on: "value", message }] : [];
}

function listOf(names: readonly string[], word: "and" | "or" = "and"): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} ${word} ${quoted[quoted.length - 1]}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
