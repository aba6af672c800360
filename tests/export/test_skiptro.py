import json

import pytest

from intromark.export import render
from intromark.segment import Label, Segment

from .episodes import episode, random_episodes, segment

INTRO = {"start": 24.0, "end": 50.042}


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        pytest.param([segment(24, 50.0419)], {"intro": INTRO}, id="an intro"),
        pytest.param([segment(24, 50.0419), segment(60, 70)], {"intro": INTRO}, id="the first of two"),
        pytest.param(
            [segment(1, 9, Label.RECAP), segment(24, 50.0419)], {"intro": INTRO}, id="no word for a recap"
        ),
        pytest.param(
            [segment(24, 50.0419), segment(1200, 1319.5, Label.CREDITS)],
            {"intro": INTRO, "credits": {"start": 1200.0}},
            id="credits to the end",
        ),
        pytest.param(
            [segment(24, 50.0419), segment(1200, 1300, Label.CREDITS)],
            {"intro": INTRO},
            id="a scene after the credits is not skipped with them",
        ),
    ],
)
def test_content(segments: list[Segment], expected: object) -> None:
    assert json.loads(render([episode(*segments)], "skiptro")) == expected


def test_nothing_it_has_a_word_for() -> None:
    assert render([episode()], "skiptro") == ""
    assert render([episode(segment(1, 9, Label.RECAP))], "skiptro") == ""


def test_inside_the_video() -> None:
    for one in random_episodes(200, seed=7):
        text = render([one], "skiptro")
        intro = json.loads(text).get("intro") if text else None
        assert intro is None or 0 <= intro["start"] < intro["end"] <= one.duration
