import { expect, test } from "vitest";
import { expectRuleFixture } from "../../../../../test/helpers/ruleFixture";
import { fixesOf } from "../../../../../test/helpers/workspaceFixture";

test("tls-origination-missing", () => {
  const { fixes } = fixesOf(expectRuleFixture("tls-origination-missing"), "tls-origination-missing");
  expect(fixes).toMatchObject([{ title: "Create a DestinationRule that opens TLS to api.example.com" }]);
  expect(fixes.flatMap((fix) => fix.edits.map((edit) => edit.newText)).join("")).toContain(
    [
      "kind: DestinationRule",
      "metadata:",
      "  name: api-example-com",
      "  namespace: shop",
      "spec:",
      "  host: api.example.com",
      "  trafficPolicy:",
      "    portLevelSettings:",
      "      - port:",
      "          number: 443",
      "        tls:",
      "          mode: SIMPLE",
      "          sni: api.example.com",
      "          caCertificates: system",
    ].join("\n"),
  );
});
