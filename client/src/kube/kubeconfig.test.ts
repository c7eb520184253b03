import path from "node:path";
import { describe, expect, test } from "vitest";
import { describeError } from "./errors";
import { type Connection, type KubeconfigHost, loadKubeconfig, resolveConnection } from "./kubeconfig";
import { parseYaml } from "./yamlText";

const posix = { home: "/home/me", path: path.posix, explicitPath: undefined, variable: undefined };

describe("which files are read", () => {
  test.each<[string, Partial<KubeconfigHost>, readonly string[]]>([
    ["nothing set: the one in the home folder", {}, ["/home/me/.kube/config"]],
    ["KUBECONFIG names several", { variable: "/a:/b" }, ["/a", "/b"]],
    ["missing ones are skipped", { variable: "/a:/missing:/b" }, ["/a", "/b"]],
    ["empty entries and repetitions do not count", { variable: ":/a::/b:/a" }, ["/a", "/b"]],
    ["KUBECONFIG is empty: as if it were not set", { variable: "" }, ["/home/me/.kube/config"]],
    ["a setting overrides the list", { variable: "/a", explicitPath: "/b" }, ["/b"]],
    ["a setting may start with the home folder", { explicitPath: "~/.kube/config" }, ["/home/me/.kube/config"]],
  ])("%s", async (_, host, files) => {
    const present = Object.fromEntries(["/home/me/.kube/config", "/a", "/b"].map((file) => [file, complete("any")]));
    const config = await load(present, host);
    expect(config.ok && config.value.files).toEqual(files);
  });

  test("on Windows the list is separated by semicolons, and paths with a drive are whole", async () => {
    const files = { "C:\\kube\\a": "current-context: one", "D:\\b": complete("one") };
    const config = await load(files, { variable: "C:\\kube\\a;D:\\b", path: path.win32 });
    expect(config.ok && config.value.files).toEqual(["C:\\kube\\a", "D:\\b"]);
  });
});

describe("no silent fallback", () => {
  test.each<[string, Partial<KubeconfigHost>, string]>([
    ["no file at all", {}, "No kubeconfig found: looked at /home/me/.kube/config."],
    [
      "the files of KUBECONFIG are missing: the home folder is not read instead",
      { variable: "/x:/y" },
      "No kubeconfig found: looked at /x, /y.",
    ],
    [
      "the file of the setting is missing: KUBECONFIG is not read instead",
      { explicitPath: "/x", variable: "/home/me/.kube/config" },
      "No kubeconfig found: looked at /x.",
    ],
    ["no home folder", { home: undefined }, "No kubeconfig found: looked at no file, because the home folder is unknown."],
  ])("%s", async (name, host, sentence) => {
    const files: Record<string, string> = name === "no file at all" ? {} : { "/home/me/.kube/config": complete("home") };
    const config = await load(files, host);
    expect(config.ok ? "found" : describeError(config.error, undefined)).toBe(sentence);
  });

  test("an empty file counts as found, but gives no context", async () => {
    expect(await sentence({ "/a": "# nothing yet\n" }, { variable: "/a" })).toBe("No current context is set in /a.");
  });
});

describe("merging", () => {
  const first =
    "contexts: [{name: one, context: {cluster: c, user: u, namespace: first}}]\nclusters: [{name: c, cluster: {server: https://first}}]";
  const second =
    "current-context: one\ncontexts: [{name: one, context: {cluster: c, user: u, namespace: second}}, {name: two, context: {cluster: c, user: u}}]\n" +
    "clusters: [{name: c, cluster: {server: https://second, tls-server-name: other}}]\nusers: [{name: u, user: {token: t}}]";

  test("of each section the first entry of a name wins as a whole, and entries of different files join", async () => {
    const { target, cluster, user } = await connection({ "/a": first, "/b": second }, { variable: "/a:/b" });
    expect(target).toEqual({ context: "one", server: "https://first", user: "u", namespace: "first", program: undefined });
    expect(cluster.tlsServerName).toBeUndefined();
    expect(user.token).toBe("t");
  });

  test("the first file that sets a current-context wins, an empty one sets none", async () => {
    const files = { "/a": 'current-context: ""', "/b": "current-context: two", "/c": second };
    expect((await connection(files, { variable: "/a:/b:/c" })).target.context).toBe("two");
  });

  test("a context named by a setting wins over the current one", async () => {
    expect((await connection({ "/a": second }, { variable: "/a" }, "two")).target.context).toBe("two");
  });

  test("a context without a namespace means default", async () => {
    expect((await connection({ "/a": second }, { variable: "/a" }, "two")).target.namespace).toBe("default");
  });

  test("relative paths belong to the file that they stand in", async () => {
    const files = {
      "/etc/kube/clusters": "clusters: [{name: c, cluster: {server: https://c, certificate-authority: ca/ca.pem}}]",
      "/home/me/users":
        "current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n" +
        "users: [{name: u, user: {client-certificate: ../me.crt, client-key: /keys/me.key, tokenFile: token, exec: {command: ./login}}}]",
    };
    const { target, cluster, user } = await connection(files, { variable: "/etc/kube/clusters:/home/me/users" });
    expect(cluster.caFile).toBe("/etc/kube/ca/ca.pem");
    expect(user).toMatchObject({ certFile: "/home/me.crt", keyFile: "/keys/me.key", tokenFile: "/home/me/token" });
    expect(target.program).toBe("/home/me/login");
  });

  test("on Windows too", async () => {
    const { cluster } = await connection(
      { "C:\\kube\\config": complete("x", "{server: https://c, certificate-authority: ca.pem}") },
      { variable: "C:\\kube\\config", path: path.win32 },
    );
    expect(cluster.caFile).toBe("C:\\kube\\ca.pem");
  });
});

describe("programs that credentials come from", () => {
  test.each([
    ["a command on the PATH stays a name", "{exec: {command: aws, args: [eks, get-token]}}", "aws"],
    ["an auth provider's command", "{auth-provider: {name: gcp, config: {cmd-path: /usr/bin/gcloud}}}", "/usr/bin/gcloud"],
    ["an auth provider that may have one", "{auth-provider: {name: azure}}", "auth provider azure"],
    ["oidc talks to its issuer only", "{auth-provider: {name: oidc, config: {id-token: x}}}", undefined],
    ["a token", "{token: x}", undefined],
  ])("%s", async (_, user, program) => {
    expect((await connection({ "/a": complete("x", undefined, user) }, { variable: "/a" })).target.program).toBe(program);
  });
});

describe("clear errors", () => {
  const server = "{server: https://c}";
  test.each<[string, string, string]>([
    ["not YAML", "contexts: [", "The kubeconfig /a is not valid YAML: unexpected end of the stream within a flow collection (1:12)."],
    ["two documents", "a: 1\n---\nb: 1", "The kubeconfig /a is not valid YAML: expected a single document in the stream, but found more."],
    ["not a mapping", "- contexts", "The kubeconfig /a is not valid: the file must be a mapping."],
    ["a section that is no list", "contexts: {x: y}", "The kubeconfig /a is not valid: contexts of the file must be a list."],
    ["an entry without a name", "users: [{user: {}}]", "The kubeconfig /a is not valid: users[0] has no name."],
    [
      "a name twice",
      "users: [{name: u, user: {}}, {name: u, user: {}}]",
      'The kubeconfig /a is not valid: users holds the name "u" twice.',
    ],
    [
      "a token that YAML takes for a number",
      complete("x", server, "{token: 123}"),
      "The kubeconfig /a is not valid: token of user of users[0] must be a string.",
    ],
    ["no current context", "contexts: []", "No current context is set in /a."],
    ["context missing", "current-context: x", 'Context "x" is not in /a (there are none).'],
    [
      "cluster missing",
      "current-context: x\ncontexts: [{name: x, context: {cluster: gone, user: u}}]\nclusters: [{name: c, cluster: {}}]",
      'Context "x" names cluster "gone", which is not in /a (there is c).',
    ],
    [
      "user missing",
      "current-context: x\ncontexts: [{name: x, context: {cluster: c, user: gone}}]\nclusters: [{name: c, cluster: {server: https://c}}]",
      'Context "x" names user "gone", which is not in /a (there are none).',
    ],
    ["no server", complete("x", "{}"), 'Context "x" of /a names a cluster without a server.'],
    [
      "not a URL",
      complete("x", "{server: 'localhost:8080'}"),
      'Context "x" of /a names a cluster whose server "localhost:8080" is not an http or https URL.',
    ],
    [
      "credentials in the clear",
      complete("x", "{server: http://c}", "{token: x}"),
      'Context "x" of /a would send credentials to http://c without encryption.',
    ],
    [
      "an impersonation that would be cut short",
      complete("x", server, "{token: x, as: admin, as-groups: [dev]}"),
      'Context "x" of /a has a user with as-groups, which this extension cannot send.',
    ],
  ])("%s", async (_, text, expected) => {
    expect(await sentence({ "/a": text }, { variable: "/a" })).toBe(expected);
  });

  test("an unreadable file", async () => {
    const readFile = async (): Promise<string> => {
      throw new Error("EACCES: permission denied");
    };
    expect(await sentence({}, { variable: "/a", readFile })).toBe("The kubeconfig /a cannot be read: EACCES: permission denied.");
  });

  test("plain http without credentials is what kubectl proxy offers", async () => {
    const { target } = await connection({ "/a": complete("x", "{server: 'http://127.0.0.1:8001/'}", "{}") }, { variable: "/a" });
    expect(target.server).toBe("http://127.0.0.1:8001");
  });
});

function complete(context: string, cluster = "{server: https://c}", user = "{token: t}"): string {
  return (
    `current-context: ${context}\ncontexts: [{name: ${context}, context: {cluster: c, user: u}}]\n` +
    `clusters: [{name: c, cluster: ${cluster}}]\nusers: [{name: u, user: ${user}}]`
  );
}

function load(files: Readonly<Record<string, string>>, host: Partial<KubeconfigHost>): ReturnType<typeof loadKubeconfig> {
  return loadKubeconfig({ ...posix, parseYaml, readFile: async (file) => files[file], ...host });
}

async function connection(files: Readonly<Record<string, string>>, host: Partial<KubeconfigHost>, context?: string): Promise<Connection> {
  const config = await load(files, host);
  if (!config.ok) throw new Error(describeError(config.error, undefined));
  const resolved = resolveConnection(config.value, context);
  if (!resolved.ok) throw new Error(describeError(resolved.error, undefined));
  return resolved.value;
}

async function sentence(files: Readonly<Record<string, string>>, host: Partial<KubeconfigHost>): Promise<string> {
  return connection(files, host).then(
    () => "no error",
    (error: Error) => error.message,
  );
}
