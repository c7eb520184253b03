import { err, ok, type Result } from "./result";

/** How a cluster is reached. File paths are absolute, data is base64 as in the file. */
export interface ClusterEntry {
  readonly server: string;
  readonly caFile: string | undefined;
  readonly caData: string | undefined;
  readonly skipTlsVerify: boolean;
  readonly tlsServerName: string | undefined;
  readonly proxyUrl: string | undefined;
}

/** Who talks to a cluster. File paths are absolute, data is base64 as in the file. */
export interface UserEntry {
  readonly token: string | undefined;
  readonly tokenFile: string | undefined;
  readonly certFile: string | undefined;
  readonly certData: string | undefined;
  readonly keyFile: string | undefined;
  readonly keyData: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly impersonate: string | undefined;
  /** Impersonation that goes beyond a user name (as-groups, as-uid, as-user-extra), by the names of the fields. */
  readonly impersonateMore: readonly string[];
  readonly exec: ExecEntry | undefined;
  readonly authProvider: AuthProviderEntry | undefined;
}

/** Who talks to a cluster without credentials. */
export const anonymousUser: UserEntry = {
  token: undefined,
  tokenFile: undefined,
  certFile: undefined,
  certData: undefined,
  keyFile: undefined,
  keyData: undefined,
  username: undefined,
  password: undefined,
  impersonate: undefined,
  impersonateMore: [],
  exec: undefined,
  authProvider: undefined,
};

/** A program that prints credentials (client.authentication.k8s.io). */
export interface ExecEntry {
  readonly apiVersion: string | undefined;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly provideClusterInfo: boolean;
}

export interface AuthProviderEntry {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface ContextEntry {
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string | undefined;
}

/** The content of one kubeconfig file. */
export interface KubeconfigFile {
  readonly currentContext: string | undefined;
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
  readonly contexts: ReadonlyMap<string, ContextEntry>;
}

/** How paths inside a kubeconfig become absolute: certificate, key and token files, and a command that contains a separator. */
export interface EntryPaths {
  readonly resolve: (file: string) => string;
  readonly isPath: (command: string) => boolean;
}

/**
 * Reads the value of a kubeconfig file (client-go tools/clientcmd/api/v1/types.go; which fields are paths: loader.go).
 * @returns the problem in words, where a field has the wrong type or a name appears twice
 */
export function readKubeconfigFile(value: unknown, paths: EntryPaths): Result<KubeconfigFile, string> {
  if (value === undefined || value === null) return ok(emptyFile);
  try {
    const file = new Reader(value, "the file");
    return ok({
      currentContext: file.text("current-context"),
      clusters: readNamed(file, "clusters", "cluster", (entry) => readCluster(entry, paths)),
      users: readNamed(file, "users", "user", (entry) => readUser(entry, paths)),
      contexts: readNamed(file, "contexts", "context", readContext),
    });
  } catch (problem) {
    if (problem instanceof Misfit) return err(problem.message);
    throw problem;
  }
}

const emptyFile: KubeconfigFile = { currentContext: undefined, clusters: new Map(), users: new Map(), contexts: new Map() };

function readCluster(entry: Reader, paths: EntryPaths): ClusterEntry {
  return {
    server: (entry.text("server") ?? "").replace(/\/+$/, ""),
    caFile: resolved(entry.text("certificate-authority"), paths),
    caData: entry.text("certificate-authority-data"),
    skipTlsVerify: entry.flag("insecure-skip-tls-verify"),
    tlsServerName: entry.text("tls-server-name"),
    proxyUrl: entry.text("proxy-url"),
  };
}

function readUser(entry: Reader, paths: EntryPaths): UserEntry {
  const exec = entry.object("exec");
  const provider = entry.object("auth-provider");
  return {
    token: entry.text("token"),
    tokenFile: resolved(entry.text("tokenFile"), paths),
    certFile: resolved(entry.text("client-certificate"), paths),
    certData: entry.text("client-certificate-data"),
    keyFile: resolved(entry.text("client-key"), paths),
    keyData: entry.text("client-key-data"),
    username: entry.text("username"),
    password: entry.text("password"),
    impersonate: entry.text("as"),
    impersonateMore: ["as-groups", "as-uid", "as-user-extra"].filter((field) => entry.has(field)),
    exec: exec === undefined ? undefined : readExec(exec, paths),
    authProvider: provider === undefined ? undefined : { name: provider.needed("name"), config: provider.object("config")?.record ?? {} },
  };
}

function readExec(entry: Reader, paths: EntryPaths): ExecEntry {
  const command = entry.needed("command");
  return {
    apiVersion: entry.text("apiVersion"),
    command: paths.isPath(command) ? paths.resolve(command) : command,
    args: entry.texts("args"),
    env: entry.objects("env").map((variable) => ({ name: variable.needed("name"), value: variable.text("value") ?? "" })),
    provideClusterInfo: entry.flag("provideClusterInfo"),
  };
}

function readContext(entry: Reader): ContextEntry {
  return { cluster: entry.text("cluster") ?? "", user: entry.text("user") ?? "", namespace: entry.text("namespace") };
}

function readNamed<T>(file: Reader, section: string, field: string, read: (entry: Reader) => T): ReadonlyMap<string, T> {
  const entries = new Map<string, T>();
  for (const named of file.objects(section)) {
    const name = named.needed("name");
    if (entries.has(name)) throw new Misfit(`${section} holds the name "${name}" twice`);
    entries.set(name, read(named.object(field) ?? new Reader({}, `${section} "${name}"`)));
  }
  return entries;
}

function resolved(file: string | undefined, paths: EntryPaths): string | undefined {
  return file === undefined ? undefined : paths.resolve(file);
}

/** A field that does not have the form that kubectl requires. */
class Misfit extends Error {}

/** Typed access to a mapping; an empty string counts as absent, as it does for kubectl. */
class Reader {
  readonly record: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    private readonly place: string,
  ) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Misfit(`${place} must be a mapping`);
    this.record = Object.fromEntries(Object.entries(value));
  }

  has(field: string): boolean {
    return this.record[field] !== undefined && this.record[field] !== null;
  }

  text(field: string): string | undefined {
    const value = this.record[field];
    if (value === undefined || value === null || value === "") return undefined;
    if (typeof value !== "string") throw new Misfit(`${field} of ${this.place} must be a string`);
    return value;
  }

  needed(field: string): string {
    const value = this.text(field);
    if (value === undefined) throw new Misfit(`${this.place} has no ${field}`);
    return value;
  }

  flag(field: string): boolean {
    const value = this.record[field] ?? false;
    if (typeof value !== "boolean") throw new Misfit(`${field} of ${this.place} must be true or false`);
    return value;
  }

  object(field: string): Reader | undefined {
    return this.has(field) ? new Reader(this.record[field], `${field} of ${this.place}`) : undefined;
  }

  objects(field: string): readonly Reader[] {
    return this.list(field).map((value, index) => new Reader(value, `${field}[${index}]`));
  }

  texts(field: string): readonly string[] {
    return this.list(field).map((value, index) => {
      if (typeof value !== "string") throw new Misfit(`${field}[${index}] of ${this.place} must be a string`);
      return value;
    });
  }

  private list(field: string): readonly unknown[] {
    const value = this.record[field] ?? [];
    if (!Array.isArray(value)) throw new Misfit(`${field} of ${this.place} must be a list`);
    return value;
  }
}
