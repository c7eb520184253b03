import type { Link } from "./links";
import { lanePath } from "./paths";
import type { Connector, Pill, SceneNode } from "./scene";

const gap = 8;
const maxLanes = 4;
/** Distance of the ends of lines from several entries at one card. */
const endPitch = 5;

/** Room for one lane per entry, up to a few that share. */
export function laneRoom(entries: number): number {
  return Math.min(entries, maxLanes) * gap;
}

/** Room at the left for the lanes from entries down to the rules. */
export function trunkRoom(entries: number): number {
  return entries === 0 ? 0 : laneRoom(entries) + gap;
}

export function connect(link: Link, path: string, pill?: Pill, reference?: Connector["reference"]): Connector {
  return { ...link, path, pill, reference };
}

/**
 * Lines from entries to what they serve, each entry on a lane of its own.
 * @param side where the lines leave the entries; on the left side they go down beside them
 */
export function entryTrunks(links: readonly Link[], byId: ReadonlyMap<string, SceneNode>, side: "left" | "right"): readonly Connector[] {
  const entries = [...new Set(links.map((link) => link.from))];
  return links.flatMap((link) => {
    const from = byId.get(link.from);
    const to = byId.get(link.to ?? "");
    if (from === undefined || to === undefined) return [];
    const index = entries.indexOf(link.from) % maxLanes;
    const lane = side === "left" ? from.x - (index + 1) * gap : to.x - 14 - index * gap;
    const level = side === "right" && to.kind === "destination" ? to.h / 2 : to.port;
    const end = { x: to.x, y: to.y + level + (index - (Math.min(entries.length, maxLanes) - 1) / 2) * endPitch };
    return [connect(link, lanePath({ x: side === "left" ? from.x : from.x + from.w, y: from.y + from.port }, lane, end))];
  });
}
