/** The licences of the packages that bundles contain, as one text for whoever is given the bundles. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @param {string} root folder of the project
 * @param {Iterable<string>} inputs files that went into the bundles, relative to it
 * @returns {string} name, version, licence and licence text of each package, by name
 * @throws {Error} when a package comes without a licence
 */
export function thirdPartyNotices(root, inputs) {
  const folders = new Set([...inputs].flatMap((input) => packageFolder(input) ?? []));
  const notices = [...folders].map((folder) => notice(join(root, folder)));
  return `This product contains the following packages.\n\n${notices.sort().join("\n")}`;
}

/** @param {string} input */
function packageFolder(input) {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
  return folder;
}

/** @param {string} folder */
function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (typeof license !== "string") throw new Error(`${name} names no licence`);
  const file = readdirSync(folder).find((one) => /^licen[cs]e(\.|$)/i.test(one));
  const text = file === undefined || !existsSync(join(folder, file)) ? "" : `\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  return `${"-".repeat(80)}\n${name} ${version} (${license})\n${text}`;
}
