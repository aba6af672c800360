// The part of an episode that a timeline shows.

const CLOSEST = 1.2; // seconds
const AROUND = 0.6; // of the length of what is shown, on either side
const FIRST = 90; // seconds, where there is nothing to be shown

/** [start, end) seconds of an episode. */
export class ViewWindow extends EventTarget {
  constructor(duration) {
    super();
    this.duration = Math.max(CLOSEST, duration);
    this.set(0, Math.min(this.duration, FIRST));
  }

  get length() { return this.end - this.start; }

  set(start, end) {
    const length = Math.min(this.duration, Math.max(CLOSEST, end - start));
    this.start = Math.max(0, Math.min(start, this.duration - length));
    this.end = this.start + length;
    this.dispatchEvent(new Event("change"));
  }

  /** Show all of these spans, with some room around. */
  fit(spans) {
    if (!spans.length) return this.set(0, Math.min(this.duration, FIRST));
    const [first, last] = [Math.min(...spans.map((one) => one.start)), Math.max(...spans.map((one) => one.end))];
    const room = Math.max(4, AROUND * (last - first));
    return this.set(first - room, last + room);
  }

  /** Come closer by a factor, at a second that stays where it is. */
  zoom(factor, at = (this.start + this.end) / 2) {
    this.set(at - (at - this.start) / factor, at + (this.end - at) / factor);
  }

  /** Move so that a second can be seen. */
  reveal(at) {
    const edge = 0.06 * this.length;
    if (at < this.start + edge) this.set(at - 0.25 * this.length, at + 0.75 * this.length);
    else if (at > this.end - edge) this.set(at - 0.75 * this.length, at + 0.25 * this.length);
  }

  share(time) { return (time - this.start) / this.length; }
  at(share) { return this.start + share * this.length; }
}
