"""Cues into the two channels of a block."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from intromark.compose.noise import Field, generator
from intromark.compose.plan import Block, Cue, CueKind
from intromark.compose.sounds.ambience import ambience, effect
from intromark.compose.sounds.music import music
from intromark.compose.sounds.voice import RATE, speech

EDGE_SECONDS = 0.02  # a cue swells and fades this fast, so that it never clicks
SOURCES: dict[CueKind, Callable[[int, float], Field]] = {
    CueKind.SPEECH: speech,
    CueKind.MUSIC: music,
    CueKind.AMBIENCE: ambience,
    CueKind.EFFECT: effect,
}
LEVELS = {CueKind.SPEECH: 0.5, CueKind.MUSIC: 0.35, CueKind.AMBIENCE: 0.1, CueKind.EFFECT: 0.35}


def block_sound(block: Block, samples: int) -> Field:
    """The sound of a block, (2, samples): a block that is played faster is shorter and higher."""
    natural = round(block.seconds * RATE)
    sound = np.zeros((2, natural), np.float32)
    for cue in block.cues:
        _play(sound, cue)
    moments = np.arange(samples) * (block.seconds * RATE / samples)
    if samples == natural:
        return sound
    return np.stack([np.interp(moments, np.arange(natural), channel) for channel in sound]).astype(np.float32)


def _play(sound: Field, cue: Cue) -> None:
    at = round(cue.at * RATE)
    length = min(round(cue.seconds * RATE), sound.shape[1] - at)
    if length <= 0:
        return
    skipped = round(cue.start * RATE)
    source = SOURCES[cue.kind](cue.seed, cue.start + cue.seconds)[skipped : skipped + length]
    ramp = np.arange(1, source.size + 1, dtype=np.float32) / (EDGE_SECONDS * RATE)
    edge = np.minimum(1, np.minimum(ramp, ramp[::-1]))
    side = float(generator(cue.seed, 61).uniform(0.35, 0.65))
    level = LEVELS[cue.kind] * cue.gain * 3  # two channels of about a half each, and a little louder
    for channel, share in enumerate((1 - side, side)):
        sound[channel, at : at + source.size] += source * edge * (level * share)
