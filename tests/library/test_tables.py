"""The catalog as tables of Parquet, read by another program."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intromark.cli import intromark
from intromark.detection import Detection, Provenance
from intromark.library.catalog import Catalog
from intromark.library.detections import save_detection
from intromark.library.edits import save_edit
from intromark.library.episodes import present, record
from intromark.library.values import Origin, SeenFile, SeenSeason
from intromark.segment import Evidence, Label, Segment, Source
from intromark.span import Span

duckdb = pytest.importorskip("duckdb", reason="needs the test extra")
pytest.importorskip("pyarrow", reason="needs the parquet extra")

PATHS = [Path("/tv/Bar/E1.mkv"), Path("/tv/Bar/E2.mkv"), Path("s3://tv/Foo 50%/E1.mkv")]


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    seasons = [
        SeenSeason("Bar", "Season 1", Path("/tv/Bar"), tuple(PATHS[:2])),
        SeenSeason("Foo = 50%", "", Path("s3://tv/Foo 50%"), (PATHS[2],)),
    ]
    files = {path: SeenFile(path, 1, 1, f"{number:032}") for number, path in enumerate(PATHS)}
    place = tmp_path / "catalog.db"
    evidence = (Evidence(Source.PICTURE, 3), Evidence(Source.SOUND, 2))
    found = (Segment(10.5, 40.25, confidence=0.9, evidence=evidence),)
    with Catalog(place) as opened, opened.changing() as connection:
        record(connection, seasons, files, lambda _: False)
        rows = present(connection)
        for path, segments in zip(PATHS[:2], (found, ()), strict=True):
            made = Provenance("0.1.0", "lite", "abc", 1)
            detection = Detection(path, 1300.0, segments, None if segments else 0.75, made)
            save_detection(connection, rows[path], detection, "{}")
        save_edit(connection, rows[PATHS[1]], Label.INTRO, Span(1.0, 2.0), Origin.EDIT)
    return place


def export(catalog: Path, *arguments: str) -> Result:
    return CliRunner().invoke(intromark, ["export", "parquet", "--catalog", str(catalog), *arguments])


def rows(folder: Path, table: str, columns: str) -> list[tuple[object, ...]]:
    files = f"read_parquet('{folder}/{table}/*/*.parquet', hive_partitioning = true)"
    query = f"SELECT {columns} FROM {files} ORDER BY path"
    found: list[tuple[object, ...]] = duckdb.sql(query).fetchall()
    return found


def test_another_program_reads_all(catalog: Path, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    result = export(catalog, "--out", str(out))
    assert result.exit_code == 0, result.output
    assert result.stderr == f"wrote 3 episodes and 2 segments to `{out}`\n"
    assert rows(
        out, "segments", '"show", path, label, start, "end", confidence, origin, picture_siblings'
    ) == [
        ("Bar", "/tv/Bar/E1.mkv", "intro", 10.5, 40.25, 0.9, "detected", 3),
        ("Bar", "/tv/Bar/E2.mkv", "intro", 1.0, 2.0, None, "edit", 0),
    ]
    assert rows(out, "detections", '"show", season, path, duration, absence, encoder') == [
        ("Bar", "Season 1", "/tv/Bar/E1.mkv", 1300.0, None, "lite"),
        ("Bar", "Season 1", "/tv/Bar/E2.mkv", 1300.0, 0.75, "lite"),
        ("Foo = 50%", "", "s3://tv/Foo 50%/E1.mkv", None, None, None),
    ]


def test_written_twice_is_there_once(catalog: Path, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    export(catalog, "--out", str(out))
    (out / "note.txt").write_text("mine")
    assert export(catalog, "--out", str(out), "Bar").stderr.startswith("wrote 2 episodes")
    assert len(rows(out, "detections", "path")) == 3
    assert (out / "note.txt").read_text() == "mine"


def test_to_an_address(catalog: Path, tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="needs the storage extra")
    out = f"file://{tmp_path}/elsewhere"
    assert export(catalog, "--out", out).exit_code == 0
    assert len(rows(tmp_path / "elsewhere", "segments", "path")) == 2


def test_a_folder_that_is_none_is_told(catalog: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = export(catalog, "--out", str(tmp_path / "file"))
    assert result.exit_code == 1
    assert "error: cannot write" in result.stderr
    assert "Traceback" not in result.output
