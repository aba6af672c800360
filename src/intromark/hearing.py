"""What is heard in a moment: speech, singing, music, and how loud it is.

A small network (recipes/sound) reads the mel power that the soundprint is made of.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from intromark.arrays import Floats
from intromark.encoders.devices import Place
from intromark.sound_signal import LEVEL

NETWORK = Path(__file__).parent / "models" / "sound.onnx"
QUIETEST = 1e-8  # mean-square amplitude: -80 dB
AT_ONCE = 8000  # steps given to the network together; a longer sound is cut
AROUND = 32  # steps before and behind a cut, which the network hears


def heard(power: Floats) -> Floats:
    """What kind of sound each step is.

    Args:
        power: (T, 32) mel power, as `SoundPrinter` has it; T may be 0.

    Returns:
        (T, 4) float32: probabilities of speech, singing and music, and the level in Bel (-8 ... 0).
    """
    rows = [np.zeros((0, LEVEL), np.float32)]
    for first in range(0, len(power), AT_ONCE):
        begin, end = max(0, first - AROUND), min(len(power), first + AT_ONCE + AROUND)
        (sounds,) = _session().run(["sounds"], {"power": np.asarray(power[begin:end], np.float32)})
        rows.append(sounds[first - begin :][:AT_ONCE])
    level = np.log10(power.sum(axis=1, keepdims=True) + QUIETEST)
    return np.concatenate([np.concatenate(rows), level], axis=1).astype(np.float32)


@cache
def _session() -> Any:
    return Place(threads=1).open(NETWORK)  # one thread: episodes are read side by side
