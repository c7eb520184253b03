import { describe, test } from "vitest";
import { expectJudgement, expectMended } from "../../../../../../test/helpers/validation";

describe("incomplete-patch", () => {
  test("says what to do where, with what", () => {
    expectJudgement(
      "EnvoyFilter",
      `
      configPatches:
      - patch: {operation: REMOVE}
        ^^^^^ incomplete-patch error: Add "applyTo"
      - applyTo: CLUSTER
        ^^^^^^^ incomplete-patch error: Add "patch"
      - applyTo: CLUSTER
        patch: {value: {name: a}}
        ^^^^^ incomplete-patch error: Add "operation"
      - applyTo: CLUSTER
        patch: {operation: MERGE}
        ^^^^^ incomplete-patch error: The operation MERGE needs a value
      - applyTo: CLUSTER
        patch: {operation: REMOVE}
      - match: {context: WAYPOINT, waypoint: {}}
      `,
    );
  });
});

describe("patch-match-mismatch", () => {
  test("objects are matched by their class", () => {
    expectJudgement(
      "EnvoyFilter",
      `
      configPatches:
      - applyTo: CLUSTER
        match: {listener: {portNumber: 80}}
                ^^^^^^^^ patch-match-mismatch error: is matched by "cluster"
        patch: {operation: REMOVE}
      - applyTo: HTTP_ROUTE
        match: {cluster: {}}
                ^^^^^^^ patch-match-mismatch error: is matched by "routeConfiguration"
        patch: {operation: REMOVE}
      - applyTo: BOOTSTRAP
        match: {cluster: {}}
        patch: {operation: REMOVE}
      `,
    );
  });

  test("filters by name, those of HTTP below the connection manager", () => {
    expectJudgement(
      "EnvoyFilter",
      `
      configPatches:
      - applyTo: HTTP_FILTER
        match: {listener: {filterChain: {filter: {name: envoy.tcp_proxy, subFilter: {name: a}}}}}
                                                        ^^^^^^^^^^^^^^^ patch-match-mismatch warning: it is "envoy.filters.network.tcp_proxy" now
                                                        ^^^^^^^^^^^^^^^ patch-match-mismatch error: Filters of HTTP are below
        patch: {operation: REMOVE}
      - applyTo: NETWORK_FILTER
        match: {listener: {filterChain: {filter: {name: a, subFilter: {name: b}}}}}
                                                           ^^^^^^^^^ patch-match-mismatch error: for HTTP_FILTER only
        patch: {operation: REMOVE}
      - applyTo: LISTENER
        match: {listener: {filterChain: {filter: {}}}}
                                         ^^^^^^ patch-match-mismatch error: Add "name"
                                         ^^^^^^ patch-match-mismatch warning: has no effect
        patch: {operation: REMOVE}
      - applyTo: HTTP_FILTER
        match: {listener: {filterChain: {filter: {name: envoy.filters.network.http_connection_manager, subFilter: {}}}}}
                                                                                                       ^^^^^^^^^ patch-match-mismatch error: Add "name"
        patch: {operation: REMOVE}
      `,
    );
  });

  test("old names are replaced", () => {
    expectMended(
      "EnvoyFilter",
      `
      configPatches:
      - applyTo: NETWORK_FILTER
        match: {listener: {filterChain: {filter: {name: envoy.tcp_proxy}}}}
        patch: {operation: REMOVE}
      `,
      "patch-match-mismatch",
      "Change to envoy.filters.network.tcp_proxy",
      `
      configPatches:
      - applyTo: NETWORK_FILTER
        match: {listener: {filterChain: {filter: {name: envoy.filters.network.tcp_proxy}}}}
        patch: {operation: REMOVE}
      `,
    );
  });
});

describe("invalid-patch-value", () => {
  test("a typed configuration is a mapping with a type", () => {
    expectJudgement(
      "EnvoyFilter",
      `
      configPatches:
      - applyTo: HTTP_FILTER
        patch: {operation: INSERT_FIRST, value: {name: a, typed_config: lua}}
                                                                        ^^^ invalid-patch-value error: is a mapping
      - applyTo: HTTP_FILTER
        patch: {operation: INSERT_FIRST, value: {name: a, typed_config: [lua]}}
                                                          ^^^^^^^^^^^^ invalid-patch-value error: is a mapping
      - applyTo: HTTP_FILTER
        patch: {operation: INSERT_FIRST, value: {name: a, typed_config: {"@type": ""}}}
                                                                                  ^^ invalid-patch-value error: names no type
      - applyTo: HTTP_FILTER
        patch: {operation: INSERT_FIRST, value: {name: a, typed_config: {"@type": envoy.config.filter.http.lua.v2.Lua}}}
                                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid-patch-value error: API v2 is gone
      `,
    );
  });

  test("the fields of a cluster that are set most", () => {
    expectJudgement(
      "EnvoyFilter",
      `
      configPatches:
      - applyTo: CLUSTER
        patch: {operation: MERGE, value: {connect_timeout: 5, lb_policy: ROUND-ROBIN}}
                                                           ^ invalid-patch-value error: a text with a unit
                                                                         ^^^^^^^^^^^ invalid-patch-value error: no value that Envoy knows
      - applyTo: CLUSTER
        patch: {operation: MERGE, value: {connectTimeout: 500ms, type: DNS}}
                                                                       ^^^ invalid-patch-value error: STRICT_DNS
      - applyTo: CLUSTER
        patch: {operation: ADD, value: {name: a, connect_timeout: 0.5s, type: STRICT_DNS, lb_policy: 5}}
      `,
    );
  });

  test("types that are there, and names that are texts", () => {
    expectJudgement(
      "EnvoyFilter",
      `
      configPatches:
      - applyTo: CLUSTER
        patch: {operation: ADD, value: {name: false, lb_policy: RING_HASH}}
                                              ^^^^^ invalid-patch-value error: A name is a text
      - applyTo: HTTP_FILTER
        patch:
          operation: INSERT_BEFORE
          value:
            name: envoy.filters.http.ext_authz
            typed_config:
              "@type": type.googleapis.com/envoy.config.filter.http.ext_authz.v2.ExtAuthz
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid-patch-value error: API v2 is gone
      - applyTo: NETWORK_FILTER
        patch:
          operation: ADD
          value:
          ^^^^^ invalid-patch-value warning: has no "typed_config"
            filters: [{name: a, typed_config: {stat_prefix: a}}]
                                ^^^^^^^^^^^^ invalid-patch-value error: Add "@type
      - applyTo: HTTP_FILTER
        patch:
          operation: INSERT_FIRST
          value: {name: a, typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua}}
      `,
    );
  });
});
