"""The frames around the edges of a span of an episode."""

from __future__ import annotations

from dataclasses import dataclass

from intromark.arrays import Floats
from intromark.encoders.base import Encoder
from intromark.footage import Footage
from intromark.parallel import check
from intromark.span import Span

REACH = 0.9  # seconds of frames on either side of an edge: more than coarse edges are off


@dataclass(frozen=True, slots=True, eq=False)
class EdgeFrames:
    """The frames around one edge of one episode.

    Attributes:
        edge: Second of the coarse edge.
        times: (k,) seconds, increasing; k may be 0.
        embeddings: (k, n), a row a frame; zeros for flat frames.
        opens: True for the edge where the span starts.
    """

    edge: float
    times: Floats
    embeddings: Floats
    opens: bool


Edges = tuple[EdgeFrames, EdgeFrames]
"""Those around the start of a span, and those around its end."""


def read_edges(footage: Footage, span: Span, encoder: Encoder) -> tuple[Footage, Edges]:
    """The frames around both edges of a span, and what is known of its episode then.

    Raises:
        MediaError: The file cannot be read there.
    """
    check()
    start = read_edge(footage, span.start, encoder, opens=True)
    check()
    return footage, (start, read_edge(footage, span.end, encoder, opens=False))


def read_edge(footage: Footage, edge: float, encoder: Encoder, *, opens: bool) -> EdgeFrames:
    """The frames around an edge.

    Raises:
        MediaError: The file cannot be read there.
    """
    around = footage.frames(Span(edge - REACH, edge + REACH), encoder)
    return EdgeFrames(edge, around.times, around.embeddings, opens)
