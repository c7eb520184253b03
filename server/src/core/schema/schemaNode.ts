import type { Constraint } from "./constraints";

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type SchemaType = "object" | "array" | "string" | "integer" | "number" | "boolean";

/**
 * One node of an emitted schema (schemas/*.json): JSON Schema draft-07 with `nullable` and our `x-` annotations.
 * `schemas/README.md` explains every keyword. Beside a `$ref` only annotations of the place stand.
 */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: SchemaType | readonly ["integer", "string"];
  readonly nullable?: true;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly uniqueItems?: true;
  readonly "x-oneOf"?: readonly (readonly string[])[];
  readonly "x-oneOfRequired"?: true;
  readonly "x-intOrString"?: true;
  readonly "x-freeForm"?: true;
  readonly "x-listMapKeys"?: readonly string[];
  readonly "x-constraints"?: readonly Constraint[];
  readonly description?: string;
  readonly "x-example"?: JsonValue;
  readonly "x-default"?: JsonValue;
  readonly "x-deprecated"?: string;
  readonly "x-order"?: readonly string[];
  readonly "x-enumDocs"?: Readonly<Record<string, string>>;
  readonly "x-enumDeprecated"?: Readonly<Record<string, string>>;
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
}

/** One emitted file: a kind with the schema of each served version, the preferred version first. */
export interface KindSchema {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly scope: "Namespaced" | "Cluster";
  readonly versions: readonly string[];
  readonly schemas: readonly { readonly versions: readonly string[]; readonly schema: SchemaNode }[];
}
