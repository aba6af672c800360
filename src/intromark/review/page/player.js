// A few seconds around an edge, made on the fly in a format that browsers play.
import { getBlob } from "./api.js";
import { fill, h } from "./dom.js";
import { complain } from "./toasts.js";

const BEFORE = 2.5, AFTER = 2.5; // seconds around the edge

// H.264 is made much faster; browsers without it get VP8.
const FORMAT = document.createElement("video").canPlayType('video/mp4; codecs="avc1.42E01E, mp4a.40.2"') ? "mp4" : "webm";

/** Plays clips; `onTime` is called with the second of the episode that is shown, or null. */
export class Player {
  constructor(id, onTime) {
    Object.assign(this, { id, onTime, from: 0, url: "", request: null });
    this.video = h("video", { hidden: true, playsinline: true, controls: true, ontimeupdate: () => onTime(this.from + this.video.currentTime), onended: () => onTime(null) });
    this.text = h("p", { class: "soft", role: "status" }, "Space plays around the chosen edge.");
    this.element = h("section", { class: "panel player", "aria-label": "Clip" }, h("h2", {}, "Clip"), this.video, this.text);
  }

  /** Play around a time. */
  async around(time, duration) {
    this.request?.abort();
    this.request = new AbortController();
    const start = Math.max(0, time - BEFORE);
    const end = Math.min(duration ?? time + AFTER, time + AFTER);
    fill(this.text, h("span", { class: "spin" }), " making a clip …");
    try {
      const blob = await getBlob(`/api/episodes/${this.id}/clip?start=${start}&end=${Math.max(end, start + 0.5)}&format=${FORMAT}`, this.request.signal);
      this.clear();
      this.from = start;
      this.url = URL.createObjectURL(blob);
      this.video.src = this.url;
      this.video.hidden = false;
      this.element.scrollIntoView({ block: "nearest" });
      fill(this.text, "");
      await this.video.play();
    } catch (error) {
      if (error.name === "AbortError") return;
      fill(this.text, error.message);
      if (error.name !== "NotAllowedError") complain(error);
    }
  }

  toggle() { if (this.video.paused) this.video.play(); else this.video.pause(); }
  get isPlaying() { return !this.video.paused && !this.video.ended; }

  clear() {
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = "";
  }

  close() {
    this.request?.abort();
    this.video.pause();
    this.clear();
  }
}
