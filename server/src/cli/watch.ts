import type { Changes, DiskWorkspace } from "./diskWorkspace";
import { FolderWatcher, type WatchedFolders } from "./folderWatcher";
import type { Io } from "./io";
import { foldersUpToRoot } from "./project";

/** Why a report is made anew; undefined for the first. */
export interface Occasion {
  readonly time: Date;
  readonly changes: Changes;
}

/** After this many readings in a row new folders may wait for the next event. */
const maximumReadings = 10;

/**
 * Calls `show` for what `disk` holds, and again whenever that has changed, until the user has had enough. Returns what `show` returned last.
 */
export async function watchDisk(disk: DiskWorkspace, io: Io, show: (occasion: Occasion | undefined) => number): Promise<number> {
  const watcher = new FolderWatcher((problem) => io.err(`warning: ${problem} Changes there are not seen.\n`));
  const interrupted = io.interrupted().then(() => "interrupted" as const);
  let status = show(undefined);
  const refresh = async () => {
    const changes = await readUntilAllIsWatched(disk, watcher, io);
    if (!isEmpty(changes)) status = show({ time: new Date(), changes });
  };
  watcher.follow(foldersOf(disk, io));
  await refresh();
  io.err(`Watching ${disk.files.length} ${disk.files.length === 1 ? "file" : "files"}; Ctrl-C ends.\n`);
  while ((await Promise.race([watcher.changed(), interrupted])) !== "interrupted") await refresh();
  watcher.close();
  return status;
}

/** Files may appear in a new folder before it is watched, so that it is read again afterwards. */
async function readUntilAllIsWatched(disk: DiskWorkspace, watcher: FolderWatcher, io: Io): Promise<Changes> {
  let changes = await disk.read();
  for (let reading = 1; watcher.follow(foldersOf(disk, io)) && reading < maximumReadings; reading++) {
    changes = merge(changes, await disk.read());
  }
  return changes;
}

function foldersOf(disk: DiskWorkspace, { cwd }: Io): WatchedFolders {
  const { roots, folders } = disk.watched;
  const { crds } = disk.configuration;
  const settings = new Set([cwd, ...roots, ...folders].flatMap((folder) => foldersUpToRoot(folder)));
  if (crds !== undefined) for (const folder of foldersUpToRoot(crds).slice(1, 2)) settings.add(folder);
  return { roots, folders, settings, settingsFiles: crds === undefined ? [] : [crds] };
}

/** What differs after both. */
function merge(first: Changes, then: Changes): Changes {
  const added = difference([...first.added, ...then.added], then.removed);
  const removed = difference([...first.removed, ...then.removed], then.added);
  const changed = difference([...first.changed, ...then.changed], [...added, ...removed]);
  return { added, changed, removed, settings: first.settings || then.settings };
}

function difference(names: readonly string[], without: readonly string[]): string[] {
  const left = new Set(without);
  return [...new Set(names)].filter((name) => !left.has(name)).sort();
}

function isEmpty({ added, changed, removed, settings }: Changes): boolean {
  return added.length + changed.length + removed.length === 0 && !settings;
}
