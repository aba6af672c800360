"""What a server is to the one who sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from intromark.servers.marks import Mark


@dataclass(frozen=True, slots=True)
class RemoteEpisode:
    """An episode that a server knows.

    Attributes:
        id: Its number there.
        path: Of its file, as the server calls it.
    """

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class RemoteMark:
    """A mark that a server has.

    Attributes:
        id: Its number there; empty where marks have none.
        mark: What is marked.
    """

    id: str
    mark: Mark


class Server(Protocol):
    """Episodes and their marks.

    Attributes:
        name: Tells this server from others, for what is remembered of it.
    """

    name: str

    def fitting(self, mark: Mark) -> Mark | None:
        """A mark as this server can hold it; None where it has no word for it."""

    def episodes(self) -> Sequence[RemoteEpisode]:
        """All episodes.

        Raises:
            ServerError: It cannot be reached, refuses ...
        """

    def marks(self, episode: RemoteEpisode) -> Sequence[RemoteMark]:
        """The marks that an episode has now."""

    def add(self, episode: RemoteEpisode, mark: Mark) -> None:
        """Give an episode one more mark."""

    def drop(self, episode: RemoteEpisode, mark: RemoteMark) -> None:
        """Take a mark from an episode; it is no error if it is gone already."""
