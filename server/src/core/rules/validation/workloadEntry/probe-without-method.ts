import { rejectedByWebhook, type ValidationRule } from "../../validation";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go validateReadinessProbe (limits, ports, schemes and headers: in the schema). */
export const probeWithoutMethod: ValidationRule = {
  code: "probe-without-method",
  docs: {
    what: "The probe of a WorkloadGroup does not say how to ask.",
    why: "The webhook rejects it: it knows `httpGet`, `tcpSocket` and `exec`. The schema also has `grpc`, which the webhook does not know.",
    bad: "probe: {periodSeconds: 5}",
    good: "probe:\n  periodSeconds: 5\n  httpGet: {port: 8080, path: /healthz}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["WG-4", "WG-7"],
  kinds: ["WorkloadGroup"],
  check({ spec }, report) {
    const probe = spec.get("probe");
    if (probe === undefined) return;
    if (!["httpGet", "tcpSocket", "exec"].some((method) => probe.has(method))) {
      const grpc = probe.has("grpc");
      report(
        grpc ? [...probe.path, "grpc"] : probe.path,
        `The probe does not say how to ask${grpc ? " in a way that the webhook knows" : ""}. Add "httpGet", "tcpSocket" or "exec".`,
        {
          on: "key",
          missing: true,
        },
      );
    }
    const exec = probe.get("exec");
    if (exec?.has("command") && isEmptyList(exec, "command")) {
      report([...exec.path, "command"], "The command is empty.", { on: "key", missing: true });
    }
  },
};
