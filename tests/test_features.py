import numpy as np
import pytest

from intromark.features import Features
from intromark.soundprint import BANDS, STEP_RATE
from intromark.span import Span


def counted(seconds: int = 60, rate: float = 2.0) -> Features:
    """Pictures and sound whose first column says which second they stand at."""
    pictures = np.repeat(np.arange(round(seconds * rate))[:, None] / rate, 4, axis=1).astype(np.float32)
    sound = np.repeat(np.arange(seconds * STEP_RATE)[:, None] / STEP_RATE, BANDS, axis=1).astype(np.float32)
    return Features.of(pictures, rate, sound, float(seconds))


@pytest.mark.parametrize(
    ("pictures", "rate", "sound", "duration"),
    [
        pytest.param((5,), 1.0, (5, BANDS), 5.0, id="flat pictures"),
        pytest.param((5, 4), 1.0, (5, BANDS + 1), 5.0, id="other bands"),
        pytest.param((5, 4), 1.0, (5,), 5.0, id="flat sound"),
        pytest.param((5, 4), 0.0, (5, BANDS), 5.0, id="no rate"),
        pytest.param((5, 4), 1.0, (5, BANDS), 0.0, id="no duration"),
    ],
)
def test_refuses(pictures: tuple[int, ...], rate: float, sound: tuple[int, ...], duration: float) -> None:
    with pytest.raises(ValueError, match=r"need|must be > 0"):
        Features.of(np.zeros(pictures), rate, np.zeros(sound), duration)


def test_no_rows_are_features() -> None:
    empty = Features.of(np.zeros((0, 4)), 1.0, np.zeros((0, BANDS)), 3.0)
    assert empty.at_speed(25 / 24).duration == pytest.approx(3.0 * 24 / 25)


def test_cut_counts_from_the_cut() -> None:
    cut = counted().cut(Span(10, 22.5))
    assert cut.pictures[:, 0].tolist() == [10 + k / 2 for k in range(25)]
    assert cut.sound[[0, -1], 0].tolist() == [10, 22.5 - 1 / STEP_RATE]
    assert cut.duration == 12.5


def test_cut_beyond_the_ends_takes_what_there_is() -> None:
    cut = counted().cut(Span(-5, 200))
    assert (len(cut.pictures), len(cut.sound)) == (120, 60 * STEP_RATE)


@pytest.mark.parametrize("speed", [25 / 24, 24 / 25])
def test_at_speed_shows_the_same_moments_sooner_or_later(speed: float) -> None:
    features = counted()
    other = features.at_speed(speed)
    assert other.duration == pytest.approx(60 / speed)
    seconds = np.arange(len(other.pictures)) / other.picture_rate
    # The nearest picture is at most half a step away.
    assert np.abs(other.pictures[:, 0] - np.minimum(seconds * speed, 59.5)).max() <= 0.25 + 1e-5
    assert len(other.pictures) == pytest.approx(120 / speed, abs=1)
    assert len(other.sound) == pytest.approx(60 * STEP_RATE / speed, abs=1)


def test_speed_1_changes_nothing() -> None:
    features = counted()
    assert features.at_speed(1) is features
