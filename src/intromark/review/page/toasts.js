// What was done, or went wrong, in a corner for some seconds; read out by screen readers.
import { h } from "./dom.js";

const LASTS = 6000; // milliseconds
const MOST = 3;

/** Say something; `action` is {label, run} for a button. */
export function say(text, { hint = "", kind = "", action = null } = {}) {
  const place = document.getElementById("toasts");
  const toast = h("div", { class: `toast ${kind}` }, h("span", {}, text), hint && h("span", { class: "hint" }, hint));
  if (action) toast.append(h("button", { type: "button", onclick: () => { toast.remove(); action.run(); } }, action.label));
  place.append(toast);
  while (place.children.length > MOST) place.firstChild.remove();
  setTimeout(() => toast.remove(), kind === "bad" ? 2 * LASTS : LASTS);
}

/** Say what went wrong. */
export function complain(error) {
  if (error.name === "AbortError") return;
  say(error.message, { hint: error.hint ?? "", kind: "bad" });
  if (!("status" in error)) console.error(error);
}
