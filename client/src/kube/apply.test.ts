import { describe, expect, test } from "vitest";
import { type ApplyEnvironment, type ApplyHooks, applyDocuments } from "./apply";
import type { ApplyOptions, ClusterObject, ClusterPort } from "./cluster";
import type { ClusterError } from "./errors";
import type { Connection } from "./kubeconfig";
import { anonymousUser } from "./kubeconfigEntries";
import { type ApplyOutcome, describeOutcome, describeResult } from "./outcome";
import type { ApplyDocument, Plan } from "./plan";
import { err, ok, type Result } from "./result";
import type { Target } from "./target";
import { toYaml } from "./yamlText";

const target: Target = { context: "kind", server: "https://127.0.0.1:6443", user: "me", namespace: "shop", program: undefined };
const place = 'context "kind" (https://127.0.0.1:6443)';

function configMap(name: string, value = "1"): ClusterObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "shop" }, data: { value } };
}

/** A cluster in memory. `fail` decides by the request whether it fails. */
class FakeCluster implements ClusterPort {
  readonly objects = new Map<string, ClusterObject>();
  readonly writes: string[] = [];
  closed = false;
  versionError: ClusterError | undefined;
  fail: (object: ClusterObject, options: ApplyOptions) => ClusterError | undefined = () => undefined;
  failGet: (object: ClusterObject) => ClusterError | undefined = () => undefined;

  readonly serverVersion = async (): Promise<Result<string, ClusterError>> =>
    this.versionError === undefined ? ok("v1.32.0") : err(this.versionError);

  readonly get = async (object: ClusterObject): Promise<Result<ClusterObject | undefined, ClusterError>> => {
    const error = this.failGet(object);
    return error === undefined ? ok(this.objects.get(object.metadata.name)) : err(error);
  };

  readonly serverSideApply = async (object: ClusterObject, options: ApplyOptions): Promise<Result<ClusterObject, ClusterError>> => {
    const error = this.fail(object, options);
    if (error !== undefined) return err(error);
    if (!options.dryRun) {
      this.writes.push(`${options.fieldManager}${options.force ? " forces" : ""} ${object.metadata.name}`);
      this.objects.set(object.metadata.name, object);
    }
    return ok(object);
  };

  readonly close = (): void => {
    this.closed = true;
  };
}

interface Scene {
  readonly cluster: FakeCluster;
  readonly plans: Plan[];
  readonly asked: string[];
  run(objects: readonly ClusterObject[], overrides?: Partial<ApplyHooks & ApplyEnvironment>, signal?: AbortSignal): Promise<ApplyOutcome>;
}

function scene(): Scene {
  const cluster = new FakeCluster();
  const plans: Plan[] = [];
  const asked: string[] = [];
  return {
    cluster,
    plans,
    asked,
    run: (objects, overrides = {}, signal = new AbortController().signal) => {
      const environment: ApplyEnvironment = {
        resolve: async () => ok(connectionTo(target)),
        connect: () => cluster,
        toYaml,
        domain: "cluster.local",
        mayStartProgram: false,
        ...overrides,
      };
      const hooks: ApplyHooks = {
        confirm: async (_, plan) => {
          plans.push(plan);
          asked.push("apply");
          return true;
        },
        confirmForce: async (_, conflicting) => {
          asked.push(`force ${conflicting.map((item) => item.title).join(", ")}`);
          return false;
        },
        isCurrent: () => true,
        progress: () => undefined,
        ...overrides,
      };
      const documents = objects.map((object, index): ApplyDocument => ({ object, uri: `file:///${index}.yaml`, version: index }));
      return applyDocuments(documents, environment, hooks, signal);
    },
  };
}

function connectionTo(where: Target): Connection {
  const cluster = {
    server: where.server,
    caFile: undefined,
    caData: undefined,
    skipTlsVerify: false,
    tlsServerName: undefined,
    proxyUrl: undefined,
  };
  const user = { ...anonymousUser, token: "t" };
  return { target: where, cluster, user };
}

function results(outcome: ApplyOutcome): readonly string[] {
  if (outcome.kind !== "applied") throw new Error(`not applied but ${outcome.kind}`);
  return outcome.results.map((result) => `${result.outcome} ${result.item.document.object.metadata.name}`);
}

describe("the way to a write", () => {
  test("creates, changes and leaves alone, under our own field manager and without force", async () => {
    const { cluster, run, asked } = scene();
    cluster.objects.set("old", configMap("old", "0"));
    cluster.objects.set("same", configMap("same"));
    const outcome = await run([configMap("new"), configMap("old"), configMap("same")]);
    expect(results(outcome)).toEqual(["created new", "updated old", "unchanged same"]);
    expect(cluster.writes).toEqual(["istio-traffic new", "istio-traffic old"]);
    expect(asked).toEqual(["apply"]);
    expect(describeOutcome(outcome)).toBe(`Applied 2 objects to ${place}.`);
    expect(cluster.closed).toBe(true);
  });

  test("without a yes nothing is written", async () => {
    const { cluster, run } = scene();
    expect((await run([configMap("new")], { confirm: async () => false })).kind).toBe("declined");
    expect(cluster.writes).toEqual([]);
  });

  test("where all is there already nobody is asked", async () => {
    const { cluster, run, asked } = scene();
    cluster.objects.set("same", configMap("same"));
    expect((await run([configMap("same")])).kind).toBe("nothing-to-do");
    expect(asked).toEqual([]);
  });

  test("an object that the server refuses keeps all of them from being written, and every reason is in the plan", async () => {
    const { cluster, run, asked } = scene();
    const error: ClusterError = { kind: "invalid", fields: ["data"], detail: "data: Invalid value" };
    cluster.fail = (object) => (object.metadata.name === "good" ? undefined : error);
    const outcome = await run([configMap("good"), configMap("bad"), configMap("worse")]);
    expect(outcome.kind === "not-applicable" && outcome.plan.items.map((item) => item.action)).toEqual(["create", "failed", "failed"]);
    expect(describeOutcome(outcome)).toBe(`Nothing was applied: ${place} refuses 2 of 3 objects.`);
    expect(asked).toEqual([]);
    expect(cluster.writes).toEqual([]);
  });

  test("reading an object may be forbidden as well", async () => {
    const { cluster, run } = scene();
    cluster.failGet = () => ({ kind: "forbidden", action: undefined, detail: "no get for you" });
    expect(describeOutcome(await run([configMap("secret")]))).toBe(
      `Nothing was applied. ConfigMap shop/secret: Forbidden in ${place}: no get for you.`,
    );
  });
});

describe("what meets every object ends the work at once", () => {
  test("no kubeconfig", async () => {
    const { run } = scene();
    const outcome = await run([configMap("new")], { resolve: async () => err({ kind: "no-kubeconfig", lookedAt: ["/k"] }) });
    expect(describeOutcome(outcome)).toBe("No kubeconfig found: looked at /k.");
  });

  test("an unreachable server is told once, not once per object", async () => {
    const { cluster, run } = scene();
    cluster.versionError = { kind: "unreachable", cause: "connection-refused", detail: "" };
    const outcome = await run([configMap("a"), configMap("b")]);
    expect(describeOutcome(outcome)).toBe(`The API server of ${place} cannot be reached: the connection was refused.`);
    expect(cluster.closed).toBe(true);
  });

  test("a version that may not be read does not matter", async () => {
    const { cluster, run } = scene();
    cluster.versionError = { kind: "forbidden", action: undefined, detail: "anonymous" };
    expect(results(await run([configMap("a")]))).toEqual(["created a"]);
  });

  test("a server that stops answering in the middle of the dry runs", async () => {
    const { cluster, run } = scene();
    cluster.fail = (object) => (object.metadata.name === "b" ? { kind: "timeout", seconds: 15 } : undefined);
    expect(await run([configMap("a"), configMap("b")])).toMatchObject({ kind: "failed", error: { kind: "timeout" } });
  });
});

describe("fields of other managers", () => {
  const conflict: ClusterError = { kind: "conflict", conflicts: [{ manager: "helm", fields: [".data.value"] }], detail: "1 conflict" };
  const contested = (): Scene => {
    const made = scene();
    made.cluster.objects.set("shared", configMap("shared", "0"));
    made.cluster.fail = (object, { force }) => (object.metadata.name === "shared" && !force ? conflict : undefined);
    return made;
  };

  test("are shown in the plan with the outcome of taking them, and asked about apart", async () => {
    const { cluster, run, plans, asked } = contested();
    expect((await run([configMap("shared"), configMap("free")])).kind).toBe("declined");
    expect(plans[0]?.items[0]).toMatchObject({ action: "update", conflicts: [{ manager: "helm", fields: [".data.value"] }] });
    expect(plans[0]?.items[0]?.after).toContain('value: "1"'.replaceAll('"', "'"));
    expect(asked).toEqual(["apply", "force ConfigMap shop/shared"]);
    expect(cluster.writes).toEqual([]);
  });

  test("are taken after the second yes, and only where there is a conflict", async () => {
    const { cluster, run } = contested();
    expect(results(await run([configMap("shared"), configMap("free")], { confirmForce: async () => true }))).toEqual([
      "updated shared",
      "created free",
    ]);
    expect(cluster.writes).toEqual(["istio-traffic forces shared", "istio-traffic free"]);
  });

  test("a no to the plan is not followed by the second question", async () => {
    const { run, asked } = contested();
    await run([configMap("shared")], { confirm: async () => false });
    expect(asked).toEqual([]);
  });

  test("a conflict that arises only at the write is not forced", async () => {
    const { cluster, run } = scene();
    cluster.fail = (_, { dryRun }) => (dryRun ? undefined : conflict);
    const outcome = await run([configMap("new")]);
    expect(results(outcome)).toEqual(["failed new"]);
    expect(describeOutcome(outcome)).toBe(
      `Applied 0 of 1 objects to ${place}, then stopped. ConfigMap shop/new not applied: Other managers own fields of the object in ${place}: "helm" owns .data.value.`,
    );
  });
});

describe("what may have changed while the person was reading", () => {
  test.each<[string, Target, readonly string[]]>([
    ["context", { ...target, context: "prod" }, ["context (kind -> prod)"]],
    ["server behind the same context", { ...target, server: "https://prod" }, ["server (https://127.0.0.1:6443 -> https://prod)"]],
    ["user", { ...target, user: "" }, ["user (me -> none)"]],
    ["namespace", { ...target, namespace: "default" }, ["namespace (shop -> default)"]],
    ["program of the credentials", { ...target, program: "evil" }, ["program (none -> evil)"]],
  ])("the %s", async (_, later, changes) => {
    const { cluster, run } = scene();
    const answers = [target, later];
    const outcome = await run([configMap("new")], { resolve: async () => ok(connectionTo(answers.shift() ?? later)) });
    expect(outcome).toMatchObject({ kind: "refused", refusal: { reason: "target-changed", changes } });
    expect(cluster.writes).toEqual([]);
  });

  test("the kubeconfig went away", async () => {
    const { cluster, run } = scene();
    const answers = [ok(connectionTo(target))];
    const outcome = await run([configMap("new")], {
      resolve: async () => answers.shift() ?? err({ kind: "no-kubeconfig", lookedAt: ["/k"] }),
    });
    expect(outcome).toMatchObject({ kind: "failed", error: { kind: "no-kubeconfig" } });
    expect(cluster.writes).toEqual([]);
  });

  test("a document", async () => {
    const { cluster, run } = scene();
    const outcome = await run([configMap("a"), configMap("b")], { isCurrent: (document) => document.version === 0 });
    expect(describeOutcome(outcome)).toBe(
      `Nothing was applied to ${place}, because the document of ConfigMap shop/b changed since the plan was shown.`,
    );
    expect(cluster.writes).toEqual([]);
  });

  test("the object in the cluster: it is not overwritten", async () => {
    const { cluster, run } = scene();
    cluster.objects.set("a", configMap("a", "0"));
    const outcome = await run([configMap("a")], {
      confirm: async () => {
        cluster.objects.set("a", configMap("a", "7"));
        return true;
      },
    });
    expect(results(outcome)).toEqual(["failed a"]);
    expect(cluster.writes).toEqual([]);
  });
});

describe("a write that fails", () => {
  test("stops the ones behind it, and each is told", async () => {
    const { cluster, run } = scene();
    cluster.fail = (object, { dryRun }) => (!dryRun && object.metadata.name === "b" ? { kind: "other", detail: "no leader" } : undefined);
    const outcome = await run([configMap("a"), configMap("b"), configMap("c")]);
    expect(outcome.kind === "applied" && outcome.results.map((result) => describeResult(result, target))).toEqual([
      "ConfigMap shop/a created.",
      `ConfigMap shop/b not applied: The API server of ${place} answered: no leader.`,
      "ConfigMap shop/c not applied, because ConfigMap shop/b before it was not.",
    ]);
    expect(cluster.writes).toEqual(["istio-traffic a"]);
  });

  test("without an answer leaves open whether it happened", async () => {
    const { cluster, run } = scene();
    cluster.fail = (_, { dryRun }) => (dryRun ? undefined : { kind: "timeout", seconds: 15 });
    const outcome = await run([configMap("a")]);
    expect(describeOutcome(outcome)).toBe(
      `Applied 0 of 1 objects to ${place}, then stopped. ConfigMap shop/a may or may not have been applied: The API server of ${place} did not answer within 15 seconds.`,
    );
  });

  test("after a cancellation during the question nothing is written", async () => {
    const { cluster, run } = scene();
    const controller = new AbortController();
    const confirm = async (): Promise<boolean> => {
      controller.abort();
      return true;
    };
    expect(await run([configMap("a")], { confirm }, controller.signal)).toMatchObject({ kind: "failed", error: { kind: "cancelled" } });
    expect(cluster.writes).toEqual([]);
  });
});

describe("what is refused before the cluster is contacted", () => {
  const contacted = (): ClusterPort => {
    throw new Error("contacted");
  };

  test("starting a program in an untrusted workspace", async () => {
    const { run } = scene();
    const withProgram = { resolve: async () => ok(connectionTo({ ...target, program: "aws" })), connect: contacted };
    const outcome = await run([configMap("a")], withProgram);
    expect(describeOutcome(outcome)).toBe(
      `C${place.slice(1)} takes its credentials from the program "aws", which is not started in an untrusted workspace.`,
    );
    await expect(run([configMap("a")], { ...withProgram, mayStartProgram: true })).rejects.toThrow("contacted");
  });

  test("two documents for one object, also where one leaves the namespace to the context or names another version", async () => {
    const { run } = scene();
    const rule = (apiVersion: string, metadata: ClusterObject["metadata"]): ClusterObject => ({
      apiVersion,
      kind: "VirtualService",
      metadata,
    });
    const twice = [
      rule("networking.istio.io/v1", { name: "web", namespace: "shop" }),
      rule("networking.istio.io/v1beta1", { name: "web" }),
    ];
    expect(describeOutcome(await run(twice, { connect: contacted }))).toBe(
      `VirtualService web is there more than once: select the one to apply to ${place}.`,
    );
  });
});
