// Seconds as people write them: 0:24.00, and 1:02:03.50 from an hour on.

/** Seconds -> text, to the hundredth; `digits` may be fewer. */
export function clock(seconds, digits = 2) {
  const scale = 10 ** digits;
  const whole = Math.round(Math.max(0, seconds) * scale);
  const fraction = whole % scale;
  const total = (whole - fraction) / scale;
  const [h, m, s] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const pad = (number, width = 2) => String(number).padStart(width, "0");
  const head = h ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
  return digits ? `${head}.${pad(fraction, digits)}` : head;
}

/** Text -> seconds; null where it is no time. */
export function parse(text) {
  const match = /^(?:(?:(\d+):)?(\d+):)?(\d+(?:[.,]\d*)?)$/.exec(text.trim());
  if (!match) return null;
  const [, h, m, s] = match;
  const seconds = Number(s.replace(",", "."));
  if (m !== undefined && seconds >= 60) return null;
  if (h !== undefined && Number(m) >= 60) return null;
  return Number(h ?? 0) * 3600 + Number(m ?? 0) * 60 + seconds;
}

/** Distances of ticks on an axis: about `count` of them in so many seconds. */
export function tickStep(seconds, count) {
  const steps = [0.04, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
  return steps.find((step) => seconds / step <= count) ?? 7200;
}

/** A share as per cent. */
export const percent = (share) => `${Math.round(100 * share)} %`;
