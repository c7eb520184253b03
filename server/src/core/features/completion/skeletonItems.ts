import type { GroupVersionKind } from "../../model/resource";
import { excludedFields, fieldsOf } from "../../schema/schemaAt";
import type { Item } from "./keys";
import { rivalsOf } from "./rivals";
import type { NameOf } from "./skeletonNames";
import { type Skeleton, skeletonsOf } from "./skeletons";
import { renderSkeleton } from "./skeletonTree";
import type { ListStyle, Target } from "./target";
import { writeKey, writeLines } from "./write";

/** Blocks for the place itself where nothing is written there yet, and for its fields that are not used. */
export function skeletonItems(target: Target, gvk: GroupVersionKind, nameOf: NameOf, style: ListStyle): readonly Item[] {
  const { root, schema, present, insertion, field, wholeItems } = target;
  if (insertion.flow || insertion.quote !== undefined || insertion.colonFollows) return [];
  const linesOf = (skeleton: Skeleton) => renderSkeleton(skeleton.tree, nameOf, style.indent);
  const own =
    present.size > 0
      ? []
      : skeletonsOf(gvk, field).map((skeleton) => ({
          ...itemOf(skeleton.label, skeleton),
          ...writeLines(insertion, linesOf(skeleton)),
        }));
  if (wholeItems) return own;
  const excluded = excludedFields(schema, present);
  const rivals = rivalsOf(gvk, field, present);
  const fields = fieldsOf(root, schema).filter(({ name }) => !present.has(name) && !excluded.has(name) && !rivals.has(name));
  const below = fields.flatMap(({ name, schema: child }) => {
    const isList = child.type === "array";
    const path = `${field === "" ? "" : `${field}.`}${name}${isList ? "[]" : ""}`;
    return skeletonsOf(gvk, path).map((skeleton) => {
      const lines = linesOf(skeleton).map((line, at) =>
        isList ? `${" ".repeat(style.indent)}${at === 0 ? "- " : "  "}${line}` : `  ${line}`,
      );
      const label = skeleton.label.startsWith(name) ? skeleton.label : `${name}: ${skeleton.label}`;
      return { ...itemOf(label === name ? `${name} …` : label, skeleton), ...writeKey(insertion, name, ["", ...lines]) };
    });
  });
  return [...own, ...below];
}

function itemOf(label: string, skeleton: Skeleton): Pick<Item, "label" | "kind" | "snippet" | "detail"> {
  return { label, kind: "snippet", snippet: true, detail: skeleton.detail };
}
