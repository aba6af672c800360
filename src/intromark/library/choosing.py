"""The part of a query that says which episodes it is about."""

from __future__ import annotations

from collections.abc import Sequence

from intromark.library.values import EpisodeRow

MOST_NAMED = 500  # episodes that a query names one by one


def of_these(episodes: Sequence[EpisodeRow]) -> tuple[str, tuple[int, ...]]:
    """A condition on `episode_id`, and its values; of many episodes it is none, and all rows come."""
    if len(episodes) > MOST_NAMED:
        return "1", ()
    return f"episode_id IN ({', '.join('?' * len(episodes))})", tuple(episode.id for episode in episodes)
