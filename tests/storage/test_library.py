"""Whole commands on a season that lies on a web server."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from intromark.cli import intromark
from small_library import draw_library
from storage.web import Web, serving

pytest.importorskip("aiohttp", reason="needs the storage extra")


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("served")
    draw_library(folder, 1, 3)
    with serving(folder) as web:
        yield web


def run(*arguments: object) -> Result:
    return CliRunner().invoke(intromark, [str(one) for one in arguments])


def rows(result: Result) -> list[list[str]]:
    """What was printed, with names of files in place of paths."""
    read = list(csv.reader(io.StringIO(result.stdout)))[1:]
    return [[row[0].rpartition("/")[2], *row[1:]] for row in read]


def test_detect_answers_as_it_does_here(web: Web) -> None:
    season = "Show%201/Season%2001"
    there = run("detect", f"{web.address}/{season}", "--no-cache", "--format", "csv")
    here = run("detect", web.folder / "Show 1/Season 01", "--no-cache", "--format", "csv")
    assert there.exit_code == 0, there.stderr
    assert rows(there) == rows(here)
    assert there.stdout.count(f"{web.address}/Show") == 3
    assert there.stderr.count("fetched ") == 3
    assert "% of `http://127.0.0.1" in there.stderr


def test_scan_keeps_addresses(web: Web, tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.db"
    first = run("scan", web.address, "--catalog", catalog)
    assert first.exit_code == 0, first.output
    assert "3 episodes: 3 new" in first.stderr
    asked = len(web.requests)
    again = run("scan", web.address, "--catalog", catalog)
    assert "nothing new" in again.stderr
    assert len(web.requests) == asked
    listed = run("list", "--catalog", catalog, "--json")
    assert listed.stdout.count(f'"{web.address}/Show 1/Season 01/') == 3
    with sqlite3.connect(catalog) as connection:
        assert connection.execute("SELECT count(*) FROM segment").fetchone() == (3,)


def test_a_library_that_does_not_answer_makes_no_episode_missing(web: Web, tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.db"
    run("scan", web.address, "--catalog", catalog)
    with serving(tmp_path) as gone:
        pass
    with sqlite3.connect(catalog) as connection:
        connection.execute(
            "UPDATE episode SET path = replace(path, ?, ?)", (web.address[7:], gone.address[7:])
        )
    result = run("scan", gone.address, "--catalog", catalog)
    assert result.exit_code == 1
    assert "error: cannot read `http://" in result.stderr
    assert "missing" not in result.stderr


def test_nothing_is_written_beside_them(web: Web) -> None:
    result = run("detect", f"{web.address}/Show 1/Season 01", "--write", "edl")
    assert result.exit_code == 1
    assert "files are written to this computer only" in result.stderr
