"""Kodi's rules for an EDL, after its VideoPlayer/Edl.cpp, with an error wherever Kodi would log one."""

import re
from collections.abc import Callable

LINE = re.compile(r"(\d+\.\d{3}) (\d+\.\d{3}) (\d+)")
SKIPPING_ACTIONS = {0, 3}


def rounded(text: str) -> int:
    return round(float(text) * 1000)


def truncated(text: str) -> int:
    """As older releases of Kodi do."""
    return int(float(text) * 1000)


def kodi_skips(text: str, milliseconds: Callable[[str], int]) -> list[tuple[int, int, int]]:
    """EDL -> (start ms, end ms, action) of the ranges that Kodi keeps."""
    edits: list[tuple[int, int, int]] = []
    for line in text.splitlines():
        match = LINE.fullmatch(line)
        assert match, f"not a line of an EDL: {line!r}"
        start, end, action = milliseconds(match[1]), milliseconds(match[2]), int(match[3])
        assert action in SKIPPING_ACTIONS
        assert start < end, "times are around the wrong way or the same"
        for other_start, other_end, _ in edits:
            assert not other_start <= start <= other_end, "start is in an existing edit"
            assert not other_start <= end <= other_end, "end is in an existing edit"
            assert not (start < other_start and end > other_end), "edit surrounds an existing edit"
        edits.append((start, end, action))
    edits.sort()
    if edits and edits[0][2] == 3 and edits[0][1] - edits[0][0] < 5000:
        del edits[0]
    return edits
