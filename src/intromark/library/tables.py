"""What the catalog knows, as tables of Parquet, for who asks with DuckDB, Spark or pandas.

FOLDER/detections/show=.../part-0.parquet     a row an episode
FOLDER/segments/show=.../part-0.parquet       a row a segment that holds
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import dataset, fs

from intromark.addresses import address_of, text_of
from intromark.errors import FileError
from intromark.library.values import Entry
from intromark.segment import Label, Segment, Source
from intromark.storage.places import explained, file_system

Row = Mapping[str, object]

DETECTIONS = pa.schema(
    [
        ("show", pa.string()),
        ("season", pa.string()),
        ("path", pa.string()),
        ("fingerprint", pa.string()),
        ("duration", pa.float64()),  # seconds; null where it was never analysed
        ("absence", pa.float64()),  # probability of no intro; null where there is a segment
        ("siblings", pa.int32()),
        ("intromark", pa.string()),
        ("encoder", pa.string()),
        ("encoder_fingerprint", pa.string()),
        ("failure", pa.string()),  # why it cannot be read; empty where it can
        ("missing", pa.bool_()),
    ]
)
SEGMENTS = pa.schema(
    [
        ("show", pa.string()),
        ("season", pa.string()),
        ("path", pa.string()),
        ("fingerprint", pa.string()),
        ("label", pa.string()),
        ("start", pa.float64()),  # seconds from the first video frame
        ("end", pa.float64()),
        ("confidence", pa.float64()),  # null where a person said it
        ("origin", pa.string()),  # detected, edit, aligned or lock
        ("picture_siblings", pa.int32()),
        ("sound_siblings", pa.int32()),
    ]
)


def write_tables(entries: Sequence[Entry], folder: Path) -> tuple[int, int]:
    """Write detections and segments, partitioned by show, in place of those that are there.

    Args:
        entries: Episodes, show after show.
        folder: A folder or an address; other files in it are left alone.

    Returns:
        How many episodes and how many segments were written.

    Raises:
        FileError: It cannot be written.
    """
    detections = _write(entries, folder / "detections", DETECTIONS, _detection)
    segments = _write(entries, folder / "segments", SEGMENTS, _segments)
    return detections, segments


def _write(
    entries: Sequence[Entry], folder: Path, schema: Any, rows_of: Callable[[Entry], Iterator[Row]]
) -> int:
    address = address_of(folder)
    written = 0

    def batches() -> Iterator[Any]:
        nonlocal written
        for _, group in groupby(entries, lambda entry: entry.show):
            rows = [row for entry in group for row in rows_of(entry)]
            written += len(rows)
            if rows:
                yield pa.RecordBatch.from_pylist(rows, schema=schema)

    try:
        with explained("write", text_of(folder)):
            system, name = (fs.LocalFileSystem(), str(folder)) if address is None else _of_address(address)
            dataset.write_dataset(
                batches(),
                name,
                schema=schema,
                format="parquet",
                filesystem=system,
                partitioning=dataset.partitioning(pa.schema([schema.field("show")]), flavor="hive"),
                existing_data_behavior="delete_matching",
                max_partitions=1 << 20,
                max_open_files=64,
                # One thread: a show's rows stay in order.
                use_threads=False,
            )
    except FileError as error:
        raise FileError(error.message, "name a folder that you may write to") from error
    return written


def _of_address(address: str) -> tuple[Any, str]:
    system, name = file_system(address)
    return fs.PyFileSystem(fs.FSSpecHandler(system)), name


def _detection(entry: Entry) -> Iterator[Row]:
    episode, detection = entry.episode, entry.detection
    row: dict[str, object] = {
        "show": entry.show,
        "season": entry.season,
        "path": text_of(episode.path),
        "fingerprint": episode.fingerprint,
        "failure": episode.failure,
        "missing": episode.missing,
    }
    if detection is not None:
        made = detection.provenance
        row |= {"duration": detection.duration, "absence": detection.absence, "siblings": made.siblings}
        row |= {"intromark": made.intromark, "encoder": made.encoder}
        row |= {"encoder_fingerprint": made.encoder_fingerprint}
    yield row


def _segments(entry: Entry) -> Iterator[Row]:
    for label in Label:
        edit = entry.edit(label)
        if edit is not None:
            held = [Segment(edit.span.start, edit.span.end, label)] if edit.span else []
            origin = edit.origin.value
        else:
            found = entry.detection.segments if entry.detection else ()
            held, origin = [one for one in found if one.label is label], "detected"
        for segment in held:
            siblings = {evidence.source: evidence.siblings for evidence in segment.evidence}
            yield {
                "show": entry.show,
                "season": entry.season,
                "path": text_of(entry.episode.path),
                "fingerprint": entry.episode.fingerprint,
                "label": label.value,
                "start": segment.start,
                "end": segment.end,
                "confidence": segment.confidence,
                "origin": origin,
                "picture_siblings": siblings.get(Source.PICTURE, 0),
                "sound_siblings": siblings.get(Source.SOUND, 0),
            }
