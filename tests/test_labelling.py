"""Intro, credits and recap of a small season of real videos, drawn shot by shot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from intromark import Detection, Label, detect
from intromark.segment import Source
from intromark.store import Store
from small_library import draw_episode

Shots = list[tuple[int, int]]
NEAR = 0.5  # seconds: pictures of noise, of a second each, tell the frame badly
INTRO: Shots = [(-1, place) for place in range(6)]
CREDITS: Shots = [(-2, place) for place in range(8)]


@dataclass(frozen=True)
class Drawn:
    """An episode, a second each shot: its seed and its number."""

    shots: Shots


def story(seed: int, first: int, last: int) -> Shots:
    return [(seed, place) for place in range(first, last)]


TOLD: Shots = [(1, place) for place in (20, 21, 3, 12, 13, 7, 27)]
EPISODES = [
    [*story(1, 0, 4), *INTRO, *story(1, 4, 30), *CREDITS],
    [*TOLD, *INTRO, *story(2, 0, 26), *CREDITS],
    [*story(3, 0, 5), *INTRO, *story(3, 5, 28), *CREDITS, *story(3, 50, 56)],
]


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("season")
    for number, shots in enumerate(EPISODES, start=1):
        draw_episode(folder / f"S01E{number:02}.mkv", Drawn(shots))
    return folder


@pytest.fixture(scope="module")
def found(season: Path) -> list[Detection]:
    return detect([season], labels=[Label.RECAP, Label.CREDITS, Label.INTRO], store=Store())


def spans(detections: list[Detection], label: Label) -> list[tuple[float, float] | None]:
    return [(one.start, one.end) if (one := each.first(label)) else None for each in detections]


def test_the_intros_are_those_that_are_found_without_the_rest(season: Path, found: list[Detection]) -> None:
    assert spans(found, Label.INTRO) == spans(detect([season], store=Store()), Label.INTRO)
    assert spans(found, Label.INTRO) == [
        pytest.approx(span, abs=NEAR) for span in ((4, 10), (7, 13), (5, 11))
    ]


def test_the_credits_and_not_the_scene_after_them(found: list[Detection]) -> None:
    assert spans(found, Label.CREDITS) == [
        pytest.approx(span, abs=NEAR) for span in ((36, 44), (39, 47), (34, 42))
    ]
    assert [one.duration for one in found] == [pytest.approx(length, abs=NEAR) for length in (44, 47, 48)]


def test_only_the_later_episode_tells_again(found: list[Detection]) -> None:
    first, recap, third = spans(found, Label.RECAP)
    assert first is third is None
    assert recap == pytest.approx((0, 7), abs=NEAR)
    (evidence,) = (found[1].first(Label.RECAP) or pytest.fail()).evidence
    assert (evidence.source, evidence.siblings) == (Source.PICTURE, 1)


def test_what_was_sought_is_said(season: Path, found: list[Detection]) -> None:
    assert all(one.labels == tuple(Label) for one in found)
    (only,) = detect([season / "S01E01.mkv"], labels=[Label.CREDITS], model="none")
    assert (only.labels, only.absence) == ((Label.CREDITS,), None)


def test_one_label_alone(season: Path, found: list[Detection]) -> None:
    for label in Label:
        alone = detect([season], labels=[label], store=Store())
        assert spans(alone, label) == spans(found, label)
        assert {segment.label for one in alone for segment in one.segments} == {label}
