"""The evaluator, against figures worked out by hand."""

from __future__ import annotations

import math

import pytest

from intromark.evaluation import FIGURES, Episode, Evaluation, Method, baselines, evaluate
from intromark.frame_counts import FrameCounts
from intromark.span import Span

EPISODES = [
    Episode("E1", "Long", 100.0, Span(10, 30)),
    Episode("E2", "Long", 100.0, Span(20, 40)),
    Episode("E1", "Short", 50.0, None),
    Episode("E2", "Short", 60.0, Span(0, 10)),
]
ANSWERS = [Span(10, 30), Span(25, 45), Span(5, 10), None]


@pytest.fixture(scope="module")
def found() -> Evaluation:
    return evaluate(EPISODES, {"ours": Method(ANSWERS), **baselines(EPISODES)})


@pytest.mark.parametrize(
    ("figure", "value", "macro"),
    [
        ("hit_rate", 2 / 3, 1 / 2),
        ("mean_iou", (1 + 15 / 25 + 0) / 3, (0.8 + 0) / 2),
        ("edges_within_0.5", 2 / 6, (2 / 4 + 0) / 2),
        ("edges_within_1", 2 / 6, (2 / 4 + 0) / 2),
        ("edges_within_3", 2 / 6, (2 / 4 + 0) / 2),
        ("false_intros", 1, 1),
        ("skipped", 10 / 4, (5 / 2 + 5 / 2) / 2),
        ("accuracy", 285 / 310, (190 / 200 + 95 / 110) / 2),
        ("precision", 35 / 45, (35 / 40 + 0) / 2),
        ("recall", 35 / 50, (35 / 40 + 0) / 2),
        ("f1", 70 / 95, (70 / 80 + 0) / 2),
    ],
)
def test_golden_figures(figure: str, value: float, macro: float, found: Evaluation) -> None:
    assert found.value("ours", figure) == pytest.approx(value)
    assert found.macro("ours", figure) == pytest.approx(macro)


def test_figures_of_a_show(found: Evaluation) -> None:
    assert found.shows == ("Long", "Short")
    assert found.value("ours", "hit_rate", "Long") == 1
    assert math.isnan(found.value("ours", "false_intros", "Long"))
    assert (found.tally("ours", "Short").intros, found.tally("ours").intros) == (1, 3)


def test_what_was_not_taken_is_nan(found: Evaluation) -> None:
    taken = [name for name in FIGURES if not math.isnan(found.value("ours", name))]
    assert not [name for name in taken if name.startswith("balanced")]
    assert math.isnan(found.macro("ours", "balanced_f1"))
    assert math.isnan(found.interval("ours", "balanced_f1")[0])


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("always [5, 15)", [Span(5, 15)] * 4),
        ("show's median", [Span(20, 40), Span(10, 30), Span(0, 10), None]),
        ("everything", [Span(0, 100), Span(0, 100), Span(0, 50), Span(0, 60)]),
    ],
)
def test_baselines(method: str, expected: list[Span | None], found: Evaluation) -> None:
    assert list(found.answers[method]) == expected


def test_frames_may_say_more_than_spans() -> None:
    frames = [FrameCounts(hits=5, rest=5)] * 4
    balanced = [FrameCounts(hits=1, false=1)] * 4
    found = evaluate(EPISODES, {"ours": Method(ANSWERS, frames, balanced)})
    assert found.value("ours", "accuracy") == 1
    assert found.value("ours", "balanced_precision") == 0.5
    assert found.value("ours", "hit_rate") == pytest.approx(2 / 3)


def test_a_method_answers_every_episode() -> None:
    with pytest.raises(ValueError, match="zip"):
        evaluate(EPISODES, {"ours": Method(ANSWERS[1:])})


def shows(count: int, hit: int, of: int) -> Evaluation:
    """Of `count` shows with `of` episodes each, the first `hit` of each are hit."""
    episodes = [
        Episode(f"E{number}", f"show {show}", 60.0, Span(0, 10))
        for show in range(count)
        for number in range(of)
    ]
    answers = [Span(0, 10) if number % of < hit else None for number in range(count * of)]
    return evaluate(episodes, {"ours": Method(answers)})


def test_the_interval_of_one_show_is_that_of_its_episodes() -> None:
    low, high = shows(1, 50, 100).interval("ours", "hit_rate")
    assert low == pytest.approx(0.5 - 1.96 * 0.05, abs=0.02)
    assert high == pytest.approx(0.5 + 1.96 * 0.05, abs=0.02)


def test_shows_that_differ_make_it_wide() -> None:
    episodes = [Episode(f"E{n}", f"show {n // 25}", 60.0, Span(0, 10)) for n in range(100)]
    answers = [Span(0, 10) if n < 50 else None for n in range(100)]
    low, high = evaluate(episodes, {"ours": Method(answers)}).interval("ours", "hit_rate")
    assert low <= 0.05
    assert high >= 0.95


def test_an_interval_holds_its_figure_and_is_the_same_again(found: Evaluation) -> None:
    for name in FIGURES:
        low, high = found.interval("ours", name)
        assert math.isnan(low) or low <= found.value("ours", name) <= high
    again = evaluate(EPISODES, {"ours": Method(ANSWERS)})
    assert again.interval("ours", "f1") == found.interval("ours", "f1")
    assert shows(3, 4, 4).interval("ours", "hit_rate") == (1, 1)


def test_one_episode_has_no_interval() -> None:
    assert math.isnan(shows(1, 1, 1).interval("ours", "hit_rate")[0])
