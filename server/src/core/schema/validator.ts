import { Ajv, type AnySchemaObject, type ErrorObject, type Format, type ValidateFunction } from "ajv";
import type { Plain } from "../syntax/plain";
import { type Constraint, checkConstraint } from "./constraints";
import type { SchemaNode } from "./schemaNode";

/** What the schema has against a value; `path` leads from the manifest's root to the offending value. */
export type SchemaViolation =
  | { readonly keyword: "unknown"; readonly path: SchemaPath; readonly field: string }
  | { readonly keyword: "required"; readonly path: SchemaPath; readonly field: string }
  | { readonly keyword: "type"; readonly path: SchemaPath; readonly types: readonly string[] }
  | { readonly keyword: "enum"; readonly path: SchemaPath; readonly values: readonly string[] }
  | { readonly keyword: "bound"; readonly path: SchemaPath; readonly limit: string }
  | { readonly keyword: "pattern"; readonly path: SchemaPath; readonly pattern: string }
  | { readonly keyword: "one-of"; readonly path: SchemaPath; readonly group: readonly string[]; readonly present: readonly string[] }
  | { readonly keyword: "constraint"; readonly path: SchemaPath; readonly on: "key" | "value"; readonly message: string };

export type SchemaPath = readonly (string | number)[];

/** The numeric limits of JSON Schema that say how much, by keyword. */
const bounds: Readonly<Record<string, (limit: number) => string>> = {
  minimum: (limit) => `at least ${limit}`,
  maximum: (limit) => `at most ${limit}`,
  exclusiveMinimum: (limit) => `more than ${limit}`,
  exclusiveMaximum: (limit) => `less than ${limit}`,
  minLength: (limit) => (limit === 1 ? "not empty" : `at least ${limit} characters long`),
  maxLength: (limit) => `at most ${limit} characters long`,
  minItems: (limit) => (limit === 1 ? "not empty" : `a list of at least ${limit}`),
  maxItems: (limit) => `a list of at most ${limit}`,
  minProperties: (limit) => (limit === 1 ? "not empty" : `at least ${limit} keys`),
  maxProperties: (limit) => `at most ${limit} keys`,
};

/** Validates manifests with ajv; every schema is compiled on first use. */
export class SchemaValidator {
  readonly #ajv = createAjv();
  readonly #compiled = new Map<SchemaNode, ValidateFunction>();

  /** All violations of a manifest, each as deep as it can be told. */
  violations(schema: SchemaNode, value: Plain): readonly SchemaViolation[] {
    let validate = this.#compiled.get(schema);
    if (validate === undefined) {
      validate = this.#ajv.compile(schema as AnySchemaObject);
      this.#compiled.set(schema, validate);
    }
    return validate(value) ? [] : (validate.errors ?? []).flatMap(toViolation);
  }
}

function createAjv(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    allowUnionTypes: true,
    formats,
    logger: false,
    verbose: false,
    messages: false,
    code: { optimize: false },
  });
  ajv.addKeyword({ keyword: "x-oneOf", type: "object", errors: "full", compile: compileOneOf });
  ajv.addKeyword({ keyword: "x-constraints", errors: "full", compile: compileConstraints });
  return ajv;
}

/** Formats with a meaning for who reads the object: the API server or, where that is lenient (int32), the webhook's decoder. */
const formats: Readonly<Record<string, true | Format>> = {
  int32: { type: "number", validate: (value: number) => value >= -(2 ** 31) && value < 2 ** 31 },
  byte: { type: "string", validate: isBase64 },
  double: true,
  "date-time": true,
};

/** Padded, in the standard alphabet; line breaks do not count (Go's encoding/base64). */
function isBase64(text: string): boolean {
  const digits = text.replace(/[\r\n]/g, "");
  return digits.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(digits);
}

/** How a value of a format that is not held looks. */
const formsOf: Readonly<Record<string, (path: SchemaPath) => SchemaViolation>> = {
  int32: (path) => ({ keyword: "bound", path, limit: `between ${-(2 ** 31)} and ${2 ** 31 - 1}` }),
  byte: (path) => ({ keyword: "pattern", path, pattern: "base64, with padding" }),
};

type Reporting = ((data: unknown) => boolean) & { errors?: Partial<ErrorObject>[] };

function compileOneOf(groups: readonly (readonly string[])[], parent: AnySchemaObject): Reporting {
  const required = parent["x-oneOfRequired"] === true;
  const check: Reporting = (data) => {
    const present = new Set(Object.keys(data as object).filter((key) => (data as Record<string, unknown>)[key] !== undefined));
    const broken = groups.filter((group) => {
      const count = group.filter((field) => present.has(field)).length;
      return count > 1 || (required && count === 0);
    });
    check.errors = broken.map((group) => ({ keyword: "x-oneOf", params: { group, present: group.filter((field) => present.has(field)) } }));
    return broken.length === 0;
  };
  return check;
}

function compileConstraints(constraints: readonly Constraint[]): Reporting {
  const check: Reporting = (data) => {
    const violations = constraints.flatMap((constraint) => checkConstraint(constraint, data));
    check.errors = violations.map((violation) => ({ keyword: "x-constraints", params: { ...violation } }));
    return violations.length === 0;
  };
  return check;
}

function toViolation(error: ErrorObject): readonly SchemaViolation[] {
  const path = pathOf(error.instancePath);
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case "additionalProperties":
      return [{ keyword: "unknown", path, field: String(params.additionalProperty) }];
    case "required":
      return [{ keyword: "required", path, field: String(params.missingProperty) }];
    case "type":
      return [{ keyword: "type", path, types: ([] as string[]).concat(params.type as string | string[]) }];
    case "enum":
      return [{ keyword: "enum", path, values: params.allowedValues as string[] }];
    case "pattern":
      return [{ keyword: "pattern", path, pattern: String(params.pattern) }];
    case "format":
      return [formsOf[String(params.format)]?.(path) ?? []].flat();
    case "x-oneOf":
      return [{ keyword: "one-of", path, group: params.group as string[], present: params.present as string[] }];
    case "x-constraints":
      return [
        {
          keyword: "constraint",
          path: [...path, ...(params.path as SchemaPath)],
          on: params.on as "key" | "value",
          message: String(params.message),
        },
      ];
    default: {
      const describe = bounds[error.keyword];
      return describe === undefined ? [] : [{ keyword: "bound", path, limit: describe(Number(params.limit)) }];
    }
  }
}

/** Splits a JSON pointer; steps of digits may be keys or indices, which `nodeAt` tells apart by the node it meets. */
function pathOf(pointer: string): SchemaPath {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
