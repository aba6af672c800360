// What is said of an episode is kept; who comes too late is told, and loses nothing; what was kept can be undone.
import { send } from "./api.js";
import { saidOf } from "./draft.js";

const kept = []; // what was said before each save of this visit: {id, name, edits, revision}
const MOST = 100;

/** Keep all that shall be said of an episode; returns it as it is then, or throws an ApiError, with `current` at 409. */
export async function save(episode, edits) {
  const before = { id: episode.id, name: episode.name, edits: saidOf(episode) };
  const now = await send("PUT", `/api/episodes/${episode.id}/edits`, { revision: episode.revision, edits });
  kept.push({ ...before, revision: now.revision });
  kept.splice(0, kept.length - MOST);
  return now;
}

/** Whether there is a save to be undone. */
export const canUndo = () => kept.length > 0;

/** Take the last save back; returns the episode as it is then. If somebody changed it since, nothing is done. */
export async function undoSave() {
  const last = kept.pop();
  if (!last) return null;
  return send("PUT", `/api/episodes/${last.id}/edits`, { revision: last.revision, edits: last.edits });
}
