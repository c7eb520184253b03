import { expect, test } from "vitest";
import { parseCurl } from "./curl";

test.each([
  ["curl website", { scheme: "http", host: "website" }],
  ["curl -s http://website:8080/a?b=c#d", { scheme: "http", host: "website", port: 8080, path: "/a?b=c" }],
  ["curl http://website/a/../b/./c/..?x=/../y", { scheme: "http", host: "website", path: "/b/?x=/../y" }],
  ["curl --path-as-is http://website/a/../b", { scheme: "http", host: "website", path: "/a/../b" }],
  ["curl -X PUT http://website/", { scheme: "http", host: "website", path: "/", method: "PUT" }],
  ["curl -XDELETE http://website", { scheme: "http", host: "website", method: "DELETE" }],
  ["curl --request=PATCH http://website", { scheme: "http", host: "website", method: "PATCH" }],
  [`curl -H 'qa: canary-test' -H "Host: x" website`, { scheme: "http", host: "website", headers: { qa: "canary-test", host: "x" } }],
  ["curl -H a:1 -H A:2 website", { scheme: "http", host: "website", headers: { a: ["1", "2"] } }],
  [`curl -d '{"a": "it"}' http://website/api`, { scheme: "http", host: "website", path: "/api", method: "POST" }],
  ["curl --data x -X PUT website", { scheme: "http", host: "website", method: "PUT" }],
  ["curl -G -d q=1 website", { scheme: "http", host: "website" }],
  ["curl -sSI website", { scheme: "http", host: "website", method: "HEAD" }],
  ["curl -sXPOST website", { scheme: "http", host: "website", method: "POST" }],
  ["curl --http2 --http2-prior-knowledge -k -v website", { scheme: "http", host: "website" }],
  ["curl -o /dev/null -w '%{http_code}' website", { scheme: "http", host: "website" }],
  [
    "curl -k --resolve shop.example.com:443:10.0.0.1 https://shop.example.com",
    { scheme: "https", host: "shop.example.com", address: "10.0.0.1" },
  ],
  [
    "curl --connect-to shop.example.com:443:gateway:8443 https://shop.example.com",
    { scheme: "https", host: "shop.example.com", port: 8443, sni: "shop.example.com" },
  ],
  ["curl \\\n  -H 'a: b' \\\n  website", { scheme: "http", host: "website", headers: { a: "b" } }],
  [`curl -H "a: say \\"hi\\"" web\\site`, { scheme: "http", host: "website", headers: { a: 'say "hi"' } }],
  ["curl -H $'a: it\\'s' website", { scheme: "http", host: "website", headers: { a: "it's" } }],
  ["curl website | jq . ; rm x", { scheme: "http", host: "website" }],
])("%s", (command, request) => {
  expect(parseCurl(command)).toEqual(request);
});

test.each([
  ["wget website", "starts with curl"],
  ["curl -s", "no URL"],
  ["curl 'http://website", "not closed"],
  ["curl -H nothing website", "name: value"],
  ["curl ftp://website", "scheme"],
])("%s is not understood", (command, message) => {
  expect(parseCurl(command)).toContain(message);
});
