"""Decoded sound -> one channel of samples, each at its place in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from av.audio.frame import AudioFrame, format_dtypes
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from intromark.media.clock import JUMP

Heard = tuple[float | None, AudioFrame]
"""A frame of sound with the second at which it begins, if it is known."""

GAP = 0.04
"""Seconds by which a frame may miss the end of the one before and still continue it: containers round times,
and so short a gap is no silence."""

HANDED_ON = 60
"""Seconds of sound that are handed on together."""

STILL_CHANGING = 5
"""Seconds within which a later frame may lie over an earlier one."""

AT_ONCE = 64
"""Frames resampled together: calling the filter costs as much as filtering a frame."""


class TimeLine:
    """Samples of [start, end) seconds; silent where nothing is put."""

    def __init__(self, rate: int, start: float, end: float) -> None:
        """Begin empty.

        Args:
            rate: Samples a second.
            start: Seconds of sample 0.
            end: Seconds; what is later is cut.
        """
        self.rate = rate
        self.start = start
        self.end = end
        self._pieces: list[tuple[int, NDArray[np.float32]]] = []

    def put(self, position: int, samples: NDArray[np.float32]) -> None:
        """Place samples from this position on, which may be negative; the later of two that overlap stays."""
        samples = samples[max(0, -position) :]
        position = max(0, position)
        if self.end < np.inf:
            samples = samples[: max(0, round((self.end - self.start) * self.rate) - position)]
        if samples.size:
            self._pieces.append((position, samples))

    def samples(self) -> NDArray[np.float32]:
        """(N,) in [-1, 1], as long as the last piece reaches."""
        line = np.zeros(max((at + piece.size for at, piece in self._pieces), default=0), np.float32)
        for at, piece in self._pieces:
            np.clip(piece, -1, 1, out=line[at : at + piece.size])
        return line


class PassingLine(TimeLine):
    """Samples of [start, end) seconds that are handed on as soon as no more of them is to be expected."""

    def __init__(
        self, rate: int, start: float, end: float, on_samples: Callable[[NDArray[np.float32]], None]
    ) -> None:
        """Begin empty; blocks of samples, each where the last one ended, are given to `on_samples`."""
        super().__init__(rate, start, end)
        self._on_samples = on_samples
        self._given = 0  # samples
        self._waiting = np.zeros(0, np.float32)

    def put(self, position: int, samples: NDArray[np.float32]) -> None:
        """As on any line, but what was handed on already is not changed any more."""
        super().put(position, samples)
        for at, piece in self._pieces:
            begin, new = max(0, at - self._given), piece[max(0, self._given - at) :]
            self._reach(begin + new.size)
            np.clip(new, -1, 1, out=self._waiting[begin : begin + new.size])
        self._pieces.clear()
        while len(self._waiting) > (HANDED_ON + STILL_CHANGING) * self.rate:
            self._hand_on(HANDED_ON * self.rate)

    def finish(self) -> None:
        """Hand on what is left."""
        self._hand_on(len(self._waiting))

    def _reach(self, size: int) -> None:
        if size > len(self._waiting):
            self._waiting = np.concatenate([self._waiting, np.zeros(size - len(self._waiting), np.float32)])

    def _hand_on(self, count: int) -> None:
        if count:
            self._on_samples(self._waiting[:count])
        self._waiting = self._waiting[count:].copy()
        self._given += count


def lay(timed_frames: Iterable[Heard], line: TimeLine, *, jumps: bool = False) -> None:
    """Resample frames onto the line.

    Args:
        timed_frames: Each frame with its second; None means that it follows the one before.
        line: Where they are put; frames after its end are not asked for.
        jumps: Whether frames far apart are a new start of the container's clock, and no gap.
    """
    run: _Run | None = None
    for time, frame in _seamless(timed_frames) if jumps else _confirmed(timed_frames):
        if run is None or not run.continues(time, frame):
            if run is not None:
                run.finish()
            run = _Run(line, 0.0 if time is None else time, frame)
        run.add(frame)
        if run.until >= line.end:
            break
    if run is not None:
        run.finish()


def _seamless(timed_frames: Iterable[Heard]) -> Iterator[Heard]:
    """The frames with jumps in time taken out."""
    shift, until = 0.0, None
    for stated, frame in timed_frames:
        time = None if stated is None else stated + shift
        if time is not None and until is not None and abs(time - until) > JUMP:
            shift += until - time
            time = until
        yield time, frame
        until = _end(time, frame, until)


def _confirmed(timed_frames: Iterable[Heard]) -> Iterator[Heard]:
    """The frames without any that alone claims to be far ahead: that is damage, and may mean years."""
    until: float | None = None
    waiting: Heard | None = None
    for time, frame in timed_frames:
        if time is not None and until is not None and time - until > JUMP:
            if waiting is None or abs(time - _end(*waiting, until)) > GAP:
                waiting = time, frame
                continue
            yield waiting
        waiting = None
        yield time, frame
        until = _end(time, frame, until)


def _end(time: float | None, frame: AudioFrame, until: float | None) -> float:
    begin = time if time is not None else until if until is not None else 0.0
    return begin + frame.samples / frame.sample_rate


class _Run:
    """Frames without a gap between them, resampled as one: the filter never sees a seam."""

    def __init__(self, line: TimeLine, time: float, frame: AudioFrame) -> None:
        self.until = time
        self._line = line
        self._position = round((time - line.start) * line.rate)
        self._like = _kind(frame)
        self._waiting: list[AudioFrame] = []
        self._resampler = AudioResampler(
            format="flt",
            layout="mono",
            rate=line.rate,
            # FFmpeg's weights for mixing down, scaled so that full channels add up to full and do not clip.
            options={"rematrix_maxval": "1"},
        )

    def continues(self, time: float | None, frame: AudioFrame) -> bool:
        return _kind(frame) == self._like and (time is None or abs(time - self.until) <= GAP)

    def add(self, frame: AudioFrame) -> None:
        self.until += frame.samples / frame.sample_rate
        self._waiting.append(frame)
        if len(self._waiting) == AT_ONCE:
            self._mix()

    def finish(self) -> None:
        self._mix()
        self._put(self._resampler.resample(None))

    def _mix(self) -> None:
        for frame in _joined(self._waiting):
            self._put(self._resampler.resample(frame))
        self._waiting.clear()

    def _put(self, mixed: list[AudioFrame]) -> None:
        for frame in mixed:
            if frame is None:  # a resampler that has nothing to do passes the end mark through
                continue
            samples = np.asarray(frame.to_ndarray(), np.float32)[0]
            self._line.put(self._position, samples)
            self._position += samples.size


def _joined(frames: list[AudioFrame]) -> list[AudioFrame]:
    """Frames of one kind as one; as they are, where they cannot be handed to numpy."""
    if len(frames) < 2:
        return frames
    first = frames[0]
    # PyAV counts the planes of a frame up to a null pointer, which is missing after the eighth.
    too_many_planes = first.format.is_planar and first.layout.nb_channels >= 8
    if too_many_planes or first.format.name not in format_dtypes:
        return frames
    dtype, planes = np.dtype(format_dtypes[first.format.name]), len(first.planes)
    widths = [frame.samples * (1 if first.format.is_planar else first.layout.nb_channels) for frame in frames]
    samples = np.empty((planes, sum(widths)), dtype)
    begin = 0
    # What `to_ndarray` does, without an array for each frame.
    for frame, width in zip(frames, widths, strict=True):
        for number, plane in enumerate(frame.planes):
            samples[number, begin : begin + width] = np.frombuffer(memoryview(plane), dtype, width)
        begin += width
    whole = AudioFrame.from_ndarray(samples, first.format.name, first.layout.name)
    whole.sample_rate = first.sample_rate
    return [whole]


def _kind(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate
