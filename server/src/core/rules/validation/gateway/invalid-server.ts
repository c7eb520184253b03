import { isIpAddress } from "../../../model/ipAddress";
import { rejectedByWebhook, removal, replacement, type ValidationRule } from "../../validation";
import { unixAddressProblem, unixScheme } from "../primitives/unixAddress";

/** Source: pkg/config/validation/validation.go validateServerPort, validateServerBind. */
export const invalidServer: ValidationRule = {
  code: "invalid-server",
  docs: {
    what: "A server of a Gateway binds to something that is no address, has a port beside a Unix socket, or a target port.",
    why: "The webhook rejects it. A server listens at an IP address or at a socket; which port of the Service leads there, the Service says.",
    bad: "bind: localhost\nport: {number: 80, name: http, protocol: HTTP}",
    good: "bind: 127.0.0.1\nport: {number: 80, name: http, protocol: HTTP}",
  },
  level: "error",
  istio: rejectedByWebhook,
  kiali: [],
  numbers: ["GW-11", "GW-13", "GW-14", "GW-15"],
  kinds: ["Gateway"],
  check({ spec }, report) {
    for (const server of spec.items("servers")) {
      const port = server.get("port");
      if (port !== undefined && port.number("targetPort") > 0) {
        const path = [...port.path, "targetPort"];
        report(path, "A target port has no meaning at a Gateway: its Service says where a port leads. Remove it.", {
          on: "key",
          deprecated: true,
          fixes: [removal(path)],
        });
      }
      const bind = server.text("bind");
      const bindPath = [...server.path, "bind"];
      if (bind.startsWith(unixScheme)) {
        const problem = unixAddressProblem(bind.slice(unixScheme.length));
        if (problem !== undefined) report(bindPath, `"${bind}" is no Unix socket: ${problem}`);
        if (port !== undefined && port.number("number") !== 0) {
          const path = [...port.path, "number"];
          report(path, "A server at a Unix socket has no port: write 0.", { fixes: [replacement(path, 0)] });
        }
      } else if (bind !== "" && !isIpAddress(bind)) {
        report(
          bindPath,
          `"${bind}" is neither an IP address nor a Unix socket. Write one such as 0.0.0.0 or "unix:///run/a.sock", or remove "bind".`,
          {
            fixes: bind === "localhost" ? [replacement(bindPath, "127.0.0.1")] : [],
          },
        );
      }
    }
  },
};
