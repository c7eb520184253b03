import { describeRoute } from "../../model/virtualService";
import { defineRule } from "../rule";

/** The codes that Envoy's redirects can have. */
const possible = [301, 302, 303, 307, 308];

/** Source: pilot/pkg/networking/core/route/route.go ApplyRedirect (5.4 of the routing semantics); the webhook allows 300 to 399. */
export const redirectCodeWithoutEffect = defineRule({
  code: "redirect-code-without-effect",
  docs: {
    what: "A redirect has a status code that Envoy cannot send.",
    why: "The webhook takes any code from 300 to 399, but Envoy knows 301, 302, 303, 307 and 308 only. With another one the rule is left without an action, and its requests are not redirected.",
    bad: "redirect:\n  uri: /new\n  redirectCode: 305",
    good: "redirect:\n  uri: /new\n  redirectCode: 302",
  },
  level: "error",
  kinds: ["VirtualService"],
  reads: [],
  istio: [],
  kiali: [],
  *check(resource) {
    for (const route of resource.model.routes) {
      const code = route.redirect?.redirectCode;
      if (code === undefined || code.value < 300 || code.value > 399 || possible.includes(code.value)) continue;
      yield {
        at: code.span,
        message: `Envoy cannot redirect with ${code.value}: ${describeRoute(route)} is left without an action, and its requests fail. Use ${possible.slice(0, -1).join(", ")} or ${possible.at(-1)}.`,
        fixes: () =>
          [302, 301, 307].map((number) => ({
            title: `Change to ${number}`,
            kind: "suggestion" as const,
            edits: [{ in: resource, span: code.span, newText: String(number) }],
          })),
      };
    }
  },
});
