import type { RequestFormInput, RequestFormOutput } from "../../../../server/src/protocol/requestMessages";
import { html, setAttributes } from "./dom";
import { icon } from "./icons";
import { answerElements } from "./requestAnswer";
import { RequestForm } from "./requestForm";

/** What the form needs of the page that holds it. */
export interface TryRequestHost {
  readonly post: (message: RequestFormOutput) => void;
  /** Lights up what of the picture the request passes; undefined: nothing fades. */
  readonly trace: (path: readonly string[] | undefined) => void;
}

/** Longer than the pause between two keystrokes. */
const askDelayMs = 150;

/** "Try a Request" beside the picture: the form, the answer in words, the trace. */
export class TryRequest {
  readonly #host: TryRequestHost;
  readonly #panel = html("section", "request");
  readonly #open = html("button", "request-open", "Try a request");
  readonly #answer = html("div", "request-answer");
  readonly #form: RequestForm;
  #asking: ReturnType<typeof setTimeout> | undefined;
  #shown = "";

  constructor(root: HTMLElement, host: TryRequestHost) {
    this.#host = host;
    this.#form = new RequestForm(() => this.#askLater());
    const close = html("button", "request-close", icon("broken"));
    close.type = "button";
    setAttributes(close, { "aria-label": "Close Try a Request", title: "Close" });
    close.addEventListener("click", () => this.#close());
    this.#open.type = "button";
    this.#open.addEventListener("click", () => host.post({ type: "openRequest" }));
    setAttributes(this.#panel, { "aria-label": "Try a request" });
    setAttributes(this.#answer, { role: "status", "aria-live": "polite", "aria-label": "Answer" });
    this.#panel.append(html("div", "request-head", html("h2", "", "Try a request"), close), this.#form.element, this.#answer);
    this.#panel.hidden = true;
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#close();
    });
    root.prepend(this.#panel);
    root.append(this.#open);
  }

  receive(message: RequestFormInput): void {
    if (message.type === "tryRequest") {
      this.#panel.hidden = false;
      this.#open.hidden = true;
      this.#form.fill(message.defaults);
      if (document.hasFocus()) this.#form.focus();
      this.#ask();
    } else if (!this.#panel.hidden) this.#show(message.answer);
  }

  #show(answer: Extract<RequestFormInput, { type: "simulation" }>["answer"]): void {
    const text = JSON.stringify(answer);
    if (text === this.#shown) return;
    this.#shown = text;
    if ("problem" in answer) {
      this.#answer.replaceChildren(html("p", "answer-line failing", answer.problem));
      this.#host.trace(undefined);
      return;
    }
    const reveal = (place: Parameters<Parameters<typeof answerElements>[1]>[0]): void =>
      this.#host.post({ type: "reveal", version: undefined, ...place });
    this.#answer.replaceChildren(...answerElements(answer, reveal));
    this.#host.trace([...new Set([...answer.path, ...answer.trace.filter(({ matched }) => matched).flatMap(({ ids }) => ids)])]);
  }

  #askLater(): void {
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => this.#ask(), askDelayMs);
  }

  #ask(): void {
    const request = this.#form.read();
    if (request !== undefined) this.#host.post({ type: "simulate", request });
  }

  #close(): void {
    clearTimeout(this.#asking);
    this.#panel.hidden = true;
    this.#open.hidden = false;
    this.#shown = "";
    this.#answer.replaceChildren();
    this.#host.trace(undefined);
    this.#host.post({ type: "simulate", request: undefined });
    this.#open.focus();
  }
}
