"""MPlayer's rules for an EDL, after its edl.c: what it does with the lines that it takes."""

SKIP, MUTE = 0, 1


def mplayer_skips(text: str) -> list[tuple[float, float]]:
    """EDL -> the ranges that MPlayer leaves out; an error where it would complain of a line."""
    skipped, last = [], 0.0
    for line in text.splitlines():
        start, stop, action = line.split()
        assert float(start) >= last, "times go back"
        assert float(stop) > float(start), "stops before it starts"
        last = float(stop)
        if int(action) == SKIP:
            skipped.append((float(start), float(stop)))
        assert int(action) != MUTE
    return skipped
