"""Files beside the videos, and what is said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from intromark.detection import Detection
from intromark.errors import IntromarkError
from intromark.export.journal import Journal
from intromark.export.sidecar import write_sidecars


def write_all(
    detections: Sequence[Detection],
    formats: Sequence[str],
    *,
    overwrite: bool,
    journal: Journal | None = None,
) -> list[str | IntromarkError]:
    """Write every format; what stops one does not stop the next.

    Returns:
        For each format what to say: what was written where, or what went wrong.
    """
    outcomes: list[str | IntromarkError] = []
    for format in dict.fromkeys(formats):
        try:
            paths = write_sidecars(detections, format, overwrite=overwrite, journal=journal)
        except IntromarkError as error:
            outcomes.append(error)
            continue
        folders = Counter(path.parent for path in paths)
        outcomes += [f"{_files(count, format)} in `{folder}`" for folder, count in folders.items()]
        if not paths:
            outcomes.append(f"no {format} file: there is nothing to write into one")
    return outcomes


def _files(count: int, format: str) -> str:
    return f"wrote {count} {format} {'file' if count == 1 else 'files'}"
