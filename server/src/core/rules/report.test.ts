import { test } from "vitest";
import { expectFindings } from "../../../../test/helpers/workspaceFixture";

const route = (host: string, note: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart}
spec:
  hosts: [cart.example.com]
  http:
  - route:
    - destination:
        host: ${host}
${`#             ${"^".repeat(host.length)} ${note}`}
`;

test("a value that is refused by itself is not looked up as well", () => {
  expectFindings(route("cart_1", "invalid-destination error: letters, digits and inner dashes"));
});

test("it is where the refusal is switched off", () => {
  expectFindings(route("cart_1", "destination-host-not-found information: not in view"), {
    levels: new Map([["invalid-destination", "off" as const]]),
  });
});
