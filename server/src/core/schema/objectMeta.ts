import { similarNames } from "../text/similar";
import type { ConstraintViolation } from "./constraintViolation";

/*
 * What the API server asks of the metadata of every object (k8s.io/apimachinery pkg/api/validation objectmeta.go, NameIsDNSSubdomain
 * for custom resources; pkg/apis/meta/v1/validation ValidateLabels). Texts with a "$" are left for what fills them in.
 */

/** The violations by the fields of `metadata`; values of another type are for the schema. */
export function objectMetaViolations(metadata: Readonly<Record<string, unknown>>): readonly ConstraintViolation[] {
  const { name, namespace, labels, annotations } = metadata;
  return [
    ...Object.keys(metadata).flatMap((key) => (fields.includes(key) ? [] : [violation([key], "key", unknownField(key))])),
    ...textViolations(
      "name",
      name,
      subdomain,
      'a name has lower-case letters, digits, "-" and "." only, and starts and ends with a letter or digit',
    ),
    ...textViolations("namespace", namespace, label, "a namespace has lower-case letters, digits and inner dashes only, at most 63"),
    ...keyViolations("labels", labels, (key) => key),
    ...keyViolations("annotations", annotations, (key) => key.toLowerCase()),
    ...entriesOf(labels).flatMap(([key, value]) =>
      typeof value !== "string" || value === "" || value.includes("$") || isName(value)
        ? []
        : [
            violation(
              ["labels", key],
              "value",
              `"${value}" is no value of a label: letters, digits, "-", "_" and ".", starting and ending with a letter or digit, at most 63.`,
            ),
          ],
    ),
  ];
}

const fields: readonly string[] = [
  ...["name", "generateName", "namespace", "labels", "annotations", "finalizers", "ownerReferences", "managedFields", "selfLink"],
  ...["uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "clusterName"],
];

function unknownField(key: string): string {
  const near = similarNames(key, fields)[0];
  const instead = near === undefined ? "Remove it." : `Write "${near}", or remove it.`;
  return `"metadata" has no field "${key}", and kubectl refuses the object. ${instead}`;
}

const label = /^(?=.{1,63}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

function textViolations(field: string, value: unknown, form: RegExp, rule: string): readonly ConstraintViolation[] {
  if (typeof value !== "string" || value === "" || value.includes("$") || form.test(value)) return [];
  return [violation([field], "value", `"${value}" is not possible: ${rule}. The API server rejects the object.`)];
}

function keyViolations(field: string, map: unknown, read: (key: string) => string): readonly ConstraintViolation[] {
  return entriesOf(map).flatMap(([key]) =>
    key.includes("$") || isQualifiedName(read(key))
      ? []
      : [
          violation(
            [field, key],
            "key",
            `"${key}" is no key here: letters, digits, "-", "_" and "." (at most 63), with an optional domain and "/" in front. The API server rejects the object.`,
          ),
        ],
  );
}

/** `name` or `prefix/name`, the prefix a DNS subdomain. */
function isQualifiedName(key: string): boolean {
  const slash = key.indexOf("/");
  if (slash < 0) return isName(key);
  return slash <= 253 && subdomain.test(key.slice(0, slash)) && isName(key.slice(slash + 1));
}

function isName(text: string): boolean {
  return text.length <= 63 && /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(text);
}

function entriesOf(map: unknown): readonly (readonly [string, unknown])[] {
  return typeof map === "object" && map !== null && !Array.isArray(map) ? Object.entries(map) : [];
}

function violation(path: ConstraintViolation["path"], on: ConstraintViolation["on"], message: string): ConstraintViolation {
  return { path, on, message };
}
