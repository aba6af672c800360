"""What is sought, and how much of a video is read for it."""

from __future__ import annotations

import pytest

from intromark.segment import Label
from intromark.sought import TAIL, Sought
from intromark.span import Span

ALL = tuple(Label)


def test_labels_stand_in_one_order() -> None:
    assert Sought.of([Label.RECAP, Label.INTRO, Label.RECAP], None).labels == (Label.INTRO, Label.RECAP)
    for wrong in ((), (Label.CREDITS, Label.INTRO), (Label.INTRO, Label.INTRO)):
        with pytest.raises(ValueError, match="labels must be"):
            Sought(wrong)


def test_all_is_read_where_more_than_an_intro_is_sought() -> None:
    assert Sought(search=900.0).read == 900.0
    assert Sought(ALL, 900.0).read is None
    assert Sought((Label.CREDITS,), 900.0).read is None


def test_a_recap_needs_to_know_the_intro() -> None:
    assert Sought((Label.RECAP,)).recurring == (Label.INTRO,)
    assert Sought(ALL).recurring == (Label.INTRO, Label.CREDITS)
    assert Sought((Label.CREDITS,)).recurring == (Label.CREDITS,)


@pytest.mark.parametrize(
    ("label", "search", "duration", "part"),
    [
        pytest.param(Label.INTRO, 900.0, 2700.0, Span(0, 900), id="the beginning"),
        pytest.param(Label.RECAP, 900.0, 2700.0, Span(0, 900), id="as an intro"),
        pytest.param(Label.CREDITS, 900.0, 2700.0, Span(2700 - TAIL, 2700), id="the end"),
        pytest.param(Label.CREDITS, 900.0, 1100.0, Span(0, 1100), id="both meet"),
        pytest.param(Label.INTRO, None, 2700.0, Span(0, 2700), id="anywhere"),
        pytest.param(Label.INTRO, 900.0, 60.0, Span(0, 60), id="short"),
    ],
)
def test_where_a_model_looks(label: Label, search: float | None, duration: float, part: Span) -> None:
    assert Sought((label,), search).part(label, duration) == part
