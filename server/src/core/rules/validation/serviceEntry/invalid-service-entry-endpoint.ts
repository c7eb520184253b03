import { bareHost, fqdnProblem } from "../../../model/dnsName";
import { isIpAddress } from "../../../model/ipAddress";
import { similarNames } from "../../../text/similar";
import { type Report, rejectedByWebhook, replacement, type ValidationRule } from "../../validation";
import type { Field } from "../field";
import { unixAddressProblem, unixScheme } from "../primitives/unixAddress";

/** Source: pkg/config/validation/validation.go ValidateServiceEntry, validateWorkloadEntry. */
export const invalidServiceEntryEndpoint: ValidationRule = {
  code: "invalid-service-entry-endpoint",
  docs: {
    what: "An endpoint of a ServiceEntry has an address that the resolution cannot use, or a port that the ServiceEntry does not have.",
    why: "The webhook rejects it: STATIC takes IP addresses (or one Unix socket for one port), DNS also names. Ports of endpoints are named like those of the ServiceEntry.",
    bad: "resolution: STATIC\nendpoints: [{address: api.example.com}]",
    good: "resolution: DNS\nendpoints: [{address: api.example.com}]",
  },
  level: "error",
  istio: [...rejectedByWebhook, "IST0133"],
  kiali: [],
  numbers: ["SE-23", "SE-24", "SE-25", "SE-33", "SE-35"],
  kinds: ["ServiceEntry"],
  check({ spec }, report) {
    const resolution = spec.text("resolution");
    const dns = resolution === "DNS" || resolution === "DNS_ROUND_ROBIN";
    if (!dns && resolution !== "STATIC") return;
    const names = spec.items("ports").map((port) => port.text("name"));
    for (const endpoint of spec.items("endpoints")) {
      if (dns) checkName(endpoint, report);
      else checkAddress(endpoint, names.length, report);
      for (const [name, { path }] of endpoint.entries("ports")) {
        if (names.includes(name)) continue;
        report(path, `The ServiceEntry has no port named "${name}"${names.length === 0 ? "" : `, only ${names.join(", ")}`}.`, {
          on: "key",
          missing: true,
          fixes: similarNames(name, names).map((key) => ({
            title: `Change to ${key}`,
            kind: "suggestion",
            edits: [{ action: "rename", path, key }],
          })),
        });
      }
    }
  },
};

function checkName(endpoint: Field, report: Report): void {
  const address = endpoint.text("address");
  const path = [...endpoint.path, "address"];
  const problem = isIpAddress(address) ? undefined : fqdnProblem(address);
  if (problem === undefined) return;
  const bare = bareHost(address);
  report(path, `"${address}" is neither a name nor an IP address: ${problem}`, {
    ...(endpoint.has("address") ? {} : { missing: true }),
    fixes: bare === undefined ? [] : [replacement(path, bare)],
  });
}

function checkAddress(endpoint: Field, ports: number, report: Report): void {
  const address = endpoint.text("address");
  const path = [...endpoint.path, "address"];
  if (address.startsWith(unixScheme)) {
    const problem = unixAddressProblem(address.slice(unixScheme.length));
    if (problem !== undefined) report(path, `"${address}" is no Unix socket: ${problem}`);
    if (ports !== 1)
      report(
        path,
        `A Unix socket serves one port, and the ServiceEntry has ${ports}. Leave one port, or give the endpoint an IP address.`,
        { missing: true },
      );
  } else if (address === "" && endpoint.text("network") !== "") {
    report(endpoint.path, "The endpoint has a network, but no address: it stands for every gateway of that network.", {
      on: "key",
      level: "warning",
      missing: true,
    });
  } else if (address === "") {
    const empty = ["address", "network"].find((field) => endpoint.has(field));
    if (empty !== undefined) report([...endpoint.path, empty], 'The endpoint has no address. Write an IP address in "address".');
  } else if (!isIpAddress(address)) {
    const name = fqdnProblem(address) === undefined;
    report(
      path,
      `"${address}" is no IP address, which the resolution STATIC needs.${name ? " For names use DNS." : " Write one such as 10.0.0.5, or fd00::5."}`,
      {
        fixes: name ? [replacement(["spec", "resolution"], "DNS")] : [],
      },
    );
  }
}
