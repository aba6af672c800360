"""Single pictures: as many as wanted, equal for equal seeds, and not all alike."""

from __future__ import annotations

import numpy as np

from intromark.compose.stills import stills


def test_a_seed_draws_the_same_pictures() -> None:
    once, again, other = (list(stills(6, seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(once, again)
    assert all(picture.shape == (180, 320, 3) and picture.dtype == np.uint8 for picture in once)
    assert len({picture.tobytes() for picture in [*once, *other]}) == 12
