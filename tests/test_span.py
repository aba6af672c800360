import pytest

from intromark.span import Span


@pytest.mark.parametrize(("start", "end"), [(1, 1), (2, 1), (0, float("nan"))])
def test_refuses_what_has_no_length(start: float, end: float) -> None:
    with pytest.raises(ValueError, match="start < end"):
        Span(start, end)


# second    0123456789
@pytest.mark.parametrize(
    ("other", "overlap", "iou", "gap"),
    [
        pytest.param(Span(2, 6), 4, 1, -4, id="the same"),
        pytest.param(Span(4, 8), 2, 1 / 3, -2, id="half"),
        pytest.param(Span(3, 5), 2, 0.5, -2, id="inside"),
        pytest.param(Span(0, 10), 4, 0.4, -4, id="around"),
        pytest.param(Span(6, 9), 0, 0, 0, id="touching"),
        pytest.param(Span(8, 9), 0, 0, 2, id="apart"),
    ],
)
def test_two_spans(other: Span, overlap: float, iou: float, gap: float) -> None:
    span = Span(2, 6)
    assert (span.overlap(other), other.overlap(span)) == (overlap, overlap)
    assert span.iou(other) == other.iou(span) == pytest.approx(iou)
    assert span.gap(other) == other.gap(span) == gap


def test_join_covers_both_and_what_lies_between() -> None:
    assert Span(1, 2).join(Span(5, 9)) == Span(5, 9).join(Span(1, 2)) == Span(1, 9)
    assert Span(1, 9).join(Span(2, 3)) == Span(1, 9)


def test_shift_and_widen() -> None:
    assert Span(1, 2).shift(-3) == Span(-2, -1)
    assert Span(1, 2).widen(0.5) == Span(0.5, 2.5)
    assert Span(1, 2).widen(0.5).length == 2
    with pytest.raises(ValueError, match="start < end"):
        Span(1, 2).widen(-0.5)


def test_spans_sort_by_start() -> None:
    assert sorted([Span(3, 4), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(3, 4)]
