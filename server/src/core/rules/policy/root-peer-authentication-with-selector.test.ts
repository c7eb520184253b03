import { test } from "vitest";
import { expectFindings } from "../../../../../test/helpers/workspaceFixture";

const only = ["root-peer-authentication-with-selector"];
const policy = (kind: string, namespace: string, spec: string) => `
apiVersion: security.istio.io/v1
kind: ${kind}
metadata: {name: gateway, namespace: ${namespace}}
spec:
${spec}
`;
const selector = "  selector:\n    matchLabels: {istio: ingressgateway}";
const mark = "\n#                ^^^^^^^^^^^^^^^^^^^^^^^ root-peer-authentication-with-selector warning: is passed over for every workload";

test("a PeerAuthentication with a selector in the root namespace", () => {
  expectFindings(policy("PeerAuthentication", "istio-system", `${selector}${mark}`), { only });
  expectFindings(policy("PeerAuthentication", "mesh", `${selector}${mark}`), { only, mesh: { rootNamespace: "mesh" } });
});

test("elsewhere, without a selector and of other kinds it counts", () => {
  expectFindings(policy("PeerAuthentication", "shop", selector), { only });
  expectFindings(policy("PeerAuthentication", "istio-system", "  mtls: {mode: STRICT}"), { only });
  expectFindings(policy("PeerAuthentication", "istio-system", "  selector: {}"), { only });
  expectFindings(policy("RequestAuthentication", "istio-system", selector), { only });
});
