// What people confirmed: a label file for the next training.
import { get } from "./api.js";
import { crumbs, go } from "./app.js";
import { fill, h } from "./dom.js";
import { bind } from "./keys.js";
import { percent } from "./times.js";

const NAMES = { intro: "intros", credits: "credits", recap: "recaps" };

/** Draw what was gathered. */
export async function show(main, isCurrent) {
  const gathered = await get("/api/gathered");
  if (!isCurrent()) return null;
  crumbs(["Library", "#/"], ["Teach"]);
  const rows = Object.keys(NAMES).map((label) => [label, gathered.labels[label] ?? 0, gathered.without[label] ?? 0]).filter(([, there, none]) => there || none);
  fill(main,
    h("div", { class: "head" }, h("h1", {}, "Teach"), h("span", { class: "grow" }),
      h("a", { class: "button", href: "/api/labels", download: "labels.json" }, "Download labels.json")),
    h("section", { class: "panel prose" },
      h("h2", {}, "Gathered for the next training"),
      gathered.episodes
        ? h("p", {}, `You confirmed ${plural(gathered.episodes, "episode")} of ${plural(gathered.shows, "show")}, ${percent(gathered.share)} of the library:`)
        : h("p", {}, "Nothing is confirmed yet. Whatever you lock or save is right, and so it is what a model can learn from."),
      rows.length > 0 && h("table", {}, h("thead", {}, h("tr", {}, ["", "spans", "said to have none"].map((text) => h("th", { scope: "col" }, text)))),
        h("tbody", {}, rows.map(([label, there, none]) => h("tr", {}, h("th", { scope: "row" }, NAMES[label]), h("td", { class: "num" }, there), h("td", { class: "num" }, none))))),
      gathered.left_out > 0 && h("p", { class: "soft" }, `${gathered.left_out} more are left out: their files changed since, or are gone.`),
      gathered.episodes > 0 && gathered.shows < 3 && h("p", { class: "soft" }, "Training splits by show, and so needs several: confirm episodes of others as well."),
      h("h3", {}, "On the command line"),
      h("pre", {}, h("code", {}, "intromark export labels --out labels.json\nintromark dataset inspect labels.json")),
      h("p", { class: "soft" }, "Both are the same file. What follows, a dataset and a training, is told in docs/training.md.")));
  bind([["Escape", "Back to the library", () => go("#/"), "Teach"]]);
  return null;
}

const plural = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;
