"""Emby: markers are chapters with a type, and its plugin Segment Reporting writes them.

Source:
    Emby's API, Items; the plugin's documentation, update_segment and delete_segment.
"""

from __future__ import annotations

from typing import Any

from intromark.errors import ServerError
from intromark.segment import Label
from intromark.servers.base import RemoteEpisode, RemoteMark
from intromark.servers.http import Client, GoneError, checked_token
from intromark.servers.marks import Mark

INTRO = ("IntroStart", "IntroEnd")
CREDITS = "CreditsStart"
TICKS = 10_000  # in a millisecond
PAGE = 500  # episodes asked for at once


class Emby:
    """An Emby server.

    Attributes:
        name: `emby` and its address.
    """

    def __init__(self, url: str, token: str) -> None:
        """Talk to the server at an address with an administrator's API key.

        Raises:
            ServerError: The address or the token cannot be one.
        """
        self._client = Client(
            url.strip().rstrip("/").removesuffix("/emby"), {"X-Emby-Token": checked_token(token)}
        )
        self.name = f"emby {self._client.address}"

    def fitting(self, mark: Mark) -> Mark | None:
        """Of credits Emby knows the start only, and a recap it has no word for."""
        if mark.label is Label.RECAP:
            return None
        return mark.without_end() if mark.label is Label.CREDITS else mark

    def episodes(self) -> list[RemoteEpisode]:
        """All episodes that have a file."""
        found: list[RemoteEpisode] = []
        start = 0
        while True:
            query = {"Recursive": "true", "IncludeItemTypes": "Episode", "Fields": "Path"}
            answer = self._client.get("/emby/Items", {**query, "StartIndex": start, "Limit": PAGE})
            page = _list(answer)
            found += [RemoteEpisode(str(one["Id"]), str(one["Path"])) for one in page if one.get("Path")]
            start += len(page)
            if not page or start >= int(answer.get("TotalRecordCount", 0)):
                return found

    def marks(self, episode: RemoteEpisode) -> list[RemoteMark]:
        """Intro and credits of an episode; an intro that has no end is none."""
        answer = self._client.get("/emby/Items", {"Ids": episode.id, "Fields": "Chapters"})
        chapters = [chapter for item in _list(answer) for chapter in item.get("Chapters") or []]
        at = {
            chapter.get("MarkerType"): round(chapter.get("StartPositionTicks", 0) / TICKS)
            for chapter in reversed(chapters)
        }
        found = []
        start, end = (at.get(name) for name in INTRO)
        if start is not None and end is not None and 0 <= start < end:
            found.append(RemoteMark("", Mark(start, end, Label.INTRO)))
        if CREDITS in at:
            found.append(RemoteMark("", Mark(at[CREDITS], None, Label.CREDITS)))
        return found

    def add(self, episode: RemoteEpisode, mark: Mark) -> None:
        """Set the markers of an episode."""
        if mark.label is Label.CREDITS:
            self._post("update_segment", episode, CREDITS, mark.start)
            return
        assert mark.end is not None
        for name, at in zip(INTRO, (mark.start, mark.end), strict=True):
            self._post("update_segment", episode, name, at)

    def drop(self, episode: RemoteEpisode, mark: RemoteMark) -> None:
        """Take markers from an episode."""
        for name in (CREDITS,) if mark.mark.label is Label.CREDITS else INTRO:
            self._post("delete_segment", episode, name, None)

    def _post(self, verb: str, episode: RemoteEpisode, marker: str, at: int | None) -> None:
        query: dict[str, object] = {"ItemId": episode.id, "MarkerType": marker}
        if at is not None:
            query["Ticks"] = at * TICKS
        try:
            answer = self._client.post(f"/emby/segment_reporting/{verb}", query)
        except GoneError as error:
            raise ServerError(
                "Emby has no plugin Segment Reporting", "install it, see docs/servers.md, and restart Emby"
            ) from error
        if isinstance(answer, dict) and answer.get("error"):
            raise ServerError(
                f"Emby does not take the markers of `{episode.path}`: {answer['error']}",
                "see the server's log",
            )


def _list(answer: Any) -> list[Any]:
    items = answer.get("Items") if isinstance(answer, dict) else None
    if not isinstance(items, list):
        raise ServerError("the server does not answer as Emby does", "see that the address is the server's")
    return items
