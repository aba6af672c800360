"""How a season is encoded, and which of its episodes came from elsewhere."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from intromark.compose.noise import Rng
from intromark.compose.plan import Master

FILM = Fraction(24_000, 1001)
RATES = (FILM, Fraction(24), Fraction(25), Fraction(30), Fraction(30_000, 1001))
SIZES = ((320, 180), (384, 216), (426, 240), (256, 144), (480, 270), (320, 240))
PAL = Fraction(25)
PAL_SPEED = 1.0427  # 25 over 23.976: four per cent faster, and higher


def any_master(rng: Rng) -> Master:
    """The season's usual master."""
    width, height = SIZES[int(rng.choice(len(SIZES), p=[0.35, 0.15, 0.2, 0.12, 0.1, 0.08]))]
    master = Master(
        rate=RATES[int(rng.choice(len(RATES), p=[0.25, 0.15, 0.35, 0.15, 0.1]))],
        width=width,
        height=height,
        channels=int(rng.choice([1, 2])),
        sample_rate=int(rng.choice([24_000, 48_000])),
        letterbox=float(rng.choice([0.0, 0.0, 0.0, 0.12, 0.24])),
        logo=str(rng.choice(["", "", "", "", "KTV", "four+", "Nova 6"])),
        subtitles=bool(rng.random() < 0.08),
    )
    return encoded(rng, master)


def encoded(rng: Rng, master: Master) -> Master:
    """The same pictures through another encoder."""
    codec = str(rng.choice(["h264", "hevc", "vp9"], p=[0.8, 0.1, 0.1]))
    crf = int(rng.integers(30, 46) if codec == "vp9" else rng.integers(23, 35))
    boxes = {"h264": ["mkv", "mkv", "mp4"], "hevc": ["mkv", "mp4"], "vp9": ["webm", "mkv"]}
    container = str(rng.choice(boxes[codec]))
    rate = 48_000 if container == "webm" else master.sample_rate  # opus knows few sample rates
    return replace(master, codec=codec, crf=crf, container=container, sample_rate=rate)


def master_of_episode(rng: Rng, usual: Master, trouble: float) -> Master:
    """The season's master, or something done to it; `trouble` in [0, 1] is how often."""
    master = replace(usual, loudness=float(rng.uniform(0.7, 1.0)))
    if rng.random() < trouble * 0.5:
        master = encoded(rng, master)
    if rng.random() < trouble * 0.3:
        width, height = SIZES[int(rng.integers(5))]
        master = replace(master, width=width, height=height)
    if rng.random() < trouble * 0.25:
        master = replace(master, rate=RATES[int(rng.integers(len(RATES)))])
    if rng.random() < trouble * 0.2:
        master = replace(master, rate=PAL, speed=PAL_SPEED)
    if rng.random() < trouble * 0.3:
        master = replace(master, crop=float(rng.uniform(0.01, 0.07)))
    if rng.random() < trouble * 0.15:
        master = replace(master, letterbox=float(rng.choice([0.0, 0.12, 0.24])))
    if rng.random() < trouble * 0.4:
        master = replace(
            master, gamma=float(rng.uniform(0.75, 1.35)), brightness=float(rng.uniform(-0.06, 0.06))
        )
    if rng.random() < trouble * 0.2:
        master = replace(master, logo=str(rng.choice(["", "Kanal 2", "ONE"])))
    if rng.random() < trouble * 0.15:
        master = replace(master, subtitles=not master.subtitles)
    if rng.random() < trouble * 0.4:
        master = replace(master, loudness=float(rng.uniform(0.25, 1.6)), channels=3 - master.channels)
    if rng.random() < trouble * 0.3:
        start = round(float(rng.uniform(-0.4, 0.6)), 3)
        master = replace(master, audio_start=start, clock_start=float(rng.choice([0.5, 1.4])))
    return master
