"""Seconds as people and players write them."""

from __future__ import annotations

import math
import re

_NANOSECONDS = 10**9

# Units under a larger one have two digits and stay under 60, so `1:75` is a typing error and not 135 s.
_SEXAGESIMAL = "[0-5][0-9]"
_TIME = re.compile(
    rf"(?:(?:(?P<hours>[0-9]+):(?P<minutes>{_SEXAGESIMAL})|(?P<only_minutes>[0-9]+)):"
    rf"(?P<seconds>{_SEXAGESIMAL}(?:\.[0-9]+)?)"
    r"|(?P<only_seconds>[0-9]+(?:\.[0-9]+)?))"
)
_MATROSKA_TIME = re.compile(r"([0-9]+):([0-9]{1,2}):([0-9]{1,2})(?:\.([0-9]{1,9}))?")


def human_time(seconds: float) -> str:
    """Seconds for a person: `0:24.00`, and from an hour on `1:02:03.50`.

    Args:
        seconds: >= 0; rounded to hundredths, so 59.999 is `1:00.00` and never `0:60.00`.

    Raises:
        ValueError: seconds is negative or not finite.
    """
    if not math.isfinite(seconds) or seconds < 0:
        raise ValueError(f"seconds must be finite and >= 0, got {seconds}")
    whole, hundredths = divmod(round(seconds * 100), 100)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{rest:02}.{hundredths:02}"
    return f"{minutes}:{rest:02}.{hundredths:02}"


def matroska_time(nanoseconds: int) -> str:
    """Nanoseconds as Matroska's chapter XML has them: `HH:MM:SS.nnnnnnnnn`.

    Args:
        nanoseconds: >= 0; an integer, so that nothing is rounded here.

    Raises:
        ValueError: nanoseconds is negative.

    Source:
        mkvmerge's manual, 'The XML chapter file format'.
    """
    if nanoseconds < 0:
        raise ValueError(f"nanoseconds must be >= 0, got {nanoseconds}")
    whole, fraction = divmod(nanoseconds, _NANOSECONDS)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}.{fraction:09}"


def matroska_ticks(text: str) -> int:
    """Read a time of Matroska's chapter XML as nanoseconds.

    Args:
        text: `HH:MM:SS`, with up to 9 decimals.

    Raises:
        ValueError: text is no such time.
    """
    match = _MATROSKA_TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a time of Matroska's")
    hours, minutes, seconds = (int(match[part]) for part in (1, 2, 3))
    return (3600 * hours + 60 * minutes + seconds) * _NANOSECONDS + int((match[4] or "").ljust(9, "0"))


def parse_time(text: str) -> float:
    """Read `SS`, `M:SS` or `H:MM:SS`, each with or without decimals, as seconds.

    Args:
        text: Digits, colons and one point; spaces around it are allowed, a sign or an exponent is not.

    Returns:
        Seconds, >= 0 and finite.

    Raises:
        ValueError: text is none of the three, or has 60 or more where a larger unit stands before it.
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a time: write 84.5, 1:24.5 or 0:01:24.5")
    hours = int(match["hours"] or "0")
    minutes = int(match["minutes"] or match["only_minutes"] or "0")
    seconds = float(match["seconds"] or match["only_seconds"])
    total = 3600 * hours + 60 * minutes + seconds
    if not math.isfinite(total):
        raise ValueError(f"{text!r} is too long a time")
    return total
