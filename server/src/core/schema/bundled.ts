import destinationRule from "../../../../schemas/DestinationRule.json";
import gateway from "../../../../schemas/Gateway.json";
import serviceEntry from "../../../../schemas/ServiceEntry.json";
import virtualService from "../../../../schemas/VirtualService.json";
import { SchemaCatalog } from "./catalog";
import type { KindSchema } from "./schemaNode";
import type { Schemas } from "./validateDocument";
import { SchemaValidator } from "./validator";

/** The schemas that come with the product, and those of a user's own CRDs over them. */
export function createSchemas(own: readonly KindSchema[] = []): Schemas {
  return { catalog: new SchemaCatalog([...bundled, ...own]), validator: new SchemaValidator() };
}

const bundled = [destinationRule, gateway, serviceEntry, virtualService] as unknown as readonly KindSchema[];
