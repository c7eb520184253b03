import { PrepareRenameRequest, RenameRequest } from "vscode-languageserver";
import { isClusterFile } from "../fileId";
import type { HandlerContext } from "./context";
import { toWorkspaceEdit } from "./workspaceEdit";

export function registerRename(context: HandlerContext): void {
  const { server, session } = context;
  server.on(
    PrepareRenameRequest.type,
    (params) => {
      const site = session.site(params);
      const target = site === undefined ? undefined : session.workspace.prepareRename(site.file, site.offset);
      if (site === undefined || target === undefined) return null;
      return { range: session.convert.range(site.file, target.span), placeholder: target.text };
    },
    { afterIndex: true },
  );
  server.on(
    RenameRequest.type,
    (params) => {
      const site = session.site(params);
      const edits = site === undefined ? [] : session.workspace.rename(site.file, site.offset, params.newName);
      const writable = edits.filter(({ file }) => !isClusterFile(file));
      return writable.length === 0 ? null : toWorkspaceEdit(context, writable);
    },
    { afterIndex: true },
  );
}
