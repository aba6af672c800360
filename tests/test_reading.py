"""Pictures become embeddings in batches, and such as show nothing become zeros."""

from collections.abc import Iterator

import numpy as np
import pytest

from intromark.encoders.base import Picture
from intromark.light import LIGHT
from intromark.reading import AHEAD, BATCH, embed, encoded
from toy_encoder import ToyEncoder


@pytest.mark.parametrize("level", [0, 128, 255])
def test_flat_pictures_are_rows_of_zeros(level: int) -> None:
    prepared = np.full((2, 8, 8, 3), level, np.uint8)
    prepared[1, :4] = 60
    assert embed(prepared, ToyEncoder()).any(axis=1).tolist() == [False, True]


def test_how_light_a_picture_is_stands_behind_all_else() -> None:
    prepared = np.zeros((2, 8, 8, 3), np.uint8)
    prepared[1] = 255
    both = embed(prepared, ToyEncoder(), look=True)
    assert both[:, -LIGHT:].min(axis=1).tolist() == both[:, -LIGHT:].max(axis=1).tolist() == [0, 1]
    assert not both[:, :-LIGHT].any()


@pytest.mark.parametrize("count", [0, 1, BATCH, BATCH + 1])
def test_every_picture_gets_a_row(count: int) -> None:
    drawn = np.random.default_rng(0).integers(0, 255, (count, 64, 64, 3), np.uint8)
    checked: list[None] = []
    batches = list(encoded(iter(drawn), ToyEncoder(), lambda: checked.append(None)))
    assert [len(batch) for batch in batches] == [BATCH] * (count // BATCH) + [count % BATCH] * (
        count % BATCH > 0
    )
    assert len(checked) == count


def test_frames_that_are_alike_are_encoded_once() -> None:
    first, second = np.random.default_rng(0).integers(0, 250, (2, 64, 64, 3), np.uint8)
    nearly = first.copy()
    nearly[:8, :8] += 4
    toy = ToyEncoder()
    shown = [first, nearly, first, second, second, first] * BATCH
    rows = np.concatenate(list(encoded(iter(shown), toy, skip_alike=True)))
    assert toy.encoded < 0.6 * len(shown)
    every = np.concatenate(list(encoded(iter(shown), ToyEncoder())))
    np.testing.assert_allclose(rows, every, atol=0.05)


def test_who_takes_no_more_stops_the_reading() -> None:
    drawn = np.random.default_rng(0).integers(0, 255, (BATCH, 64, 64, 3), np.uint8)
    read: list[int] = []

    def shown() -> Iterator[Picture]:
        for number in range(100 * BATCH):
            read.append(number)
            yield drawn[number % BATCH]

    batches = encoded(shown(), ToyEncoder())
    next(batches)
    batches.close()
    assert len(read) <= (AHEAD + 3) * BATCH
