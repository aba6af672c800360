"""Half the decoding: a picture may be a little older, but none is missing and none moves away from its second."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from drawing import Drawing, draw_video, every, number_in
from intromark.media import pictures
from intromark.media.decoding import Effort
from intromark.media.reader import SPARSE, open_reader

B_FRAMES = {"x264-params": "bframes=3:b-adapt=0:keyint=50:scenecut=0"}
MANY = {"x264-params": "bframes=16:b-adapt=0:b-pyramid=0:keyint=50:scenecut=0"}
UNEVEN = tuple(Fraction(ms, 1000) for ms in (0, 40, 900, 1000, 1001, 1990, 2010, 3500, 3600))


@pytest.mark.parametrize("fps", [1, 2, 8])
@pytest.mark.parametrize(
    ("name", "drawing"),
    [
        pytest.param("a.mkv", Drawing(options=B_FRAMES), id="B-frames"),
        pytest.param("a.mp4", Drawing(options=B_FRAMES), id="B-frames behind an edit list"),
        pytest.param(
            "a.mkv", Drawing(options=MANY, times=every(25, 200)), id="hardly any other frame is needed"
        ),
        pytest.param(
            "a.mkv", Drawing(options={"x264-params": "keyint=20:open-gop=1:bframes=3"}), id="open groups"
        ),
        pytest.param("a.ts", Drawing(options=B_FRAMES), id="transport stream"),
        pytest.param("a.mpg", Drawing(codec="mpeg2video", options={"bf": "2"}), id="program stream"),
        pytest.param("a.h264", Drawing(options=B_FRAMES), id="no timestamps at all"),
        pytest.param("a.avi", Drawing(options=B_FRAMES), id="avi, which keeps no times of showing"),
        pytest.param("a.webm", Drawing(codec="libvpx-vp9", options={"cpu-used": "8"}), id="webm"),
        pytest.param("a.mp4", Drawing(times=UNEVEN), id="variable rate"),
        pytest.param("a.mkv", Drawing(times=(Fraction(0),)), id="one frame"),
        pytest.param(
            "a.mkv",
            Drawing(times=every(25, 100, -1), muxing={"avoid_negative_ts": "disabled"}),
            id="a quarter of the timestamps missing",
        ),
    ],
)
def test_pictures_are_a_little_older_at_most(tmp_path: Path, name: str, drawing: Drawing, fps: float) -> None:
    path = draw_video(tmp_path / name, drawing)
    exact = [(i, number_in(picture)) for i, picture in pictures(path, fps)]
    rough = [(i, number_in(picture)) for i, picture in pictures(path, fps, exact=False, threads=1)]
    assert [i for i, _ in rough] == [i for i, _ in exact]
    times = [float(time) for time in drawing.times]
    # Only the frame at which it is seen that too many are left out may be older.
    late = sorted(times[right] - times[number] for (_, right), (_, number) in zip(exact, rough, strict=True))
    assert late[0] >= 0
    assert all(seconds <= SPARSE for seconds in late[: -max(1, round(fps))])
    assert late[-1] < 1


def test_frames_are_left_out(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(every(25, 250), options=B_FRAMES))
    with open_reader(path) as reader:
        every_time = [timed.time for timed in reader.from_beginning()]
    with open_reader(path, Effort(exact=False)) as reader:
        times = [timed.time for timed in reader.from_beginning()]
    assert len(every_time) == 250
    assert set(times) < set(every_time)
    assert len([time for time in times if time < 8]) < 130
    assert times[-1] == every_time[-1]


@pytest.mark.parametrize("start", [0.5, 3.0])
def test_it_may_begin_anywhere(tmp_path: Path, start: float) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(options=B_FRAMES))
    found = [(i, number_in(picture)) for i, picture in pictures(path, 4, start, exact=False)]
    assert [i for i, _ in found] == list(range(int(start * 4), 16))
    assert all(i * 6.25 - 7 <= number <= i * 6.25 for i, number in found)


def test_threads_change_nothing(tmp_path: Path) -> None:
    path = draw_video(tmp_path / "a.mkv", Drawing(options=B_FRAMES))
    one, more = ([picture for _, picture in pictures(path, 2, threads=threads)] for threads in (1, 4))
    np.testing.assert_array_equal(np.stack(one), np.stack(more))


def test_no_threads_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="threads must be >= 1, got 0"):
        pictures(tmp_path / "a.mkv", threads=0)
