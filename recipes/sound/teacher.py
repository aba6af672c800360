"""Silero's voice activity detector (MIT; inside the wheel of silero-vad), at the steps of the soundprint."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from intromark.arrays import Floats
from intromark.soundprint import HOP, SOUND_RATE

CHUNK, CONTEXT = 256, 32  # samples at 8 kHz


class Teacher:
    """Says where somebody speaks; singing it takes for speech more often than not."""

    def __init__(self) -> None:
        """Open the network.

        Raises:
            SystemExit: silero-vad is not installed.
        """
        package = find_spec("silero_vad")
        if package is None or package.origin is None:
            raise SystemExit("the teacher is missing: `pip install --no-deps silero-vad`")
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = ort.InferenceSession(
            str(Path(package.origin).parent / "data" / "silero_vad.onnx"), options, ["CPUExecutionProvider"]
        )

    def spoken(self, sound: Floats) -> NDArray[np.float32]:
        """(n,) samples at 8 kHz -> (T,): the highest probability in each step of the soundprint."""
        state = np.zeros((2, 1, 128), np.float32)
        before = np.zeros((1, CONTEXT), np.float32)
        rate = np.array(SOUND_RATE, np.int64)
        said = []
        padded = np.pad(sound.astype(np.float32), (0, -len(sound) % CHUNK))
        for first in range(0, len(padded), CHUNK):
            chunk = np.concatenate([before, padded[None, first : first + CHUNK]], axis=1)
            probability, state = self._session.run(None, {"input": chunk, "state": state, "sr": rate})
            before = chunk[:, -CONTEXT:]
            said.append(float(probability[0, 0]))
        steps = len(sound) // HOP
        at = (np.arange(steps) * HOP)[:, None] + np.arange(0, HOP, CHUNK // 2)
        chunks = np.minimum(at // CHUNK, len(said) - 1)
        return np.asarray(np.asarray(said, np.float32)[chunks].max(axis=1))
