import { test } from "vitest";
import { expectFindings } from "../../../../../test/helpers/workspaceFixture";

const sidecar = (namespace: string, selector: string) => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: default, namespace: ${namespace}}
spec:
${selector}  egress: [{hosts: [./*]}]
`;
const only = ["root-sidecar-with-selector"];
const selected = "  workloadSelector:\n    labels: {app: website}\n";
const marked = `${selected}#           ^^^^^^^^^^^^^^ root-sidecar-with-selector information: for workloads of namespace`;

test("a selector in the root namespace", () => {
  expectFindings(sidecar("istio-system", `${marked} istio-system with app=website only\n`), { only });
  expectFindings(sidecar("mesh", `${marked} mesh\n`), { only, mesh: { rootNamespace: "mesh" } });
});

test("elsewhere, or without a selector, nothing is said", () => {
  expectFindings(sidecar("shop", selected), { only });
  expectFindings(sidecar("istio-system", ""), { only });
});
