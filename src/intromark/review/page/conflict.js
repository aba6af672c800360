// Somebody else changed an episode first: what holds now, and what to do with what was moved here.
import { fill, h } from "./dom.js";
import { when } from "./facts.js";

/** Show it in a place; `take` and `keep` are called by its buttons. */
export function showConflict(place, current, take, keep) {
  const last = current.history.at(-1);
  const intro = current.holds.find((one) => one.label === "intro");
  place.hidden = false;
  fill(place,
    h("p", {}, h("strong", {}, "This episode was changed elsewhere. "), last && `${last.who} changed it, ${when(last.at)}: ${last.what}. `, "Nothing was saved. ",
      `There its intro is ${intro ? `${intro.start.toFixed(2)} – ${intro.end.toFixed(2)} s` : "none"}; what you moved is still here.`),
    h("div", { class: "actions" },
      h("button", { type: "button", class: "main", onclick: take }, "Take theirs"),
      h("button", { type: "button", onclick: keep }, "Keep mine")));
  place.scrollIntoView({ block: "nearest" });
}
