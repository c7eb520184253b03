import { describe, test } from "vitest";
import { expectJudgement } from "../../../../../../test/helpers/validation";

describe("several-tracing-settings", () => {
  test("only one counts", () => {
    expectJudgement(
      "Telemetry",
      `
      tracing:
      - providers: [{name: zipkin}, {name: otel}]
                                           ^^^^ several-tracing-settings warning: Several providers
      - randomSamplingPercentage: 10
        ^^^^^^^^^^^^^^^^^^^^^^^^ several-tracing-settings warning: Several entries
      `,
    );
  });
});

describe("invalid-tag", () => {
  test("has a name and a value", () => {
    expectJudgement(
      "Telemetry",
      `
      tracing: [{customTags: {"": {literal: {value: a}}}}]
                              ^^ invalid-tag error: A tag needs a name
      metrics:
      - overrides:
        - tagOverrides:
            tenant: {}
            ^^^^^^ invalid-tag error: Add "value", or "operation: REMOVE"
            region: {operation: REMOVE}
            "": {value: a}
            ^^ invalid-tag warning: does nothing
      `,
    );
  });
});

describe("invalid-filter-expression", () => {
  test("is of CEL", () => {
    expectJudgement(
      "Telemetry",
      `
      accessLogging:
      - filter: {expression: "response.code >= 400 and true"}
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid-filter-expression error: "and" is written "&&"
      - filter: {expression: "response.code >= 400 && has(request.url_path)"}
      `,
    );
  });
});
