import { parseCurl } from "../../../../server/src/core/routing/curl";
import type { RequestDefaults } from "../../../../server/src/core/routing/requestDefaults";
import { collectHeaders, parseHeaderLine, parseLabels, parsePort } from "../../../../server/src/core/routing/requestUrl";
import type { RequestSource, SimulationRequest } from "../../../../server/src/core/routing/simulation";
import { html } from "./dom";

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The fields of a request; `onChange` is called after each letter. */
export class RequestForm {
  readonly element = html("form", "request-form");
  readonly #onChange: () => void;
  readonly #sender = html("select", "");
  readonly #labels = input("app=frontend, version=v2");
  readonly #namespace = input("default");
  readonly #scheme = html("select", "", ...["http", "https", "tcp", "tls"].map((one) => option(one, one)));
  readonly #host = input("website");
  readonly #port = input("80");
  readonly #method = input("GET");
  readonly #path = input("/");
  readonly #headers = area("name: value", 2);
  readonly #sni = input("the host");
  readonly #curl = area("curl -H 'qa: canary-test' http://website/", 2);
  readonly #problem = html("p", "request-problem");
  readonly #pod: readonly HTMLElement[];

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#pod = [labelled("Namespace", this.#namespace), labelled("Pod labels", this.#labels, "wide")];
    this.#problem.setAttribute("role", "alert");
    this.element.append(
      labelled("Paste a curl command", this.#curl, "full"),
      labelled("From", this.#sender, "wide"),
      ...this.#pod,
      labelled("Scheme", this.#scheme),
      labelled("Host", this.#host, "wide"),
      labelled("Port", this.#port),
      labelled("Method", this.#method),
      labelled("Path", this.#path, "wide"),
      labelled("SNI", this.#sni),
      labelled("Headers, one per line", this.#headers, "full"),
      this.#problem,
    );
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.addEventListener("input", (event) => {
      if (event.target === this.#curl) this.#readCurl();
      this.#showFields();
      this.#onChange();
    });
  }

  /** Fills every field. */
  fill({ request, gateways, workloads }: RequestDefaults): void {
    this.#sender.replaceChildren(
      option("pod", "a pod with a sidecar"),
      group("Gateways", gateways, "gateway"),
      group("Workloads", workloads, "workload"),
    );
    const { from } = request;
    if ("gateway" in from) this.#sender.value = `gateway:${from.gateway}`;
    else if ("workload" in from) this.#sender.value = `workload:${from.workload}`;
    else this.#sender.value = "pod";
    if ("namespace" in from) this.#namespace.value = from.namespace;
    this.#curl.value = "";
    this.#fillRequest(request);
    this.#showFields();
  }

  focus(): void {
    this.#host.focus();
  }

  /** What is asked, or undefined where a field says something else; then the form tells what. */
  read(): SimulationRequest | undefined {
    const request = this.#request();
    this.#problem.textContent = typeof request === "string" ? request : "";
    return typeof request === "string" ? undefined : request;
  }

  #request(): SimulationRequest | string {
    const from = this.#from();
    if (typeof from === "string") return from;
    const host = this.#host.value.trim();
    if (host === "") return "Which host is asked for?";
    const port = this.#port.value.trim() === "" ? undefined : parsePort(this.#port.value.trim());
    if (typeof port === "string") return port;
    const headers: (readonly [string, string])[] = [];
    for (const line of this.#headers.value.split("\n").filter((one) => one.trim() !== "")) {
      const header = parseHeaderLine(line);
      if (typeof header === "string") return header;
      headers.push(header);
    }
    const [method, path, sni] = [this.#method, this.#path, this.#sni].map((field) => field.value.trim());
    return {
      from,
      scheme: this.#scheme.value as SimulationRequest["scheme"],
      host,
      ...(port === undefined ? {} : { port }),
      ...(method ? { method } : {}),
      ...(path ? { path } : {}),
      ...(headers.length === 0 ? {} : { headers: collectHeaders(headers) }),
      ...(sni ? { sni } : {}),
    };
  }

  #from(): RequestSource | string {
    const [kind, name = ""] = this.#sender.value.split(":");
    if (kind === "gateway") return { gateway: name };
    if (kind === "workload") return { workload: name };
    const labels = parseLabels(this.#labels.value);
    return typeof labels === "string" ? labels : { namespace: this.#namespace.value.trim() || "default", labels };
  }

  #readCurl(): void {
    if (this.#curl.value.trim() === "") return;
    const request = parseCurl(this.#curl.value);
    this.#curl.setCustomValidity(typeof request === "string" ? request : "");
    if (typeof request !== "string") this.#fillRequest(request);
  }

  #fillRequest({ scheme, host, port, method, path, headers, sni }: Omit<SimulationRequest, "from">): void {
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

  /** Only what counts for the chosen sender and scheme. */
  #showFields(): void {
    for (const field of this.#pod) field.hidden = this.#sender.value !== "pod";
    const bare = this.#scheme.value === "tcp" || this.#scheme.value === "tls";
    for (const field of [this.#method, this.#path, this.#headers]) setHidden(field, bare);
    setHidden(this.#sni, this.#scheme.value === "http" || this.#scheme.value === "tcp");
  }
}

function setHidden(field: Field, hidden: boolean): void {
  if (field.parentElement !== null) field.parentElement.hidden = hidden;
}

function labelled(label: string, field: Field, width = ""): HTMLLabelElement {
  return html("label", width, html("span", "", label), field);
}

function input(placeholder: string): HTMLInputElement {
  const element = html("input", "");
  element.placeholder = placeholder;
  element.spellcheck = false;
  return element;
}

function area(placeholder: string, rows: number): HTMLTextAreaElement {
  const element = html("textarea", "");
  element.placeholder = placeholder;
  element.rows = rows;
  element.spellcheck = false;
  return element;
}

function option(value: string, text: string): HTMLOptionElement {
  const element = html("option", "", text);
  element.value = value;
  return element;
}

function group(label: string, names: readonly string[], kind: string): HTMLOptGroupElement {
  const element = html("optgroup", "", ...names.map((name) => option(`${kind}:${name}`, name)));
  element.label = label;
  return element;
}
