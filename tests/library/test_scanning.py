"""Seasons are analysed when something of them is new or changed, and only what is new is read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import intromark.footage
from intromark.detection import Detection
from intromark.library.analysing import Analysis, analyse_season, seconds_searched
from intromark.library.rules import ALL, HALF, Rules, ShowRule
from intromark.library.scanning import Analysed, analyse
from intromark.library.tasks import again
from intromark.segment import Label, Segment
from small_library import SmallEpisode, draw_episode

from .conftest import SEASON, Shelf

ANALYSIS = Analysis(search=60.0)


def intros(shelf: Shelf) -> dict[str, Segment | None]:
    return {name: entry.segment(Label.INTRO) for name, entry in shelf.entries().items()}


def test_a_library(two_seasons: Shelf, opened: list[str]) -> None:
    assert two_seasons.scan() == Analysed(seasons=2, episodes=6, intros=6)
    assert two_seasons.problems == []
    found = two_seasons.entries()["Show 1 S01E02.mkv"].segment(Label.INTRO)
    assert found is not None
    assert (found.start, found.end) == pytest.approx((2.0, 8.0), abs=0.5)
    steps = [step for step in two_seasons.steps if step.stage == "scan"]
    assert (steps[-1].done, steps[-1].total) == (6, 6)
    assert [step.done for step in steps] == sorted(step.done for step in steps)

    opened.clear()
    before = intros(two_seasons)
    assert two_seasons.scan() == Analysed()
    assert opened == []
    assert intros(two_seasons) == before


def test_several_seasons_at_once(two_seasons: Shelf) -> None:
    assert two_seasons.scan(jobs=2) == Analysed(seasons=2, episodes=6, intros=6)
    found = [intro for intro in intros(two_seasons).values() if intro]
    starts = [1.0, 2.0, 3.0] * 2
    assert [intro.start for intro in found] == pytest.approx(starts, abs=0.5)
    steps = [step.done for step in two_seasons.steps if step.stage == "scan"]
    assert steps == sorted(steps)


def test_only_the_season_that_is_joined_is_analysed(
    two_seasons: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_seasons.scan()
    read: list[str] = []
    real: Callable[..., object] = intromark.footage.read_footage

    def spy(path: Path, *arguments: object, **options: object) -> object:
        read.append(path.name)
        return real(path, *arguments, **options)

    monkeypatch.setattr("intromark.intake.read_footage", spy)
    place = two_seasons.folder / f"{SEASON}/Show 1 S01E04.mkv"
    draw_episode(place, SmallEpisode(0, 7, 3.0))
    assert two_seasons.scan() == Analysed(seasons=1, episodes=4, intros=4)
    assert read == [place.name]
    answers = [entry.detection for entry in two_seasons.entries().values() if entry.season == "Season 1"]
    assert [answer.provenance.siblings for answer in answers if answer] == [3, 3, 3, 3]


def test_what_was_watched_and_deleted_leaves_the_others_as_they_are(drawn: Shelf) -> None:
    drawn.scan()
    before = intros(drawn)
    for name in ("Show 1 S01E01.mkv", "Show 1 S01E02.mkv"):
        (drawn.folder / SEASON / name).unlink()
    assert drawn.scan() == Analysed()
    draw_episode(drawn.folder / f"{SEASON}/Show 1 S01E04.mkv", SmallEpisode(0, 7, 3.0, has_intro=False))
    drawn.scan()
    after = intros(drawn)
    assert after.pop("Show 1 S01E04.mkv") is None
    assert after == before


def test_a_file_that_cannot_be_read_is_tried_again_when_it_changes(drawn: Shelf, opened: list[str]) -> None:
    broken = drawn.put(f"{SEASON}/Show 1 S01E04.mkv", "garbage")
    assert drawn.scan() == Analysed(seasons=1, episodes=3, intros=3, failed=1)
    assert [(problem.path, problem.answered) for problem in drawn.problems] == [(broken, False)]
    assert drawn.entries()[broken.name].episode.failure == drawn.problems[0].error.message

    opened.clear()
    assert drawn.scan() == Analysed()
    assert opened == []
    assert drawn.scan(retry=True) == Analysed(seasons=1, episodes=3, intros=3, failed=1)

    draw_episode(broken, SmallEpisode(0, 7, 3.0))
    assert drawn.scan() == Analysed(seasons=1, episodes=4, intros=4)
    assert drawn.entries()[broken.name].episode.failure == ""


def test_one_that_is_replaced_is_analysed_again(drawn: Shelf) -> None:
    drawn.scan()
    draw_episode(drawn.folder / f"{SEASON}/Show 1 S01E01.mkv", SmallEpisode(0, 9, 5.0))
    assert drawn.scan() == Analysed(seasons=1, episodes=3, intros=3)
    found = intros(drawn)["Show 1 S01E01.mkv"]
    assert found is not None and found.start == pytest.approx(5.0, abs=0.5)


def test_one_that_moves_is_not_analysed_again(drawn: Shelf, opened: list[str]) -> None:
    drawn.scan()
    opened.clear()
    (drawn.folder / "Show 1").rename(drawn.folder / "The First Show")
    assert drawn.scan() == Analysed()
    assert opened == []
    assert {entry.show for entry in drawn.entries().values()} == {"The First Show"}


def test_rules_of_a_show(drawn: Shelf) -> None:
    shows = {"show1": ShowRule(longest=5.0)}
    assert drawn.scan(Rules(shows=shows)) == Analysed(seasons=1, episodes=3)
    absences = [entry.detection.absence for entry in drawn.entries().values() if entry.detection]
    assert all(absence is not None for absence in absences)
    assert drawn.scan(Rules(shows=shows)) == Analysed()


@pytest.mark.parametrize(
    ("search", "seconds"), [(300.0, 300.0), (ALL, None), (HALF, 60.0)], ids=["seconds", "all", "half"]
)
def test_how_much_is_searched(search: float | str, seconds: float | None, small: Path) -> None:
    assert seconds_searched(sorted(small.rglob("*.mkv")), search) == seconds


def test_again(drawn: Shelf) -> None:
    drawn.scan(analysis=ANALYSIS)
    entries = [entry for name, entry in drawn.entries().items() if name == "Show 1 S01E02.mkv"]
    tasks = again(drawn.catalog, entries)
    assert [(task.title, task.analysis, len(task.episodes)) for task in tasks] == [
        ("Show 1, Season 1", ANALYSIS, 3)
    ]
    assert analyse(drawn.catalog, tasks, drawn.listener).seasons == 1
    assert drawn.scan(analysis=ANALYSIS) == Analysed()


def test_a_disk_that_goes_away_meanwhile_blames_no_file(drawn: Shelf, small: Path) -> None:
    drawn.look()
    tasks = again(drawn.catalog, list(drawn.entries().values()))
    shutil.rmtree(drawn.folder / "Show 1")
    assert analyse(drawn.catalog, tasks, drawn.listener).failed == 3
    shutil.copytree(small / SEASON, drawn.folder / SEASON)
    assert drawn.scan() == Analysed(seasons=1, episodes=3, intros=3)


def test_what_else_is_sought_is_kept_and_asks_again(drawn: Shelf) -> None:
    drawn.scan()
    analysis = Analysis(labels=(Label.INTRO, Label.CREDITS))
    assert drawn.scan(analysis=analysis) == Analysed(seasons=1, episodes=3, intros=3)
    assert drawn.scan(analysis=analysis) == Analysed()
    detections = [entry.detection for entry in drawn.entries().values() if entry.detection]
    assert [one.labels for one in detections] == [(Label.INTRO, Label.CREDITS)] * 3


def test_credits_are_counted_as_no_intros(drawn: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def as_credits(*args: Any, **options: Any) -> list[Detection]:
        found = analyse_season(*args, **options)
        labels = (Label.INTRO, Label.CREDITS)
        return [
            replace(
                one,
                labels=labels,
                absence=0.5,
                segments=tuple(replace(s, label=Label.CREDITS) for s in one.segments),
            )
            for one in found
        ]

    monkeypatch.setattr("intromark.library.scanning.analyse_season", as_credits)
    assert drawn.scan() == Analysed(seasons=1, episodes=3, intros=0)


def test_an_analysis_as_text() -> None:
    """Catalogs know analyses from when there was nothing but intros to be sought."""
    assert "labels" not in Analysis().to_text()
    for analysis in (Analysis(), Analysis(labels=(Label.CREDITS, Label.RECAP))):
        assert Analysis.from_text(analysis.to_text()) == analysis
