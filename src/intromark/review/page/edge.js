// One edge of a span: the last frames before it, the first ones after it, its time, and buttons to move it.
import { fill, h } from "./dom.js";
import { Frames } from "./frames.js";
import { clock, parse } from "./times.js";

const SHOWN = 3; // frames on either side
const STEPS = [["−5 s", -5], ["−1 s", -1], ["−1 f", "before"], ["+1 f", "after"], ["+1 s", 1], ["+5 s", 5]];

/** `on` has `nudge(by)`, `to(time)`, `play()` and `choose()`. */
export class Edge {
  constructor(edge, frames, on) {
    Object.assign(this, { edge, frames, on, wanted: null, busy: false });
    const name = edge === "start" ? "Start" : "End";
    this.input = h("input", { type: "text", class: "num", inputmode: "decimal", "aria-label": `${name}, as minutes:seconds`, autocomplete: "off", onchange: () => this.typed(), onfocus: () => on.choose() });
    this.before = h("div", { class: "side before" });
    this.after = h("div", { class: "side after" });
    this.buttons = STEPS.map(([text, by]) => h("button", { type: "button", "aria-label": `${name} ${text.replace("f", "frame").replace("s", "seconds")}`, onclick: () => { on.choose(); on.nudge(by); } }, text));
    this.element = h("section", { class: `panel edge ${edge}`, "aria-label": name, onpointerdown: () => on.choose() },
      h("div", { class: "edge-head" }, h("h2", {}, name), this.input, h("span", { class: "grow" }),
        h("button", { type: "button", onclick: () => { on.choose(); on.play(); } }, "▶ Play", h("kbd", {}, "Space"))),
      h("div", { class: "film" }, this.before, h("span", { class: "cut", "aria-hidden": "true" }), this.after),
      h("p", { class: "film-text soft" }, h("span", {}, edge === "start" ? "before the span" : "still in the span"), h("span", {}, edge === "start" ? "first of the span" : "after the span")),
      h("div", { class: "nudges", role: "group", "aria-label": `Move the ${edge}` }, this.buttons));
  }

  /** Show a time, or that there is none. */
  show(time, chosen) {
    this.element.classList.toggle("is-chosen", chosen);
    this.element.classList.toggle("is-none", time === null);
    this.input.disabled = time === null;
    for (const button of this.buttons) button.disabled = time === null;
    if (document.activeElement !== this.input || !chosen) this.input.value = time === null ? "none" : clock(time);
    if (time === null) { fill(this.before); fill(this.after); this.shown = null; return; }
    this.wanted = time;
    this.load();
  }

  /** Read frames for the last time that was wanted: while it is dragged, those in between are left out. */
  async load() {
    if (this.busy || this.wanted === null) return;
    const time = this.wanted;
    this.wanted = null;
    const known = this.frames.loaded(time);
    if (known) { this.draw(known, time); return; }
    this.busy = true;
    this.element.classList.add("is-loading");
    try {
      this.draw(await this.frames.around(time), time);
    } catch (error) {
      fill(this.before, h("span", { class: "soft" }, error.message));
      fill(this.after);
    } finally {
      this.busy = false;
      this.element.classList.remove("is-loading");
      this.load();
    }
  }

  draw(frames, time) {
    const [before, after] = Frames.split(frames, time, SHOWN);
    const pictures = (side, ones) => {
      const kept = new Map([...side.children].map((child) => [child.dataset.time, child]));
      fill(side, ones.map((one) => kept.get(String(one.time)) ?? h("img", { src: one.picture, alt: `frame at ${clock(one.time, 3)}`, "data-time": one.time, title: clock(one.time, 3), decoding: "async" })));
    };
    pictures(this.before, before);
    pictures(this.after, after);
  }

  typed() {
    const time = parse(this.input.value);
    this.input.setAttribute("aria-invalid", String(time === null));
    if (time !== null) this.on.to(time);
  }
}
