import type { FrameLocator, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type EditorSession, keepEvidenceOfFailures, startEditor } from "./harness";
import { eventually } from "./wait";

const missing = inject("missingForEditorTests");

describe.skipIf(missing !== "")("Try a Request in a real VS Code", () => {
  let session: EditorSession;

  beforeAll(async () => {
    // The tooltip of the button that the mouse rests on would cover the form.
    session = await startEditor({ fixture: "rollouts", settings: { "workbench.hover.delay": 60_000 } });
    await session.editor.runCommand("View: Close Primary Side Bar");
  }, 240_000);
  afterAll(async () => session?.stop());
  keepEvidenceOfFailures(() => session);

  async function open(path: string): Promise<FrameLocator> {
    await session.editor.openFile(path);
    await session.editor.runCommand("Istio: Try a Request");
    const frame = await session.editor.webview();
    await frame.locator(".request-form").waitFor({ timeout: 30_000 });
    const form = frame.locator(".request-fold > summary");
    const name = /name: (\S+)/.exec(session.editor.readFile(path))?.[1] ?? "";
    await eventually(
      `the form is for ${name}`,
      () => form.textContent({ timeout: 5_000 }),
      (text) => text?.includes(name) === true,
    );
    return frame;
  }

  function field(frame: FrameLocator, label: string): Locator {
    return frame.locator(".request").getByLabel(label, { exact: true });
  }

  function choice(frame: FrameLocator, label: string): Locator {
    return frame.getByRole("combobox", { name: label, exact: true });
  }

  async function answer(frame: FrameLocator, ...expected: readonly string[]): Promise<void> {
    await eventually(
      `the answer ${expected.join(" and ")}`,
      () => frame.locator(".answer-line").textContent({ timeout: 5_000 }),
      (text) => expected.every((part) => text?.includes(part) === true),
    );
  }

  /** Waits until as many rules of the picture are lit; what moved there has come to rest. */
  async function lit(frame: FrameLocator, rules: number): Promise<void> {
    await eventually(
      `${rules} rules are lit`,
      () => frame.locator(".tracing .node-rule.lit").count(),
      (count) => count === rules,
    );
    await frame
      .locator("body")
      .evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
  }

  test("the code lens opens the form, and so does the button of the panel", async () => {
    const { editor } = session;
    await editor.openFile("3-bill-service-90-10/split-90-10/virtual-service.yaml");
    await eventually(
      "the lens is shown",
      () => editor.codeLenses(),
      (lenses) => lenses.includes("Try a request"),
    );
    await editor.clickCodeLens("Try a request");
    const frame = await editor.webview();
    await answer(frame, "90 % to subset v1 of bill-service", "10 % to subset v2 of bill-service");
    await frame.getByRole("button", { name: "Close Try a Request" }).click();
    await frame.locator(".request").waitFor({ state: "hidden" });
    expect(await frame.locator(".tracing").count()).toBe(0);
    await frame.getByRole("button", { name: "Try a request", exact: true }).click();
    await answer(frame, "90 % to subset v1 of bill-service");
  });

  describe("rollout 1", () => {
    const stageA = "1-grpc-header-canary/stage-a/virtual-service.yaml";

    test("a pasted curl command finds its rule, and the answer follows the form", async () => {
      const frame = await open(stageA);
      const command = "curl -X POST -H 'version: 200' http://k8s-combat-service-istio-mesh:50051/helloworld.Greeter/SayHello";
      await field(frame, "curl or grpcurl command").fill(command);
      await answer(frame, "subset v2", "Deployment k8s-combat-service-v2");
      expect(await frame.locator(".answer-step").count()).toBe(2);
      await lit(frame, 1);
      await session.editor.screenshot("try-request-1");
      await field(frame, "Headers, one per line").fill("version: 100");
      await answer(frame, "subset v1");
      await frame.locator(".answer-step.matched").click();
      await eventually(
        "the rule is selected in the editor",
        () => session.editor.cursor(),
        ({ line }) => line >= session.editor.find(stageA, "- name: v1").line && line < session.editor.find(stageA, "- name: v2").line,
      );
    });

    test("each rule is a start, and what was asked is there again", async () => {
      const frame = await open(stageA);
      await choice(frame, "Start from a rule").selectOption({ label: 'http rule 2 ("v2"): header version is "200"' });
      await answer(frame, "subset v2");
      await choice(frame, "Start from a rule").selectOption({ label: 'http rule 3 ("default"): everything else' });
      await answer(frame, "subset v1");
      await session.editor.screenshot("try-request-1-default");
      await field(frame, "Headers, one per line").fill("version: 200");
      await answer(frame, "subset v2");
      await open("2-tcp-shifting/stage-b/virtual-service.yaml");
      const again = await open(stageA);
      await answer(again, "subset v2");
      expect(await field(again, "Headers, one per line").inputValue()).toBe("version: 200");
    });

    test("a call of another method is not routed in stage b", async () => {
      const frame = await open("1-grpc-header-canary/stage-b/virtual-service.yaml");
      await field(frame, "curl or grpcurl command").fill(
        "grpcurl -plaintext k8s-combat-service-istio-mesh:50051 helloworld.Greeter/SayHello",
      );
      await answer(frame, "10 % to subset v1", "90 % to subset v2");
      await field(frame, "Path").fill("/helloworld.Greeter/SayGoodbye");
      await answer(frame, "404");
      await session.editor.screenshot("try-request-1-not-found");
    });
  });

  test("rollout 2: a connection to the gateway splits 80 to 20, nothing listens elsewhere", async () => {
    const frame = await open("2-tcp-shifting/stage-b/virtual-service.yaml");
    await answer(frame, "80 % to subset v1 of tcp-echo", "20 % to subset v2 of tcp-echo");
    await lit(frame, 1);
    await session.editor.screenshot("try-request-2");
    await field(frame, "Port").fill("31401");
    await answer(frame, "Nothing listens on port 31401");
    await lit(frame, 0);
    await session.editor.screenshot("try-request-2-nothing-listens");
  });

  describe("rollout 5", () => {
    test("pods of version 2 stay with version 2, those without a version get version 1", async () => {
      const frame = await open("5-versions-that-must-not-mix/virtual-service-mqtt-server.yaml");
      await answer(frame, "subset v1");
      await field(frame, "Pod labels").fill("app=frontend, version=v2");
      await answer(frame, "subset v2", "Deployment mqtt-server-v2");
      await lit(frame, 1);
      await session.editor.screenshot("try-request-5");
      await choice(frame, "From").selectOption("workload:default/frontend-v3");
      await answer(frame, "subset v3");
    });

    test("the tester's address leads to version 2 at the gateway", async () => {
      const frame = await open("5-versions-that-must-not-mix/virtual-service-frontend-server.yaml");
      await answer(frame, "subset v1 of frontend");
      await field(frame, "Headers, one per line").fill("X-Forwarded-For: 192.168.0.58");
      await answer(frame, "subset v2 of frontend");
      await lit(frame, 1);
      await session.editor.screenshot("try-request-5-gateway");
    });
  });

  test("the form goes with the picture to another file, and leaves the keyboard to the editor", async () => {
    const { editor } = session;
    const frame = await open("5-versions-that-must-not-mix/virtual-service-mqtt-server.yaml");
    await editor.openFile("2-tcp-shifting/stage-a/virtual-service.yaml");
    await eventually(
      "the form is for tcp-echo",
      () => frame.locator(".request-fold > summary").textContent(),
      (text) => text?.includes("tcp-echo") === true,
    );
    await answer(frame, "subset v1 of tcp-echo");
    const at = await editor.cursor();
    await editor.press("ArrowDown");
    await eventually(
      "the key reached the editor",
      () => editor.cursor(),
      ({ line }) => line === at.line + 1,
    );
  });

  test("a request that fails says why where the picture breaks", async () => {
    const frame = await open("4-website-canary/stage-c/virtual-service.yaml");
    await choice(frame, "Start from a rule").selectOption({ label: 'http rule 1: header qa is "canary-test"' });
    await answer(frame, '503: DestinationRule default/website has no subset "version-2"');
    await frame.locator(".node-destination.broken.lit").waitFor();
    await session.editor.screenshot("try-request-503");
  });
});
