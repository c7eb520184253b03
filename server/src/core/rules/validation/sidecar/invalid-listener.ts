import { isIpAddress } from "../../../model/ipAddress";
import { type Report, rejectedByWebhook, removal, replacement, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { unixAddressProblem, unixScheme } from "../primitives/unixAddress";

/** Source: pkg/config/validation/validation.go ValidateSidecar, validateSidecarIngressPortAndBind, validateSidecarEgressPortBindAndCaptureMode. */
export const invalidListener: ValidationRule = {
  code: "invalid-listener",
  docs: {
    what: "A listener of a Sidecar binds to something that is no address, or at the port or socket of another.",
    why: "The webhook rejects it. A listener with the port 0 is at a Unix socket, and the traffic for it is not captured. One egress listener may have no port: it takes the rest and stands last.",
    bad: "egress:\n- hosts: ['./*']\n- port: {number: 3306, protocol: MYSQL, name: db}\n  hosts: ['./*']",
    good: "egress:\n- port: {number: 3306, protocol: MYSQL, name: db}\n  hosts: ['./*']\n- hosts: ['./*']",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["SC-5", "SC-6", "SC-7", "SC-26", "SC-27", "SC-28", "SC-30", "SC-31", "SC-32", "SC-33"],
  kinds: ["Sidecar"],
  check({ spec }, report) {
    const ingressPorts = new Set<number>();
    for (const listener of spec.items("ingress")) {
      const port = listener.get("port");
      if (port === undefined) continue;
      checkTargetPort(port, report);
      checkBind(listener, report);
      checkUnique(port, ingressPorts, report);
    }
    const egress = spec.items("egress");
    const [ports, sockets] = [new Set<number>(), new Set<string>()];
    for (const [at, listener] of egress.entries()) {
      const port = listener.get("port");
      if (port === undefined) {
        if (at === egress.length - 1) continue;
        report(
          listener.path,
          "A listener without port takes what no other takes: there is one, and it stands last. Give this one a port, or move it to the end.",
          {
            on: "key",
            missing: true,
          },
        );
        continue;
      }
      checkTargetPort(port, report);
      if (port.number("number") === 0) checkSocket(listener, sockets, report);
      else {
        checkBind(listener, report);
        checkUnique(port, ports, report);
      }
    }
  },
};

function checkTargetPort(port: Field, report: Report): void {
  if (port.number("targetPort") === 0) return;
  const path = [...port.path, "targetPort"];
  report(path, 'A target port has no meaning in a Sidecar: "defaultEndpoint" says where a listener leads. Remove it.', {
    on: "key",
    deprecated: true,
    fixes: [removal(path)],
  });
}

function checkBind(listener: Field, report: Report): void {
  const bind = listener.text("bind");
  const path = [...listener.path, "bind"];
  if (bind === "" || isIpAddress(bind)) return;
  report(path, `"${bind}" is no IP address. Write one of the pod's, such as 0.0.0.0, or remove "bind".`, {
    fixes: bind === "localhost" ? [replacement(path, "127.0.0.1")] : [],
  });
}

function checkUnique(port: Field, seen: Set<number>, report: Report): void {
  const number = port.number("number");
  if (number !== 0 && seen.has(number))
    report([...port.path, "number"], `Another listener has the port ${number}: each needs its own. Change or remove one.`);
  seen.add(number);
}

function checkSocket(listener: Field, seen: Set<string>, report: Report): void {
  const bind = listener.text("bind");
  const path = [...listener.path, "bind"];
  if (!bind.startsWith(unixScheme)) {
    report(path, 'A listener without a port number is at a Unix socket. Set "bind: unix://…", or a port number.', { missing: true });
  } else {
    const problem = unixAddressProblem(bind.slice(unixScheme.length));
    if (problem !== undefined) report(path, `"${bind}" is no Unix socket: ${problem}`);
    if (seen.has(bind)) report(path, `Another listener is at "${bind}": each needs its own socket.`);
    seen.add(bind);
  }
  const capture = listener.text("captureMode");
  if (capture === "" || capture === "DEFAULT" || capture === "NONE") return;
  report([...listener.path, "captureMode"], `Traffic to a Unix socket cannot be captured by ${capture}: use DEFAULT or NONE.`);
}
