"""What is drawn for the recipes: letters, treatments of stills, cards."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from recipes.lite.text import GRID, cells_of, written_over
from recipes.lite_model import cards, treatments
from recipes.lite_model.lettering import Style, Typefaces, write

SIZE = (284, 160)


@pytest.fixture(scope="module")
def faces() -> Typefaces:
    return Typefaces.in_folders(())


@pytest.fixture(scope="module")
def still() -> Image.Image:
    values = np.random.default_rng(2).integers(60, 190, (9, 16, 3), np.uint8)
    return Image.fromarray(values).resize(SIZE, Image.Resampling.BICUBIC)


@pytest.mark.parametrize("kind", treatments.KINDS)
def test_a_treatment_is_the_same_each_time_and_changes_a_still(
    kind: str, faces: Typefaces, still: Image.Image
) -> None:
    one, same, other = (treatments.treated(still, kind, 0, clip, 3, faces) for clip in (1, 1, 2))
    assert one.size == SIZE
    np.testing.assert_array_equal(np.asarray(one), np.asarray(same))
    assert not np.array_equal(np.asarray(one), np.asarray(other)) or kind == "plain"


def test_what_is_written_stays_for_some_seconds(faces: Typefaces, still: Image.Image) -> None:
    kept = [treatments.treated(still, "title", 0, 5, second, faces) for second in (0, 3, 4)]
    assert np.array_equal(np.asarray(kept[0]), np.asarray(kept[1]))
    assert not np.array_equal(np.asarray(kept[0]), np.asarray(kept[2]))


@pytest.mark.parametrize("kind", cards.KINDS)
def test_cards(kind: str, faces: Typefaces) -> None:
    shown = [cards.drawn(kind, number, 1, faces) for number in range(6)]
    assert {one.size for one in shown} == {SIZE}
    assert len({one.tobytes() for one in shown}) == 6


def test_long_text_stays_inside_the_picture(faces: Typefaces) -> None:
    style = Style(faces.files["Latin"][0], "Latin", True, (255, 255, 255), 0, False)
    black = Image.new("RGB", SIZE)
    shown = np.asarray(write(black, "M" * 25, (0.9, 0.5), 0.2, style).convert("L"))
    assert shown.any()
    assert not shown[:, 0].any()
    assert not shown[:, -1].any()
    assert not np.asarray(black).any(), "what is given is not changed"


def test_cells_tell_where_letters_are(faces: Typefaces) -> None:
    style = Style(faces.files["Latin"][0], "Latin", True, (255, 255, 255), 0, False)
    mask = write(Image.new("RGB", SIZE), "MMMM", (0.5, 0.85), 0.12, style).convert("L")
    cells = cells_of(mask)
    assert cells.shape == GRID
    assert cells[11:].any()
    assert not cells[:10].any()


def test_examples_hold_what_was_there_and_what_was_drawn(faces: Typefaces, still: Image.Image) -> None:
    own = Image.new("L", (224, 128))
    own.paste(255, (0, 0, 60, 20))
    drawn = [written_over(still, own, faces, np.random.default_rng(seed)) for seed in range(12)]
    shares = [cells_of(mask).mean() for _, mask in drawn]
    assert max(shares) > 1.5 * cells_of(own).mean()
    assert all(picture.size == SIZE for picture, _ in drawn)
