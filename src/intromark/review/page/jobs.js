// What takes a while: how far it is, at the top of every view.
import { get, send } from "./api.js";
import { fill, h } from "./dom.js";
import { complain, say } from "./toasts.js";

const OFTEN = 700; // milliseconds, while something runs
const known = new Map();
const listeners = new Set();
let timer = 0;

/** Call with a job when it is done; returns what ends that. */
export function onDone(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A job was begun here. */
export function began(job) {
  known.set(job.id, job.state);
  look();
}

const runs = (job) => job.state === "waiting" || job.state === "running";

function told(job) {
  if (job.state === "done") say(`${job.title}: ${job.summary}`, { kind: "good" });
  else say(`${job.title}: ${job.summary}`, { kind: job.state === "failed" ? "bad" : "" });
  for (const problem of job.problems.slice(0, 2)) say(problem.error, { hint: problem.hint, kind: "bad" });
  for (const listener of [...listeners]) listener(job);
}

async function look() {
  clearTimeout(timer);
  let jobs = [];
  try { ({ jobs } = await get("/api/jobs")); } catch { return; }
  for (const job of jobs) {
    if (runs(job)) known.set(job.id, job.state);
    else if (known.has(job.id)) { known.delete(job.id); told(job); }
  }
  const open = jobs.filter(runs);
  draw(open);
  if (open.length) timer = setTimeout(look, OFTEN);
}

function draw(open) {
  const button = document.getElementById("jobs");
  button.hidden = !open.length;
  if (!open.length) return;
  const job = open.at(-1);
  const far = job.total ? ` ${job.done}/${job.total}` : "";
  fill(button, h("span", { class: "spin", "aria-hidden": "true" }), `${job.kind === "redo" ? "Analysing" : "Aligning"} ${job.title}${far}`, " · stop");
  button.onclick = () => send("DELETE", `/api/jobs/${job.id}`).then(look, complain);
}

/** See whether something runs already. */
export function watchJobs() {
  look();
}
