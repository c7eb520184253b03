import { mkdtempSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type EditorSession, keepEvidenceOfFailures, startEditor } from "./harness";
import { eventually } from "./wait";

const missing = inject("missingForEditorTests");
const stageC = "4-website-canary/stage-c/virtual-service.yaml";
const stageD = "4-website-canary/stage-d/virtual-service.yaml";

/** A port of the loopback address on which nothing listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A kubeconfig whose server refuses connections. */
function unreachableKubeconfig(port: number): string {
  const file = join(mkdtempSync(join(tmpdir(), "istio-traffic-kubeconfig-")), "config");
  writeFileSync(
    file,
    [
      "apiVersion: v1",
      "kind: Config",
      "current-context: staging",
      "contexts: [{name: staging, context: {cluster: staging, user: me, namespace: shop}}]",
      `clusters: [{name: staging, cluster: {server: "https://127.0.0.1:${port}"}}]`,
      "users: [{name: me, user: {token: none}}]",
      "",
    ].join("\n"),
  );
  return file;
}

describe.skipIf(missing !== "")("a canary from the first mistake to the cluster", () => {
  let session: EditorSession;
  let port = 0;
  beforeAll(async () => {
    port = await closedPort();
    session = await startEditor({ fixture: "rollouts", env: { KUBECONFIG: unreachableKubeconfig(port) } });
  });
  afterAll(async () => session?.stop());
  keepEvidenceOfFailures(() => session);

  const errors = async () =>
    (await session.editor.squiggles()).filter((squiggle) => squiggle.severity === "error").map((squiggle) => squiggle.text);

  test("the missing subset is an error on its exact word, and the quick fix mends it in the DestinationRule", async () => {
    const { editor } = session;
    await editor.openFile(stageC);
    await eventually("the error is underlined", errors, (texts) => texts.length === 1 && texts[0] === "version-2");
    await editor.goTo(editor.find(stageC, "version-2"));
    expect(await editor.quickFixes()).toContain("Add subset version-2 to DestinationRule website");
    await editor.screenshot("rollout-quick-fix");
    await editor.quickFix("Add subset version-2 to DestinationRule website");
    await eventually("the error is gone", errors, (texts) => texts.length === 0);
    await editor.openFile("4-website-canary/stage-c/destination-rule.yaml");
    await eventually(
      "the DestinationRule has the subset",
      () => editor.visibleText(),
      (text) => text.includes("version: website-version-2"),
    );
    await editor.screenshot("rollout-fixed-rule");
  });

  test("a subset is completed from the DestinationRule of its host", async () => {
    const { editor } = session;
    await editor.openFile(stageD);
    await editor.replace(stageD, "version-2", "ver");
    const offered = await editor.suggestions();
    await editor.screenshot("rollout-complete-subset");
    expect([...offered].slice(0, 2).sort()).toEqual(["version-1", "version-2"]);
    await editor.acceptSuggestion("version-2");
    await eventually("no error is left", errors, (texts) => texts.length === 0);
  });

  test("a field is explained where it stands", async () => {
    const { editor } = session;
    await editor.openFile(stageD);
    const text = await editor.hoverAt(editor.find(stageD, "weight"), "weight");
    expect(text).toMatch(/share|percent|%/i);
    await editor.screenshot("rollout-hover");
    await editor.press("Escape");
  });

  test("the picture shows 20 and 80 percent, follows a weight while typing, and leads to the source", async () => {
    const { editor } = session;
    await editor.openFile(stageD);
    await editor.goTo({ line: 3, column: 1 });
    await editor.runCommand("Istio: Show Routing");
    const picture = await editor.webview();
    const shares = async () => (await picture.locator("button.pill .line").allTextContents()).map((text) => text.replace(/\D/g, "")).sort();
    await eventually("20 and 80 are drawn", shares, (found) => JSON.stringify(found) === JSON.stringify(["20", "80"]));
    await editor.screenshot("rollout-picture");
    await editor.openFile(stageD);
    await editor.replace(stageD, "weight: 20", "weight: 70");
    await editor.replace(stageD, "weight: 80", "weight: 30");
    await eventually("the picture follows", shares, (found) => JSON.stringify(found) === JSON.stringify(["30", "70"]));
    await editor.screenshot("rollout-picture-follows");
    await picture.locator("button.node-destination").filter({ hasText: "version-1" }).click();
    await eventually(
      "the subset's source is open",
      () => editor.activeTabs(),
      (tabs) => tabs.some((tab) => tab.includes("destination-rule.yaml")),
    );
    await editor.screenshot("rollout-picture-source");
  });

  test("applying to an unreachable cluster says so in one sentence", async () => {
    const { editor } = session;
    await editor.openFile("4-website-canary/stage-b/destination-rule.yaml");
    await editor.runCommand("Istio: Apply to Current Context");
    const message = await editor.notification("cannot be reached");
    expect(message).toContain("staging");
    expect(message).toContain(`https://127.0.0.1:${port}`);
    await editor.screenshot("rollout-apply-unreachable");
  });

  test("the value of a label is completed from the pods", async () => {
    const { editor } = session;
    const rules = "5-versions-that-must-not-mix/destination-rules.yaml";
    await editor.openFile(rules);
    await editor.replace(rules, "version: v3", "version: ");
    const offered = await editor.suggestions();
    await editor.screenshot("rollout-complete-label");
    expect([...offered].slice(0, 3).sort()).toEqual(["v1", "v2", "v3"]);
    await editor.acceptSuggestion("v3");
    await eventually(
      "the value is there",
      () => editor.visibleText(),
      (text) => text.split("version: v3").length === 3,
    );
  });
});
