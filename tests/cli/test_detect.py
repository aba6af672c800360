"""`intromark detect` on a drawn season: what is printed, what is written, and the exit status."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from intromark import pipeline
from intromark.cli.manner import SEARCHED
from intromark.detection import Detection
from intromark.timecode import parse_time

from .conftest import Run, invoke

Truth = dict[str, dict[str, list[float] | None]]


def names(folder: Path, pattern: str) -> list[str]:
    return sorted(path.name for path in folder.glob(pattern))


def test_the_table_has_the_truth(first_run: Run, truth: Truth) -> None:
    header, *rows = first_run.result.stdout.splitlines()
    assert header.split() == ["episode", "intro", "length", "confidence", "evidence"]
    assert [row.split()[0] for row in rows] == list(truth)
    for row in rows[:3]:
        found = re.fullmatch(r" (\S+) +(\S+) - (\S+) +\S+ s +0\.\d\d +picture \+ sound, 2 siblings", row)
        assert found is not None, row
        assert [parse_time(found[2]), parse_time(found[3])] == pytest.approx(truth[found[1]]["intro"], abs=1)
    assert re.fullmatch(r" S01E10\.mkv +none +0\.\d\d", rows[3])


def test_broken_files_leave_the_others_answered(first_run: Run) -> None:
    assert first_run.result.exit_code == 1
    told = first_run.result.stderr
    assert f"error: cannot read `{first_run.folder}/S01E04.mkv`: the file is empty\nhint: copy" in told
    assert f"error: cannot read `{first_run.folder}/S01E05.mkv`: it is no media file" in told
    assert "Traceback" not in told


def test_sidecars_are_beside_the_videos(first_run: Run) -> None:
    assert names(first_run.folder, "*.edl") == ["S01E01.edl", "S01E02.edl", "S01E03.edl"]
    assert first_run.result.stderr.endswith(f"wrote 3 edl files in `{first_run.folder}`\n")


def test_stderr_has_no_progress_when_it_is_no_terminal(first_run: Run) -> None:
    assert "reading" not in first_run.result.stderr
    assert "\x1b" not in first_run.result.output


def test_a_whole_answer_is_a_success(season: Path) -> None:
    result = invoke("detect", season)
    assert (result.exit_code, result.stderr) == (0, "")


def test_json(season: Path, first_run: Run) -> None:
    answers = json.loads(invoke("detect", season, "--format", "json").stdout)
    assert [Path(answer["path"]).name for answer in answers] == [
        one.path.name for one in first_run.detections
    ]
    assert [len(answer["segments"]) for answer in answers] == [1, 1, 1, 0]


def test_csv(season: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(invoke("detect", season, "--format", "csv").stdout)))
    assert [row["label"] for row in rows] == ["intro", "intro", "intro", "none"]


@pytest.mark.parametrize("format", ["edl", "ffmetadata", "matroska"])
def test_formats_of_one_video_refuse_several_before_the_work(
    format: str, season: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(pipeline, "detect")
    result = invoke("detect", season, "--format", format)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"use --write {format}" in result.stderr


@pytest.mark.parametrize(
    ("format", "beginning"), [("edl", "3."), ("ffmetadata", ";FFMETADATA"), ("matroska", "<?xml")]
)
def test_formats_of_one_video(
    format: str, beginning: str, season: Path, first_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "detect", lambda *_, **__: first_run.detections[:1])
    result = invoke("detect", season / "S01E01.mkv", "--format", format)
    assert result.exit_code == 0
    assert result.stdout.startswith(beginning)


def test_several_kinds_of_sidecar(season: Path) -> None:
    result = invoke("detect", season, "--write", "edl", "--write", "json", "--write", "edl")
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        f"wrote 3 edl files in `{season}`",
        f"wrote 4 json files in `{season}`",
    ]


def test_quiet_has_no_summary(season: Path) -> None:
    result = invoke("detect", season, "--write", "edl", "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
    assert names(season, "*.edl") == ["S01E01.edl", "S01E02.edl", "S01E03.edl"]


def test_nothing_to_write_is_said(season: Path, first_run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "detect", lambda *_, **__: first_run.detections[3:])
    result = invoke("detect", season, "--write", "edl")
    assert (result.exit_code, result.stderr) == (0, "no edl file: there is nothing to write into one\n")


def test_a_persons_sidecar_is_kept(season: Path) -> None:
    mine = season / "S01E02.edl"
    mine.write_text("mine")
    result = invoke("detect", season, "--write", "edl", "--write", "csv")
    assert result.exit_code == 1
    assert f"error: `{mine}` was not written by intromark" in result.stderr
    assert "--overwrite" in result.stderr
    assert len(result.stdout.splitlines()) == 5
    assert (mine.read_text(), names(season, "*.edl")) == ("mine", ["S01E02.edl"])
    assert len(names(season, "*.intromark.csv")) == 4

    assert invoke("detect", season, "--write", "edl", "--overwrite").exit_code == 0
    assert mine.read_text().endswith(" 3\n")


def test_a_folder_that_cannot_be_written(season: Path) -> None:
    shutil.rmtree(season)
    result = invoke("detect", season, "--write", "edl")
    assert result.exit_code == 1
    assert "error: cannot write" in result.stderr
    assert len(result.stdout.splitlines()) == 5


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param(None, pipeline.SEARCH, id="the pipeline's default"),
        pytest.param("90", 90.0, id="seconds"),
        pytest.param("1:02:03.5", 3723.5, id="hours"),
        pytest.param("all", None, id="all"),
    ],
)
def test_search(
    text: str | None, seconds: float | None, season: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = handed_over(monkeypatch)
    invoke("detect", season, *(() if text is None else ("--search", text)))
    assert told["search"] == seconds


def test_the_default_is_the_pipelines() -> None:
    assert parse_time(SEARCHED) == pipeline.SEARCH


def test_encoder_and_weights_are_handed_over(season: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = handed_over(monkeypatch)
    invoke("detect", season, "--encoder", "clip-vit-b-32", "--encoder-weights", "hub:name")
    assert (told["encoder"], told["encoder_weights"]) == ("clip-vit-b-32", "hub:name")


def handed_over(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the pipeline will be called with; filled by the call."""
    told: dict[str, object] = {}

    def detect(*_: object, **options: object) -> list[Detection]:
        told.update(options)
        return []

    monkeypatch.setattr(pipeline, "detect", detect)
    return told
