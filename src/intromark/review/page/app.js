// The page: an address after `#` -> a view.
import { ApiError } from "./api.js";
import { fill, h } from "./dom.js";
import { bind, showHelp } from "./keys.js";
import { watchJobs } from "./jobs.js";
import { told, translatePage } from "./tongue.js";

const ROUTES = [
  [/^\/?$/, () => import("./library.js")],
  [/^\/season\/(\d+)$/, () => import("./season.js")],
  [/^\/episode\/(\d+)$/, () => import("./episode.js")],
  [/^\/teach$/, () => import("./teach.js")],
];

let leave = () => true;
let current = location.hash;
let turn = 0;

/** The way from the library to here: [[text, address], ...]; the last has none. */
export function crumbs(...parts) {
  const links = parts.map(([text, address]) => address ? h("a", { href: address }, text) : h("span", { "aria-current": "page" }, text));
  fill(document.getElementById("crumbs"), links.flatMap((link, at) => at ? [h("span", { class: "sep", "aria-hidden": "true" }, "›"), link] : [link]));
  document.title = `${told(parts.at(-1)?.[0] ?? "Library")} · intromark`;
}

async function show() {
  const address = location.hash.replace(/^#/, "") || "/";
  if (address === "main") return;
  const mine = ++turn;
  if (!leave()) { history.replaceState(null, "", current || "#/"); return; }
  current = location.hash;
  const main = document.getElementById("main");
  bind([]);
  leave = () => true;
  const [route, match] = ROUTES.map(([pattern, load]) => [load, pattern.exec(address)]).find(([, found]) => found) ?? [];
  if (!route) { fill(main, h("p", { class: "note" }, "There is no such page.")); return; }
  main.setAttribute("aria-busy", "true");
  try {
    const view = await (await route()).show(main, () => mine === turn, ...match.slice(1).map(Number));
    if (mine === turn && view) leave = view.leave ?? leave;
  } catch (error) {
    if (mine !== turn) return;
    const hint = error instanceof ApiError ? error.hint : "";
    fill(main, h("div", { class: "note bad" }, h("h1", {}, "This cannot be shown"), h("p", {}, error.message), hint && h("p", {}, hint),
      h("p", {}, h("button", { type: "button", onclick: show }, "Try again"))));
    if (!(error instanceof ApiError)) console.error(error);
  } finally {
    main.removeAttribute("aria-busy");
  }
  if (mine === turn && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
}

/** Go to another view, or load this one again. */
export function go(address) {
  if (location.hash === address) show();
  else location.hash = address;
}

translatePage();
addEventListener("hashchange", show);
document.getElementById("help").addEventListener("click", showHelp);
watchJobs();
show();
