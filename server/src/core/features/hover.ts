import type { Resource } from "../model/resource";
import { code, describeField } from "../schema/describeField";
import { fieldPath } from "../schema/fieldPath";
import { type ManifestPlace, manifestAt } from "../schema/manifestAt";
import { meaningOf } from "../schema/meaning";
import { excludedFields, schemaAt } from "../schema/schemaAt";
import type { SchemaNode } from "../schema/schemaNode";
import type { FeatureContext } from "./context";
import type { HoverSite } from "./hover/hoverSite";
import { freeKeyMarkdown, meshMarkdown } from "./hover/meshMarkdown";
import { type HoverPlace, hoverPlaceAt } from "./hover/place";
import type { HoverResult } from "./results";

/** What stands under the cursor: for a key its documentation, for a value also what it means in this mesh. The span counts from the document's start. */
export function hoverAt(context: FeatureContext): HoverResult | undefined {
  const { document, tree, offset, catalog } = context;
  if (document.masked.some((span) => offset >= span.start && offset <= span.end)) return undefined;
  const place = hoverPlaceAt(tree.root, offset);
  if (place === undefined) return undefined;
  const manifest = manifestAt(tree.root, place.path, catalog, document.file);
  const { schema: root, path } = manifest;
  const schema = root === undefined ? undefined : schemaAt(root, path)?.schema;
  if (root === undefined || schema === undefined || path.length === 0) return undefined;
  const field = fieldPath(root, path) ?? "";
  const site = siteOf(context, manifest, place, field, schema);
  const kind = place.on === "value" && field === "kind" ? root.description : undefined;
  const sections = [kind, meshSection(site, place, field), ...enumSection(place, schema), documentation(root, path, place)];
  const markdown = sections.filter((section) => section !== undefined && section !== "").join("\n\n---\n\n");
  return markdown === "" ? undefined : { span: place.span, markdown };
}

function siteOf(context: FeatureContext, manifest: ManifestPlace, place: HoverPlace, field: string, schema: SchemaNode): HoverSite {
  const { document, index, defaultNamespace, resources } = context;
  return {
    index,
    file: document.file,
    manifest,
    owner: ownerOf(document.resources, manifest),
    namespace: manifest.namespace ?? defaultNamespace,
    path: manifest.path,
    field,
    schema,
    value: place.scalar?.source ?? "",
    resources,
  };
}

function ownerOf(resources: readonly Resource[], { node }: ManifestPlace): Resource | undefined {
  return resources.find((resource) => resource.span.start === node?.span.start) ?? (resources.length === 1 ? resources[0] : undefined);
}

function meshSection(site: HoverSite, place: HoverPlace, field: string): string | undefined {
  const meaning = meaningOf(site.manifest.gvk, field);
  const key = site.path.at(-1);
  if (place.on === "key") {
    if (field.endsWith("{*}") && typeof key === "string") return freeKeyMarkdown(site, meaning, key);
    return meaning === "weight" ? meshMarkdown(site, meaning) : undefined;
  }
  return place.scalar?.value === null ? undefined : meshMarkdown(site, meaning);
}

/** The meaning of a value of an enum. */
function enumSection({ on, scalar }: HoverPlace, schema: SchemaNode): readonly string[] {
  if (on !== "value" || typeof scalar?.value !== "string" || schema.enum === undefined) return [];
  const doc = schema["x-enumDocs"]?.[scalar.value];
  const notice = schema["x-enumDeprecated"]?.[scalar.value];
  const words = [...(notice === undefined ? [] : [`**Deprecated.** ${notice}`]), ...(doc === undefined ? [] : [doc])].join(" ");
  return words === "" ? [] : [`${code(scalar.value)}: ${words}`];
}

/** The documentation of the field; of an item or a value under a free key that of the list or map. */
function documentation(root: SchemaNode, path: readonly (string | number)[], { on }: HoverPlace): string {
  let length = path.length;
  for (; length > 1; length--) {
    const step = path[length - 1];
    const parent = schemaAt(root, path.slice(0, length - 1))?.schema;
    if (typeof step === "string" && parent?.properties?.[step] !== undefined) break;
  }
  const owner = path.slice(0, length);
  const place = schemaAt(root, owner);
  const parent = schemaAt(root, owner.slice(0, -1))?.schema;
  const name = String(owner.at(-1) ?? "");
  if (place === undefined || parent === undefined) return "";
  const excludes = on === "key" ? [...excludedFields(parent, new Set([name]))] : [];
  return describeField(root, { name, schema: place.schema, required: place.required, excludes, brief: on === "value" });
}
