// Siblings' evidence: the same moments of other episodes, side by side.
import { get } from "./api.js";
import { fill, h } from "./dom.js";
import { clock } from "./times.js";

/** The section that shows the moments of a span in the siblings. */
export class Witnesses {
  constructor(id) {
    this.id = id;
    this.shown = "";
    this.place = h("div", { class: "witnesses" });
    this.element = h("section", { class: "panel", "aria-labelledby": "witnesses-title", hidden: true }, h("h2", { id: "witnesses-title" }, "The same in other episodes"), this.place);
  }

  get isOpen() { return !this.element.hidden; }

  close() { this.element.hidden = true; }

  /** Show them for a span. */
  async open(label, span) {
    this.element.hidden = false;
    const wanted = `${label} ${span.start} ${span.end}`;
    if (wanted === this.shown) return;
    this.shown = wanted;
    fill(this.place, h("p", { class: "soft" }, h("span", { class: "spin" }), " comparing …"));
    try {
      const told = await get(`/api/episodes/${this.id}/witnesses?start=${span.start}&end=${span.end}&label=${label}`);
      if (wanted !== this.shown) return;
      this.draw(told);
    } catch (error) {
      this.shown = "";
      fill(this.place, h("p", {}, error.message));
    }
  }

  draw({ witnesses, missing }) {
    if (missing) { fill(this.place, h("p", { class: "soft" }, missing)); return; }
    if (witnesses.length < 2) fill(this.place, h("p", { class: "soft" }, "No other episode has it."));
    else fill(this.place, witnesses.map((one, at) => this.row(one, at === 0)));
  }

  row(one, isOwn) {
    const by = [one.picture && "picture", one.sound && "sound"].filter(Boolean).join(" + ");
    const what = isOwn ? "this episode" : one.matched ? `found by ${by}` : "its own, not matched";
    return h("div", { class: `witness ${isOwn ? "is-own" : ""}` },
      h("div", { class: "who-is" }, isOwn ? h("strong", {}, one.name) : h("a", { href: `#/episode/${one.id}` }, one.name),
        h("span", { class: "num soft" }, `${clock(Math.max(0, one.start))} – ${clock(one.end)}`), h("span", { class: `tag ${isOwn ? "" : one.matched ? "good" : "warn"}` }, what)),
      h("div", { class: "moments" }, one.moments.map((moment) => h("img", { src: moment.picture, loading: "lazy", alt: `${one.name} at ${clock(moment.time)}`, title: clock(moment.time) }))));
  }
}
