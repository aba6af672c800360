"""Edges go to where most of the siblings have them."""

from intromark.detectors.elements import Element, Link, Occurrence
from intromark.detectors.matching import Match
from intromark.detectors.settling import agree
from intromark.span import Span

MATCH = Match(Span(0.0, 1.0), 0.0, 3.0, 3.0)


def season(*spans: Span, speed: float = 1.0) -> Element:
    """An element whose true place in episode i is 10 i later than in the first; the last plays faster."""
    last = len(spans) - 1

    def clock(episode: int) -> tuple[float, float]:
        return (1 / speed if episode == last else 1.0), 10.0 * episode

    def link(episode: int, sibling: int) -> Link:
        (own, own_offset), (other, other_offset) = clock(episode), clock(sibling)
        return Link(sibling, spans[episode], other / own, other_offset - own_offset * other / own, MATCH)

    return Element(
        tuple(
            Occurrence(episode, span, tuple(link(episode, n) for n in range(len(spans)) if n != episode))
            for episode, span in enumerate(spans)
        )
    )


def agreed(element: Element) -> list[tuple[float, float]]:
    return [(round(one.span.start, 6), round(one.span.end, 6)) for one in agree(element).occurrences]


def test_most_decide() -> None:
    assert agreed(season(Span(5, 21), Span(15, 30), Span(25.5, 40))) == [(5, 20), (15, 30), (25, 40)]


def test_of_two_the_one_farther_inside() -> None:
    assert agreed(season(Span(5, 21), Span(15.5, 30))) == [(5.5, 20), (15.5, 30)]


def test_a_version_that_is_much_longer_stays() -> None:
    assert agreed(season(Span(5, 24), Span(15, 30), Span(25, 40)))[0] == (5, 24)


def test_one_that_begins_with_the_video_says_nothing_of_the_start() -> None:
    element = season(Span(-11, 5), Span(0.0, 15))
    assert agreed(element)[0] == (-11, 5)


def test_on_the_clock_of_one_that_was_sped_up() -> None:
    found = agreed(season(Span(24, 49), Span(34, 58), Span(20 + 24 / 1.25, 20 + 48 / 1.25), speed=1.25))
    assert found[0] == (24, 48)
