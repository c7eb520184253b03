import { atGateway } from "./bruteGateway";
import type { Client } from "./bruteRegistry";
import { atSidecar } from "./bruteSidecar";
import type { Answer, Call, Mesh } from "./manifests";

/** What becomes of a call. */
export function evaluate(mesh: Mesh, call: Call): Answer {
  const throughGateway = "gatewayPod" in call.from;
  const { namespace, labels } = "gatewayPod" in call.from ? call.from.gatewayPod : call.from;
  const client: Client = { gateway: throughGateway, namespace, labels };
  return throughGateway ? atGateway(mesh, client, call) : atSidecar(mesh, client, call);
}
