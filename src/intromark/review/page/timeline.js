// The timeline: curves and loudness, and over them the spans as blocks whose edges can be dragged.
import { drawCurves } from "./curves.js";
import { fill, h, oncePerFrame } from "./dom.js";
import { LABELS } from "./draft.js";
import { clock, tickStep } from "./times.js";

const TICKS = 9;
const STILL = 3; // pixels that a pointer may move and is still a click
const WHEEL = 1.004;

/** Draws a draft in a window; `on` has `move(label, edge, time, joins)`, `choose(label, edge)`, `open(label)`, `seek(time)`. */
export class Timeline {
  constructor(draft, view, on) {
    Object.assign(this, { draft, view, on, curves: [], wave: null, hidden: new Set(), chosen: { label: "intro", edge: "start" }, playhead: null });
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.axis = h("div", { class: "ticks", "aria-hidden": "true" });
    this.blocks = h("div", { class: "blocks" });
    this.head = h("div", { class: "playhead", hidden: true });
    this.field = h("div", { class: "field", onpointerdown: (event) => this.grab(event), onwheel: (event) => this.wheel(event), ondblclick: (event) => on.seek(this.timeAt(event)) },
      this.canvas, this.blocks, this.head);
    this.overview = h("div", { class: "overview", "aria-hidden": "true", onpointerdown: (event) => this.pan(event) });
    this.element = h("div", { class: "timeline" }, this.axis, this.field, this.overview);
    this.redraw = oncePerFrame(() => this.draw());
    this.made = new Map();
    view.addEventListener("change", () => this.redraw());
    new ResizeObserver(() => this.redraw()).observe(this.field);
  }

  draw() {
    const { view } = this;
    const step = tickStep(view.length, TICKS);
    const ticks = [];
    for (let tick = Math.ceil(view.start / step) * step; tick <= view.end; tick += step) ticks.push(tick);
    const digits = step < 0.1 ? 2 : step < 1 ? 1 : 0;
    fill(this.axis, ticks.map((tick) => h("span", { class: "num", style: { left: `${100 * view.share(tick)}%` } }, clock(tick, digits))));
    drawCurves(this.canvas, view, this.curves, this.wave, this.hidden, ticks);
    for (const label of LABELS) this.place(label);
    this.drawOverview();
    this.head.hidden = this.playhead === null;
    if (this.playhead !== null) this.head.style.left = `${100 * view.share(this.playhead)}%`;
  }

  place(label) {
    const span = this.draft.spans[label];
    if (!span) { this.made.get(label)?.block.remove(); this.made.delete(label); return; }
    const made = this.made.get(label) ?? this.make(label);
    const said = this.draft.episode.edits.some((edit) => edit.label === label) || this.draft.isChanged;
    made.block.className = `block ${label} ${said ? "is-said" : "is-guess"}`;
    made.block.style.left = `${100 * this.view.share(span.start)}%`;
    made.block.style.width = `${100 * (span.end - span.start) / this.view.length}%`;
    for (const edge of ["start", "end"]) {
      const handle = made[edge];
      const chosen = this.chosen.label === label && this.chosen.edge === edge;
      handle.classList.toggle("is-chosen", chosen);
      handle.setAttribute("aria-valuenow", span[edge].toFixed(3));
      handle.setAttribute("aria-valuetext", clock(span[edge]));
      handle.setAttribute("aria-valuemin", edge === "start" ? 0 : span.start.toFixed(3));
      handle.setAttribute("aria-valuemax", edge === "end" && Number.isFinite(this.draft.limit) ? this.draft.limit.toFixed(3) : span.end.toFixed(3));
    }
  }

  make(label) {
    const handle = (edge) => h("span", { class: `handle ${edge}`, role: "slider", tabindex: "0", "aria-label": `${edge === "start" ? "Start" : "End"} of ${label}`,
      "data-label": label, "data-edge": edge, onfocus: () => this.on.choose(label, edge) });
    const made = { start: handle("start"), end: handle("end") };
    made.block = h("div", { class: "block", "data-label": label }, h("span", { class: "name" }, label), made.start, made.end);
    this.made.set(label, made);
    this.blocks.append(made.block);
    return made;
  }

  timeAt(event) {
    const box = this.field.getBoundingClientRect();
    return this.view.at((event.clientX - box.left) / box.width);
  }

  /** A block or an edge is dragged; elsewhere the window is moved. */
  grab(event) {
    if (event.button !== 0) return;
    const handle = event.target.closest(".handle");
    const block = event.target.closest(".block");
    const from = this.timeAt(event);
    if (!block) { this.slide(event); return; }
    event.preventDefault();
    const { label } = block.dataset;
    const edge = handle?.dataset.edge ?? null;
    this.on.choose(label, edge ?? this.chosen.edge);
    handle?.focus({ preventScroll: true });
    const begin = this.draft.spans[label];
    const offset = from - (edge ? begin[edge] : begin.start);
    let joins = false;
    this.follow(event, (moved) => {
      if (!joins && Math.abs(moved.clientX - event.clientX) < STILL) return;
      this.on.move(label, edge, this.timeAt(moved) - offset, joins);
      joins = true;
    }, () => { if (!joins && !edge) this.on.open(label); });
  }

  slide(event) {
    const box = this.field.getBoundingClientRect();
    const { start, end, length } = this.view;
    this.follow(event, (moved) => {
      const by = -((moved.clientX - event.clientX) / box.width) * length;
      this.view.set(start + by, end + by);
    });
  }

  pan(event) {
    const to = (moved) => {
      const box = this.overview.getBoundingClientRect();
      const at = ((moved.clientX - box.left) / box.width) * this.view.duration;
      this.view.set(at - this.view.length / 2, at + this.view.length / 2);
    };
    to(event);
    this.follow(event, to);
  }

  /** Call with every move of a pointer until it is let go, and then once. */
  follow(event, move, done = () => {}) {
    const { currentTarget: target, pointerId } = event;
    target.setPointerCapture(pointerId);
    const end = new AbortController();
    const options = { signal: end.signal };
    target.addEventListener("pointermove", (moved) => { if (moved.pointerId === pointerId) move(moved); }, options);
    target.addEventListener("pointerup", () => { end.abort(); done(); }, options);
    target.addEventListener("pointercancel", () => end.abort(), options);
  }

  /** Sideways moves, with Ctrl or two fingers comes closer; else the page is scrolled. */
  wheel(event) {
    const along = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.shiftKey ? event.deltaY : 0;
    if (!along && !event.ctrlKey) return;
    event.preventDefault();
    if (along) this.view.set(this.view.start + along / 900 * this.view.length, this.view.end + along / 900 * this.view.length);
    else this.view.zoom(WHEEL ** -event.deltaY, this.timeAt(event));
  }

  drawOverview() {
    const share = (time) => `${100 * time / this.view.duration}%`;
    fill(this.overview,
      LABELS.filter((label) => this.draft.spans[label]).map((label) => {
        const span = this.draft.spans[label];
        return h("span", { class: `block ${label}`, style: { left: share(span.start), width: `calc(${share(span.end)} - ${share(span.start)})` } });
      }),
      h("span", { class: "window", style: { left: share(this.view.start), width: share(this.view.length) } }));
  }
}
