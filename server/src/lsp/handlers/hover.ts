import { HoverRequest, MarkupKind } from "vscode-languageserver";
import type { HandlerContext } from "./context";

export function registerHover({ server, session, support }: HandlerContext): void {
  server.on(HoverRequest.type, (params) => {
    const site = session.site(params);
    const hover = site === undefined ? undefined : session.workspace.hover(site.file, site.offset);
    if (site === undefined || hover === undefined) return null;
    const kind = support.hoverMarkdown ? MarkupKind.Markdown : MarkupKind.PlainText;
    return { contents: { kind, value: hover.markdown }, range: session.convert.range(site.file, hover.span) };
  });
}
