// The library: what needs a look first, and shows and seasons with their coverage.
import { get } from "./api.js";
import { crumbs, go } from "./app.js";
import { fill, h, whenQuiet } from "./dom.js";
import { bind } from "./keys.js";
import { complain } from "./toasts.js";
import { percent } from "./times.js";
import { named, told } from "./tongue.js";

const FILTERS = [
  ["all", "All", () => true],
  ["look", "Needs a look", (show, season) => season.looks > 0],
  ["unsure", "Unsure", (show, season) => season.doubts.includes("unsure")],
  ["odd", "Odd", (show, season) => season.doubts.some((doubt) => doubt === "length" || doubt === "place")],
  ["none", "No intro", (show, season) => season.doubts.includes("none")],
  ["failed", "Changed or unread", (show, season) => season.doubts.some((doubt) => ["failed", "changed", "new"].includes(doubt))],
  ["open", "Open", (show, season) => season.confirmed < season.episodes],
  ["edited", "Edited", (show) => show.edited > 0],
  ["locked", "Locked", (show) => show.locked > 0],
];
const ORDERS = [
  ["name", "Name", (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true })],
  ["looks", "Needs a look", (a, b) => b.looks - a.looks],
  ["coverage", "Least coverage", (a, b) => a.coverage - b.coverage],
];
export const DOUBTS = { failed: "cannot be read", changed: "file changed", none: "no intro", unsure: "unsure", length: "odd length", place: "odd place", new: "new" };
const GRAVE = new Set(["failed", "changed"]);
const FEW_LOOKS = 8;

export const doubtTag = (doubt) => h("span", { class: `tag ${GRAVE.has(doubt) ? "bad" : "warn"}` }, DOUBTS[doubt]);

const kept = { filter: "all", order: "name", text: "" };

/** Draw the library. */
export async function show(main, isCurrent) {
  const library = await get("/api/library");
  if (!isCurrent()) return null;
  crumbs(["Library"]);
  const list = h("div", { class: "shows", role: "list" });
  const count = h("p", { class: "soft", role: "status" });
  const found = h("div", { class: "found", hidden: true });
  const search = h("input", { type: "search", placeholder: "Search shows and episodes  ( / )", "aria-label": "Search shows and episodes", value: kept.text });
  const redraw = () => drawShows(list, count, library.shows);
  const findEpisodes = whenQuiet(200, () => drawFound(found, kept.text));
  search.addEventListener("input", () => { kept.text = search.value; redraw(); findEpisodes(); });
  const order = h("select", { "aria-label": "Order", onchange: (event) => { kept.order = event.target.value; redraw(); } },
    ORDERS.map(([id, name]) => h("option", { value: id, selected: id === kept.order }, name)));
  fill(main,
    h("div", { class: "head" }, h("h1", {}, "Library"), h("span", { class: "grow" }), search),
    tiles(library),
    library.episodes === 0 && h("div", { class: "panel" }, h("p", {}, "Nothing was scanned yet. Run ", h("code", {}, "intromark scan FOLDER"), " and load this page again.")),
    looks(library),
    found,
    h("section", { class: "panel", "aria-labelledby": "shows-title" },
      h("div", { class: "head" }, h("h2", { id: "shows-title" }, "Shows"), chips(redraw), h("span", { class: "grow" }), order),
      count, list));
  redraw();
  if (kept.text) findEpisodes();
  bind([
    ["/", "Search", () => search.focus(), "Library"],
    ["n", "Open what needs a look first", () => library.looks.length && go(`#/episode/${library.looks[0].id}`), "Library"],
    ["t", "What was gathered for training", () => go("#/teach"), "Library"],
  ]);
  return null;
}

function tiles(library) {
  const sum = (key) => library.shows.reduce((total, show) => total + show[key], 0);
  const intros = sum("intros"), confirmed = sum("confirmed");
  const tile = (value, name, share) => h("div", { class: "tile" }, h("span", { class: "value num" }, value), h("span", { class: "soft" }, name),
    share !== undefined && meter(share, name));
  return h("div", { class: "tiles" },
    tile(library.episodes.toLocaleString("en"), `episodes in ${library.shows.length} ${library.shows.length === 1 ? "show" : "shows"}`),
    tile(percent(library.episodes ? intros / library.episodes : 0), "have an intro", library.episodes ? intros / library.episodes : 0),
    tile(percent(library.episodes ? confirmed / library.episodes : 0), "confirmed by you", library.episodes ? confirmed / library.episodes : 0),
    tile(library.looks_in_all.toLocaleString("en"), library.looks_in_all === 1 ? "needs a look" : "need a look"));
}

const meter = (share, name) => h("span", { class: "meter", role: "img", "aria-label": `${name}: ${percent(share)}` }, h("span", { style: { width: `${100 * share}%` } }));

function looks(library) {
  if (!library.looks.length) return h("section", { class: "panel calm" }, h("p", {}, library.episodes ? "Nothing needs a look." : ""));
  const rows = library.looks.map((look) => h("a", { class: "look", href: `#/episode/${look.id}` },
    h("span", { class: "what" }, h("strong", {}, named(look.name)), " ", h("span", { class: "soft" }, named(look.title))), doubtTag(look.doubt), h("span", { class: "soft reason" }, look.reason)));
  const list = h("div", { class: "looks" }, rows.slice(0, FEW_LOOKS));
  const more = rows.length > FEW_LOOKS && h("button", { type: "button", class: "quiet", onclick: (event) => { list.append(...rows.slice(FEW_LOOKS)); event.target.remove(); } },
    `Show ${rows.length - FEW_LOOKS} more${library.looks_in_all > rows.length ? ` of ${library.looks_in_all - FEW_LOOKS}` : ""}`);
  return h("section", { class: "panel", "aria-labelledby": "looks-title" }, h("h2", { id: "looks-title" }, "Look at these first"), list, more);
}

function chips(redraw) {
  const buttons = FILTERS.map(([id, name]) => h("button", { type: "button", class: "chip", "aria-pressed": String(id === kept.filter), onclick: () => {
    kept.filter = id;
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(FILTERS[at][0] === id)));
    redraw();
  } }, name));
  return h("div", { class: "chips", role: "group", "aria-label": "Filter" }, buttons);
}

function drawShows(list, count, shows) {
  const words = kept.text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = FILTERS.find(([id]) => id === kept.filter)[2];
  const named = shows.filter((show) => words.every((word) => show.name.toLowerCase().includes(word)));
  const chosen = named.map((show) => [show, show.seasons.filter((season) => fits(show, season))]).filter(([, seasons]) => seasons.length);
  chosen.sort(([a], [b]) => ORDERS.find(([id]) => id === kept.order)[2](a, b));
  count.textContent = told(`${chosen.length} of ${shows.length} shows`);
  fill(list, chosen.map(([show, seasons]) => row(show, seasons)));
}

function row(show, seasons) {
  const facts = [show.looks > 0 && h("span", { class: "tag warn" }, `${show.looks} to look at`), show.failed > 0 && h("span", { class: "tag bad" }, `${show.failed} cannot be read`),
    show.edited > 0 && h("span", { class: "tag" }, `${show.edited} edited`), show.locked > 0 && h("span", { class: "tag good" }, `${show.locked} locked`), show.missing > 0 && h("span", { class: "tag" }, `${show.missing} missing`)];
  return h("div", { class: "show", role: "listitem" },
    h("div", { class: "title" }, h("strong", {}, named(show.name)), h("span", { class: "soft" }, `${show.episodes} ${show.episodes === 1 ? "episode" : "episodes"}`), facts),
    h("div", { class: "cover" }, meter(show.coverage, "coverage"), h("span", { class: "num soft" }, percent(show.coverage))),
    h("div", { class: "seasons" }, seasons.map((season) => h("a", {
      class: `season-chip ${season.looks ? "has-looks" : ""} ${season.confirmed >= season.episodes && season.episodes ? "is-done" : ""}`, href: `#/season/${season.id}`,
      title: `${season.intros} of ${season.episodes} with an intro, ${season.confirmed} confirmed${season.looks ? `, ${season.looks} to look at` : ""}`,
    }, season.name || "All", h("span", { class: "num" }, `${season.intros}/${season.episodes}`), season.looks > 0 && h("span", { class: "dot", "aria-label": `${season.looks} to look at` })))));
}

async function drawFound(place, text) {
  if (text.trim().length < 2) { place.hidden = true; return; }
  try {
    const { episodes, in_all: inAll } = await get(`/api/search?text=${encodeURIComponent(text.slice(0, 200))}`);
    if (text !== kept.text) return;
    place.hidden = !episodes.length;
    fill(place, h("section", { class: "panel" }, h("h2", {}, inAll === 1 ? "1 episode" : `${inAll} episodes`),
      h("div", { class: "looks" }, episodes.slice(0, 12).map((one) => h("a", { class: "look", href: `#/episode/${one.id}` }, h("span", { class: "what" }, h("strong", {}, one.name), " ", h("span", { class: "soft" }, one.title)))))));
  } catch (error) { complain(error); }
}
