import { describe, expect, test } from "vitest";
import { openMesh } from "../../../../test/helpers/meshFixture";
import { createSimulator } from "./simulate";
import type { SimulationRequest } from "./simulation";

const service = (name: string, ports: string, more = ""): string =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: app}, spec: {${more}selector: {app: ${name}}, ports: [${ports}]}}`;
const web = "{name: http, port: 80}";
const virtualService = (name: string, hosts: string, http: string, namespace = "app", more = ""): string =>
  `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: ${name}, namespace: ${namespace}}, spec: {${more}hosts: ${hosts}, http: ${http}}}`;
const answer = (status: number): string => `[{directResponse: {status: ${status}}}]`;

function ask(manifests: readonly string[], host: string, more: Partial<SimulationRequest> = {}) {
  const { index } = openMesh(manifests.join("\n---\n"), { complete: true });
  return createSimulator(index).simulate({ from: { namespace: "app", labels: { app: "caller" } }, scheme: "http", host, ...more }).outcome;
}

describe("hosts of VirtualServices that no service has", () => {
  const one = service("one", `${web}, {name: http-alt, port: 8080}, {name: tcp, port: 9000}`);

  test("are served on port 80, and on other ports only beside a service with http there", () => {
    const alone = virtualService("v", "[a.org, '*.b.org']", answer(204));
    expect(ask([one, alone], "a.org").status).toBe(204);
    expect(ask([one, alone], "x.b.org").status).toBe(204);
    expect(ask([one, alone], "a.org", { port: 8080 }).type).toBe("passthrough");
    const beside = virtualService("v", "[a.org, one]", answer(204));
    expect(ask([one, beside], "a.org", { port: 8080 }).status).toBe(204);
    const wildcard = virtualService("v", "[a.org, '*.app.svc.cluster.local']", answer(204));
    expect(ask([one, wildcard], "a.org", { port: 8080 }).status).toBe(204);
  });

  test("a VirtualService of which no rule is for the caller takes nothing: the service has its default route", () => {
    const others = virtualService("v", "[one]", "[{match: [{sourceLabels: {app: other}}], directResponse: {status: 204}}]");
    expect(ask([one, others], "one").destinations).toHaveLength(1);
    expect(ask([one, others], "one", { from: { namespace: "app", labels: { app: "other" } } }).status).toBe(204);
  });
});

describe("wildcard hosts", () => {
  const both = [service("one", web), service("two", web)];

  test("take the services that no VirtualService names more closely, however old they are", () => {
    const mesh = [...both, virtualService("a", "['*.app.svc.cluster.local']", answer(201)), virtualService("z", "[one]", answer(202))];
    expect([ask(mesh, "one").status, ask(mesh, "two").status]).toEqual([202, 201]);
  });

  test("of two the longer takes the service", () => {
    const mesh = [
      ...both,
      virtualService("a", "['*.cluster.local']", answer(201)),
      virtualService("z", "['*.app.svc.cluster.local']", answer(202)),
    ];
    expect(ask(mesh, "one").status).toBe(202);
  });
});

describe("two VirtualServices for one host", () => {
  const one = service("one", web);
  const full = "[one.app.svc.cluster.local]";

  test("are not merged: the older one has the host, and what it does not match is not found", () => {
    const mesh = [
      one,
      virtualService("a", "[one]", "[{match: [{uri: {prefix: /a}}], directResponse: {status: 201}}]"),
      virtualService("b", "[one]", answer(202)),
    ];
    expect([ask(mesh, "one", { path: "/a" }).status, ask(mesh, "one", { path: "/b" }).status]).toEqual([201, 404]);
  });

  test("one that only the caller's namespace sees comes before one exported to it, that before one for everybody", () => {
    const everybody = virtualService("a", full, answer(201), "x");
    const exported = virtualService("b", full, answer(202), "y", "exportTo: [app], ");
    const own = virtualService("c", full, answer(203), "app", "exportTo: ['.'], ");
    expect(ask([one, everybody, exported, own], "one").status).toBe(203);
    expect(ask([one, everybody, exported], "one").status).toBe(202);
    expect(ask([one, everybody], "one").status).toBe(201);
    const elsewhere: SimulationRequest["from"] = { namespace: "z", labels: {} };
    expect(ask([one, everybody, exported, own], "one.app", { from: elsewhere }).status).toBe(201);
  });
});

describe("the names of a service", () => {
  const mesh = [
    service("one", web, "clusterIP: 10.0.0.9, "),
    virtualService("v", "[one]", answer(204)),
    service("bare", web, "clusterIP: None, "),
  ];

  test.each([
    "one",
    "one.app",
    "one.app.svc",
    "one.app.svc.cluster.local",
    "one.app.svc.cluster.local.",
    "ONE.app",
    "one:8443",
    "10.0.0.9",
  ])("%s, within its namespace", (authority) => expect(ask(mesh, "one", { headers: { host: authority } }).status).toBe(204));

  test("from another namespace the first label alone is somebody else", () => {
    const from: SimulationRequest["from"] = { namespace: "z", labels: {} };
    expect(ask(mesh, "one.app", { from, headers: { host: "one" } }).type).toBe("passthrough");
    expect(ask(mesh, "one.app", { from, headers: { host: "one.app" } }).status).toBe(204);
  });

  test("a headless service has those of its pods as well", () => {
    const rules = virtualService("w", "[bare]", answer(205));
    expect(ask([...mesh, rules], "pod-0.bare", { headers: { host: "pod-0.bare.app.svc.cluster.local" } }).status).toBe(205);
    expect(ask(mesh, "one", { headers: { host: "pod-0.one.app.svc.cluster.local" } }).type).toBe("passthrough");
  });

  test("one virtual host decides: no route of it matches, so a broader one is not asked", () => {
    const narrow = virtualService("n", "[a.org]", "[{match: [{uri: {exact: /a}}], directResponse: {status: 201}}]");
    const broad = virtualService("b", "['*.org']", answer(202));
    expect(ask([...mesh, narrow, broad], "a.org", { path: "/b" }).status).toBe(404);
    expect(ask([...mesh, narrow, broad], "b.org", { path: "/b" }).status).toBe(202);
  });
});

describe("rules behind one that takes everything for the caller", () => {
  const one = service("one", `${web}, {name: http-alt, port: 8080}`);
  const status = (first: string, more: Partial<SimulationRequest> = {}) =>
    ask(
      [
        one,
        virtualService(
          "v",
          "[one]",
          `[{match: [${first}], directResponse: {status: 201}}, {match: [{uri: {exact: /x}}], directResponse: {status: 202}}]`,
        ),
      ],
      "one",
      {
        path: "/x",
        ...more,
      },
    ).status;

  test.each([
    "{uri: {prefix: /}}",
    "{uri: {regex: '.*'}}",
    "{port: 80}",
    "{gateways: [mesh]}",
    "{sourceLabels: {app: caller}}",
    "{sourceNamespace: app}",
  ])("%s ends the list", (match) => expect(status(match)).toBe(201));

  test.each(["{port: 8080}", "{gateways: [gw]}", "{sourceLabels: {app: other}}", "{sourceNamespace: z}"])("%s is not for it", (match) =>
    expect(status(match)).toBe(202),
  );

  test("with gateways named, the source is not asked", () =>
    expect(status("{gateways: [mesh], sourceNamespace: z, sourceLabels: {app: other}}")).toBe(201));
});

describe("the port of a destination that names none", () => {
  const mesh = [service("one", `${web}, {name: http-alt, port: 8080}`), service("single", "{name: http, port: 8080}")];
  const route = (weights: string) => [...mesh, virtualService("v", "[one]", `[{route: [${weights}]}]`)];

  test("is the one that was called, and a service without it has no cluster", () => {
    const to = route("{destination: {host: single}}");
    expect(ask(to, "one", { port: 8080 }).destinations).toMatchObject([{ port: 8080 }]);
    expect(ask(to, "one")).toMatchObject({ type: "no-cluster", status: 503 });
  });

  test("a lone destination has everything whatever its weight; of several those with weight 0 have nothing", () => {
    expect(ask(route("{destination: {host: one}, weight: 0}"), "one").destinations).toMatchObject([{ share: 100 }]);
    const shares = ask(
      route(
        "{destination: {host: one}, weight: 1}, {destination: {host: one, port: {number: 8080}}, weight: 3}, {destination: {host: missing}, weight: 0}",
      ),
      "one",
    ).destinations;
    expect(shares.map((one) => [one.port, one.share])).toEqual([
      [80, 25],
      [8080, 75],
    ]);
  });
});
