"""What is seen and heard of an episode. Videos are decoded in threads of their own; a client names numbers only."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from intromark.library.values import Entry
from intromark.review.clips import LONGEST, WAYS, ClipFormat, make_clip
from intromark.review.desk import Desk
from intromark.review.evidence import Evidence, evidence_of
from intromark.review.gallery import TICKS
from intromark.review.known import Known, known_of
from intromark.review.problems import MAY_FAIL, UnfitError
from intromark.review.schemas.bounds import LARGEST_ID
from intromark.review.schemas.bounds import LONGEST as LONGEST_VIDEO
from intromark.review.schemas.seen import CurveOf, CurvesOf, FrameOf, FramesOf, WaveformOf, Witnesses
from intromark.review.waves import MOST_POINTS, PEAK_RATE, read_peaks, thinned
from intromark.review.witnesses import picture_address, witnesses_of
from intromark.segment import Label
from intromark.span import Span

Id = Annotated[int, Path(ge=0, le=LARGEST_ID)]
At = Annotated[float, Query(ge=0, le=LONGEST_VIDEO, allow_inf_nan=False)]
Tick = Annotated[int, Path(ge=0, le=LONGEST_VIDEO * TICKS)]
LONGEST_FRAMES = 3.0  # seconds of frames that are asked for at once
REMEMBERED = {"Cache-Control": "private, max-age=604800, immutable"}  # the address has the content in it
CLIPS: dict[int | str, dict[str, object]] = {200: {"content": {way.media_type: {} for way in WAYS.values()}}}
NOT_KEPT = "nothing is kept of it: redo the season"


def media_routes(desk: Desk) -> APIRouter:
    """Frames, clips, sound, score curves and siblings."""
    routes = APIRouter(prefix="/api/episodes/{id}", tags=["media"], responses=MAY_FAIL)

    @routes.get("/frames")
    async def frames_between(id: Id, start: At, end: At) -> FramesOf:
        """The exact times of all frames that begin in [start, end), which is at most 3 seconds."""
        _check(start, end, LONGEST_FRAMES)

        def work() -> FramesOf:
            entry = desk.video(id)
            path, content = entry.episode.path, entry.episode.fingerprint
            times = desk.gallery.between(path, content, start, end)
            rate = desk.gallery.frame_rate(path, content)
            return FramesOf(
                frame_rate=rate,
                frames=[FrameOf(time=time, picture=picture_address(entry, time)) for time in times],
            )

        return await desk.workshop.do(work)

    @routes.get("/pictures/{tick}", response_class=Response, responses={200: {"content": {"image/jpeg": {}}}})
    async def picture(
        id: Id,
        tick: Tick,
        content: Annotated[
            str, Query(max_length=64, description="of the video, so that it may be remembered")
        ] = "",
    ) -> Response:
        """The frame that is shown at a time, in microseconds, as JPEG at most 180 pixels high."""

        def work() -> bytes:
            entry = desk.video(id)
            return desk.gallery.picture(entry.episode.path, entry.episode.fingerprint, tick)

        headers = REMEMBERED if content else None
        return Response(await desk.workshop.do(work), media_type="image/jpeg", headers=headers)

    @routes.get("/clip", response_class=Response, responses=CLIPS)
    async def clip(id: Id, start: At, end: At, format: ClipFormat = ClipFormat.MP4) -> Response:
        """A part of at most 8 seconds: MP4 with H.264 and AAC, or WebM with VP8 and Opus."""
        _check(start, end, LONGEST)
        work = lambda: make_clip(desk.video(id).episode.path, start, end, format)  # noqa: E731
        return Response(await desk.workshop.do(work), media_type=WAYS[format].media_type)

    @routes.get("/waveform")
    async def waveform(
        id: Id, start: At, end: At, points: Annotated[int, Query(ge=1, le=MOST_POINTS)] = 2000
    ) -> WaveformOf:
        """How loud it is."""
        _check(start, end, LONGEST_VIDEO)

        def work() -> WaveformOf:
            entry = desk.video(id)
            content = entry.episode.fingerprint
            with desk.doors.at(f"waveform {content}"):
                peaks = read_peaks(entry.episode.path, content, desk.store)
            last = min(end, len(peaks) / PEAK_RATE)
            return WaveformOf(start=start, end=max(start, last), peaks=thinned(peaks, start, end, points))

        return await desk.workshop.do(work, slow=True)

    @routes.get("/curves")
    async def curves(id: Id) -> CurvesOf:
        """Score curves of what is searched of it."""
        found = await desk.workshop.do(partial(_evidence, desk, id), slow=True)
        if found is None:
            return CurvesOf(curves=[], missing=NOT_KEPT)
        return CurvesOf(
            curves=[
                CurveOf(
                    name=name,
                    start=0.0,
                    step=1 / found[1].rates[name],
                    values=[round(float(value), 3) for value in values],
                )
                for name, values in found[1].curves.items()
            ],
            missing="",
        )

    @routes.get("/witnesses")
    async def witnesses(id: Id, start: At, end: At, label: Label = Label.INTRO) -> Witnesses:
        """The moments of its siblings that are the same as those of a span of it."""
        _check(start, end, LONGEST_VIDEO)
        found = await desk.workshop.do(partial(_evidence, desk, id), slow=True)
        if found is None:
            return Witnesses(witnesses=[], missing=NOT_KEPT)
        told = witnesses_of(found[0].entries, found[1].ties, Span(start, end), label)
        return Witnesses(witnesses=told, missing="")

    return routes


def _evidence(desk: Desk, id: int) -> tuple[Known, Evidence] | None:
    entry: Entry = desk.video(id)
    with desk.doors.at(f"evidence {entry.episode.fingerprint}"):
        known = known_of(desk.path, desk.store, entry)
        return None if known is None else (known, evidence_of(known, desk.store))


def _check(start: float, end: float, longest: float) -> None:
    if not start < end <= start + longest:
        raise UnfitError(
            f"[{start:g}, {end:g}) is no span that can be shown",
            f"give start < end, at most {longest:g} s later",
        )
