"""Label files -> rows: JSON as the seed has it, CSV, or a folder of shows with their truth.

A file that is no label file is refused; a row that cannot be read is kept, with the reason in its `flaw`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from intromark.atomic import explained
from intromark.errors import LabelError
from intromark.labels.csv_rows import csv_rows
from intromark.labels.fields import row_of
from intromark.labels.rows import LabelFile, LabelRow
from intromark.segment import Label

TRUTH_FILE = "truth.json"
LAYOUT = '{"<id>": {"name": "Show. Season 1, episode 2", "start": "0:01:42", "end": "0:01:47"}, ...}'


def read_labels(path: Path) -> LabelFile:
    """Read labels.

    Args:
        path: One of
            a JSON file, `{"<id>": {"url", "name", "start": "H:MM:SS", "end": "H:MM:SS"}}`; times may be seconds, both
            null where an episode is known to have none, and an id may have a list of such rows;
            a CSV file with a header, `filename,start,end`, optionally `label`, `name`, `show`, `split`;
            a folder that holds `truth.json`, or shows that do: `{"<file>": {"intro": [start, end] or null, ...}}`.

    Raises:
        LabelError: It is none of these.
        FileError: It cannot be read.
    """
    if path.is_dir():
        return _truths(path)
    with explained("read", path):
        content = path.read_bytes()
    text = _decoded(path, content)
    is_json = path.suffix.lower() == ".json" or text.lstrip().startswith("{")
    rows = tuple(_json_rows(path, text) if is_json else csv_rows(path, text))
    if not rows:
        raise LabelError(f"there is no label in `{path}`", f"a label file looks like {LAYOUT}")
    return LabelFile(path.name, hashlib.sha256(content).hexdigest(), rows)


def videos_of(path: Path) -> Path:
    """Where the videos of labels lie unless it is said: beside the file; the folder of a show is in their ids."""
    return path.absolute().parent if _is_show(path) or path.is_file() else path


def _is_show(path: Path) -> bool:
    return (path / TRUTH_FILE).is_file()


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LabelError(f"`{path}` is no UTF-8 text", "save it as UTF-8") from error


def _json_rows(path: Path, text: str) -> Iterator[LabelRow]:
    for id, value in _parsed(path, text).items():
        for row in value if isinstance(value, list) else [value]:
            yield row_of(id, row if isinstance(row, dict) else None)


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        content = json.loads(text, object_pairs_hook=_with_repeated_keys)
    except json.JSONDecodeError as error:
        raise _no_json(path, f", line {error.lineno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, too many brackets
        raise _no_json(path, f": {error}") from error
    if not isinstance(content, dict):
        raise LabelError(f"`{path}` holds no labels", f"a label file looks like {LAYOUT}")
    return content


def _no_json(path: Path, reason: str) -> LabelError:
    return LabelError(f"`{path}` is no JSON{reason}", "mend that place, or export it again")


def _with_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key that stands there several times has a list of what it was given."""
    values: dict[str, list[Any]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return {name: several[0] if len(several) == 1 else several for name, several in values.items()}


def _truths(folder: Path) -> LabelFile:
    shows = (
        [folder.absolute()]
        if _is_show(folder)
        else [one for one in sorted(folder.iterdir()) if _is_show(one)]
    )
    if not shows:
        raise LabelError(
            f"there is no {TRUTH_FILE} in `{folder}`, nor in a folder right in there",
            "name a label file, or a folder of shows that each have one",
        )
    digest = hashlib.sha256()
    rows: list[LabelRow] = []
    for show in shows:
        path = show / TRUTH_FILE
        with explained("read", path):
            content = path.read_bytes()
        digest.update(content)
        for file, truth in _parsed(path, _decoded(path, content)).items():
            rows += _truth_rows(f"{show.name}/{file}", show.name, truth)
    return LabelFile(folder.absolute().name, digest.hexdigest(), tuple(rows))


def _truth_rows(id: str, show: str, truth: object) -> Iterator[LabelRow]:
    """A row for each span; no intro is said too, as it is what detectors are asked for."""
    if not isinstance(truth, Mapping):
        yield row_of(id, None)
        return
    for label in Label:
        edges = truth.get(label)
        if edges is None and label is not Label.INTRO:
            continue
        start, end = edges if isinstance(edges, list) and len(edges) == 2 else (edges, edges)
        yield row_of(id, {"show": show, "label": label.value, "start": start, "end": end})
