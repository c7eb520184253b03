import type { ClusterError } from "./errors";
import {
  anonymousUser,
  type ClusterEntry,
  type ContextEntry,
  type KubeconfigFile,
  readKubeconfigFile,
  type UserEntry,
} from "./kubeconfigEntries";
import { err, ok, type Result } from "./result";
import type { Target } from "./target";

/** The part of the machine that loading a kubeconfig touches. */
export interface KubeconfigHost {
  /** File named by a setting: it alone is read and must exist. */
  readonly explicitPath: string | undefined;
  /** Value of the variable KUBECONFIG. */
  readonly variable: string | undefined;
  readonly home: string | undefined;
  readonly path: PathRules;
  /** The text of a file, undefined when there is none; rejects when it cannot be read. */
  readonly readFile: (file: string) => Promise<string | undefined>;
  /** The value of a YAML text, undefined when it holds no document. Throws on a syntax error. */
  readonly parseYaml: (text: string) => unknown;
}

/** The functions of node:path of one platform. */
export interface PathRules {
  readonly delimiter: string;
  readonly sep: string;
  readonly dirname: (file: string) => string;
  readonly join: (...parts: string[]) => string;
  readonly resolve: (...parts: string[]) => string;
}

/** All kubeconfig files in view, merged. */
export interface Kubeconfig extends KubeconfigFile {
  /** The files that exist, in order of precedence. */
  readonly files: readonly string[];
}

/** A target together with what is needed to reach it. */
export interface Connection {
  readonly target: Target;
  readonly cluster: ClusterEntry;
  readonly user: UserEntry;
}

/**
 * Loads and merges kubeconfig files by kubectl's rules (client-go tools/clientcmd/loader.go): the setting alone, else the files of
 * KUBECONFIG, else ~/.kube/config; missing files are skipped; of each section the first entry of a name wins, and so does the first
 * file that sets a current-context. Never falls back to the account of a pod or to localhost.
 */
export async function loadKubeconfig(host: KubeconfigHost): Promise<Result<Kubeconfig, ClusterError>> {
  const candidates = candidateFiles(host);
  const files: string[] = [];
  const contents: KubeconfigFile[] = [];
  for (const file of candidates) {
    const content = await readOne(file, host);
    if (!content.ok) return content;
    if (content.value === undefined) continue;
    files.push(file);
    contents.push(content.value);
  }
  if (files.length === 0) return err({ kind: "no-kubeconfig", lookedAt: candidates });
  return ok({
    files,
    currentContext: contents.find((content) => content.currentContext !== undefined)?.currentContext,
    clusters: firstWins(contents.map((content) => content.clusters)),
    users: firstWins(contents.map((content) => content.users)),
    contexts: firstWins(contents.map((content) => content.contexts)),
  });
}

/**
 * Picks the context (`contextName` of a setting, else the current one) and follows it to its cluster and user.
 * The namespace is that of the context, else `default`, as for kubectl.
 */
export function resolveConnection(config: Kubeconfig, contextName: string | undefined): Result<Connection, ClusterError> {
  const name = contextName ?? config.currentContext;
  const where = config.files.join(", ");
  if (name === undefined) return invalid(`No current context is set in ${where}`);
  const context = config.contexts.get(name);
  if (context === undefined) return invalid(`Context "${name}" is not in ${where}${existing(config.contexts)}`);
  const cluster = config.clusters.get(context.cluster);
  if (cluster === undefined)
    return invalid(`Context "${name}" names cluster "${context.cluster}", which is not in ${where}${existing(config.clusters)}`);
  const user = context.user === "" ? anonymousUser : config.users.get(context.user);
  if (user === undefined)
    return invalid(`Context "${name}" names user "${context.user}", which is not in ${where}${existing(config.users)}`);
  const problem = serverProblem(cluster, user) ?? userProblem(user);
  if (problem !== undefined) return invalid(`Context "${name}" of ${where} ${problem}`);
  return ok({ target: targetOf(name, context, cluster, user), cluster, user });
}

function candidateFiles(host: KubeconfigHost): readonly string[] {
  if (host.explicitPath !== undefined) return [expandHome(host.explicitPath, host)];
  if (host.variable !== undefined && host.variable !== "") {
    return [...new Set(host.variable.split(host.path.delimiter).filter((file) => file !== ""))];
  }
  return host.home === undefined ? [] : [host.path.join(host.home, ".kube", "config")];
}

function expandHome(file: string, { home, path }: KubeconfigHost): string {
  return home !== undefined && /^~[/\\]/.test(file) ? path.join(home, file.slice(2)) : file;
}

async function readOne(file: string, host: KubeconfigHost): Promise<Result<KubeconfigFile | undefined, ClusterError>> {
  let text: string | undefined;
  try {
    text = await host.readFile(file);
  } catch (error) {
    return invalid(`The kubeconfig ${file} cannot be read: ${messageOf(error)}`);
  }
  if (text === undefined) return ok(undefined);
  let value: unknown;
  try {
    value = host.parseYaml(text);
  } catch (error) {
    return invalid(`The kubeconfig ${file} is not valid YAML: ${firstLine(messageOf(error))}`);
  }
  const folder = host.path.dirname(host.path.resolve(file));
  const content = readKubeconfigFile(value, {
    resolve: (relative) => host.path.resolve(folder, relative),
    isPath: (command) => command.includes(host.path.sep),
  });
  return content.ok ? content : invalid(`The kubeconfig ${file} is not valid: ${content.error}`);
}

function firstWins<T>(sections: readonly ReadonlyMap<string, T>[]): ReadonlyMap<string, T> {
  return new Map(sections.toReversed().flatMap((section) => [...section]));
}

function targetOf(name: string, context: ContextEntry, cluster: ClusterEntry, user: UserEntry): Target {
  return {
    context: name,
    server: cluster.server,
    user: context.user,
    namespace: context.namespace ?? "default",
    program: user.exec?.command ?? programOfProvider(user),
  };
}

/** The oidc provider of the client library talks to its issuer only; the others may start the command that their configuration names. */
function programOfProvider({ authProvider }: UserEntry): string | undefined {
  if (authProvider === undefined || authProvider.name === "oidc") return undefined;
  const command = authProvider.config["cmd-path"];
  return typeof command === "string" ? command : `auth provider ${authProvider.name}`;
}

function serverProblem(cluster: ClusterEntry, user: UserEntry): string | undefined {
  if (cluster.server === "") return "names a cluster without a server";
  if (!URL.canParse(cluster.server) || !/^https?:$/.test(new URL(cluster.server).protocol)) {
    return `names a cluster whose server "${cluster.server}" is not an http or https URL`;
  }
  const sendsCredentials = Object.values({ ...user, impersonate: undefined, impersonateMore: undefined }).some(
    (value) => value !== undefined,
  );
  if (cluster.server.startsWith("http:") && sendsCredentials) return `would send credentials to ${cluster.server} without encryption`;
  return undefined;
}

/** Dropping a part of the impersonation would act with more rights than were asked for. */
function userProblem(user: UserEntry): string | undefined {
  if (user.impersonateMore.length > 0) return `has a user with ${user.impersonateMore.join(", ")}, which this extension cannot send`;
  return undefined;
}

function existing(section: ReadonlyMap<string, unknown>): string {
  return section.size === 0 ? " (there are none)" : ` (there is ${[...section.keys()].join(", ")})`;
}

function invalid(problem: string): Result<never, ClusterError> {
  return err({ kind: "invalid-kubeconfig", problem });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}
