from collections.abc import Callable

import pytest

from intromark.export.edl import render_edl
from intromark.segment import Label, Segment

from .episodes import episode, random_episodes, segment
from .kodi import kodi_skips, rounded, truncated
from .mplayer import mplayer_skips

Reading = Callable[[str], int]


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        pytest.param([], "", id="nothing to skip"),
        pytest.param([segment(24, 50)], "24.000 50.000 3\n", id="an intro is a commercial break"),
        pytest.param([segment(0, 30.0417)], "0.000 30.042 3\n", id="from the start"),
        pytest.param([segment(0, 4)], "0.000 4.000 0\n", id="Kodi would drop a short break at the start"),
        pytest.param([segment(60, 64)], "60.000 64.000 0\n", id="and a short first one elsewhere"),
        pytest.param(
            [segment(10, 40, Label.RECAP), segment(60, 63)],
            "10.000 40.000 3\n60.000 63.000 3\n",
            id="a short one that is not the first is kept",
        ),
        pytest.param(
            [segment(0, 20, Label.RECAP), segment(20, 50)], "0.000 50.000 3\n", id="touching ranges are one"
        ),
        pytest.param(
            [segment(0, 20, Label.RECAP), segment(20.0011, 50)],
            "0.000 50.000 3\n",
            id="a gap of 1 ms is none",
        ),
        pytest.param(
            [segment(0, 2, Label.RECAP), segment(2, 6)],
            "0.000 6.000 3\n",
            id="two short ones may make a long one",
        ),
        pytest.param([segment(8.119, 8.12)], "", id="a millisecond is nothing"),
        pytest.param([segment(1200, 1320)], "1200.000 1320.000 3\n", id="to the end"),
        pytest.param([segment(1200, 1320.5)], "1200.000 1320.000 3\n", id="not after the end"),
    ],
)
def test_lines(segments: list[Segment], expected: str) -> None:
    assert render_edl(episode(*segments)) == expected


@pytest.mark.parametrize("reading", [rounded, truncated])
def test_kodi_skips_every_segment_and_nothing_else(reading: Reading) -> None:
    for one in random_episodes(1000, seed=2):
        kept = kodi_skips(render_edl(one), reading)
        limit = int(one.duration * 1000) + 1
        assert all(0 <= start < end <= limit for start, end, _ in kept)
        skipped = sum(end - start for start, end, _ in kept)
        wanted = sum(found.length for found in one.segments) * 1000
        assert skipped == pytest.approx(wanted, abs=6 * (len(one.segments) + 1))


@pytest.mark.parametrize("reading", [rounded, truncated])
def test_kodi_keeps_a_break_at_the_limit(reading: Reading) -> None:
    # 29.003 * 1000 is 29002.999... in binary: a reader that truncates sees 4999 ms.
    for start in [1.001, 24.003, 24.004, 60.06, 1001.029]:
        for length in [4.999, 5.0, 5.001, 5.002]:
            assert len(kodi_skips(render_edl(episode(segment(start, start + length))), reading)) == 1


def test_mplayer_reads_every_line_and_skips_cuts_alone() -> None:
    assert mplayer_skips(render_edl(episode(segment(24, 50)))) == []
    assert mplayer_skips(render_edl(episode(segment(60, 64)))) == [(60.0, 64.0)]
    for one in random_episodes(200, seed=3):
        for start, end in mplayer_skips(render_edl(one)):
            covered = sum(max(0.0, min(end, found.end) - max(start, found.start)) for found in one.segments)
            assert covered == pytest.approx(end - start, abs=0.006)
