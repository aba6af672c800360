from itertools import pairwise

import pytest

from intromark.export.chapters import Chapter, chapters
from intromark.segment import Label, Segment

from .episodes import episode, random_episodes, segment


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        pytest.param([], [], id="no segment, no chapters"),
        pytest.param([segment(0, 30)], [(0, "Intro"), (30, "Episode")], id="intro at the start"),
        pytest.param([segment(24, 50)], [(0, "Cold Open"), (24, "Intro"), (50, "Episode")], id="cold open"),
        pytest.param([segment(24, 100)], [(0, "Cold Open"), (24, "Intro")], id="intro to the end"),
        pytest.param(
            [segment(0, 20, Label.RECAP), segment(24, 50), segment(90, 98, Label.CREDITS)],
            [
                (0, "Recap"),
                (20, "Cold Open"),
                (24, "Intro"),
                (50, "Episode"),
                (90, "Credits"),
                (98, "Episode"),
            ],
            id="everything",
        ),
        pytest.param(
            [segment(0, 20, Label.RECAP), segment(20, 50)],
            [(0, "Recap"), (20, "Intro"), (50, "Episode")],
            id="no chapter between segments that touch",
        ),
        pytest.param([segment(90, 100, Label.CREDITS)], [(0, "Episode"), (90, "Credits")], id="no intro"),
        pytest.param([segment(0.0001, 30)], [(0, "Intro"), (30, "Episode")], id="no empty chapter"),
    ],
)
def test_names(segments: list[Segment], expected: list[tuple[int, str]]) -> None:
    covered = chapters(episode(*segments, duration=100), ticks_per_second=1000)
    assert [(chapter.start / 1000, chapter.name) for chapter in covered] == expected


@pytest.mark.parametrize("ticks_per_second", [1000, 10**9])
def test_the_whole_episode_without_gaps(ticks_per_second: int) -> None:
    for one in random_episodes(500, seed=3):
        covered = chapters(one, ticks_per_second)
        if not one.segments:
            assert covered == ()
            continue
        assert covered[0].start == 0
        assert all(before.end == after.start for before, after in pairwise(covered))
        assert one.duration - 1.001 / ticks_per_second <= covered[-1].end / ticks_per_second <= one.duration
        named = [chapter for chapter in covered if chapter.name not in ("Cold Open", "Episode")]
        assert len(named) in (len(one.segments), len(one.segments) - 1)
        for chapter, found in zip(named, one.segments, strict=False):
            assert chapter.name == found.label.value.title()
            assert chapter.start / ticks_per_second == pytest.approx(found.start, abs=2.1 / ticks_per_second)


@pytest.mark.parametrize("duration", [1.001, 60.06, 1320.319, 0.001])
def test_a_duration_in_milliseconds_is_not_rounded(duration: float) -> None:
    covered = chapters(episode(segment(0, duration), duration=duration), ticks_per_second=1000)
    assert [(chapter.start, chapter.end) for chapter in covered] == [(0, round(duration * 1000))]


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [(-1, 2, "a"), (2, 2, "a"), (3, 2, "a"), (0, 1, ""), (0, 1, "\0"), (0, 1, "\udce9")],
)
def test_refused(start: int, end: int, name: str) -> None:
    with pytest.raises(ValueError, match=r"start|name"):
        Chapter(start, end, name)
