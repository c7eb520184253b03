import type { FrameLocator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type EditorSession, keepEvidenceOfFailures, startEditor } from "./harness";
import { eventually } from "./wait";

const missing = inject("missingForEditorTests");

describe.skipIf(missing !== "")("Try a Request in a real VS Code", () => {
  let session: EditorSession;

  beforeAll(async () => {
    session = await startEditor({ fixture: "rollouts" });
  }, 240_000);
  afterAll(async () => session?.stop());
  keepEvidenceOfFailures(() => session);

  async function open(path: string): Promise<FrameLocator> {
    await session.editor.openFile(path);
    await session.editor.runCommand("Istio: Try a Request");
    const frame = await session.editor.webview();
    await frame.locator(".request-form").waitFor({ timeout: 30_000 });
    return frame;
  }

  async function answer(frame: FrameLocator, expected: string): Promise<void> {
    await eventually(
      `the answer ${expected}`,
      () => frame.locator(".answer-line").textContent({ timeout: 5_000 }),
      (text) => text?.includes(expected) === true,
    );
  }

  test("rollout 1: a pasted curl command finds its rule, and the answer follows the form", async () => {
    const frame = await open("1-grpc-header-canary/stage-a/virtual-service.yaml");
    await frame
      .getByLabel("Paste a curl command")
      .fill("curl -X POST -H 'version: 200' http://k8s-combat-service-istio-mesh:50051/helloworld.Greeter/SayHello");
    await answer(frame, "subset v2");
    expect(await frame.locator(".answer-step").count()).toBe(2);
    expect(await frame.locator(".tracing .node.lit").count()).toBeGreaterThan(2);
    await session.editor.screenshot("try-request-1");
    await frame.getByLabel("Headers, one per line").fill("version: 100");
    await answer(frame, "subset v1");
    await frame.locator(".answer-step.matched").click();
    await eventually(
      "the rule is selected in the editor",
      () => session.editor.cursor(),
      ({ line }) => line >= session.editor.find("1-grpc-header-canary/stage-a/virtual-service.yaml", "- name: v1").line,
    );
  });

  test("rollout 2: a connection to the gateway splits 80 to 20, nothing listens elsewhere", async () => {
    const frame = await open("2-tcp-shifting/stage-b/virtual-service.yaml");
    await answer(frame, "80 % to tcp-echo");
    await session.editor.screenshot("try-request-2");
    await frame.getByLabel("Port", { exact: true }).fill("31401");
    await answer(frame, "Nothing listens on port 31401");
  });

  test("rollout 5: pods of version 2 stay with version 2", async () => {
    const frame = await open("5-versions-that-must-not-mix/virtual-service-mqtt-server.yaml");
    await frame.getByLabel("Pod labels").fill("app=frontend, version=v2");
    await answer(frame, "subset v2");
    await session.editor.screenshot("try-request-5");
  });
});
