import { describe, expect, test } from "vitest";
import { expectJudgement } from "../../../../test/helpers/validation";
import { withoutNulls } from "./nulls";
import type { SchemaNode } from "./schemaNode";

const schema: SchemaNode = {
  type: "object",
  properties: {
    text: { type: "string" },
    kept: { type: "string", nullable: true },
    list: { type: "array", items: { $ref: "#/definitions/item" } },
    map: { type: "object", additionalProperties: { $ref: "#/definitions/item" } },
    free: { type: "object", "x-freeForm": true },
  },
  definitions: { item: { type: "object", properties: { name: { type: "string" } } } },
};

describe("withoutNulls", () => {
  test("leaves the fields out that have no value", () => {
    const manifest = { text: null, list: [{ name: null }], map: { a: { name: null } } };
    expect(withoutNulls(schema, manifest)).toEqual({
      value: { list: [{}], map: { a: {} } },
      dropped: [["text"], ["list", 0, "name"], ["map", "a", "name"]],
    });
  });

  test("keeps null where it can stand, in lists and maps, and where nothing is known of the field", () => {
    const manifest = { kept: null, list: [null], map: { a: null }, free: { a: null }, other: null };
    expect(withoutNulls(schema, manifest)).toEqual({ value: manifest, dropped: [] });
  });

  test("gives a manifest without null as it is", () => {
    const manifest = { text: "a", list: [{ name: "b" }] };
    expect(withoutNulls(schema, manifest).value).toBe(manifest);
  });
});

describe("a field without value", () => {
  test("is a slip where it may be absent, and the rest is judged as if it were", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [a.example.com]
      http:
      - route: null
               ^^^^ schema-type warning: "route" has no value
        redirect: {uri: /a}
      - route:
        ^^^^^ schema-type warning: Write a list, or remove the key
        redirect: {uri: /b}
      `,
    );
  });

  test("is an error where it is required", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: ~
            ^ schema-type error: the field is required. Write text.
      `,
    );
  });

  test("is an error in a list and in a map", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [a.example.com]
      http:
      - match:
        - headers: {x-version: null}
                               ^^^^ schema-type error: leaves an entry of a map out
        - null
          ^^^^ schema-type error: refuses null in a list
        redirect: {uri: /a}
      `,
    );
  });
});

describe("what the readers of an object cannot hold", () => {
  test("a number of more than 32 bits", () => {
    expectJudgement(
      "DestinationRule",
      `
      host: a
      trafficPolicy:
        connectionPool:
          tcp: {maxConnections: 2147483648}
                                ^^^^^^^^^^ schema-bound error: between -2147483648 and 2147483647
          http: {maxRetries: 2147483647}
      `,
    );
  });

  test("bytes that are not base64", () => {
    expectJudgement(
      "VirtualService",
      `
      hosts: [a.example.com]
      http:
      - directResponse: {status: 200, body: {bytes: YWI}}
                                                    ^^^ schema-pattern error: base64, with padding
      - directResponse: {status: 200, body: {bytes: YWI=}}
      `,
    );
  });
});
