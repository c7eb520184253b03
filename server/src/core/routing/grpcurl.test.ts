import { expect, test } from "vitest";
import { parseRequestCommand } from "./grpcurl";

const call = { host: "greeter", port: 50051, method: "POST", path: "/helloworld.Greeter/SayHello" };

test.each([
  [
    `grpcurl -plaintext -H 'version: 200' -d '{"name": "you"}' greeter:50051 helloworld.Greeter/SayHello`,
    { ...call, scheme: "http", headers: { version: "200" } },
  ],
  ["grpcurl --plaintext greeter:50051 helloworld.Greeter.SayHello", { ...call, scheme: "http" }],
  [
    "grpcurl -proto a.proto -rpc-header a:1 -H a:2 -authority shop -servername edge greeter:50051 helloworld.Greeter/SayHello",
    { ...call, scheme: "https", sni: "edge", headers: { a: ["1", "2"], host: "shop" } },
  ],
  ["$ curl -k https://website/", { scheme: "https", host: "website", path: "/" }],
])("%s", (command, request) => {
  expect(parseRequestCommand(command)).toEqual(request);
});

test.each([
  ["grpcurl -plaintext", "no address"],
  ["grpcurl -plaintext greeter:50051 list", "calls no method"],
  ["grpcurl -H nothing greeter:50051 a.B/C", "name: value"],
  ["grpcurl greeter:99999 a.B/C", "port"],
  ["grpcurl 'greeter", "not closed"],
  ["kubectl get pods", "starts with curl"],
])("%s is not understood", (command, message) => {
  expect(parseRequestCommand(command)).toContain(message);
});
