"""Frames of videos as small pictures, found by their exact times, and kept for as long as there is room."""

from __future__ import annotations

import io
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from intromark.errors import MediaError
from intromark.media import frames, probe, shown_name
from intromark.review.doors import Doors

HEIGHT = 180  # pixels of a picture, at most
QUALITY = 82  # of JPEG
ROOM = 64 << 20  # bytes of pictures that are kept
AROUND = 0.35  # seconds of frames on either side of one that is asked for
FAR = 10.0  # seconds before it that are looked through where frames are that far apart
TICKS = 1_000_000  # a second: how finely a time is told in an address
MOST = 400  # frames read at once
MATCHES = 2e-6  # seconds by which two times of one frame may differ


@dataclass(frozen=True, slots=True)
class Shot:
    """A frame, or where it would be.

    Attributes:
        time: Seconds from the first video frame.
        picture: As JPEG.
    """

    time: float
    picture: bytes


class Gallery:
    """Pictures by file and time."""

    def __init__(self, room: int = ROOM) -> None:
        """Keep at most so many bytes of pictures."""
        self._room = room
        self._lock = Lock()
        self._doors = Doors()
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._spans: OrderedDict[tuple[str, int, int], list[float]] = OrderedDict()
        self._rates: OrderedDict[str, float] = OrderedDict()
        self._size = 0

    def between(self, path: Path, content: str, start: float, end: float) -> list[float]:
        """The times of all frames that begin in [start, end), whose pictures are then at hand.

        Args:
            path: The video.
            content: What its content is known by.
            start: Seconds, >= 0.
            end: Seconds.

        Raises:
            MediaError: It cannot be read there.
        """
        key = content, round(start * TICKS), round(end * TICKS)
        with self._doors.at(content):
            with self._lock:
                known = self._spans.get(key)
                if known is not None and all((content, tick_of(time)) in self._kept for time in known):
                    return known
            times: list[float] = []
            for time, picture in frames(path, start, end, max_height=HEIGHT):
                times.append(time)
                self._keep((content, tick_of(time)), _jpeg(picture))
                if len(times) == MOST:
                    break
            with self._lock:
                self._spans[key] = times
                while len(self._spans) > MOST:
                    self._spans.popitem(last=False)
            return times

    def frame_rate(self, path: Path, content: str) -> float:
        """Frames a second, on average.

        Raises:
            MediaError: It cannot be read.
        """
        with self._lock:
            known = self._rates.get(content)
        if known is None:
            known = probe(path).frame_rate
            with self._lock:
                self._rates[content] = known
                while len(self._rates) > MOST:
                    self._rates.popitem(last=False)
        return known

    def picture(self, path: Path, content: str, tick: int) -> bytes:
        """The frame that begins at a time, or the one that is shown then, as JPEG.

        Raises:
            MediaError: There is none.
        """
        if (kept := self._get((content, tick))) is not None:
            return kept
        time = tick / TICKS
        for reach in (AROUND, FAR):
            times = self.between(path, content, max(0.0, time - reach), time + AROUND)
            before = [one for one in times if one <= time + MATCHES]
            kept = self._get((content, tick_of(before[-1]))) if before else None
            if kept is not None:
                return kept
        raise MediaError(
            f"`{shown_name(path.name)}` shows nothing at {time:.3f} s",
            "it ends before, or is damaged there",
        )

    def _get(self, key: tuple[str, int]) -> bytes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: tuple[str, int], picture: bytes) -> None:
        with self._lock:
            self._size += len(picture) - len(self._kept.pop(key, b""))
            self._kept[key] = picture
            while self._size > self._room:
                self._size -= len(self._kept.popitem(last=False)[1])


def tick_of(time: float) -> int:
    """A time as it stands in an address."""
    return round(time * TICKS)


def _jpeg(picture: object) -> bytes:
    from PIL import Image

    content = io.BytesIO()
    Image.fromarray(picture).save(content, "JPEG", quality=QUALITY)  # type: ignore[arg-type]
    return content.getvalue()
