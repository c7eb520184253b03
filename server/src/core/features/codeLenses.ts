import { destinationRuleHost } from "../index/destinationRules";
import type { IndexView } from "../index/indexView";
import { occurrencesOf } from "../index/occurrences";
import { isKind, type Resource } from "../model/resource";
import { shiftSpan } from "../text/span";
import type { CodeLensResult } from "./results";

/** What an editor shows above a resource; `start` is the offset of its document in the file. */
export function codeLensesOf(index: IndexView, resource: Resource, start: number): readonly CodeLensResult[] {
  const span = shiftSpan(resource.kindSpan, start);
  if (isKind(resource, "VirtualService")) {
    return [
      { span, title: "Show routing", command: "showRouting", offset: span.start },
      { span, title: "Try a request", command: "tryRequest", offset: span.start },
    ];
  }
  if (isKind(resource, "DestinationRule")) {
    const fqdn = destinationRuleHost(index, resource);
    if (fqdn === undefined) return [];
    return resource.model.subsets.flatMap((subset) => {
      if (subset.name === undefined) return [];
      const uses = occurrencesOf(index, { kind: "subset", fqdn, name: subset.name.value }).filter((one) => one.role === "reference").length;
      const at = shiftSpan(subset.name.span, start);
      return [{ span: at, title: uses === 1 ? "1 route" : `${uses} routes`, command: "showReferences" as const, offset: at.start }];
    });
  }
  return [];
}
