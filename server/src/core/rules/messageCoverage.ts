import { ruleInfos } from "./registry";

/** Which rules of ours report what a message of istioctl analyze or a check of Kiali reports, or why none does. */
export type MessageCoverage = { readonly by: readonly string[] } | { readonly reason: string };

/** By code (ISTxxxx, KIAxxxx). A code has rules where some rule lists it as its own, else a reason. */
export function messageCoverage(): ReadonlyMap<string, MessageCoverage> {
  const byCode = new Map<string, MessageCoverage>(Object.entries(withoutRule).map(([code, reason]) => [code, { reason }]));
  for (const rule of ruleInfos()) {
    for (const code of [...rule.istio, ...rule.kiali]) {
      const known = byCode.get(code);
      byCode.set(code, { by: [...(known !== undefined && "by" in known ? known.by : []), rule.code] });
    }
  }
  return new Map([...byCode].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The codes for which a reason is written. */
export function explainedCodes(): readonly string[] {
  return Object.keys(withoutRule);
}

const running = "Looks at pods as they run, after injection; manifests show what is asked for, not what was made of it.";
const webhooks = "Needs the injection webhooks as they are registered in the cluster, and what they select there.";
const installation = "Compares a cluster with what an installation or upgrade of Istio needs; no manifest of a workspace tells that.";
const unused = "The message is reserved; nothing in Istio gives it any more.";

const withoutRule: Readonly<Record<string, string>> = {
  IST0001: "Tells of a failure of istioctl itself.",
  IST0103: `${running} A namespace that leaves its pods out of the mesh is found by namespace-not-in-mesh.`,
  IST0126: "Needs the secrets by which the control plane knows other clusters; meshNetworks is part of its installation.",
  IST0139: webhooks,
  IST0141: "Asks the API server what the user may do.",
  IST0142: "Asks the API server for its version.",
  IST0143: unused,
  IST0146: webhooks,
  IST0147: running,
  IST0148: "Needs the settings of the sidecar injector, which the control plane keeps in its own ConfigMap.",
  IST0156: installation,
  IST0158: running,
  IST0163: webhooks,
  IST0164: webhooks,
  IST0168: unused,
  IST0169: installation,
  IST0170: "Compares the same Service in several clusters; one set of files describes one.",
  IST0171:
    "Reads the status that controllers write. What they would complain of is found in the objects themselves, for example by route-parent-not-found.",
  IST0172: installation,
  KIA0107: "Compares service accounts of several clusters; one set of files describes one.",
  KIA1007:
    "Kiali cannot tell an absent mode from REGISTRY_ONLY, because it reads objects through a client that drops the difference. The text of a manifest is exact.",
  KIA1314: `${running} What the labels ask for is found by ambient-with-sidecar.`,
  KIA1315: `${running} What the labels ask for is found by ambient-with-sidecar.`,
  KIA1316: `${running} What the labels ask for is found by ambient-with-sidecar.`,
};
