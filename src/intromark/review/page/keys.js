// The keyboard: each view says what its keys do, and `?` shows it.
import { fill, h } from "./dom.js";

let bound = [];

/** Let these be the keys of the view: [[keys, what, run, group], ...]; a key is like `Enter`, `Shift+ArrowLeft`, `?`. */
export function bind(bindings) {
  bound = bindings.map(([keys, what, run, group = ""]) => ({ keys: [keys].flat(), what, run, group }));
}

function name(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey && (event.key.length > 1 || event.ctrlKey || event.metaKey)) parts.push("Shift");
  parts.push(event.key === " " ? "Space" : event.key.length === 1 && parts.length ? event.key.toLowerCase() : event.key);
  return parts.join("+");
}

function isTyping(element) {
  return element instanceof HTMLInputElement && !["checkbox", "button"].includes(element.type) || element instanceof HTMLTextAreaElement;
}

function pressed(event) {
  const dialog = document.getElementById("keys");
  if (dialog.open) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const key = name(event);
  if (key === "?") { event.preventDefault(); showHelp(); return; }
  const isControl = event.target.closest("button, a, summary, input, select");
  if (isControl && (key === "Enter" || key === "Space")) return; // they do what they say
  const found = bound.find((one) => one.keys.includes(key));
  if (found) {
    event.preventDefault();
    found.run(event);
  }
}

const SHOWN = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", PageUp: "PgUp", PageDown: "PgDn" };
const shown = (key) => key.split(/\+(?=.)/).map((part) => h("kbd", {}, SHOWN[part] ?? part));

/** Show what the keys do. */
export function showHelp() {
  const dialog = document.getElementById("keys");
  const groups = Map.groupBy ? Map.groupBy(bound, (one) => one.group) : new Map([["", bound]]);
  fill(dialog,
    h("form", { method: "dialog", class: "head" }, h("h2", { id: "keys-title" }, "Keys"), h("span", { class: "grow" }), h("button", {}, "Close")),
    [...groups].map(([group, ones]) => [group && h("h3", {}, group),
      h("dl", { class: "keys" }, ones.map(({ keys, what }) =>
        h("div", {}, h("dt", {}, keys.map((key, at) => [at ? " or " : "", shown(key)])), h("dd", {}, what))))]));
  dialog.showModal();
}

addEventListener("keydown", pressed);
// Who uses the mouse and then presses Enter means the view, and not the button again.
addEventListener("click", (event) => { if (event.detail > 0) event.target.closest("button")?.blur(); });
