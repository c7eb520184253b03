import { statSync } from "node:fs";
import { resolve } from "node:path";
import { defaultSource } from "../core/routing/defaultSource";
import { type OpenRequest, readRequest } from "../core/routing/readRequest";
import { collectHeaders, parseHeaderLine, parseLabels, parsePort, parseRequestUrl } from "../core/routing/requestUrl";
import type { RequestSource, SimulationRequest } from "../core/routing/simulation";
import type { Options } from "./args";
import { messageOf, nameOf, readIfFile } from "./disk";
import { DiskWorkspace } from "./diskWorkspace";
import { InputError, type Io, UsageError } from "./io";
import type { Answer } from "./report/answer";
import { jsonAnswer } from "./report/routeJson";
import { routeText } from "./report/routeText";

/** Tells where one request would go, or every request of a file; returns the exit status (2 if a line of the file is no request). */
export async function route(operands: readonly string[], options: Options, io: Io): Promise<number> {
  const list = options.get("requests")?.[0];
  const paths = list === undefined && !options.has("tcp") ? operands.slice(1) : operands;
  if (paths.length === 0) throw new UsageError('"route" needs URL PATH...; with --tcp or --requests only PATH...');
  const source = readSource(options);
  const asked = list === undefined ? readAsked(operands[0] ?? "", options) : undefined;
  const lines = list === undefined ? [] : (await readList(list, options, io)).split(/\r?\n/);
  const disk = new DiskWorkspace(paths, options, io);
  await disk.read();
  const nearest = folderName(paths[0] ?? "", io.cwd);
  const { workspace } = disk;
  const answerTo = (request: OpenRequest): Answer =>
    answer(disk, { ...(source === undefined ? {} : { from: source }), ...request }, nearest);
  const place = (file: string, offset: number) => workspace.position(file, offset);
  if (asked !== undefined) {
    const answered = answerTo(asked);
    io.out(options.get("format")?.[0] === "json" ? `${jsonAnswer(answered, place, 2)}\n` : routeText(answered, place, io.color));
    return 0;
  }
  const answers = lines
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const request = parseLine(line);
      return typeof request === "string" ? { error: request } : answerTo(request);
    });
  io.out(answers.map((one) => `${"error" in one ? JSON.stringify(one) : jsonAnswer(one, place)}\n`).join(""));
  return answers.some((one) => "error" in one) ? 2 : 0;
}

function answer({ workspace, configuration }: DiskWorkspace, request: OpenRequest, nearest: string): Answer {
  const { defaultNamespace } = configuration;
  const { from } = request;
  const assumed = from === undefined ? defaultSource(workspace.index, request.host, defaultNamespace, nearest) : undefined;
  const asked: SimulationRequest = { ...request, from: from ?? assumed?.from ?? { namespace: defaultNamespace, labels: {} } };
  const simulation = workspace.simulate(asked, nearest);
  if (assumed === undefined) return { request: asked, simulation };
  return { request: asked, simulation: { ...simulation, notes: [{ text: assumed.note, alternatives: [] }, ...simulation.notes] } };
}

function readAsked(url: string, options: Options): OpenRequest {
  const tcp = options.get("tcp")?.[0];
  const target = tcp === undefined ? parseRequestUrl(url) : parseTcp(tcp);
  if (typeof target === "string") throw new UsageError(target);
  const headers = (options.get("header") ?? []).map((line) => {
    const header = parseHeaderLine(line);
    if (typeof header === "string") throw new UsageError(header);
    return header;
  });
  const method = options.get("request")?.[0];
  const sni = options.get("sni")?.[0];
  return {
    ...target,
    ...(method === undefined ? {} : { method }),
    ...(headers.length === 0 ? {} : { headers: collectHeaders(headers) }),
    ...(sni === undefined ? {} : { sni }),
  };
}

function parseTcp(text: string): OpenRequest | string {
  const colon = text.lastIndexOf(":");
  if (colon < 1) return `--tcp must be HOST:PORT, not "${text}".`;
  const port = parsePort(text.slice(colon + 1));
  return typeof port === "string" ? port : { scheme: "tcp", host: text.slice(0, colon), port };
}

function readSource(options: Options): RequestSource | undefined {
  const [workload, labels, gateway, namespace] = ["from", "from-labels", "gateway", "namespace"].map((name) => options.get(name)?.[0]);
  if ([workload, labels ?? namespace, gateway].filter((one) => one !== undefined).length > 1)
    throw new UsageError("Only one of --from, --from-labels with --namespace, and --gateway can be given.");
  for (const [name, value] of [
    ["--from", workload],
    ["--gateway", gateway],
  ] as const) {
    if (value !== undefined && !/^[^/]+\/[^/]+$/.test(value)) throw new UsageError(`${name} must be NAMESPACE/NAME, not "${value}".`);
  }
  if (workload !== undefined) return { workload };
  if (gateway !== undefined) return { gateway };
  if (labels === undefined && namespace === undefined) return undefined;
  const described = parseLabels(labels ?? "");
  if (typeof described === "string") throw new UsageError(described);
  return { namespace: namespace ?? options.get("default-namespace")?.[0] ?? "default", labels: described };
}

async function readList(name: string, options: Options, io: Io): Promise<string> {
  const clash = ["tcp", "request", "header", "sni"].find((option) => options.has(option));
  if (clash !== undefined) throw new UsageError(`--${clash} and --requests exclude one another.`);
  if (options.get("format")?.[0] === "text") throw new UsageError("--requests prints JSON lines; --format text does not go with it.");
  if (name === "-") return await io.stdin();
  const text = readIfFile(resolve(io.cwd, name), io.cwd);
  if (text === undefined) throw new InputError(`No such file with requests: ${name}`);
  return text;
}

function parseLine(line: string): OpenRequest | string {
  try {
    return readRequest(JSON.parse(line));
  } catch (error) {
    return `The line is not JSON: ${messageOf(error)}`;
  }
}

/** A name for which files of a folder are the nearest; of a file its own. */
function folderName(operand: string, cwd: string): string {
  const path = resolve(cwd, operand);
  const name = nameOf(path, cwd);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true && name !== "" ? `${name}/` : name;
}
