"""The signals that a model reads are what their descriptions say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from intromark.light import COLUMNS as CUTS
from intromark.light import LIGHT
from intromark.signals import APART, LAGS, SIGNALS, TEXT, Seen, stacked
from intromark.sound_signal import COLUMNS, NO_SOUNDS, WIDTH
from intromark.soundprint import STEP_RATE

CHANGE = 2 * len(LAGS) + 1


def seen(embeddings: np.ndarray, looks: np.ndarray | None = None, duration: float = 100.0) -> Seen:
    none = np.zeros((len(embeddings), 0), np.float32)
    return Seen(
        embeddings, none if looks is None else looks, np.arange(len(embeddings), dtype=np.float64), duration
    )


def with_text(looks: np.ndarray, share: float = 0.0) -> np.ndarray:
    return np.concatenate([looks, np.full((len(looks), TEXT), share, np.float32)], axis=1)


def test_signals_stand_side_by_side() -> None:
    rows = np.eye(4, dtype=np.float32)
    both = stacked(seen(rows, with_text(rows[:, :2])), {"look": 2, "embedding": 4})
    assert both.shape == (4, 6)
    np.testing.assert_array_equal(both[:, 2:], rows)


def test_a_signal_of_another_width_is_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"not \{'embedding': 5\}"):
        stacked(seen(np.eye(4, dtype=np.float32)), {"embedding": 5})


def test_what_all_pictures_of_an_episode_share_is_no_look() -> None:
    looks = np.array([[1, 5], [3, 5], [0, 0], [2, 8]], np.float32)
    relative = SIGNALS["look"](seen(np.ones((4, 2), np.float32), with_text(looks)))
    np.testing.assert_allclose(relative, [[-1, -1], [1, -1], [0, 0], [0, 2]])
    moved = np.where(looks.any(axis=1, keepdims=True), looks + 7, 0)
    shifted = SIGNALS["look"](seen(np.ones((4, 2), np.float32), with_text(moved)))
    np.testing.assert_allclose(relative, shifted)


def test_change_tells_what_returns_and_what_is_flat() -> None:
    rows = np.eye(3, dtype=np.float32)[[0, 0, 1, 0]]
    rows[2] = 0
    change = SIGNALS["change"](seen(rows))
    assert change.shape == (4, CHANGE)
    assert change[:, 0].tolist() == [0, 1, 0, 0]  # to the row before
    assert change[:, 1].tolist() == [1, 0, 0, 0]  # to the row after
    assert change[:, 2].tolist() == [0, 0, 0, 1]  # to two rows before
    assert change[:, -1].tolist() == [0, 0, 1, 0]


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_short_episodes(count: int) -> None:
    rows = np.ones((count, 4), np.float32)
    widths = {name: make(seen(rows, with_text(rows))).shape for name, make in SIGNALS.items()}
    assert widths == {
        "embedding": (count, 4),
        "look": (count, 4),
        "text": (count, TEXT),
        "elsewhere": (count, 2 * (len(APART) - 1)),
        "change": (count, CHANGE),
        "cuts": (count, CUTS),
        "place": (count, 8),
        "sound": (count, COLUMNS),
    }


def test_place_falls_from_the_beginning_and_rises_to_the_end() -> None:
    place = SIGNALS["place"](seen(np.ones((100, 2), np.float32)))
    assert (np.diff(place[:, :4], axis=0) < 0).all()
    assert (np.diff(place[:, 4:], axis=0) > 0).all()
    assert place.min() > 0
    assert place.max() <= 1


def test_where_something_is_written_is_told_as_it_is() -> None:
    text = SIGNALS["text"](seen(np.ones((3, 2), np.float32), with_text(np.ones((3, 5), np.float32), 0.25)))
    assert text.shape == (3, TEXT)
    assert (text == 0.25).all()


def test_an_encoder_without_looks_has_no_text() -> None:
    rows = seen(np.ones((3, 2), np.float32))
    assert SIGNALS["text"](rows).shape == (3, 0)
    assert SIGNALS["look"](rows).shape == (3, 0)


def test_elsewhere_tells_a_place_that_comes_back_from_one_that_does_not() -> None:
    rows = np.eye(40, dtype=np.float32)
    rows[20:25] = rows[0:5]  # seen again after 20 s
    elsewhere = SIGNALS["elsewhere"](seen(rows))
    assert elsewhere[2].tolist() == pytest.approx([1.0, 1 / 21, 0.0, 0.0, 0.0, 0.0])
    assert elsewhere[10].tolist() == pytest.approx([0.0] * 6)


def test_a_network_can_be_told_that_there_is_no_sound() -> None:
    rows = np.eye(4, dtype=np.float32)
    signals = {"embedding": 4, "sound": COLUMNS}
    silent = stacked(seen(rows), signals, tells_missing=True)
    assert silent.shape == (4, 4 + COLUMNS + 2)
    assert (silent[:, 4:-2] == 0).all()
    assert (silent[:, -2:] == [1, 0]).all()
    sounds = np.full((4 * STEP_RATE, WIDTH), 0.5, np.float32)
    heard = stacked(replace(seen(rows), sounds=sounds), signals, tells_missing=True)
    assert (heard[:, -2:] == 1).all()
    np.testing.assert_array_equal(heard[:, :-2], stacked(replace(seen(rows), sounds=sounds), signals))


def test_the_end_of_an_episode_is_heard_where_it_stands() -> None:
    rows, chance = np.eye(4, dtype=np.float32), np.random.default_rng(0)
    sounds = chance.random((4 * STEP_RATE, WIDTH)).astype(np.float32)
    here = replace(seen(rows), sounds=sounds)
    late = replace(here, times=here.times + 96, began=96.0)
    np.testing.assert_array_equal(SIGNALS["sound"](late), SIGNALS["sound"](here))
    assert (SIGNALS["place"](late)[:, 4:] > SIGNALS["place"](here)[:, 4:]).all()


def test_rows_are_taken_apart() -> None:
    rows = np.arange(3 * (4 + 11 + LIGHT), dtype=np.float32).reshape(3, -1)
    whole = Seen.of_rows(rows, 4, np.arange(3.0), 3.0, NO_SOUNDS)
    assert (whole.embeddings.shape, whole.looks.shape, whole.lights.shape) == ((3, 4), (3, 11), (3, LIGHT))
    np.testing.assert_array_equal(np.concatenate([whole.embeddings, whole.looks, whole.lights], axis=1), rows)
    bare = Seen.of_rows(rows[:, :4], 4, np.arange(3.0), 3.0, NO_SOUNDS)
    assert bare.looks.shape == bare.lights.shape == (3, 0)


def test_a_network_is_told_that_light_is_not_known() -> None:
    dark = replace(seen(np.eye(3, dtype=np.float32)), lights=np.zeros((3, LIGHT), np.float32))
    signals = {"embedding": 3, "cuts": CUTS}
    told = stacked(dark, signals, tells_missing=True)
    assert told[:, -1].tolist() == [1, 1, 1]
    assert told[:, 3].tolist() == [1, 1, 1]  # black
    missing = stacked(replace(dark, lights=dark.lights[:, :0]), signals, tells_missing=True)
    assert missing[:, -2:].tolist() == [[1, 0]] * 3
    assert not missing[:, 3:-2].any()
