// What a person is about to say of an episode: spans that are moved, with undo, until they are saved.

export const LABELS = ["intro", "credits", "recap"];
const SHORTEST = 0.02; // seconds
const MOST_STEPS = 200;
const same = (a, b) => a === b || (a !== null && b !== null && a !== undefined && b !== undefined && a.start === b.start && a.end === b.end);

/** The episode as it is held, by label: a span, null where it is said or found that there is none, or undefined. */
function held(episode) {
  const spans = {};
  for (const label of LABELS) {
    const edit = episode.edits.find((one) => one.label === label);
    const segment = episode.holds.find((one) => one.label === label);
    if (edit) spans[label] = edit.span && { start: edit.span.start, end: edit.span.end };
    else if (segment) spans[label] = { start: segment.start, end: segment.end };
    else spans[label] = label === "intro" ? null : undefined;
  }
  return spans;
}

/** Spans that may be moved, undone and saved. */
export class Draft {
  constructor(episode) { this.rebase(episode); }

  /** Begin with what holds of an episode now. */
  rebase(episode) {
    this.episode = episode;
    this.spans = held(episode);
    this.undone = [];
    this.steps = [];
  }

  /** Take what holds now for granted, and keep what was moved here. */
  keepOver(episode) {
    const mine = this.spans;
    this.rebase(episode);
    this.steps = [this.spans];
    this.spans = mine;
  }

  get isChanged() {
    const before = held(this.episode);
    return LABELS.some((label) => !same(this.spans[label], before[label]));
  }

  get limit() { return this.episode.duration ?? Infinity; }

  /** Set the span of a label; null says that there is none, undefined says nothing. A drag is one step. */
  set(label, span, { joins = false } = {}) {
    if (same(this.spans[label], span)) return;
    if (!joins) {
      this.steps.push(this.spans);
      this.steps.splice(0, this.steps.length - MOST_STEPS);
    }
    this.undone = [];
    this.spans = { ...this.spans, [label]: span };
  }

  /** Move an edge, never beyond the other one or the video. */
  moveEdge(label, edge, time, options) {
    const span = this.spans[label];
    if (!span) return;
    const moved = edge === "start"
      ? { start: Math.min(Math.max(0, time), span.end - SHORTEST), end: span.end }
      : { start: span.start, end: Math.max(Math.min(this.limit, time), span.start + SHORTEST) };
    this.set(label, moved, options);
  }

  /** Move a span as a whole so that it starts at a time. */
  moveTo(label, start, options) {
    const span = this.spans[label];
    if (!span) return;
    const length = span.end - span.start;
    const at = Math.max(0, Math.min(start, this.limit - length));
    this.set(label, { start: at, end: at + length }, options);
  }

  undo() { return this.swap(this.steps, this.undone); }
  redo() { return this.swap(this.undone, this.steps); }

  swap(from, to) {
    const spans = from.pop();
    if (!spans) return false;
    to.push(this.spans);
    this.spans = spans;
    return true;
  }

  /** What is sent to be kept: all that shall be said of the episode. What was found and is left as it is, is a lock. */
  edits() {
    const before = held(this.episode);
    return LABELS.filter((label) => this.spans[label] !== undefined).map((label) => {
      const edit = this.episode.edits.find((one) => one.label === label);
      const stays = same(this.spans[label], before[label]);
      const origin = !stays ? "edit" : !edit ? "lock" : edit.origin === "aligned" ? "edit" : edit.origin;
      return { label, span: this.spans[label], origin };
    });
  }
}

/** What people said of an episode, as it is sent to be restored. */
export const saidOf = (episode) => episode.edits.map(({ label, span, origin }) => ({ label, span, origin }));
