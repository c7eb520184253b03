import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { connectCluster } from "./adapter";
import { type ApplyEnvironment, type ApplyHooks, applyDocuments } from "./apply";
import { readClusterObject } from "./cluster";
import type { ClusterError } from "./errors";
import { type Connection, loadKubeconfig, resolveConnection } from "./kubeconfig";
import type { ApplyOutcome } from "./outcome";
import type { ApplyDocument } from "./plan";
import { err, ok, type Result } from "./result";
import type { Target } from "./target";
import { parseYaml, toYaml } from "./yamlText";

/** What the extension knows and this bundle does not. The two names come from machine-scoped settings, never from a repository. */
export interface KubeOptions {
  readonly kubeconfigPath: string | undefined;
  readonly context: string | undefined;
  /** Cluster domain that completes short hosts, e.g. `cluster.local`. */
  readonly domain: string;
  readonly workspaceTrusted: boolean;
  /** How long one request may take. */
  readonly timeoutMs: number;
}

/** A value of a YAML document and the version of the text it was read from. */
export interface SourceDocument {
  readonly value: unknown;
  readonly uri: string;
  readonly version: number;
}

/** The target that an apply would go to now. */
export async function currentTarget(options: KubeOptions): Promise<Result<Target, ClusterError>> {
  const connection = await currentConnection(options);
  return connection.ok ? ok(connection.value.target) : connection;
}

/**
 * Applies the documents; see `applyDocuments` for what is asked and checked on the way.
 * @returns the problem in words, without having contacted the cluster, where a document is no object of a cluster
 */
export async function apply(
  sources: readonly SourceDocument[],
  options: KubeOptions,
  hooks: ApplyHooks,
  signal: AbortSignal,
): Promise<Result<ApplyOutcome, string>> {
  const documents: ApplyDocument[] = [];
  for (const [index, { value, uri, version }] of sources.entries()) {
    const object = readClusterObject(value);
    if (!object.ok) return err(`Document ${index + 1} of ${sources.length} cannot be applied: ${object.error}.`);
    documents.push({ object: object.value, uri, version });
  }
  const environment: ApplyEnvironment = {
    resolve: () => currentConnection(options),
    connect: (connection) => connectCluster(connection, options.timeoutMs),
    toYaml,
    domain: options.domain,
    mayStartProgram: options.workspaceTrusted,
  };
  return ok(await applyDocuments(documents, environment, hooks, signal));
}

async function currentConnection({ kubeconfigPath, context }: KubeOptions): Promise<Result<Connection, ClusterError>> {
  const config = await loadKubeconfig({
    explicitPath: kubeconfigPath || undefined,
    variable: process.env.KUBECONFIG,
    home: homedir() || undefined,
    path,
    readFile: readIfPresent,
    parseYaml,
  });
  return config.ok ? resolveConnection(config.value, context || undefined) : config;
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return undefined;
    throw error;
  }
}
