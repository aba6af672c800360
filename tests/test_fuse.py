import numpy as np
import pytest

from intromark.fuse import best_span, fuse
from intromark.span import Span

TIMES = np.arange(8) / 2
FOR, AGAINST = np.full(8, 2.0), np.full(8, -1.0)
ALL = np.ones(8)


def test_most_siblings_decide() -> None:
    assert (fuse([FOR, FOR, AGAINST], [], ALL) > 0).all()
    assert (fuse([FOR, AGAINST, AGAINST, AGAINST], [], ALL) < 0).all()


def test_sound_alone_does_not_prolong_pictures() -> None:
    assert (fuse([AGAINST], [FOR], ALL) < 0).all()
    assert (fuse([], [FOR], ALL) > 0).all()


def test_a_still_picture_says_less_than_the_sound_against_it() -> None:
    assert (fuse([FOR], [AGAINST], np.full(8, 0.1)) < 0).all()


def test_nothing_to_fuse() -> None:
    with pytest.raises(ValueError, match="at least one"):
        fuse([], [], ALL)


@pytest.mark.parametrize(
    ("nats", "expected"),
    [
        pytest.param([-1, 2, 2, -1, -1, -1, -1, -1], Span(0.5, 1.5), id="one stretch"),
        pytest.param([-1, 2, 2, -1, 2, 2, -1, -1], Span(0.5, 3.0), id="a gap is bridged"),
        pytest.param([2, -3, -3, 2, 2, -1, -1, 1], Span(1.5, 2.5), id="the better of two"),
        pytest.param([-1] * 8, None, id="nothing for it"),
    ],
)
def test_best_span(nats: list[float], expected: Span | None) -> None:
    assert best_span(TIMES, np.array(nats, float)) == expected
