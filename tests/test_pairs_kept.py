"""What is kept of a season's pairs: the same answers, and a new episode costs its own pairs only."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from detectors.timeline import season, story, theme
from intromark.detection import Detection
from intromark.detectors.matching import Pair
from intromark.detectors.recurrence import compare
from intromark.encoders import load_encoder
from intromark.features import Features
from intromark.keeping import known_footage
from intromark.pairs_kept import PairsKept, digest
from intromark.pipeline import SEARCH, detect
from intromark.segment import Source
from intromark.store import Store
from small_library import draw_library


@pytest.fixture(scope="module")
def drawn() -> list[Features]:
    """An episode, one that is faster, one without the theme, one without sound."""
    intro = theme(20)
    first, second, third, last = season(
        [story(10), intro, story(60), theme(12, "credits")],
        [story(30), intro, story(50), theme(12, "credits")],
        [story(70)],
        [intro, story(40)],
    )
    silent = Features.of(last.pictures, last.picture_rate, last.sound[:0], last.duration)
    return [first, second.at_speed(25 / 24), third, silent]


def compared(features: Sequence[Features], kept: PairsKept) -> dict[tuple[int, int], Pair]:
    pairs = compare(features, lambda _done, _total: None, known=kept.known(features))
    kept.note(features, pairs)
    return pairs


def told(pairs: dict[tuple[int, int], Pair]) -> list[tuple[object, ...]]:
    times = np.arange(0, 90, 0.125)
    return [
        (
            numbers,
            pair.speed,
            pair.matches,
            *(
                pair.evidence(source, times, match.lag).tobytes()
                for source in Source
                for match in pair.matches
            ),
        )
        for numbers, pair in pairs.items()
    ]


def test_a_pair_comes_back_as_it_was(drawn: list[Features], tmp_path: Path) -> None:
    kept = PairsKept(Store(tmp_path))
    pairs = compared(drawn, kept)
    assert pairs[0, 1].speed == pytest.approx(24 / 25)
    assert not pairs[0, 2].matches
    kept.save()
    known = PairsKept(Store(tmp_path)).known(drawn)
    assert known == {numbers: pair.alignment for numbers, pair in pairs.items()}
    again = compare(drawn, lambda _done, _total: None, known=known)
    for (a, b), pair in pickle.loads(pickle.dumps(again)).items():  # as it comes from another process
        pair.attach(drawn[a], drawn[b])
        again[a, b] = pair
    assert told(again) == told(pairs)


def test_what_is_kept_is_small(drawn: list[Features], tmp_path: Path) -> None:
    kept = PairsKept(Store(tmp_path))
    compared(drawn, kept)
    kept.save()
    usage = Store(tmp_path).usage()
    assert usage.files == len(drawn) - 1
    assert usage.size < 3000 * len(drawn)


def test_an_episode_that_is_seen_closer_is_another(drawn: list[Features], tmp_path: Path) -> None:
    kept = PairsKept(Store(tmp_path))
    compared(drawn, kept)
    kept.save()
    pictures = drawn[1].pictures.copy()
    pictures[10] = pictures[50]
    closer = Features.of(pictures, drawn[1].picture_rate, drawn[1].sound, drawn[1].duration)
    known = PairsKept(Store(tmp_path)).known([drawn[0], closer, *drawn[2:]])
    assert known.keys() == {(0, 2), (0, 3), (2, 3)}


def test_nothing_is_written_without_news_or_a_store(drawn: list[Features], tmp_path: Path) -> None:
    kept = PairsKept(Store(tmp_path))
    compared(drawn, kept)
    kept.save()
    before = {path: path.stat().st_ino for path in tmp_path.rglob("*.npz")}
    again = PairsKept(Store(tmp_path))
    compared(drawn[:3], again)
    again.save()
    assert {path: path.stat().st_ino for path in tmp_path.rglob("*.npz")} == before
    without = PairsKept(None)
    compared(drawn, without)
    without.save()
    assert without.known(drawn) == {}


def test_a_store_that_cannot_be_written_to_costs_nothing_else(drawn: list[Features], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = PairsKept(Store(tmp_path / "file"))
    compared(drawn[:2], kept)
    kept.save()
    assert kept.known(drawn[:2]) == {}


@pytest.fixture
def aligned(monkeypatch: pytest.MonkeyPatch) -> list[frozenset[bytes]]:
    """Digests of each two episodes that are aligned, while they are."""
    found: list[frozenset[bytes]] = []
    align = Pair._align

    def counted(pair: Pair, a: Features, b: Features) -> None:
        found.append(frozenset((digest(a), digest(b))))
        align(pair, a, b)

    monkeypatch.setattr(Pair, "_align", counted)
    return found


def told_of(found: Sequence[Detection]) -> list[tuple[object, ...]]:
    return [(one.path, one.duration, one.absence, one.segments, one.provenance) for one in found]


def test_a_new_episode_costs_its_own_pairs(tmp_path: Path, aligned: list[frozenset[bytes]]) -> None:
    paths = draw_library(tmp_path / "tv", 1, 5)
    store, without = Store(tmp_path / "store"), Store(tmp_path / "without")
    detect(paths[:4], store=store)
    shutil.copytree(store.folder, without.folder)
    for path in without.folder.rglob("*.npz"):
        with np.load(path) as archive:
            if "siblings" in archive.files:
                path.unlink()
    encoder = load_encoder()
    known = [known_footage(path, encoder, SEARCH, store) for path in paths[:4]]
    old = {digest(footage.features()) for footage in known if footage is not None}
    assert len(old) == 4

    def of_old_ones() -> int:
        return len({pair for pair in aligned if pair <= old})

    aligned.clear()
    answers = told_of(detect(paths, store=store))
    assert aligned
    assert of_old_ones() == 0

    aligned.clear()
    assert told_of(detect(paths, store=without)) == answers
    assert of_old_ones() == 6

    aligned.clear()
    assert told_of(detect(paths, store=store)) == answers
    assert not aligned
