import { createSchemas } from "../core/schema/bundled";
import { readUserCrds } from "../core/schema/userCrds";
import type { Schemas } from "../core/schema/validateDocument";
import { displayPath } from "./fileId";
import type { Host } from "./host";

/** The release of Istio from whose CRDs the bundled schemas were made (`npm run schemas`). */
const bundledRelease = "Istio 1.32";

/** The schemas that documents are held to: those that come with the product, or of a user's own CRDs. */
export class SchemaSource {
  readonly #host: Host;
  #schemas = createSchemas();
  #file: string | undefined;
  /** Of the CRDs in force; undefined for the bundled ones. */
  #text: string | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  get schemas(): Schemas {
    return this.#schemas;
  }

  /** What the schemas in force were made from, for people. */
  get name(): string {
    return this.#file === undefined || this.#text === undefined ? bundledRelease : this.#file.slice(this.#file.lastIndexOf("/") + 1);
  }

  /** The id of the file that is to hold the user's own CRDs. */
  get file(): string | undefined {
    return this.#file;
  }

  /**
   * Reads the CRDs of a file (undefined: goes back to the bundled ones) and calls `onProblem` with what of it cannot be used.
   * Returns whether the schemas were replaced.
   */
  async load(file: string | undefined, onProblem: (problem: string) => void): Promise<boolean> {
    this.#file = file;
    const text = file === undefined ? undefined : await this.#read(file, onProblem);
    const { kinds, problems } = text === undefined ? { kinds: [], problems: [] } : readUserCrds(text);
    for (const problem of problems) onProblem(`The CRDs of ${displayPath(file ?? "", [])}: ${problem}.`);
    if (text === this.#text) return false;
    this.#text = text;
    this.#schemas = createSchemas(kinds);
    return true;
  }

  async #read(file: string, onProblem: (problem: string) => void): Promise<string | undefined> {
    const content = await this.#host.read(file);
    if (content !== undefined && "text" in content) return content.text;
    onProblem(`The CRDs of ${displayPath(file, [])} are not used: ${content?.skipped ?? "there is no such file"}.`);
    return undefined;
  }
}
