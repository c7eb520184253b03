import { DidChangeWatchedFilesNotification, DidChangeWorkspaceFoldersNotification, FileChangeType, WatchKind } from "vscode-languageserver";
import type { HandlerContext } from "./context";

/** Follows files and folders on disk. */
export function registerWatchedFiles({ connection, session, support }: HandlerContext): void {
  connection.onNotification(DidChangeWatchedFilesNotification.type, ({ changes }) => {
    const isRemoved = ({ type }: { readonly type: FileChangeType }) => type === FileChangeType.Deleted;
    session.changeFiles(
      changes.filter((change) => !isRemoved(change)).map(({ uri }) => uri),
      changes.filter(isRemoved).map(({ uri }) => uri),
    );
  });
  if (support.folderChanges) {
    connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event }) => {
      session.changeFolders(
        event.added.map(({ uri }) => uri),
        event.removed.map(({ uri }) => uri),
      );
    });
  }
}

/** Asks the client to watch. A removed folder is told as one event, whatever its name. */
export async function watchFiles({ connection, support }: HandlerContext): Promise<void> {
  if (!support.watchedFiles) return;
  await connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [{ globPattern: "**/{*.yaml,*.yml,Kustomization}" }, { globPattern: "**/*", kind: WatchKind.Delete }],
  });
}
