import type { DocumentState } from "./documents/documentState";
import { documentAt, type FileState, readFileState } from "./documents/fileState";
import { codeLensesOf } from "./features/codeLenses";
import { completionsAt } from "./features/completion";
import type { FeatureContext } from "./features/context";
import { fixContext, toFileFixes } from "./features/fixes";
import { hoverAt } from "./features/hover";
import { inlayHintsOf } from "./features/inlayHints";
import { definitionsAt, referencesAt } from "./features/navigation";
import { renameEdits, renameTargetAt } from "./features/rename";
import type {
  CodeLensResult,
  CompletionItem,
  FileEdit,
  FileFinding,
  FileFix,
  FileSpan,
  HoverResult,
  InlayHintResult,
  SymbolNode,
} from "./features/results";
import { symbolsOf } from "./features/symbols";
import { CheckQueue } from "./index/checkQueue";
import type { IndexKey } from "./index/keys";
import { WorkspaceIndex } from "./index/workspaceIndex";
import { type Kustomized, notKustomized } from "./model/kustomized";
import type { MeshSettings } from "./model/mesh";
import type { Resource } from "./model/resource";
import type { RouteView } from "./routing/routeView";
import { createSimulator, type Simulator } from "./routing/simulate";
import type { Simulation, SimulationRequest } from "./routing/simulation";
import { routeViewOf } from "./routing/toRouteView";
import { type CodedFinding, checkResource } from "./rules/checkResource";
import type { DocumentRef } from "./rules/finding";
import type { LevelSetting } from "./rules/levels";
import { type ReportedFinding, reportFile } from "./rules/report";
import { createSchemas } from "./schema/bundled";
import type { Schemas } from "./schema/validateDocument";
import type { Position } from "./text/lineIndex";
import type { MaskedWords } from "./text/maskedWords";
import { type Span, shiftSpan, touches } from "./text/span";
import { StringPool } from "./text/stringPool";

export interface WorkspaceOptions {
  readonly mesh: MeshSettings;
  /** Namespace of resources that name none, by file. */
  readonly defaultNamespace: (file: string) => string;
  /** What kustomizations make of a file; nothing unless given. */
  readonly kustomized?: (file: string) => Kustomized;
  /** Configured levels by code; the rest have their defaults. */
  readonly levels: ReadonlyMap<string, LevelSetting>;
  /** What documents are held to; the schemas that come with the product unless given. */
  readonly schemas?: Schemas;
  /** Port: the text of a file that is not open, for fixes that reach into it. */
  readonly textOf?: (file: string) => string | undefined;
}

/**
 * The one object that fronts hold. A file is an opaque id with `/` between folders. All offsets count from the start of the file.
 * Nothing here awaits: `check` works until nothing is left or the caller wants its thread back.
 */
export class Workspace {
  #options: WorkspaceOptions;
  #index: WorkspaceIndex;
  #schemas: Schemas;
  readonly #strings = new StringPool();
  readonly #files = new Map<string, FileState>();
  readonly #resources = new Map<string, Resource>();
  readonly #queue = new CheckQueue<readonly CodedFinding[]>();
  #simulator: { readonly file: string; readonly simulator: Simulator } | undefined;
  readonly #changedFiles = new Set<string>();
  readonly #reports = new Map<string, readonly ReportedFinding[]>();
  /** By file: the resources whose findings name a place in it. */
  readonly #relatedTo = new Map<string, Set<string>>();

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.#schemas = options.schemas ?? createSchemas();
    this.#index = new WorkspaceIndex(options.mesh);
  }

  /** Changes settings and checks everything anew. Files whose default namespace or schema changed have to be removed and set again by the caller. */
  configure(options: WorkspaceOptions): void {
    this.#options = options;
    this.#schemas = options.schemas ?? this.#schemas;
    this.#index = new WorkspaceIndex(options.mesh);
    this.#simulator = undefined;
    const changed = new Set<IndexKey>();
    for (const state of this.#files.values()) {
      for (const document of state.documents) this.#index.replace([], document.resources, changed);
    }
    for (const resource of this.#resources.values()) this.#queue.enqueue(resource.id, this.#isOpen(resource.file));
    for (const file of this.#files.keys()) this.#touch(file);
  }

  /** Sets the text of a file: of an open editor, or from disk (then only a summary is kept). */
  setFile(file: string, text: string, open: boolean): void {
    const previous = this.#files.get(file);
    const state = readFileState(
      text,
      {
        file,
        open,
        defaultNamespace: this.#options.defaultNamespace(file),
        kustomized: this.#options.kustomized?.(file) ?? notKustomized,
        schemas: this.#schemas,
        strings: this.#strings,
      },
      previous,
    );
    this.#files.set(file, state);
    this.#replace(previous, state);
    this.#touch(file);
    this.#recheckRelated(file);
  }

  removeFile(file: string): void {
    const previous = this.#files.get(file);
    if (previous === undefined) return;
    this.#files.delete(file);
    this.#replace(previous, undefined);
    this.#touch(file);
    this.#recheckRelated(file);
  }

  hasFile(file: string): boolean {
    return this.#files.has(file);
  }

  files(): readonly string[] {
    return [...this.#files.keys()];
  }

  stats(): { readonly files: number; readonly documents: number; readonly resources: number } {
    let documents = 0;
    for (const state of this.#files.values()) documents += state.documents.length;
    return { files: this.#files.size, documents, resources: this.#resources.size };
  }

  /** The index, for readers outside of a check. */
  get index(): WorkspaceIndex {
    return this.#index;
  }

  /** Every resource of a file in order; of all files when none is named. */
  resources(file?: string): readonly Resource[] {
    if (file === undefined) return [...this.#resources.values()];
    return this.#files.get(file)?.documents.flatMap((document) => document.resources) ?? [];
  }

  /** Checks waiting resources, open files first, until none is left or `shouldStop` says so. Returns whether any is left. */
  check(shouldStop: () => boolean = () => false): boolean {
    for (;;) {
      const id = this.#queue.next();
      if (id === undefined) return false;
      const resource = this.#resources.get(id);
      if (resource !== undefined) this.#checkResource(resource);
      if (shouldStop()) return !this.#queue.isEmpty();
    }
  }

  /** Checks what waits of one file at once, so that its findings and their fixes fit its text. */
  checkFile(file: string): void {
    for (const resource of this.resources(file)) if (this.#queue.take(resource.id)) this.#checkResource(resource);
  }

  /** Whether resources of open files wait for a check. */
  get openFilesWait(): boolean {
    return this.#queue.hasUrgent();
  }

  /** How many resources have been checked since the start: what an edit costs. */
  get checkedResources(): number {
    return this.#queue.stored;
  }

  /** Files whose findings may have changed since the last call, removed files included. */
  takeChangedFiles(): readonly string[] {
    const files = [...this.#changedFiles];
    this.#changedFiles.clear();
    return files;
  }

  /** The findings of a file by position, as configured and not suppressed. */
  findings(file: string): readonly FileFinding[] {
    return this.#report(file).map((reported) => reported.finding);
  }

  /** The fixes of a finding that `findings` returned. */
  fixes(file: string, finding: FileFinding): readonly FileFix[] {
    const reported = this.#report(file).find((one) => one.finding === finding || sameFinding(one.finding, finding));
    if (reported === undefined) return [];
    const textOf = (document: DocumentRef) => this.#textOf(document);
    return toFileFixes(reported.source.fixes?.(fixContext(textOf)) ?? [], (ref) => this.#document(ref), textOf, this.#words(file));
  }

  /** What the masked words of a file stand for. */
  #words(file: string): MaskedWords {
    return new Map((this.#files.get(file)?.documents ?? []).flatMap((document) => [...document.words]));
  }

  position(file: string, offset: number): Position {
    return this.#files.get(file)?.lines.positionAt(offset) ?? { line: 0, character: 0 };
  }

  offset(file: string, position: Position): number {
    return this.#files.get(file)?.lines.offsetAt(position) ?? 0;
  }

  /** Where a place of a resource lies in its file: adds the start of its document. */
  documentStart(document: DocumentRef): number {
    return this.#document(document)?.slice.start ?? 0;
  }

  /** The open document at an offset of a file with what a feature needs; undefined for files that are not open. */
  contextAt(file: string, offset: number): FeatureContext | undefined {
    const state = this.#files.get(file);
    const document = state === undefined ? undefined : documentAt(state, offset);
    if (document?.text === undefined || document.tree === undefined) return undefined;
    return {
      document,
      text: document.text,
      tree: document.tree,
      offset: offset - document.slice.start,
      index: this.#index,
      catalog: this.#schemas.catalog,
      defaultNamespace: this.#options.defaultNamespace(file),
      resources: () => this.#resources.values(),
    };
  }

  /** What can be written at an offset, best first. */
  completion(file: string, offset: number): readonly CompletionItem[] {
    const context = this.contextAt(file, offset);
    if (context === undefined) return [];
    const { start } = context.document.slice;
    return completionsAt(context).map((item) => ({ ...item, replace: shiftSpan(item.replace, start) }));
  }

  /** What stands at an offset, in Markdown. */
  hover(file: string, offset: number): HoverResult | undefined {
    const context = this.contextAt(file, offset);
    const hover = context === undefined ? undefined : hoverAt(context);
    return context === undefined || hover === undefined
      ? undefined
      : { ...hover, span: shiftSpan(hover.span, context.document.slice.start) };
  }

  definition(file: string, offset: number): readonly FileSpan[] {
    const context = this.contextAt(file, offset);
    return context === undefined ? [] : definitionsAt(context).map((one) => this.#place(one.resource, one.span));
  }

  references(file: string, offset: number): readonly FileSpan[] {
    const context = this.contextAt(file, offset);
    return context === undefined ? [] : referencesAt(context).map((one) => this.#place(one.resource, one.span));
  }

  prepareRename(file: string, offset: number): { readonly span: Span; readonly text: string } | undefined {
    const context = this.contextAt(file, offset);
    const target = context === undefined ? undefined : renameTargetAt(context);
    return context === undefined || target === undefined
      ? undefined
      : { span: shiftSpan(target.span, context.document.slice.start), text: target.text };
  }

  rename(file: string, offset: number, newName: string): readonly FileEdit[] {
    const context = this.contextAt(file, offset);
    if (context === undefined) return [];
    return renameEdits(context, newName).map((edit) => ({
      file: edit.in.file,
      span: shiftSpan(edit.span, this.documentStart(edit.in)),
      newText: edit.newText,
    }));
  }

  symbols(file: string): readonly SymbolNode[] {
    return this.resources(file).map((resource) => symbolsOf(resource, this.documentStart(resource)));
  }

  codeLenses(file: string): readonly CodeLensResult[] {
    return this.resources(file).flatMap((resource) => codeLensesOf(this.#index, resource, this.documentStart(resource)));
  }

  /** The picture of routing: of the VirtualService or Service at `offset`, else of everything in the file. */
  routeView(file: string, offset: number | undefined): RouteView {
    const startOf = (document: DocumentRef) => this.documentStart(document);
    return routeViewOf(this.#index, file, this.resources(file), startOf, this.#resourceAt(file, offset));
  }

  /**
   * Where a request would go. Of variants of one resource the nearest to `file` counts; what is worked out for one request is kept for
   * the next, until something changes.
   */
  simulate(request: SimulationRequest, file = ""): Simulation {
    if (this.#simulator?.file !== file) {
      const startOf = (document: DocumentRef) => this.documentStart(document);
      this.#simulator = { file, simulator: createSimulator(this.#index, { file, startOf }) };
    }
    return this.#simulator.simulator.simulate(request);
  }

  /** The resource that holds an offset, or the only one of its document. */
  #resourceAt(file: string, offset: number | undefined): Resource | undefined {
    const state = this.#files.get(file);
    const document = state === undefined || offset === undefined ? undefined : documentAt(state, offset);
    if (document === undefined || offset === undefined) return undefined;
    const { resources } = document;
    return resources.length === 1 ? resources[0] : resources.find((one) => touches(shiftSpan(one.span, document.slice.start), offset));
  }

  /** Hints behind values in a part of a file. */
  inlayHints(file: string, within: Span): readonly InlayHintResult[] {
    return this.resources(file)
      .flatMap((resource) => {
        const start = this.documentStart(resource);
        return inlayHintsOf(this.#index, resource).map((hint) => ({ ...hint, offset: hint.offset + start }));
      })
      .filter((hint) => touches(within, hint.offset));
  }

  #place(resource: Resource, span: Span): FileSpan {
    return { file: resource.file, span: shiftSpan(span, this.documentStart(resource)) };
  }

  #replace(previous: FileState | undefined, state: FileState | undefined): void {
    const changed = new Set<IndexKey>();
    this.#simulator = undefined;
    const count = Math.max(previous?.documents.length ?? 0, state?.documents.length ?? 0);
    for (let at = 0; at < count; at++) {
      const before = previous?.documents[at]?.resources ?? [];
      const after = state?.documents[at]?.resources ?? [];
      if (before === after) continue;
      this.#index.replace(before, after, changed);
      for (const resource of before) this.#resources.delete(resource.id);
      for (const resource of after) this.#resources.set(resource.id, resource);
      for (const resource of before) if (!this.#resources.has(resource.id)) this.#queue.remove(resource.id);
      for (const resource of after) this.#queue.enqueue(resource.id, state?.open === true);
    }
    for (const id of this.#queue.readersOf(changed)) {
      const resource = this.#resources.get(id);
      if (resource !== undefined) this.#queue.enqueue(id, this.#isOpen(resource.file));
    }
  }

  #checkResource(resource: Resource): void {
    const { findings, reads } = checkResource(resource, this.#index);
    if (this.#queue.store(resource.id, findings, reads)) this.#touch(resource.file);
    for (const finding of findings) for (const related of finding.related ?? []) this.#relate(related.resource.file, resource.id);
  }

  #report(file: string): readonly ReportedFinding[] {
    const known = this.#reports.get(file);
    if (known !== undefined) return known;
    const state = this.#files.get(file);
    if (state === undefined) return [];
    const report = reportFile(state, (resource) => this.#queue.result(resource.id) ?? [], {
      levels: this.#options.levels,
      startOf: (document) => this.documentStart(document),
    });
    this.#reports.set(file, report);
    return report;
  }

  #touch(file: string): void {
    this.#reports.delete(file);
    this.#changedFiles.add(file);
  }

  #relate(to: string, id: string): void {
    const readers = this.#relatedTo.get(to);
    if (readers === undefined) this.#relatedTo.set(to, new Set([id]));
    else readers.add(id);
  }

  /** Places in `file` may have moved though nothing changed its meaning: findings elsewhere that name one are made anew. */
  #recheckRelated(file: string): void {
    for (const id of this.#relatedTo.get(file) ?? []) {
      const resource = this.#resources.get(id);
      if (resource !== undefined) this.#queue.enqueue(id, this.#isOpen(resource.file));
    }
    this.#relatedTo.delete(file);
  }

  #isOpen(file: string): boolean {
    return this.#files.get(file)?.open === true;
  }

  #document(ref: DocumentRef): DocumentState | undefined {
    return this.#files.get(ref.file)?.documents[ref.document];
  }

  #textOf(ref: DocumentRef): string | undefined {
    const document = this.#document(ref);
    if (document?.text !== undefined || document === undefined) return document?.text;
    return this.#options.textOf?.(ref.file)?.slice(document.slice.start, document.slice.end);
  }
}

function sameFinding(a: FileFinding, b: FileFinding): boolean {
  return a.code === b.code && a.span.start === b.span.start && a.span.end === b.span.end && a.message === b.message;
}
