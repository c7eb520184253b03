import { delegatesNamed } from "../../index/delegates";
import { nearest } from "../../index/nearest";
import { describeResource } from "../../model/resource";
import { describeRoute, placeOfRoute } from "../../model/virtualService";
import { mergeMatches } from "../../routing/delegateMerge";
import { resolveNames } from "../../routing/delegates";
import { defineRule } from "../rule";

/** Source: pilot/pkg/model/virtualservice.go mergeHTTPMatchRequests, hasConflict (3 of the routing semantics). */
export const delegateConflict = defineRule({
  code: "delegate-conflict",
  docs: {
    what: "The conditions of a delegate's rule contradict those of the rule that delegates to it.",
    why: "Both have to hold, and the control plane compares them as texts: where one of the delegate's alternatives fits none of the delegating rule's, that rule of the delegate is left out as a whole. A path of the delegate must begin with the prefix of the delegating rule; a regular expression on either side never fits another condition.",
    bad: "# delegating\nmatch: [{uri: {prefix: /cart}}]\n# delegate\nmatch: [{uri: {prefix: /items}}]",
    good: "# delegating\nmatch: [{uri: {prefix: /cart}}]\n# delegate\nmatch: [{uri: {prefix: /cart/items}}]",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: ["resource"],
  istio: [],
  kiali: [],
  *check(resource, { index }) {
    if (resource.model.hosts.length === 0) return;
    const { domain } = index.mesh;
    for (const written of resource.model.routes) {
      const name = written.delegate?.name;
      const delegate = nearest(delegatesNamed(index, resource, written), resource.file);
      if (name === undefined || delegate === undefined || delegate.model.hosts.length > 0) continue;
      const root = resolveNames(written, resource.effectiveNamespace, domain);
      if (root.matches.some((match) => match.unclear)) continue;
      const dropped = delegate.model.routes.filter(
        (leaf) =>
          leaf.protocol === "http" &&
          !leaf.matches.some((match) => match.unclear) &&
          mergeMatches(root.matches, resolveNames(leaf, delegate.effectiveNamespace, domain).matches) === undefined,
      );
      if (dropped.length === 0) continue;
      yield {
        at: name.span,
        message: `${dropped.map(describeRoute).join(" and ")} of ${describeResource(delegate)} ${dropped.length === 1 ? "is" : "are"} left out here: ${dropped.length === 1 ? "its" : "their"} conditions contradict those of ${describeRoute(written)}, which have to hold as well.`,
        related: dropped.slice(0, 3).map((leaf) => ({
          resource: delegate,
          span: placeOfRoute(leaf),
          message: `left out where ${describeRoute(written)} of ${resource.name.value} delegates to it`,
        })),
      };
    }
  },
});
