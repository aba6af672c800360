// The keys of an episode.
import { go } from "./app.js";
import { LABELS } from "./draft.js";
import { bind } from "./keys.js";

/** Bind the keys of an episode's view. */
export function bindEpisode(view) {
  const around = view.episode.neighbours;
  const to = (id) => { if (id !== null) go(`#/episode/${id}`); };
  const edge = (name) => view.choose(view.chosen.label, name);
  const [move, mark, walk] = ["Move the chosen edge", "Mark", "Go"];
  bind([
    ["Enter", "Confirm, which locks it, and go on", () => view.confirm(true), mark],
    [["s", "Ctrl+s"], "Save, which locks it, and stay", () => view.confirm(false), mark],
    ["n", "There is none, or mark one", () => view.toggleNone(), mark],
    ["d", "As it was detected", () => view.revert(), mark],
    [["u", "Ctrl+z"], "Undo, also what was saved", () => view.undo(), mark],
    [["U", "Ctrl+y", "Ctrl+Shift+z"], "Do it again", () => view.redo(), mark],
    ...LABELS.map((label, at) => [`${at + 1}`, `Mark the ${label}`, () => view.chooseLabel(label), mark]),
    [["[", "q"], "Choose the start", () => edge("start"), move],
    [["]", "e"], "Choose the end", () => edge("end"), move],
    ["x", "Choose the other edge", () => edge(view.chosen.edge === "start" ? "end" : "start"), move],
    [["ArrowLeft", ","], "A frame earlier", () => view.nudge("before"), move],
    [["ArrowRight", "."], "A frame later", () => view.nudge("after"), move],
    [["Shift+ArrowLeft", "<"], "A second earlier", () => view.nudge(-1), move],
    [["Shift+ArrowRight", ">"], "A second later", () => view.nudge(1), move],
    [["PageDown", "Ctrl+ArrowLeft"], "5 seconds earlier", () => view.nudge(-5), move],
    [["PageUp", "Ctrl+ArrowRight"], "5 seconds later", () => view.nudge(5), move],
    ["Space", "Play around the chosen edge", () => view.play(), "See"],
    ["p", "Pause, or go on", () => view.player.toggle(), "See"],
    ["v", "The same in other episodes", () => view.compare(), "See"],
    ["+", "Closer", () => view.window.zoom(1.6), "See"],
    ["-", "Farther away", () => view.window.zoom(1 / 1.6), "See"],
    ["0", "Show all that is marked", () => view.fit(), "See"],
    [["j", "ArrowDown"], "Next episode", () => to(around.next), walk],
    [["k", "ArrowUp"], "Episode before", () => to(around.previous), walk],
    ["Escape", "Back to the season", () => go(`#/season/${view.episode.season}`), walk],
  ]);
}
