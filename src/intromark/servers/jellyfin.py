"""Jellyfin 10.10 and later: its core reads media segments, and its plugin MediaSegments API writes them.

Source:
    Jellyfin's API, MediaSegments; github.com/intro-skipper/jellyfin-plugin-ms-api.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from intromark.errors import ServerError
from intromark.segment import Label
from intromark.servers.base import RemoteEpisode, RemoteMark
from intromark.servers.http import Client, GoneError, checked_token
from intromark.servers.marks import Mark

TYPES = {Label.INTRO: "Intro", Label.CREDITS: "Outro", Label.RECAP: "Recap"}
LABELS = {name: label for label, name in TYPES.items()}
NUMBERS = {3: "Recap", 4: "Outro", 5: "Intro"}  # some versions say the number of a type
PROVIDER = "intromark"
TICKS = 10_000  # in a millisecond
PAGE = 500  # episodes asked for at once
OLDEST = (10, 10)


class Jellyfin:
    """A Jellyfin server.

    Attributes:
        name: `jellyfin` and its address.
    """

    def __init__(self, url: str, token: str) -> None:
        """Talk to the server at an address with an administrator's API key.

        Raises:
            ServerError: The address or the token cannot be one.
        """
        header = f'MediaBrowser Client="intromark", Token="{checked_token(token)}"'
        self._client = Client(url, {"Authorization": header})
        self.name = f"jellyfin {self._client.address}"

    def fitting(self, mark: Mark) -> Mark | None:
        """All of ours have a type."""
        return mark

    def episodes(self) -> list[RemoteEpisode]:
        """All episodes that have a file.

        Raises:
            ServerError: It is older than 10.10, refuses the token ...
        """
        self._refuse_old()
        return [RemoteEpisode(str(one["Id"]), str(one["Path"])) for one in self._items() if one.get("Path")]

    def marks(self, episode: RemoteEpisode) -> list[RemoteMark]:
        """The segments of an episode that have one of our labels."""
        answer = self._client.get(f"/MediaSegments/{episode.id}")
        found = []
        for one in _list(answer):
            kind = NUMBERS.get(one["Type"], one["Type"])
            start, end = round(one["StartTicks"] / TICKS), round(one["EndTicks"] / TICKS)
            if kind in LABELS and 0 <= start < end:
                found.append(RemoteMark(str(one["Id"]), Mark(start, end, LABELS[kind])))
        return found

    def add(self, episode: RemoteEpisode, mark: Mark) -> None:
        """Give an episode a segment.

        Raises:
            ServerError: The plugin is not there ...
        """
        assert mark.end is not None
        segment = {
            "ItemId": episode.id,
            "Type": TYPES[mark.label],
            "StartTicks": mark.start * TICKS,
            "EndTicks": mark.end * TICKS,
        }
        try:
            self._client.post(f"/MediaSegmentsApi/{episode.id}", {"providerId": PROVIDER}, segment)
        except GoneError as error:
            raise ServerError(
                "Jellyfin has no plugin that takes media segments, or does not know the episode any more",
                "install MediaSegments API (ms-api) in its dashboard, see docs/servers.md, and restart it",
            ) from error

    def drop(self, episode: RemoteEpisode, mark: RemoteMark) -> None:
        """Take a segment from an episode."""
        # Some versions of the plugin want to be told these as well; others do not look at them.
        query = {"itemId": episode.id, "type": TYPES[mark.mark.label]}
        try:
            self._client.delete(f"/MediaSegmentsApi/{mark.id}", query)
        except GoneError:
            return

    def _items(self) -> Iterator[Any]:
        start = 0
        while True:
            answer = self._client.get(
                "/Items",
                {
                    "recursive": "true",
                    "includeItemTypes": "Episode",
                    "fields": "Path",
                    "startIndex": start,
                    "limit": PAGE,
                },
            )
            page = _list(answer)
            yield from page
            start += len(page)
            if not page or start >= int(answer.get("TotalRecordCount", 0)):
                return

    def _refuse_old(self) -> None:
        answer = self._client.get("/System/Info/Public")
        version = str(answer.get("Version", "")) if isinstance(answer, dict) else ""
        numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
        if numbers and numbers < OLDEST:
            raise ServerError(f"Jellyfin {version} knows no media segments", "update it to 10.10 or later")


def _list(answer: Any) -> list[Any]:
    items = answer.get("Items") if isinstance(answer, dict) else None
    if not isinstance(items, list):
        raise ServerError(
            "the server does not answer as Jellyfin does", "see that the address is the server's"
        )
    return items
