import { spawnSync } from "node:child_process";
import type { TestProject } from "vitest/node";
import { ensureVsCode, MissingPrerequisite } from "../../.scripts/vscodeInstall.mjs";
import { findChromium } from "../helpers/chromium";

declare module "vitest" {
  interface ProvidedContext {
    /** What the machine lacks for editor tests, in one sentence; empty where it lacks nothing. */
    readonly missingForEditorTests: string;
  }
}

/** Builds and packages the extension, and makes sure of a VS Code and a browser; the tests are skipped where one is missing. */
export function setup(project: TestProject): void {
  const missing = missingPrerequisite();
  if (missing !== "") console.warn(`\nThe editor tests are skipped: ${missing}\n`);
  else for (const script of ["build", "package"]) runScript(script);
  project.provide("missingForEditorTests", missing);
}

function missingPrerequisite(): string {
  if (findChromium() === undefined) {
    return "no Chromium was found (Debian or Ubuntu: sudo apt-get install -y chromium fonts-dejavu-core), or set CHROMIUM to its path.";
  }
  try {
    ensureVsCode(console.log);
    return "";
  } catch (error) {
    if (error instanceof MissingPrerequisite) return error.message;
    throw error;
  }
}

function runScript(name: string): void {
  const result = spawnSync("npm", ["run", "--silent", name], { stdio: "inherit" });
  if (result.status !== 0) throw new Error(`npm run ${name} failed`);
}
