import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type EditorSession, keepEvidenceOfFailures, startEditor } from "./harness";
import { eventually } from "./wait";

const missing = inject("missingForEditorTests");
const stageC = "4-website-canary/stage-c/virtual-service.yaml";

describe.skipIf(missing !== "")("the packaged extension in VS Code", () => {
  let session: EditorSession;
  beforeAll(async () => {
    session = await startEditor({ fixture: "rollouts" });
  });
  afterAll(async () => session?.stop());
  keepEvidenceOfFailures(() => session);

  test("starts on a VirtualService and tells how many resources it has read", async () => {
    const { editor } = session;
    await editor.openFile(stageC);
    const status = await eventually(
      "the language server is ready",
      () => editor.languageStatus(),
      (text) => /Istio: \d+ resources/.test(text),
    );
    expect(Number(/Istio: (\d+)/.exec(status)?.[1])).toBeGreaterThan(10);
  });

  test("underlines the missing subset on its exact word, and lists it as a problem", async () => {
    const { editor } = session;
    await editor.openFile(stageC);
    const at = editor.find(stageC, "version-2");
    const squiggles = await eventually(
      "errors are underlined",
      () => editor.squiggles(),
      (all) => all.some(({ severity }) => severity === "error"),
    );
    expect(squiggles.filter(({ severity }) => severity === "error")).toEqual([{ severity: "error", text: "version-2", line: at.line }]);
    const problems = (await editor.problems()).filter(
      ({ folder, severity }) => folder === "4-website-canary/stage-c" && severity === "error",
    );
    expect(problems.map(({ code, line, column }) => ({ code, line, column }))).toEqual([{ code: "subset-not-found", ...at }]);
    await editor.screenshot("smoke-missing-subset");
  });

  test("opens the documentation of a rule from the code of a finding", async () => {
    const { editor } = session;
    await editor.openFile(stageC);
    await editor.hoverAt(editor.find(stageC, "version-2"), "subset-not-found");
    await editor.page.locator(".monaco-hover:not(.hidden) a.code-link").filter({ hasText: "subset-not-found" }).first().click();
    await eventually(
      "the documentation is shown",
      () => editor.activeTabs(),
      (tabs) => tabs.some((tab) => tab.includes("subset-not-found")),
    );
    const documentation = await editor.webview();
    await documentation.getByText("A destination names a subset that no DestinationRule of its host defines.").waitFor();
    await editor.screenshot("smoke-rule-documentation");
  });

  test("complains about nothing on the way", async () => {
    expect(await session.editor.notifications()).toEqual([]);
  });
});
