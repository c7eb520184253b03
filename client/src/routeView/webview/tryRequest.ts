import type { FileSpan } from "../../../../server/src/core/features/results";
import { answerAloud, isFailing, requestInWords } from "../../../../server/src/core/routing/answerInWords";
import type { RequestDefaults } from "../../../../server/src/core/routing/requestDefaults";
import type { Simulation } from "../../../../server/src/core/routing/simulation";
import type { RequestFormInput, RequestFormOutput } from "../../../../server/src/protocol/requestMessages";
import { html, setAttributes, toggleClasses } from "./dom";
import { icon } from "./icons";
import { answerElements, headline } from "./requestAnswer";
import { RequestForm } from "./requestForm";

/** What the form needs of the page that holds it. */
export interface TryRequestHost {
  readonly post: (message: RequestFormOutput) => void;
  /** Lights up what of the picture the request passes; undefined: nothing fades. Returns whether the picture has anything of it. */
  readonly trace: (path: readonly string[] | undefined) => boolean;
}

type Answer = Extract<RequestFormInput, { type: "simulation" }>["answer"];

/** Longer than the pause between two keystrokes. */
const askDelayMs = 150;
const announceDelayMs = 700;
/** Where the form stands above the picture instead of beside it, as in the style sheet. */
const narrow = "(max-width: 589px)";

/** "Try a Request" beside the picture: the form, the answer in words, the trace. */
export class TryRequest {
  readonly #host: TryRequestHost;
  readonly #panel = html("section", "request");
  readonly #open = html("button", "request-open", icon("request"), "Try a request");
  readonly #subject = html("span", "request-subject");
  readonly #startOver = html("button", "request-over", "Start over");
  readonly #fold = html("details", "request-fold");
  readonly #asked = html("span", "request-asked");
  readonly #summary = html("summary", "", this.#subject, this.#asked);
  readonly #line = html("div", "answer-line");
  readonly #elsewhere = html("p", "answer-elsewhere");
  readonly #answer = html("div", "request-answer");
  readonly #live = html("div", "visually-hidden");
  readonly #form: RequestForm;
  #defaults: RequestDefaults | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;
  #announcing: ReturnType<typeof setTimeout> | undefined;
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
    this.#startOver.type = "button";
    this.#startOver.addEventListener("click", () => this.#fill(undefined));
    setAttributes(this.#panel, { "aria-label": "Try a request" });
    setAttributes(this.#live, { role: "status", "aria-live": "polite" });
    this.#fold.open = true;
    this.#fold.append(this.#summary, this.#form.element);
    const head = html("div", "request-head", html("h2", "", "Try a request"), this.#startOver, close);
    this.#panel.append(head, this.#fold, this.#line, this.#elsewhere, this.#answer, this.#live);
    this.#panel.hidden = true;
    this.#form.element.addEventListener("submit", (event) => this.#submit(event));
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#close();
      // A form without a button for it is not submitted by Enter.
      if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      this.#form.element.requestSubmit();
    });
    root.prepend(this.#panel);
    root.append(this.#open);
  }

  receive(message: RequestFormInput): void {
    if (message.type === "tryRequest") {
      this.#defaults = message.defaults;
      this.#panel.hidden = false;
      this.#open.hidden = true;
      const { subject } = message.defaults;
      this.#subject.textContent = subject === undefined ? "Request" : `For ${subject}`;
      this.#fill(message.remembered);
      if (message.follows) return;
      this.#fold.open = true;
      if (document.hasFocus()) this.#form.focus();
    } else if (!this.#panel.hidden) this.#show(message.answer);
  }

  #fill(remembered: Extract<RequestFormInput, { type: "tryRequest" }>["remembered"]): void {
    if (this.#defaults === undefined) return;
    this.#form.fill(this.#defaults, remembered);
    this.#ask();
  }

  #show(answer: Answer): void {
    this.#markStale(false);
    const text = JSON.stringify(answer);
    const isNew = text !== this.#shown;
    this.#shown = text;
    const failed = "problem" in answer;
    if (isNew) {
      this.#line.replaceChildren(...(failed ? [answer.problem] : headline(answer.outcome)));
      toggleClasses(this.#line, { failing: failed || isFailing(answer.outcome) });
      const reveal = (place: FileSpan): void => this.#host.post({ type: "reveal", version: undefined, file: place.file, span: place.span });
      this.#answer.replaceChildren(...(failed ? [] : answerElements(answer, reveal)));
      this.#announceLater(failed ? answer.problem : answerAloud(answer));
    }
    const isSeen = this.#host.trace(failed ? undefined : pathOf(answer));
    this.#elsewhere.textContent =
      failed || isSeen || isFailing(answer.outcome) ? "" : "Nothing in this picture is on the way of the request.";
  }

  /** What was answered before is no answer to what the form says now. The picture is left alone: it would flicker while someone types. */
  #markStale(isStale: boolean): void {
    toggleClasses(this.#panel, { stale: isStale });
  }

  #announceLater(text: string): void {
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => (this.#live.textContent = text), announceDelayMs);
  }

  #askLater(): void {
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => this.#ask(), askDelayMs);
  }

  #ask(): void {
    clearTimeout(this.#asking);
    const request = this.#form.read();
    if ("problem" in request) {
      this.#markStale(true);
      this.#announceLater(request.problem);
      return;
    }
    this.#startOver.hidden = JSON.stringify(request) === JSON.stringify(this.#defaults?.request);
    this.#asked.textContent = requestInWords(request);
    this.#host.post({ type: "simulate", request });
  }

  /** Enter asks at once; where form and picture share the height, the form makes room for the answer. */
  #submit(event: SubmitEvent): void {
    event.preventDefault();
    this.#ask();
    if (!matchMedia(narrow).matches || this.#panel.classList.contains("stale")) return;
    this.#fold.open = false;
    this.#summary.focus();
  }

  #close(): void {
    clearTimeout(this.#asking);
    clearTimeout(this.#announcing);
    this.#panel.hidden = true;
    this.#open.hidden = false;
    this.#shown = "";
    this.#live.textContent = "";
    this.#line.replaceChildren();
    this.#answer.replaceChildren();
    this.#host.trace(undefined);
    this.#host.post({ type: "simulate", request: undefined });
    this.#open.focus();
  }
}

/** What a request passes: also the steps that matched before it failed. */
function pathOf({ path, trace }: Simulation): readonly string[] {
  return [...new Set([...path, ...trace.filter(({ matched }) => matched).flatMap(({ ids }) => ids)])];
}
