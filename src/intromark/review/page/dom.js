// Elements, made without any HTML as text: what a file is called can never become markup.
import { told } from "./tongue.js";

const READ = new Set(["aria-label", "placeholder", "title", "alt"]); // attributes that people read

/** An element with properties and children; `class`, `data-*`, `aria-*`, `role` ... are attributes, `on*` listeners. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
    else element.setAttribute(name, value === true ? "" : READ.has(name) ? told(value) : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false).map(told));
  return element;
}

/** Replace what is in an element. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(Boolean).map(told));
  return element;
}

/** Call at most once a frame, with the last arguments. */
export function oncePerFrame(work) {
  let waiting = null;
  return (...last) => {
    if (waiting === null) requestAnimationFrame(() => { const now = waiting; waiting = null; work(...now); });
    waiting = last;
  };
}

/** Call when nothing more comes for some milliseconds. */
export function whenQuiet(milliseconds, work) {
  let timer = 0;
  return (...last) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...last), milliseconds);
  };
}

/** A colour or another value of the theme. */
export function themed(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Let a screen reader say what was done by a key; of several in a row, the last. */
export const announce = whenQuiet(250, (text) => { document.getElementById("announced").textContent = told(text); });
