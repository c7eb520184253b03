import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder of its own for one test, with files by path. */
export class TestFolder {
  /** Absolute. */
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), "istio-traffic-")));

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [name, content] of Object.entries(files)) this.write(name, content);
  }

  /** The absolute path of a file. */
  at(name: string): string {
    return join(this.path, name);
  }

  write(name: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.at(name)), { recursive: true });
    writeFileSync(this.at(name), content);
  }

  remove(name = ""): void {
    rmSync(this.at(name), { recursive: true, force: true });
  }
}
