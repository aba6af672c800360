from collections.abc import Sequence

import pytest

from intromark.detectors.pairing import ALL
from intromark.detectors.recurrence import compare, places, recurring, set_copies_apart
from intromark.features import Features
from intromark.segmentation import choose
from intromark.span import Span

from .timeline import Stretch, season, story, theme

INTRO = theme(20)
CREDITS = theme(12, "credits")


def found(features: Sequence[Features]) -> dict[int, Span]:
    """The intro by episode."""
    pairs = compare(features, lambda done, total: None)
    set_copies_apart(pairs)
    elements = recurring(pairs, features)
    durations = [one.duration for one in features]
    chosen = choose([places(element, durations) for element in elements], len(features))
    return {one.episode: one.span for number in chosen for one in elements[number].strongest()}


def near(span: Span | None, start: float, end: float) -> bool:
    return span is not None and abs(span.start - start) <= 0.5 and abs(span.end - end) <= 0.5


def test_an_intro_is_found_wherever_it_stands() -> None:
    spans = found(
        season(
            [story(10), INTRO, story(60), CREDITS],
            [INTRO, story(70), CREDITS],
            [story(33), INTRO, story(50), CREDITS],
        )
    )
    assert near(spans.get(0), 10, 30)
    assert near(spans.get(1), 0, 20)
    assert near(spans.get(2), 33, 53)


def test_an_episode_without_it_has_none() -> None:
    spans = found(
        season(
            [story(9), INTRO, story(60)],
            [story(20), INTRO, story(50)],
            [story(5), INTRO, story(60)],
            [story(90)],
        )
    )
    assert set(spans) == {0, 1, 2}


@pytest.mark.parametrize(
    ("stretches", "why"),
    [
        pytest.param([story(70), CREDITS], "ends where the episodes end", id="credits"),
        pytest.param([theme(3, "ident"), story(80)], "short, and always first", id="ident"),
        pytest.param(
            [story(20), theme(4, "bumper"), story(20), theme(4, "bumper"), story(30)],
            "several times",
            id="bumper",
        ),
        pytest.param([story(80)], "nothing", id="nothing"),
    ],
)
def test_what_recurs_and_is_no_intro(stretches: list[Stretch], why: str) -> None:
    drawn = season(stretches, [story(3), *stretches[:-1], story(4), stretches[-1]], stretches)
    if stretches[0].look == "ident":
        drawn = season(stretches, stretches, stretches)
    assert found(drawn) == {}, why


@pytest.mark.parametrize(
    "intro",
    [
        pytest.param(Stretch(20, "theme", ""), id="the theme is dubbed"),
        pytest.param(Stretch(20, "", "theme"), id="the pictures are new"),
        pytest.param(Stretch(20, "theme", None), id="without sound"),
    ],
)
def test_half_of_the_evidence_is_enough(intro: Stretch) -> None:
    spans = found(
        season([story(12), intro, story(50)], [story(31), intro, story(40)], [story(7), intro, story(60)])
    )
    assert near(spans.get(0), 12, 32)
    assert near(spans.get(1), 31, 51)
    assert near(spans.get(2), 7, 27)


def test_a_changed_shot_is_bridged() -> None:
    changed = [theme(20, "theme")]
    whole = [story(12), *changed, story(50)]
    drawn = season(whole, [story(30), *changed, story(40)], [story(20), *changed, story(40)])
    pictures = drawn[0].pictures
    pictures[(2 * 20) : (2 * 24)] = season([story(4)])[0].pictures
    drawn[0] = Features.of(pictures, drawn[0].picture_rate, drawn[0].sound, drawn[0].duration)
    assert near(found(drawn).get(0), 12, 32)


def test_a_logo_that_stays_is_not_the_intro() -> None:
    logo = Stretch(10, "logo", "", still=True)
    spans = found(
        season([theme(8), logo, story(30)], [theme(8), logo, story(40)], [theme(8), logo, story(35)])
    )
    assert all(near(span, 0, 8) for span in spans.values())
    assert len(spans) == 3


def test_a_shot_that_returns_in_the_story_is_the_storys() -> None:
    shot = Stretch(3, "harbour", "")
    part = [INTRO, shot, story(40), shot, story(20)]
    spans = found(season([story(10), *part], [story(30), *part], [story(4), *part]))
    assert near(spans.get(0), 10, 30)


def test_two_openings_in_one_season() -> None:
    other = theme(14, "other")
    spans = found(
        season(
            [story(10), INTRO, story(50)],
            [story(30), INTRO, story(40)],
            [story(5), other, story(60)],
            [story(25), other, story(50)],
        )
    )
    assert near(spans.get(1), 30, 50)
    assert near(spans.get(2), 5, 19)


def test_pal_speed_is_recognised() -> None:
    drawn = season([story(10), INTRO, story(60), CREDITS], [story(30), INTRO, story(50), CREDITS])
    fast = drawn[1].at_speed(25 / 24)
    spans = found([drawn[0], fast])
    assert near(spans.get(0), 10, 30)
    assert near(spans.get(1), 30 * 24 / 25, 50 * 24 / 25)


def test_a_copy_is_set_apart() -> None:
    first, second = season([story(10), INTRO, story(60)], [story(20), INTRO, story(50)])
    pairs = compare([first, second, first], lambda done, total: None)
    assert set_copies_apart(pairs) == [(0, 2)]
    assert set(pairs) == {(0, 1), (1, 2)}


def test_the_listener_hears_of_each_pair() -> None:
    told: list[tuple[int, int]] = []
    compare(season([story(20)], [story(20)], [story(20)]), lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_large_season_is_found_though_not_every_two_are_compared() -> None:
    starts = [3 + 5 * (number % 7) for number in range(ALL + 4)]
    spans = found(season(*([story(start), INTRO, story(50 - start)] for start in starts)))
    assert [near(spans.get(number), start, start + 20) for number, start in enumerate(starts)] == [True] * (
        ALL + 4
    )
