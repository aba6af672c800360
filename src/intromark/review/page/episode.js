// An episode: see why, put it right in seconds, confirm, and go on.
import { get } from "./api.js";
import { crumbs, go } from "./app.js";
import { showConflict } from "./conflict.js";
import { CURVES, curveButton } from "./curves.js";
import { announce, fill, h, whenQuiet } from "./dom.js";
import { Draft, LABELS } from "./draft.js";
import { Edge } from "./edge.js";
import { past, why } from "./facts.js";
import { Frames } from "./frames.js";
import { onDone } from "./jobs.js";
import { bindEpisode } from "./episode_keys.js";
import { Player } from "./player.js";
import { canUndo, save, undoSave } from "./saving.js";
import { Timeline } from "./timeline.js";
import { complain, say } from "./toasts.js";
import { clock } from "./times.js";
import { ViewWindow } from "./view_window.js";
import { Witnesses } from "./witnesses.js";
import { told } from "./tongue.js";

const hidden = new Set(); // curves that were switched off, in all episodes
const FIRST_LENGTH = 20; // seconds of a span that is made from nothing
const OFTEN = 15000; // milliseconds between looks whether somebody else changed it
const WAVE_POINTS = 1600;

/** Draw an episode. */
export async function show(main, isCurrent, id) {
  const view = new EpisodeView(main, await get(`/api/episodes/${id}`), isCurrent);
  if (!isCurrent()) return null;
  view.draw();
  const stop = onDone((job) => { if (job.season === view.episode.season && isCurrent()) view.check(); });
  const look = () => { if (!document.hidden) view.check(); };
  document.addEventListener("visibilitychange", look);
  const turns = setInterval(look, OFTEN);
  const warn = (event) => { if (view.draft.isChanged) event.preventDefault(); };
  addEventListener("beforeunload", warn);
  const redraw = () => view.timeline.redraw();
  addEventListener("themechange", redraw);
  return { leave: () => {
    if (view.draft.isChanged && !view.isSaved && !confirm(told("Leave without saving what you moved?"))) return false;
    stop();
    clearInterval(turns);
    view.player.close();
    document.removeEventListener("visibilitychange", look);
    removeEventListener("beforeunload", warn);
    removeEventListener("themechange", redraw);
    return true;
  } };
}

class EpisodeView {
  constructor(main, episode, isCurrent) {
    Object.assign(this, { main, episode, isCurrent, isSaved: false });
    this.draft = new Draft(episode);
    this.frames = new Frames(episode.id);
    this.window = new ViewWindow(episode.duration ?? 60);
    this.window.fit(LABELS.map((label) => this.draft.spans[label]).filter(Boolean));
    this.timeline = new Timeline(this.draft, this.window, {
      move: (label, edge, time, joins) => this.move(label, edge, time, joins),
      choose: (label, edge) => this.choose(label, edge),
      open: () => this.compare(),
      seek: (time) => this.player.around(time, episode.duration),
    });
    this.timeline.hidden = hidden;
    this.player = new Player(episode.id, (time) => { this.timeline.playhead = time; this.timeline.redraw(); });
    this.witnesses = new Witnesses(episode.id);
    this.edges = Object.fromEntries(["start", "end"].map((edge) => [edge, new Edge(edge, this.frames, {
      nudge: (by) => this.nudge(by), to: (time) => this.move(this.chosen.label, edge, time), play: () => this.play(), choose: () => this.choose(this.chosen.label, edge),
    })]));
  }

  get chosen() { return this.timeline.chosen; }
  get span() { return this.draft.spans[this.chosen.label]; }

  draw() {
    const { episode } = this;
    const around = episode.neighbours;
    crumbs(["Library", "#/"], [episode.title, `#/season/${episode.season}`], [episode.name]);
    this.state = h("span", { class: "states" });
    this.conflict = h("div", { class: "conflict", role: "alert", hidden: true });
    this.labels = h("div", { class: "labels", role: "radiogroup", "aria-label": "What is marked" });
    this.actions = h("div", { class: "actions", role: "toolbar", "aria-label": "What to do with it" });
    this.legend = h("div", { class: "curve-legend", role: "group", "aria-label": "Score curves" });
    this.facts = h("div", { class: "columns" });
    const step = (id, text, key) => id === null ? h("span", { class: "button is-off", "aria-disabled": "true" }, text) : h("a", { class: "button", href: `#/episode/${id}` }, text, h("kbd", {}, key));
    fill(this.main,
      h("div", { class: "head" }, h("h1", {}, episode.name), this.state, h("span", { class: "grow" }),
        h("span", { class: "soft num" }, `${around.number} of ${around.of}`), step(around.previous, "‹ Before", "k"), step(around.next, "Next ›", "j")),
      this.conflict,
      h("section", { class: "panel stage", "aria-label": "Timeline" },
        h("div", { class: "stage-head" }, this.labels, h("span", { class: "grow" }), this.legend, this.zooms()),
        this.timeline.element),
      this.actions,
      h("div", { class: "edges" }, this.edges.start.element, this.edges.end.element),
      this.witnesses.element,
      this.facts);
    this.drawFacts();
    this.refresh();
    this.load();
    bindEpisode(this);
  }

  zooms() {
    return h("div", { class: "zooms", role: "group", "aria-label": "Zoom" },
      h("button", { type: "button", "aria-label": "Farther away", onclick: () => this.window.zoom(1 / 1.6) }, "−"),
      h("button", { type: "button", "aria-label": "Closer", onclick: () => this.window.zoom(1.6) }, "+"),
      h("button", { type: "button", onclick: () => this.fit() }, "Fit"),
      h("button", { type: "button", onclick: () => this.window.set(0, this.window.duration) }, "All"));
  }

  fit() { this.window.fit(LABELS.map((label) => this.draft.spans[label]).filter(Boolean)); }

  drawFacts() { fill(this.facts, why(this.episode), this.player.element, past(this.episode)); }

  /** Curves and loudness come when they are ready. */
  load() {
    const { id } = this.episode;
    if (this.episode.missing || this.episode.failure) return;
    get(`/api/episodes/${id}/curves`).then(({ curves, missing }) => {
      this.timeline.curves = CURVES.map((name) => curves.find((one) => one.name === name)).filter(Boolean);
      this.drawLegend(missing);
      this.timeline.redraw();
      this.prepareNext();
    }).catch(complain);
    const wave = () => {
      const { start, end } = this.window;
      get(`/api/episodes/${id}/waveform?start=${start}&end=${end}&points=${WAVE_POINTS}`).then((told) => { this.timeline.wave = told; this.timeline.redraw(); }).catch(() => {});
    };
    this.window.addEventListener("change", whenQuiet(180, () => { if (this.isCurrent()) wave(); }));
    wave();
  }

  /** Let the server reckon what the next episode needs while this one is looked at: what it gives is kept there. */
  prepareNext() {
    const { next } = this.episode.neighbours;
    if (next === null || !this.isCurrent()) return;
    get(`/api/episodes/${next}/curves`).catch(() => {});
    get(`/api/episodes/${next}/waveform?start=0&end=1&points=1`).catch(() => {});
  }

  drawLegend(missing) {
    const items = this.timeline.curves.map((curve) => curveButton(curve.name, hidden, () => this.timeline.redraw()));
    fill(this.legend, missing ? h("span", { class: "soft" }, missing) : items);
  }

  /** Draw all that depends on the draft. */
  refresh() {
    const { episode, draft } = this;
    const said = episode.edits.length > 0;
    fill(this.state, draft.isChanged ? h("span", { class: "tag warn" }, "not saved") : said ? h("span", { class: "tag good" }, episode.state || "confirmed") : h("span", { class: "tag" }, episode.state || "not confirmed"));
    fill(this.labels, LABELS.map((label, at) => {
      const span = draft.spans[label];
      return h("button", { type: "button", role: "radio", class: `label ${label}`, "aria-checked": String(this.chosen.label === label), onclick: () => this.chooseLabel(label) },
        h("kbd", {}, at + 1), label, h("span", { class: "soft num" }, span ? `${(span.end - span.start).toFixed(1)} s` : span === null ? "none" : "–"));
    }));
    const last = episode.neighbours.next === null;
    fill(this.actions,
      h("button", { type: "button", class: "main", id: "confirm", onclick: () => this.confirm(true) }, last ? "Confirm" : "Confirm and next", h("kbd", {}, "Enter")),
      h("button", { type: "button", id: "save", onclick: () => this.confirm(false) }, "Save", h("kbd", {}, "s")),
      h("button", { type: "button", onclick: () => this.toggleNone() }, this.span ? `No ${this.chosen.label}` : `Mark ${this.chosen.label}`, h("kbd", {}, "n")),
      h("button", { type: "button", disabled: !draft.steps.length && !canUndo(), onclick: () => this.undo() }, "Undo", h("kbd", {}, "u")),
      h("button", { type: "button", disabled: !said && !draft.isChanged, onclick: () => this.revert() }, "As detected", h("kbd", {}, "d")),
      h("button", { type: "button", disabled: !this.span, "aria-expanded": String(this.witnesses.isOpen), onclick: () => this.compare() }, "Other episodes", h("kbd", {}, "v")));
    for (const edge of ["start", "end"]) this.edges[edge].show(this.span ? this.span[edge] : null, this.chosen.edge === edge);
    this.timeline.redraw();
  }

  choose(label, edge) {
    if (this.chosen.label === label && this.chosen.edge === edge) return;
    this.timeline.chosen = { label, edge };
    this.refresh();
  }

  chooseLabel(label) {
    this.choose(label, this.chosen.edge);
    if (this.span) { this.window.reveal(this.span.start); this.window.reveal(this.span[this.chosen.edge]); }
  }

  move(label, edge, time, joins = false) {
    const at = this.frames.snap(time);
    if (edge) this.draft.moveEdge(label, edge, at, { joins });
    else this.draft.moveTo(label, at, { joins });
    this.refresh();
  }

  /** Move the chosen edge by seconds, or to the frame `before` or `after`. */
  nudge(by) {
    if (!this.span) return;
    const { label, edge } = this.chosen;
    const now = this.span[edge];
    const time = by === "before" ? this.frames.next(now, -1) : by === "after" ? this.frames.next(now, 1) : this.frames.snap(now + by);
    this.draft.moveEdge(label, edge, time);
    this.window.reveal(this.span[edge]);
    this.refresh();
    announce(`${edge} of ${label} ${clock(this.span[edge])}`);
  }

  play() { if (this.span) this.player.around(this.span[this.chosen.edge], this.episode.duration); }

  compare() {
    if (this.witnesses.isOpen) this.witnesses.close();
    else if (this.span) this.witnesses.open(this.chosen.label, this.span);
    this.refresh();
  }

  toggleNone() {
    const { label } = this.chosen;
    if (this.span) this.draft.set(label, label === "intro" ? null : undefined);
    else {
      const found = this.episode.detected.find((one) => one.label === label);
      const start = found?.start ?? Math.max(0, Math.min(this.window.start + this.window.length / 4, this.draft.limit - 1));
      const end = found?.end ?? Math.min(this.draft.limit, start + Math.min(FIRST_LENGTH, this.window.length / 3));
      this.draft.set(label, { start: this.frames.snap(start), end: this.frames.snap(end) });
    }
    this.refresh();
  }

  async undo() {
    if (this.draft.undo()) { this.refresh(); return; }
    try {
      const episode = await undoSave();
      if (!episode) return;
      say(`${episode.name}: the last save is undone`, { kind: "good" });
      if (episode.id === this.episode.id) this.take(episode);
      else go(`#/episode/${episode.id}`);
    } catch (error) { complain(error); }
  }

  redo() { if (this.draft.redo()) this.refresh(); }

  /** Let detection decide again: drop what was moved, then what was said. */
  async revert() {
    if (this.draft.isChanged) { this.draft.rebase(this.episode); this.refresh(); return; }
    if (this.episode.edits.length) await this.keep([], "as detected");
  }

  /** Save, which locks it; and go on. */
  async confirm(goesOn) {
    const { next } = this.episode.neighbours;
    if (!await this.keep(this.draft.edits(), "confirmed") || !goesOn) return;
    if (next !== null) go(`#/episode/${next}`);
    else go(`#/season/${this.episode.season}`);
  }

  async keep(edits, what) {
    if (this.isSaving) return false;
    this.isSaving = true;
    try {
      const episode = await save(this.episode, edits);
      if (this.isCurrent()) this.take(episode);
      say(`${episode.name} ${what}`, { kind: "good", action: { label: "Undo", run: () => this.undo() } });
      return true;
    } catch (error) {
      if (error.status === 409 && error.current) this.offer(error.current);
      else complain(error);
      return false;
    } finally { this.isSaving = false; }
  }

  /** Show what is held now. */
  take(episode) {
    this.episode = episode;
    this.draft.rebase(episode);
    this.conflict.hidden = true;
    this.drawFacts();
    this.refresh();
  }

  /** Somebody else was faster: both are there, and the person says which holds. */
  offer(current) {
    showConflict(this.conflict, current, () => this.take(current), () => {
      this.episode = current;
      this.draft.keepOver(current);
      this.conflict.hidden = true;
      this.drawFacts();
      this.refresh();
      this.confirm(false);
    });
  }

  /** See whether somebody else changed it. */
  async check() {
    try {
      const now = await get(`/api/episodes/${this.episode.id}`);
      if (!this.isCurrent() || now.revision === this.episode.revision || this.isSaving) return;
      if (this.draft.isChanged) this.offer(now);
      else { this.take(now); say(`${now.name} was changed elsewhere: this is how it is now`); }
    } catch { /* the next save tells */ }
  }
}
