// What is known of an episode, in words: how sure, by what, and what happened to it.
import { h } from "./dom.js";
import { doubtTag } from "./library.js";
import { clock, percent } from "./times.js";

const SAID = { edit: "edited", aligned: "aligned with an edit", lock: "locked" };

/** State, reasons and evidence. */
export function why(episode) {
  const said = episode.edits.filter((edit) => edit.who);
  const found = episode.detected;
  return h("section", { class: "panel why", "aria-labelledby": "why-title" }, h("h2", { id: "why-title" }, "Why"),
    episode.doubt && h("p", {}, doubtTag(episode.doubt), " ", episode.reason),
    episode.failure && episode.doubt !== "failed" && h("p", {}, episode.failure),
    found.map((segment) => h("p", {}, h("strong", {}, `Detected ${segment.label}`), ` ${clock(segment.start)} – ${clock(segment.end)}, sure by `,
      h("span", { class: "num" }, segment.confidence === null ? "–" : percent(segment.confidence)), segment.evidence.length > 0 && `: ${segment.evidence.map(source).join(", ")}`)),
    !found.length && episode.absence !== null && h("p", {}, h("strong", {}, "Detected none"), `, sure by ${percent(episode.absence)}`),
    said.map((edit) => h("p", {}, h("strong", {}, `${edit.label} ${SAID[edit.origin]}`), ` ${edit.span ? `${clock(edit.span.start)} – ${clock(edit.span.end)}` : "none"} by ${edit.who}, ${when(edit.made_at)}`,
      edit.stale && h("span", { class: "tag bad" }, "the file changed since"))));
}

const source = ({ source: by, siblings }) => by === "transformer" ? "by a model, from this episode alone" : `${by} shared with ${siblings} ${siblings === 1 ? "episode" : "episodes"}`;

/** What happened to it, the newest first. */
export function past(episode) {
  const rows = [...episode.history].reverse();
  return h("details", { class: "panel" }, h("summary", {}, `History (${rows.length})`),
    h("table", { class: "history" }, h("tbody", {}, rows.map((one) => h("tr", {}, h("td", { class: "soft num" }, when(one.at)), h("td", {}, one.who), h("td", {}, one.what),
      h("td", {}, [one.before, one.after].filter(Boolean).join(" → "))))),
    h("tfoot", {}, h("tr", {}, h("td", { colspan: "4", class: "soft" }, episode.path)))));
}

/** A time of day. */
export const when = (text) => new Date(text).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
