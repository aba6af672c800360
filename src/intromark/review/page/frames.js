// The exact times of frames, read a second at a time and remembered.
import { get } from "./api.js";

const BEFORE = 0.3, AFTER = 0.3; // seconds read beyond the second that is wanted
const MOST = 120; // seconds that are remembered
const USUAL = 25; // frames a second, before the first are read
const CLOSE = 0.0005; // seconds: the same frame

/** The frames of one episode. */
export class Frames {
  constructor(id) {
    Object.assign(this, { id, known: new Map(), rate: null });
  }

  /** The frames around a time; each has `time` and the address of its `picture`. */
  around(time) {
    const second = Math.max(0, Math.floor(time));
    if (!this.known.has(second)) {
      const wanted = get(`/api/episodes/${this.id}/frames?start=${Math.max(0, second - BEFORE)}&end=${second + 1 + AFTER}`)
        .then((told) => { this.rate = told.frame_rate; wanted.frames = told.frames; return told.frames; });
      wanted.catch(() => this.known.delete(second));
      this.known.set(second, wanted);
      if (this.known.size > MOST) this.known.delete(this.known.keys().next().value);
    }
    return this.known.get(second);
  }

  loaded(time) { return this.known.get(Math.max(0, Math.floor(time)))?.frames ?? null; }

  /** The time of the frame that is next to a time; a guess by the frame rate where frames are not read yet. */
  next(time, direction) {
    const frames = this.loaded(direction < 0 ? Math.max(0, time - CLOSE) : time) ?? [];
    const times = frames.map((one) => one.time);
    const found = direction > 0 ? times.find((one) => one > time + CLOSE) : times.findLast((one) => one < time - CLOSE);
    return found ?? time + direction / (this.rate ?? USUAL);
  }

  /** The time of the frame nearest to a time. */
  snap(time) {
    const frames = this.loaded(time);
    if (!frames?.length) return this.rate ? Math.round(time * this.rate) / this.rate : time;
    return frames.reduce((best, one) => Math.abs(one.time - time) < Math.abs(best - time) ? one.time : best, frames[0].time);
  }

  /** Up to `count` frames before a time, and as many from it on. */
  static split(frames, time, count) {
    const first = frames.findIndex((one) => one.time >= time - CLOSE);
    const at = first < 0 ? frames.length : first;
    return [frames.slice(Math.max(0, at - count), at), frames.slice(at, at + count)];
  }
}
