import { readFile } from "node:fs/promises";
import {
  ApiException,
  type Cluster,
  type Configuration,
  createConfiguration,
  HttpMethod,
  KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  type RequestContext,
  type ResponseContext,
  ServerConfiguration,
  type User,
  type V1APIResourceList,
} from "@kubernetes/client-node";
import { classifyAnswer, classifyFailure } from "./classify";
import { type ApplyOptions, type ClusterObject, type ClusterPort, isRecord, readClusterObject } from "./cluster";
import type { ClusterError } from "./errors";
import type { Connection } from "./kubeconfig";
import type { ExecEntry } from "./kubeconfigEntries";
import { err, ok, type Result } from "./result";

/**
 * The cluster of a connection, over the Kubernetes client library.
 * @param timeoutMs how long one request may take, credentials included
 */
export function connectCluster(connection: Connection, timeoutMs: number): ClusterPort {
  const credentials = new Credentials(connection);
  const configuration = createConfiguration({
    baseServer: new ServerConfiguration(connection.target.server, {}),
    authMethods: { default: credentials },
  });
  const discovered: Discovered = {};

  async function call<T>(signal: AbortSignal, work: (api: ExactObjectApi) => Promise<T>): Promise<Result<T, ClusterError>> {
    const timeout = AbortSignal.timeout(timeoutMs);
    const either = AbortSignal.any([signal, timeout]);
    try {
      either.throwIfAborted();
      return ok(
        await Promise.race([
          work(new ExactObjectApi(configuration, discovered, connection.target.namespace, either)),
          rejectOnAbort(either),
        ]),
      );
    } catch (error) {
      if (signal.aborted) return err({ kind: "cancelled" });
      if (timeout.aborted) return err({ kind: "timeout", seconds: timeoutMs / 1000 });
      return err(classify(error));
    }
  }

  return {
    serverVersion: (signal) => call(signal, (api) => api.version()),
    get: (object, signal) => call(signal, (api) => api.readExact(object)),
    serverSideApply: (object, options, signal) => call(signal, (api) => api.applyExact(object, options)),
    close: () => credentials.close(),
  };
}

type Discovered = Record<string, V1APIResourceList>;
type Dispatcher = NonNullable<ReturnType<RequestContext["getDispatcher"]>>;

/**
 * Sends and returns objects as plain JSON. The typed methods of the base class pass an object through the library's models, which drop
 * every field they do not know and turn timestamps into dates; the server would then judge another object than the user wrote.
 */
class ExactObjectApi extends KubernetesObjectApi {
  constructor(
    configuration: Configuration,
    discovered: Discovered,
    namespace: string,
    private readonly signal: AbortSignal,
  ) {
    super(configuration);
    this.apiVersionResourceCache = discovered;
    this.defaultNamespace = namespace;
  }

  async version(): Promise<string> {
    const answer: unknown = await this.requestPromise(this.request("/version", HttpMethod.GET));
    return isRecord(answer) && typeof answer.gitVersion === "string" ? answer.gitVersion : "of unknown version";
  }

  async readExact(object: ClusterObject): Promise<ClusterObject | undefined> {
    const path = await this.pathOf(object);
    try {
      return asObject(await this.requestPromise(this.request(path, HttpMethod.GET)));
    } catch (error) {
      if (error instanceof ApiException && error.code === 404) return undefined;
      throw error;
    }
  }

  async applyExact(object: ClusterObject, { dryRun, fieldManager, force }: ApplyOptions): Promise<ClusterObject> {
    const request = this.request(await this.pathOf(object), HttpMethod.PATCH);
    request.setHeaderParam("Content-Type", PatchStrategy.ServerSideApply);
    request.setQueryParam("fieldManager", fieldManager);
    request.setQueryParam("fieldValidation", "Strict");
    if (dryRun) request.setQueryParam("dryRun", "All");
    if (force) request.setQueryParam("force", "true");
    request.setBody(JSON.stringify(object));
    return asObject(await this.requestPromise(request));
  }

  protected override async processResponse<T>(response: ResponseContext): Promise<T> {
    const body = await response.body.text();
    if (response.httpStatusCode < 200 || response.httpStatusCode > 299) {
      throw new ApiException(response.httpStatusCode, "unsuccessful", body, response.headers);
    }
    return JSON.parse(body);
  }

  private request(path: string, method: HttpMethod): RequestContext {
    const request = this.configuration.baseServer.makeRequestContext(path, method);
    request.setHeaderParam("Accept", "application/json");
    request.setHeaderParam("User-Agent", "istio-traffic");
    request.setSignal(this.signal);
    return request;
  }

  private async pathOf({ apiVersion, kind, metadata }: ClusterObject): Promise<string> {
    const resource = await this.discover(apiVersion, kind);
    const namespace = resource.namespaced ? ["namespaces", encodeURIComponent(metadata.namespace ?? this.defaultNamespace)] : [];
    return [this.apiVersionPath(apiVersion), ...namespace, resource.name, encodeURIComponent(metadata.name)].join("/");
  }

  private async discover(apiVersion: string, kind: string): Promise<{ readonly name: string; readonly namespaced: boolean }> {
    const unknown = new UnknownKind(apiVersion, kind);
    if (!/^[\w-][\w.-]*(\/[\w-][\w.-]*)?$/.test(apiVersion)) throw unknown;
    try {
      const resource = await this.resource(apiVersion, kind);
      if (resource === undefined) throw unknown;
      return resource;
    } catch (error) {
      throw error instanceof ApiException && error.code === 404 ? unknown : error;
    }
  }
}

/** Authenticates every request by the kubeconfig's user, and keeps one pool of connections for all of them. */
class Credentials {
  private readonly config = new KubeConfig();
  private pool: Dispatcher | undefined;
  private ready = false;

  constructor(private readonly connection: Connection) {}

  getName(): string {
    return "kubeconfig";
  }

  async applySecurityAuthentication(request: RequestContext): Promise<void> {
    try {
      await this.load();
      await this.config.applySecurityAuthentication(request);
    } catch (error) {
      throw new CredentialsFailure(this.connection, error);
    }
    this.pool ??= request.getDispatcher();
    if (this.pool !== undefined) request.setDispatcher(this.pool);
  }

  close(): void {
    void this.pool?.destroy();
  }

  private async load(): Promise<void> {
    if (this.ready) return;
    const { tokenFile, token } = this.connection.user;
    const user = clientUser(this.connection, tokenFile === undefined ? token : (await readFile(tokenFile, "utf8")).trim());
    this.config.loadFromClusterAndUser(clientCluster(this.connection), user);
    this.ready = true;
  }
}

class UnknownKind extends Error {
  constructor(
    readonly apiVersion: string,
    readonly kind: string,
  ) {
    super(`unknown kind ${kind} of ${apiVersion}`);
  }
}

class CredentialsFailure extends Error {
  constructor(
    readonly connection: Connection,
    override readonly cause: unknown,
  ) {
    super("no credentials");
  }
}

function clientCluster({ cluster }: Connection): Cluster {
  return {
    name: "cluster",
    server: cluster.server,
    /** Without TLS there is nothing to verify, and the library refuses plain http unless it is told so. */
    skipTLSVerify: cluster.skipTlsVerify || cluster.server.startsWith("http:"),
    ...defined({ caFile: cluster.caFile, caData: cluster.caData, tlsServerName: cluster.tlsServerName, proxyUrl: cluster.proxyUrl }),
  };
}

function clientUser(connection: Connection, token: string | undefined): User {
  const { user } = connection;
  return {
    name: "user",
    ...defined({
      token,
      certFile: user.certFile,
      certData: user.certData,
      keyFile: user.keyFile,
      keyData: user.keyData,
      username: user.username,
      password: user.password,
      impersonateUser: user.impersonate,
      authProvider: user.authProvider,
      exec: user.exec === undefined ? undefined : clientExec(user.exec, connection),
    }),
  };
}

/** An exec plugin is told about its cluster in KUBERNETES_EXEC_INFO (client.authentication.k8s.io), which the library leaves out. */
function clientExec(exec: ExecEntry, { cluster }: Connection): Omit<ExecEntry, "provideClusterInfo"> {
  const info = {
    apiVersion: exec.apiVersion,
    kind: "ExecCredential",
    spec: {
      interactive: false,
      ...(exec.provideClusterInfo
        ? {
            cluster: {
              server: cluster.server,
              "insecure-skip-tls-verify": cluster.skipTlsVerify,
              ...defined({
                "certificate-authority-data": cluster.caData,
                "tls-server-name": cluster.tlsServerName,
                "proxy-url": cluster.proxyUrl,
              }),
            },
          }
        : {}),
    },
  };
  const { apiVersion, command, args } = exec;
  return { apiVersion, command, args, env: [...exec.env, { name: "KUBERNETES_EXEC_INFO", value: JSON.stringify(info) }] };
}

function classify(error: unknown): ClusterError {
  if (error instanceof ApiException) return classifyAnswer(error.code, String(error.body));
  if (error instanceof UnknownKind) return { kind: "not-found", missing: { what: "kind", apiVersion: error.apiVersion, kind: error.kind } };
  if (error instanceof CredentialsFailure) return classifyCredentials(error);
  return classifyFailure(error);
}

function classifyCredentials({ connection, cause }: CredentialsFailure): ClusterError {
  const { context, program, user } = connection.target;
  const detail = cause instanceof Error ? cause.message.trim() : String(cause);
  const readsFile = cause instanceof Error && "syscall" in cause && (cause.syscall === "open" || cause.syscall === "read");
  if (readsFile)
    return {
      kind: "invalid-kubeconfig",
      problem: `A file that context "${context}" names for user "${user}" or its cluster cannot be read: ${detail}`,
    };
  if (program !== undefined) return { kind: "unauthorized", detail: `the program "${program}" gave no credentials (${detail})` };
  return { kind: "unauthorized", detail };
}

function asObject(answer: unknown): ClusterObject {
  const object = readClusterObject(answer);
  if (!object.ok) throw new Error(`the API server sent something that is no object: ${object.error}`);
  return object.value;
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** The fields that have a value. */
function defined<T extends Readonly<Record<string, unknown>>>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const present: { [K in keyof T]?: NonNullable<T[K]> } = {};
  for (const name of Object.keys(fields) as (keyof T)[]) {
    const value = fields[name];
    if (value !== undefined && value !== null) present[name] = value;
  }
  return present;
}
