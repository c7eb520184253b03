import { curlCommand } from "../../../../server/src/core/routing/curlCommand";
import { parseRequestCommand } from "../../../../server/src/core/routing/grpcurl";
import type { RequestDefaults } from "../../../../server/src/core/routing/requestDefaults";
import type { RequestExample } from "../../../../server/src/core/routing/requestExamples";
import { collectHeaders, parseHeaderLine, parseLabels, parsePort } from "../../../../server/src/core/routing/requestUrl";
import type { RequestSource, SimulationRequest } from "../../../../server/src/core/routing/simulation";
import { html, setAttributes } from "./dom";
import { area, type Field, input, labelled, option, options, setHidden } from "./fields";

/** Why a form is no request, and the field to blame. */
export interface FormProblem {
  readonly problem: string;
  readonly field: Field;
}

const problemId = "request-problem";

/** The fields of a request; `onChange` is called after each letter. */
export class RequestForm {
  readonly element = html("form", "request-form");
  readonly #onChange: () => void;
  readonly #example = html("select", "");
  readonly #command = area("Paste one here", 1);
  readonly #sender = html("select", "");
  readonly #namespace = input("default");
  readonly #labels = input("app=frontend, version=v2");
  readonly #scheme = html("select", "", ...["http", "https", "tcp", "tls"].map((one) => option(one, one)));
  readonly #method = input("GET");
  readonly #port = input("80");
  readonly #host = input("website");
  readonly #path = input("/");
  readonly #sni = input("the host");
  readonly #headers = area("name: value", 1);
  readonly #problem = html("p", "request-problem");
  #examples: readonly RequestExample[] = [];
  /** What a command says that no field shows. */
  #address: string | undefined;
  /** Why the command cannot be read. */
  #unread: string | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#problem.id = problemId;
    this.#port.inputMode = "numeric";
    this.element.append(
      labelled("Start from a rule", this.#example, "full"),
      labelled("curl or grpcurl command", this.#command, "full"),
      row(
        labelled("From", this.#sender, "wide"),
        labelled("Namespace", this.#namespace, "short"),
        labelled("Pod labels", this.#labels, "medium"),
      ),
      row(
        labelled("Scheme", this.#scheme, "tiny"),
        labelled("Method", this.#method, "tiny"),
        labelled("Port", this.#port, "tiny"),
        labelled("Host", this.#host, "wide"),
      ),
      row(labelled("Path", this.#path, "wide"), labelled("Server name (SNI)", this.#sni, "wide")),
      labelled("Headers, one per line", this.#headers, "full"),
      this.#problem,
    );
    this.#command.addEventListener("paste", (event) => this.#pasteCommand(event));
    this.element.addEventListener("input", (event) => this.#changed(event.target));
  }

  /** Fills every field: with `request`, or else with what the form starts with. */
  fill({ request: first, examples, gateways, workloads }: RequestDefaults, request = first): void {
    this.#examples = examples;
    this.#example.replaceChildren(
      option("", "a request of your own"),
      ...examples.map(({ rule, when }, at) => option(String(at), `${rule}: ${when}`)),
    );
    setHidden(this.#example, examples.length === 0);
    this.#sender.replaceChildren(
      option("pod", "a pod in the mesh"),
      ...options(
        "From outside, at a gateway",
        gateways.map((name) => option(`gateway:${name}`, name)),
      ),
      ...options(
        "A workload in the mesh",
        workloads.map((name) => option(`workload:${name}`, name)),
      ),
    );
    this.#fillSender(request.from);
    this.#fillRequest(request);
    this.#settle(undefined);
  }

  focus(): void {
    (this.#examples.length > 0 ? this.#example : this.#host).focus();
  }

  /** What is asked, or why it cannot be; then the form tells that at the field, too. */
  read(): SimulationRequest | FormProblem {
    const request = this.#unread === undefined ? this.#request() : { problem: this.#unread, field: this.#command };
    const failed = "problem" in request ? request : undefined;
    this.#problem.textContent = failed?.problem ?? "";
    for (const field of this.element.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
    if (failed !== undefined) setAttributes(failed.field, { "aria-invalid": "true", "aria-describedby": problemId });
    return request;
  }

  #request(): SimulationRequest | FormProblem {
    const from = this.#from();
    if (typeof from === "string") return { problem: from, field: this.#labels };
    const host = this.#host.value.trim() || (isShown(this.#host) ? "" : "any");
    if (host === "") return { problem: "Which host is asked for?", field: this.#host };
    const port = this.#port.value.trim() === "" ? undefined : parsePort(this.#port.value.trim());
    if (typeof port === "string") return { problem: port, field: this.#port };
    const headers: (readonly [string, string])[] = [];
    for (const line of this.#headers.value.split("\n").filter((one) => one.trim() !== "")) {
      const header = parseHeaderLine(line);
      if (typeof header === "string") return { problem: header, field: this.#headers };
      headers.push(header);
    }
    const [method, path, sni] = [this.#method, this.#path, this.#sni].map((field) => (isShown(field) ? field.value.trim() : ""));
    return {
      from,
      scheme: this.#scheme.value as SimulationRequest["scheme"],
      host,
      ...(port === undefined ? {} : { port }),
      ...(method ? { method: method.toUpperCase() } : {}),
      ...(path ? { path: path.startsWith("/") ? path : `/${path}` } : {}),
      ...(headers.length === 0 || !isShown(this.#headers) ? {} : { headers: collectHeaders(headers) }),
      ...(sni ? { sni } : {}),
      ...(this.#address === undefined ? {} : { address: this.#address }),
    };
  }

  #from(): RequestSource | string {
    const [kind, name = ""] = this.#sender.value.split(":");
    if (kind === "gateway") return { gateway: name };
    if (kind === "workload") return { workload: name };
    const labels = parseLabels(this.#labels.value);
    return typeof labels === "string" ? labels : { namespace: this.#namespace.value.trim() || "default", labels };
  }

  #changed(field: EventTarget | null): void {
    if (field === this.#example) this.#startFromExample();
    else if (field === this.#command) this.#readCommand();
    else this.#unread = undefined;
    if (field !== this.#command && field !== this.#example) this.#address = undefined;
    this.#settle(field);
    this.#onChange();
  }

  #startFromExample(): void {
    const example = this.#examples[Number(this.#example.value || Number.NaN)];
    this.#unread = undefined;
    if (example === undefined) return;
    this.#fillSender(example.request.from);
    this.#fillRequest(example.request);
  }

  /** A command that is pasted takes the place of the one that is there. */
  #pasteCommand(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain").trim() ?? "";
    if (!/^(?:[$#>] +)?(?:grp)?curl\s/.test(text)) return;
    event.preventDefault();
    this.#command.value = text;
    this.#changed(this.#command);
  }

  #readCommand(): void {
    const text = this.#command.value.trim();
    const request = text === "" ? undefined : parseRequestCommand(text);
    this.#unread = typeof request === "string" ? request : undefined;
    if (typeof request === "object") this.#fillRequest(request);
  }

  #fillSender(from: RequestSource): void {
    this.#sender.value = "gateway" in from ? `gateway:${from.gateway}` : "workload" in from ? `workload:${from.workload}` : "pod";
    // A name that is not in view any more.
    if (this.#sender.value === "") this.#sender.value = "pod";
    if (!("namespace" in from)) return;
    this.#namespace.value = from.namespace;
    this.#labels.value = Object.entries(from.labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(", ");
  }

  #fillRequest({ scheme, host, port, method, path, headers, sni, address }: Omit<SimulationRequest, "from">): void {
    this.#address = address;
    this.#scheme.value = scheme;
    this.#host.value = host;
    this.#port.value = port === undefined ? "" : String(port);
    this.#method.value = method ?? "";
    this.#path.value = path ?? "";
    this.#sni.value = sni ?? "";
    this.#headers.value = Object.entries(headers ?? {})
      .flatMap(([name, value]) => (typeof value === "string" ? [value] : value).map((one) => `${name}: ${one}`))
      .join("\n");
  }

  /** Shows only what counts for the sender and scheme; fields that say the same in another way follow the one that was changed. */
  #settle(changed: EventTarget | null | undefined): void {
    const isPod = this.#sender.value === "pod";
    const isBare = this.#scheme.value === "tcp" || this.#scheme.value === "tls";
    for (const field of [this.#namespace, this.#labels]) setHidden(field, !isPod);
    for (const field of [this.#method, this.#path, this.#headers]) setHidden(field, isBare);
    // A bare connection to a gateway names no host: only the port counts.
    setHidden(this.#host, this.#scheme.value === "tcp" && this.#sender.value.startsWith("gateway:"));
    setHidden(this.#sni, this.#scheme.value === "http" || this.#scheme.value === "tcp");
    this.#port.placeholder = this.#scheme.value === "http" || this.#scheme.value === "tcp" ? "80" : "443";
    if (changed !== this.#example) this.#example.value = "";
    if (changed === this.#command) return;
    const request = this.#request();
    if ("problem" in request) return;
    this.#command.value = curlCommand(request) ?? "";
    setHidden(this.#command, this.#command.value === "");
  }
}

function isShown(field: Field): boolean {
  return field.parentElement?.hidden !== true;
}

function row(...fields: readonly HTMLElement[]): HTMLElement {
  return html("div", "request-row", ...fields);
}
