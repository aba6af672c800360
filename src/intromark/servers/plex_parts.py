"""The copy of an episode's markers that Plex keeps with its file, in `media_parts.extra_data`.

It is a JSON object whose values are texts, and whose member `url` holds the others once more as a query string. Older
servers wrote the query string alone: that form is left as it is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from intromark.segment import Label
from intromark.servers.marks import Mark

KEYS = {Label.INTRO: ("pv:intros", "intros", 5), Label.CREDITS: ("pv:credits", "credits", 4)}
"""Label -> member, its name inside, and the version that Plex says its markers are of."""


def with_markers(extra_data: str | None, marks: Sequence[Mark], duration: int) -> str | None:
    """The text with these markers in place of those that it has.

    Args:
        extra_data: What Plex wrote.
        marks: All intros and credits of the episode.
        duration: Milliseconds of the file.

    Returns:
        The text as it was, where it has a form that is not known.
    """
    try:
        members = json.loads(extra_data or "")
    except ValueError:
        return extra_data
    if not isinstance(members, dict) or not isinstance(members.pop("url", None), str):
        return extra_data
    if not all(isinstance(value, str) for value in members.values()):
        return extra_data
    for label, (key, name, version) in KEYS.items():
        listed = [_marker(mark, duration) for mark in sorted(marks) if mark.label is label]
        if listed:
            content = {"attributeName": name, "version": version, "MediaPartMarker": listed}
            members[key] = _compact({"MediaPartMarkersArray": content})
        else:
            members.pop(key, None)
    return object_text(members)


def object_text(members: dict[str, str]) -> str:
    """Members, sorted, and at the end all of them as a query string."""
    ordered = {key: members[key] for key in sorted(members)}
    url = "&".join(f"{_quoted(key)}={_quoted(value)}" for key, value in ordered.items())
    return _compact({**ordered, "url": url})


def is_final(mark: Mark, duration: int) -> bool:
    """Whether credits last to the end of the file: then Plex offers what comes next."""
    return mark.label is Label.CREDITS and mark.end is not None and mark.end >= duration - 1000


def _marker(mark: Mark, duration: int) -> dict[str, object]:
    span: dict[str, object] = {"startTimeOffset": mark.start, "endTimeOffset": mark.end}
    return {**span, "final": True} if is_final(mark, duration) else span


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _quoted(text: str) -> str:
    """Everything but letters, digits, `_` and `-`."""
    return quote(text, safe="").replace(".", "%2E").replace("~", "%7E")
