import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  InsertTextFormat,
  InsertTextMode,
  type Location,
  MarkupKind,
  type Position,
  type Range,
  SymbolKind,
  type TextEdit,
} from "vscode-languageserver";
import type * as core from "../core/features/results";
import type { Level } from "../core/rules/finding";
import type { Span } from "../core/text/span";
import type { Workspace } from "../core/workspace";
import { diagnosticSource } from "../protocol/initialization";
import type { ClientSupport } from "./clientSupport";

const severities: Readonly<Record<Level, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const completionKinds: Readonly<Record<core.CompletionKind, CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  enum: CompletionItemKind.EnumMember,
  snippet: CompletionItemKind.Snippet,
  host: CompletionItemKind.Interface,
  subset: CompletionItemKind.Class,
  port: CompletionItemKind.Unit,
  gateway: CompletionItemKind.Module,
  label: CompletionItemKind.Constant,
  namespace: CompletionItemKind.Folder,
  reference: CompletionItemKind.Reference,
};

const symbolKinds: Readonly<Record<core.SymbolNode["kind"], SymbolKind>> = {
  resource: SymbolKind.Module,
  rule: SymbolKind.Event,
  subset: SymbolKind.Class,
  server: SymbolKind.Interface,
  port: SymbolKind.Number,
  workload: SymbolKind.Object,
};

/** Where completion items go. `indentation`: the white space that starts the line. */
export interface CompletionSite {
  /** The client knows the commands of VS Code. */
  readonly editorCommands: boolean;
  readonly indentation: string;
}

/** The only place where offsets become positions and results become LSP types. */
export class Converter {
  readonly #workspace: Workspace;
  readonly #uriOf: (file: string) => string;
  readonly #support: ClientSupport;

  constructor(workspace: Workspace, uriOf: (file: string) => string, support: ClientSupport) {
    this.#workspace = workspace;
    this.#uriOf = uriOf;
    this.#support = support;
  }

  position(file: string, offset: number): Position {
    return this.#workspace.position(file, offset);
  }

  range(file: string, span: Span): Range {
    return { start: this.#workspace.position(file, span.start), end: this.#workspace.position(file, span.end) };
  }

  span(file: string, range: Range): Span {
    return { start: this.#workspace.offset(file, range.start), end: this.#workspace.offset(file, range.end) };
  }

  location({ file, span }: core.FileSpan): Location {
    return { uri: this.#uriOf(file), range: this.range(file, span) };
  }

  textEdit({ file, span, newText }: core.FileEdit): TextEdit {
    return { range: this.range(file, span), newText };
  }

  diagnostic(file: string, finding: core.FileFinding): Diagnostic {
    const related = this.#support.relatedInformation ? finding.related : [];
    return {
      range: this.range(file, finding.span),
      severity: severities[finding.level],
      code: finding.code,
      source: diagnosticSource,
      message: finding.message,
      ...(related.length > 0
        ? { relatedInformation: related.map((place) => ({ location: this.location(place), message: place.message })) }
        : {}),
      ...(finding.deprecated ? { tags: [DiagnosticTag.Deprecated] } : {}),
    };
  }

  completionItem(file: string, item: core.CompletionItem, { editorCommands, indentation }: CompletionSite): CompletionItem {
    const range = this.range(file, item.replace);
    const snippet = item.snippet && this.#support.snippets;
    const plain = item.snippet && !snippet ? withoutTabStops(item.insertText) : item.insertText;
    const newText = this.#support.adjustsIndentation ? plain : plain.replaceAll("\n", `\n${indentation.slice(0, range.start.character)}`);
    return {
      label: item.label,
      kind: completionKinds[item.kind],
      sortText: String(item.rank).padStart(5, "0"),
      textEdit: { range, newText },
      ...(snippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
      ...(this.#support.adjustsIndentation && newText.includes("\n") ? { insertTextMode: InsertTextMode.adjustIndentation } : {}),
      ...(item.filterText === undefined ? {} : { filterText: item.filterText }),
      ...(item.detail === undefined ? {} : { detail: item.detail }),
      ...(item.documentation === undefined ? {} : { documentation: this.#documentation(item.documentation) }),
      ...(item.deprecated === true ? this.#deprecated() : {}),
      ...(item.triggerNext === true && editorCommands ? { command: { title: "Suggest", command: "editor.action.triggerSuggest" } } : {}),
    };
  }

  symbol(file: string, node: core.SymbolNode): DocumentSymbol {
    return {
      name: node.name === "" ? "(unnamed)" : node.name,
      detail: node.detail,
      kind: symbolKinds[node.kind],
      range: this.range(file, node.span),
      selectionRange: this.range(file, node.selection),
      children: node.children.map((child) => this.symbol(file, child)),
    };
  }

  #documentation(markdown: string): CompletionItem["documentation"] {
    return this.#support.completionMarkdown ? { kind: MarkupKind.Markdown, value: markdown } : markdown;
  }

  #deprecated(): Partial<CompletionItem> {
    return this.#support.deprecatedItems ? { tags: [CompletionItemTag.Deprecated] } : { deprecated: true };
  }
}

/** An escaped character, a choice, a placeholder, or a bare tab stop. */
const snippetPart = /\\([\\$}|,])|\$\{(\d+)\|((?:\\.|[^\\|,])*)(?:\\.|[^\\|])*\|\}|\$\{(\d+)(?::((?:\\.|[^\\}])*))?\}|\$(\d+)/g;

/**
 * The text of a snippet for clients that know none: placeholders become their default, choices their first value, and a stop that
 * comes again has the text of the first.
 */
export function withoutTabStops(snippet: string): string {
  const texts = new Map<string, string>();
  const expand = (part: string): string =>
    part.replace(
      snippetPart,
      (_, escaped?: string, choiceAt?: string, choice?: string, at?: string, placeholder?: string, again?: string) => {
        if (escaped !== undefined) return escaped;
        const stop = choiceAt ?? at ?? again ?? "";
        const text = choice?.replace(/\\(.)/g, "$1") ?? (placeholder === undefined ? undefined : expand(placeholder));
        if (text !== undefined && !texts.has(stop)) texts.set(stop, text);
        return texts.get(stop) ?? "";
      },
    );
  return expand(snippet);
}
