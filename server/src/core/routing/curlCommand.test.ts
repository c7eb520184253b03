import { expect, test } from "vitest";
import { parseCurl } from "./curl";
import { curlCommand } from "./curlCommand";
import type { SimulationRequest } from "./simulation";

type Asked = Omit<SimulationRequest, "from">;

test.each<[string, Asked]>([
  ["curl http://website/", { scheme: "http", host: "website", path: "/" }],
  [
    "curl -X POST -H 'version: 200' http://greeter:50051/a.B/C",
    { scheme: "http", host: "greeter", port: 50051, method: "POST", path: "/a.B/C", headers: { version: "200" } },
  ],
  ["curl -I http://website/", { scheme: "http", host: "website", path: "/", method: "HEAD" }],
  [
    "curl -H 'a: it'\\''s' -H 'a: $2' 'http://website/?q=1'",
    { scheme: "http", host: "website", path: "/?q=1", headers: { a: ["it's", "$2"] } },
  ],
  [
    "curl --resolve shop.example.com:443:10.0.0.1 https://shop.example.com/",
    { scheme: "https", host: "shop.example.com", path: "/", address: "10.0.0.1" },
  ],
])("%s", (command, request) => {
  expect(curlCommand(request)).toBe(command);
  expect(parseCurl(command)).toEqual(request);
});

test("a port that goes without saying is left out", () => {
  expect(curlCommand({ scheme: "https", host: "website", port: 443 })).toBe("curl https://website/");
  expect(curlCommand({ scheme: "http", host: "website", port: 443 })).toBe("curl http://website:443/");
});

test("curl makes no bare connection", () => {
  expect(curlCommand({ scheme: "tcp", host: "tcp-echo" })).toBeUndefined();
  expect(curlCommand({ scheme: "http", host: "" })).toBeUndefined();
});
