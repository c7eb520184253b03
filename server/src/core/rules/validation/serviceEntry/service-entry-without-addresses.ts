import { type ValidationRule, warnedByWebhook } from "../../validation";
import { isEmptyList } from "../primitives/virtualService";

/** Source: pkg/config/validation/validation.go ValidateServiceEntry; pilot/pkg/networking/serviceentry (automatic allocation, on by default). */
export const serviceEntryWithoutAddresses: ValidationRule = {
  code: "service-entry-without-addresses",
  docs: {
    what: "A ServiceEntry has a TCP port, but neither addresses nor addresses that Istio allocates.",
    why: "Plain TCP is told apart by address alone. Without one the sidecar listens at the port for every destination, so connections of other services at this port go there too. Addresses are not allocated for the resolution NONE and where a label switches it off. istioctl does not know that they are allocated by default, and reports every such port.",
    bad: "hosts: [db.example.com]\nresolution: NONE\nports: [{number: 5432, name: tcp, protocol: TCP}]",
    good: "hosts: [db.example.com]\naddresses: [10.20.0.5]\nresolution: NONE\nports: [{number: 5432, name: tcp, protocol: TCP}]",
  },
  level: "warning",
  istio: [...warnedByWebhook, "IST0134"],
  kiali: [],
  numbers: ["SE-16"],
  kinds: ["ServiceEntry"],
  check({ spec, root }, report) {
    const resolution = spec.text("resolution");
    const label = root.get("metadata")?.get("labels")?.text("networking.istio.io/enable-autoallocate-ip") ?? "";
    const allocated = resolution !== "" && resolution !== "NONE" && label.toLowerCase() !== "false";
    if (allocated || !isEmptyList(spec, "addresses")) return;
    for (const port of spec.items("ports")) {
      const protocol = port.text("protocol");
      if (protocol !== "" && protocol.toUpperCase() !== "TCP") continue;
      report(
        [...port.path, "protocol"],
        `${protocol === "" ? "A port without protocol may carry TCP, which" : "TCP"} is told apart by address alone, and there is none: every connection to port ${port.number("number")} counts as one to this host. Add "addresses".`,
        {
          missing: true,
        },
      );
    }
  },
};
