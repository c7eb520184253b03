import { isKind } from "../../../model/resource";
import type { Candidate } from "../candidate";
import { distancesFrom, isOwn, type MeshSite } from "./meshSite";

/** Names of service accounts in the own namespace, as workloads use them. */
export function serviceAccounts(site: MeshSite): readonly Candidate[] {
  return accountsInView(site)
    .filter((one) => one.namespace === site.namespace)
    .map(({ name, users }) => ({ value: name, kind: "reference", detail: users }));
}

/** `namespace/name` of service accounts, as AuthorizationPolicy takes them; the name alone means the own namespace. */
export function serviceAccountReferences(site: MeshSite): readonly Candidate[] {
  return accountsInView(site).map(({ namespace, name, users }) => ({ value: `${namespace}/${name}`, kind: "reference", detail: users }));
}

/** Identities in mutual TLS, without the scheme `spiffe://`. The trust domain is taken to be the cluster's. */
export function principals(site: MeshSite): readonly Candidate[] {
  const { domain } = site.index.mesh;
  return accountsInView(site).map(({ namespace, name, users }) => ({
    value: `${domain}/ns/${namespace}/sa/${name}`,
    kind: "reference",
    detail: users,
  }));
}

interface Account {
  readonly namespace: string;
  readonly name: string;
  /** Which workloads run as it. */
  readonly users: string;
}

/** The accounts that workloads name, those of the nearest files first; pods that name none run as `default`. */
function accountsInView(site: MeshSite): readonly Account[] {
  const found = new Map<string, { readonly namespace: string; readonly name: string; readonly users: string[]; distance: number }>();
  const distanceTo = distancesFrom(site);
  for (const resource of site.resources()) {
    if (!isKind(resource, "Workload") || isOwn(resource, site)) continue;
    const name = resource.model.serviceAccount?.value ?? "default";
    const namespace = resource.effectiveNamespace;
    const distance = distanceTo(resource.file) + (name === "default" ? 1000 : 0);
    const known = found.get(`${namespace}/${name}`);
    if (known === undefined) found.set(`${namespace}/${name}`, { namespace, name, users: [resource.name.value], distance });
    else {
      known.users.push(resource.name.value);
      known.distance = Math.min(known.distance, distance);
    }
  }
  return [...found.values()]
    .sort((a, b) => a.distance - b.distance || (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1))
    .map(({ namespace, name, users }) => {
      const names = [...new Set(users)];
      return { namespace, name, users: names.slice(0, 3).join(", ") + (names.length > 3 ? ", …" : "") };
    });
}
