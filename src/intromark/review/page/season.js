// A season: every episode a lane on one time axis, so that the odd one out is seen at a glance.
import { get, send } from "./api.js";
import { crumbs, go } from "./app.js";
import { announce, fill, h } from "./dom.js";
import { began, onDone } from "./jobs.js";
import { bind } from "./keys.js";
import { doubtTag } from "./library.js";
import { complain, say } from "./toasts.js";
import { clock, tickStep } from "./times.js";
import { told } from "./tongue.js";

const TICKS = 8;
const ROOM = 1.12; // of the axis, after the last intro
const AXES = [["fit", "Fit to intros"], ["whole", "Whole episodes"]];
let axis = "fit";

/** Draw a season. */
export async function show(main, isCurrent, id) {
  const view = new Season(main, await get(`/api/seasons/${id}`));
  if (!isCurrent()) return null;
  view.draw();
  const stop = onDone((job) => { if (job.season === id && isCurrent()) view.reload(); });
  const look = () => { if (!document.hidden) view.reload(); };
  document.addEventListener("visibilitychange", look);
  return { leave: () => { stop(); document.removeEventListener("visibilitychange", look); return true; } };
}

class Season {
  constructor(main, season) {
    Object.assign(this, { main, season, chosen: new Set(), at: 0 });
    const doubtful = season.episodes.findIndex((one) => one.doubt);
    if (doubtful > 0) this.at = doubtful;
  }

  async reload() {
    try { this.season = await get(`/api/seasons/${this.season.id}`); this.draw(); } catch (error) { complain(error); }
  }

  get episodes() { return this.season.episodes; }
  get current() { return this.episodes[this.at]; }

  draw() {
    const { season } = this;
    const title = season.name ? `${season.show}, ${season.name}` : season.show;
    crumbs(["Library", "#/"], [title]);
    const confirmed = this.episodes.filter((one) => one.edits.length).length;
    this.lanes = h("div", { class: "lanes", role: "grid", "aria-label": "Episodes", "aria-multiselectable": "true" });
    this.actions = h("div", { class: "actions", role: "toolbar", "aria-label": "For the selected episodes" });
    fill(this.main,
      h("div", { class: "head" }, h("h1", {}, title), h("span", { class: "tag" }, `${this.episodes.length} episodes`),
        h("span", { class: `tag ${confirmed === this.episodes.length ? "good" : ""}` }, `${confirmed} confirmed`), h("span", { class: "grow" }),
        h("select", { "aria-label": "Time axis", onchange: (event) => { axis = event.target.value; this.drawLanes(); } },
          AXES.map(([key, name]) => h("option", { value: key, selected: key === axis }, name)))),
      this.actions,
      h("section", { class: "panel lanes-panel", "aria-label": "Episodes on one time axis" }, this.lanes, legend()),
      h("p", { class: "soft path" }, season.folder));
    this.drawActions();
    this.drawLanes();
    this.bindKeys();
  }

  drawActions() {
    const count = this.chosen.size;
    const source = this.current;
    const intro = source?.holds.find((one) => one.label === "intro");
    const many = count ? `${count} selected` : source?.name ?? "";
    const others = this.targets().filter((one) => one.id !== source?.id).length;
    fill(this.actions,
      h("button", { type: "button", onclick: () => this.chooseAll() }, count === this.episodes.length ? "Select none" : "Select all", h("kbd", {}, "a")),
      h("button", { type: "button", class: "main", onclick: () => this.change("lock") }, `Lock ${many}`, h("kbd", {}, "l")),
      h("button", { type: "button", onclick: () => this.change("unlock") }, "Unlock", h("kbd", {}, "U")),
      h("button", { type: "button", disabled: !source || (!count && this.episodes.length < 2), onclick: () => this.spread(),
        title: "What stands there is sought in the others by picture and sound: each gets its own times" },
        intro ? `Apply the intro of ${source.name} to ${count ? `${others} selected` : "all others"}` : `Say of ${count ? `${others} selected` : "all others"}: no intro`, h("kbd", {}, "y")),
      h("button", { type: "button", onclick: () => this.redo() }, "Redo season", h("kbd", {}, "R")));
  }

  range() {
    const ends = this.episodes.flatMap((one) => [...one.holds, ...one.detected].map((segment) => segment.end));
    const longest = this.season.longest || Math.max(1, ...ends);
    return axis === "whole" || !ends.length ? longest : Math.min(longest, Math.max(5, ROOM * Math.max(...ends)));
  }

  drawLanes() {
    const range = this.range();
    const share = (seconds) => `${100 * Math.min(1, seconds / range)}%`;
    const step = tickStep(range, TICKS);
    const ticks = Array.from({ length: Math.floor(range / step) + 1 }, (_, at) => at * step);
    const usual = this.usual();
    this.rows = this.episodes.map((one, at) => this.lane(one, at, share, usual));
    fill(this.lanes,
      h("div", { class: "axis", "aria-hidden": "true" }, h("span"), h("div", { class: "ticks" }, ticks.map((tick) => h("span", { class: "num", style: { left: share(tick) } }, clock(tick, 0)))), h("span")),
      this.rows);
    this.mark();
  }

  usual() {
    const intros = this.episodes.map((one) => one.holds.find((segment) => segment.label === "intro")).filter(Boolean);
    const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
    return intros.length < 3 ? null : { start: middle(intros.map((one) => one.start)), end: middle(intros.map((one) => one.end)) };
  }

  lane(one, at, share, usual) {
    const intro = one.holds.find((segment) => segment.label === "intro");
    const said = one.edits.some((edit) => edit.label === "intro");
    const blocks = one.holds.map((segment) => h("span", {
      class: `block ${segment.label} ${segment.origin === "detected" ? "is-guess" : "is-said"}`,
      style: { left: share(segment.start), width: `calc(${share(segment.end)} - ${share(segment.start)})` },
      title: `${segment.label} ${clock(segment.start)} – ${clock(segment.end)}`,
    }));
    const check = h("input", { type: "checkbox", "aria-label": `Select ${one.name}`, onchange: () => { this.toggle(at); } });
    check.checked = this.chosen.has(one.id);
    const sure = intro ? intro.confidence : one.absence;
    return h("div", { class: `lane ${one.missing ? "is-missing" : ""}`, role: "row", "aria-selected": String(this.chosen.has(one.id)), onclick: (event) => {
      if (!event.target.closest("a, input")) { this.at = at; this.mark(); this.drawActions(); }
    }, ondblclick: () => go(`#/episode/${one.id}`) },
    h("span", { class: "who", role: "gridcell" }, check, h("a", { href: `#/episode/${one.id}` }, one.name)),
    h("div", { class: "track", role: "gridcell", "aria-label": intro ? `intro ${clock(intro.start)} to ${clock(intro.end)}` : "no intro" },
      one.duration && h("span", { class: "length", style: { width: share(one.duration) } }),
      usual && h("span", { class: "usual", style: { left: share(usual.start), width: `calc(${share(usual.end)} - ${share(usual.start)})` } }), blocks),
    h("span", { class: "facts num", role: "gridcell" },
      h("span", { class: "span" }, intro ? `${clock(intro.start)} – ${clock(intro.end)}` : one.detected.length || one.absence !== null || said ? "none" : "–"),
      h("span", { class: "sure soft" }, said ? "" : sure === null || sure === undefined ? "" : sure.toFixed(2)),
      h("span", { class: "why" }, said && h("span", { class: "tag good" }, one.state || "locked"), !said && one.state && h("span", { class: "tag" }, one.state), one.doubt && h("span", { title: one.reason }, doubtTag(one.doubt)))));
  }

  mark() {
    this.rows.forEach((row, at) => {
      row.classList.toggle("is-current", at === this.at);
      row.setAttribute("aria-selected", String(this.chosen.has(this.episodes[at].id)));
      row.querySelector("input").checked = this.chosen.has(this.episodes[at].id);
    });
    this.rows[this.at]?.scrollIntoView({ block: "nearest" });
  }

  move(by) {
    this.at = Math.max(0, Math.min(this.episodes.length - 1, this.at + by));
    this.mark();
    this.drawActions();
    if (this.current) announce(spoken(this.current));
  }

  toggle(at) {
    const { id } = this.episodes[at];
    if (!this.chosen.delete(id)) this.chosen.add(id);
    announce(`${this.episodes[at].name} ${this.chosen.has(id) ? "selected" : "not selected"}`);
    this.mark();
    this.drawActions();
  }

  chooseAll() {
    this.chosen = new Set(this.chosen.size === this.episodes.length ? [] : this.episodes.map((one) => one.id));
    this.mark();
    this.drawActions();
  }

  targets() {
    return this.chosen.size ? this.episodes.filter((one) => this.chosen.has(one.id)) : [this.current].filter(Boolean);
  }

  async change(what) {
    const episodes = this.targets().map(({ id, revision }) => ({ id, revision }));
    if (!episodes.length) return;
    try {
      const told = await send("POST", `/api/${what}`, { episodes });
      const lines = new Map([...told.changed, ...told.conflicts].map((one) => [one.id, one]));
      this.season.episodes = this.episodes.map((one) => lines.get(one.id) ?? one);
      say(`${what === "lock" ? "Locked" : "Unlocked"} ${told.changed.length === 1 ? told.changed[0].name : `${told.changed.length} episodes`}`, { kind: "good" });
      if (told.conflicts.length) say(`${told.conflicts.map((one) => one.name).join(", ")}: changed elsewhere, and left as they are now`, { kind: "bad" });
      for (const trouble of told.refused.slice(0, 2)) say(trouble.error, { hint: trouble.hint, kind: "bad" });
      if (what === "lock" && !this.chosen.size && this.at + 1 < this.episodes.length) this.at += 1;
      this.draw();
    } catch (error) { complain(error); }
  }

  async spread() {
    const source = this.current;
    if (!source) return;
    const intro = source.holds.find((one) => one.label === "intro");
    const only = this.chosen.size ? [...this.chosen].filter((id) => id !== source.id) : null;
    const others = this.targets().filter((one) => one.id !== source.id).length;
    if (!intro && !confirm(told(`Say that ${this.chosen.size ? `the ${others} selected` : "all other episodes"} have no intro?`))) return;
    const span = intro ? { start: intro.start, end: intro.end } : null;
    try {
      began(await send("POST", `/api/seasons/${this.season.id}/spread`, { episode: source.id, revision: source.revision, label: "intro", span, only }));
    } catch (error) {
      complain(error);
      if (error.status === 409) this.reload();
    }
  }

  async redo() {
    try { began(await send("POST", `/api/seasons/${this.season.id}/redo`)); } catch (error) { complain(error); }
  }

  bindKeys() {
    bind([
      [["ArrowDown", "j"], "Next episode", () => this.move(1), "Season"],
      [["ArrowUp", "k"], "Episode before", () => this.move(-1), "Season"],
      ["Enter", "Open the episode", () => this.current && go(`#/episode/${this.current.id}`), "Season"],
      [["x", "Space"], "Select it", () => this.current && this.toggle(this.at), "Season"],
      ["a", "Select all, or none", () => this.chooseAll(), "Season"],
      ["l", "Lock what is selected, or this one and go on", () => this.change("lock"), "Season"],
      ["U", "Unlock", () => this.change("unlock"), "Season"],
      ["y", "Apply the intro of this one to the others", () => this.spread(), "Season"],
      ["R", "Analyse the season again", () => this.redo(), "Season"],
      ["Escape", "Back to the library", () => go("#/"), "Season"],
    ]);
  }
}

/** An episode as a screen reader says it. */
function spoken(one) {
  const intro = one.holds.find((segment) => segment.label === "intro");
  return [one.name, intro ? `intro ${clock(intro.start)} to ${clock(intro.end)}` : "no intro", one.state, one.reason].filter(Boolean).join(", ");
}

function legend() {
  return h("p", { class: "legend soft" }, h("span", { class: "block intro is-guess" }), "detected", h("span", { class: "block intro is-said" }), "confirmed",
    h("span", { class: "block credits is-said" }), "credits", h("span", { class: "block recap is-said" }), "recap", h("span", { class: "usual" }), "where most of the season has it");
}
