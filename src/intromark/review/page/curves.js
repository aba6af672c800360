// Score curves and loudness, drawn behind the blocks.
import { h, themed } from "./dom.js";

export const CURVES = ["picture", "sound", "transformer", "fused"];
const BAND = 0.62; // of the height that curves take; below is the loudness

function prepared(canvas) {
  const scale = devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.clearRect(0, 0, width, height);
  return [pen, width, height];
}

/** Draw what is seen of the curves and of the loudness in a window. */
export function drawCurves(canvas, view, curves, wave, hidden, ticks) {
  const [pen, width, height] = prepared(canvas);
  const band = BAND * height;
  const x = (time) => view.share(time) * width;
  pen.strokeStyle = themed("--line");
  pen.beginPath();
  for (const tick of ticks) { pen.moveTo(Math.round(x(tick)) + 0.5, 0); pen.lineTo(Math.round(x(tick)) + 0.5, height); }
  pen.stroke();
  drawWave(pen, wave, x, band + 8, height - band - 10);
  for (const curve of curves) if (!hidden.has(curve.name)) drawCurve(pen, curve, view, x, band);
}

function drawWave(pen, wave, x, top, height) {
  if (!wave || !wave.peaks.length) return;
  const step = (wave.end - wave.start) / wave.peaks.length;
  const middle = top + height / 2;
  pen.fillStyle = themed("--wave");
  for (const [at, peak] of wave.peaks.entries()) {
    const left = x(wave.start + at * step);
    const right = Math.max(left + 1, x(wave.start + (at + 1) * step));
    const half = Math.max(0.5, (peak / 255) * height / 2);
    pen.fillRect(left, middle - half, right - left, 2 * half);
  }
}

function drawCurve(pen, curve, view, x, band) {
  const [first, last] = [view.start, view.end].map((time) => Math.round((time - curve.start) / curve.step));
  const from = Math.max(0, first - 1), to = Math.min(curve.values.length, last + 2);
  if (to <= from) return;
  const fused = curve.name === "fused";
  const y = (value) => 4 + (1 - value) * (band - 8);
  const line = new Path2D();
  for (let at = from; at < to; at += 1) {
    const [left, right] = [x(curve.start + at * curve.step), x(curve.start + (at + 1) * curve.step)];
    if (at === from) line.moveTo(left, y(curve.values[at]));
    else line.lineTo(left, y(curve.values[at]));
    line.lineTo(right, y(curve.values[at]));
  }
  pen.strokeStyle = themed(`--${curve.name}`);
  pen.lineWidth = fused ? 2 : 1.25;
  pen.globalAlpha = fused ? 1 : 0.9;
  pen.stroke(line);
  if (fused) {
    line.lineTo(x(curve.start + to * curve.step), y(0));
    line.lineTo(x(curve.start + from * curve.step), y(0));
    pen.globalAlpha = 0.14;
    pen.fillStyle = themed("--fused");
    pen.fill(line);
  }
  pen.globalAlpha = 1;
}

/** What switches a curve on and off; `hidden` holds the names of those that are off. */
export function curveButton(name, hidden, onChange) {
  const button = h("button", { type: "button", class: `curve ${name}`, "aria-pressed": String(!hidden.has(name)), onclick: () => {
    if (!hidden.delete(name)) hidden.add(name);
    button.setAttribute("aria-pressed", String(!hidden.has(name)));
    onChange();
  } }, h("span", { class: "swatch", "aria-hidden": "true" }), name);
  return button;
}
