// What the page says, in the reader's language: English where nothing is known of a text.
// A catalog has whole texts and patterns, in which {} stands for what is filled in; it is looked up when a text is shown.

const CATALOGS = { ru: () => import("./ru.js") };

/** The first of the reader's languages that is spoken here. */
export const language = (navigator.languages ?? [navigator.language])
  .map((one) => one.slice(0, 2).toLowerCase())
  .find((one) => one === "en" || one in CATALOGS) ?? "en";

const known = new Map(language in CATALOGS ? Object.entries((await CATALOGS[language]()).WORDS) : []);
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const patterns = [...known.keys()].filter((text) => text.includes("{}"))
  .sort((one, other) => other.length - one.length)
  .map((text) => [new RegExp(`^${text.split("{}").map(escaped).join("(.*?)")}$`, "s"), known.get(text)]);

/** A text of the page in the reader's language. */
export function told(text) {
  if (!known.size || typeof text !== "string" || !/[a-z]/i.test(text)) return text;
  const bare = text.trim();
  const [head, tail] = [text.slice(0, text.indexOf(bare)), text.slice(text.indexOf(bare) + bare.length)];
  if (known.has(bare)) return head + known.get(bare) + tail;
  for (const [pattern, translated] of patterns) {
    const found = pattern.exec(bare);
    if (found) return head + filled(translated, found.slice(1)) + tail;
  }
  return text;
}

/** Names of shows, seasons, files and people are shown as they are, whatever they are called. */
export const named = (text) => document.createTextNode(text ?? "");

/** Of `{0} {0:серия|серии|серий}`: what was filled in, and the word that goes with a number. */
function filled(text, values) {
  return text.replace(/\{(\d)(?::([^}]*))?\}/g, (_, place, forms) => {
    if (!forms) return told(values[place]);
    const number = Number(values[place]), one = number % 10, two = number % 100;
    const form = one === 1 && two !== 11 ? 0 : one >= 2 && one <= 4 && (two < 12 || two > 14) ? 1 : 2;
    return forms.split("|")[form];
  });
}

/** What stands in the page itself, before anything is drawn. */
export function translatePage() {
  document.documentElement.lang = language;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = told(texts.currentNode.data);
  translateBar();
  addEventListener("themechange", translateBar); // its button says something else then
}

function translateBar() {
  for (const name of ["aria-label", "title"])
    for (const element of document.querySelectorAll(`[${name}]`)) element.setAttribute(name, told(element.getAttribute(name)));
}
