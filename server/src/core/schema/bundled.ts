import { SchemaCatalog } from "./catalog";
import type { KindSchema } from "./schemaNode";
import type { Schemas } from "./validateDocument";
import { SchemaValidator } from "./validator";

/** The schemas that come with the product, and those of a user's own CRDs over them. */
export function createSchemas(own: readonly KindSchema[] = []): Schemas {
  return { catalog: new SchemaCatalog([...bundled, ...own]), validator: new SchemaValidator() };
}

const bundled: readonly KindSchema[] = [];
