"""Killed at any moment, or two processes at once: the result is that of an undisturbed scan, and no edit is lost."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from intromark.library.catalog import Catalog
from intromark.library.edits import save_edit
from intromark.library.queries import all_entries
from intromark.library.values import Entry, Origin
from intromark.segment import Label
from intromark.span import Span

# Ends as by `kill -9` when SQLite is about to run the statement whose number comes first; prints how many it ran.
KILLED = """
import os, signal, sqlite3, sys
from intromark.cli import main

last, ran, real = int(sys.argv.pop(1)), 0, sqlite3.connect

def count(_statement):
    global ran
    ran += 1
    if ran == last:
        os.kill(os.getpid(), signal.SIGKILL)

def connect(*arguments, **options):
    connection = real(*arguments, **options)
    connection.set_trace_callback(count)
    return connection

sqlite3.connect = connect
try:
    main()
finally:
    print(ran)
"""
NEVER = 0
MOMENTS = (0.15, 0.4, 0.7, 0.95)  # of the statements of a scan
PATIENCE = 60.0  # seconds


def start(library: Path, catalog: Path, kill_at: int = NEVER) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", KILLED, str(kill_at), "scan", str(library), "--catalog", str(catalog)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> int:
    """Statements that it ran."""
    printed, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, told
    return int(printed)


def entries(path: Path) -> list[Entry]:
    with Catalog(path) as catalog, catalog.reading() as connection:
        return all_entries(connection)


def is_whole(path: Path) -> bool:
    connection = sqlite3.connect(path)
    try:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        connection.close()


def say(path: Path, number: int) -> Span:
    """Edit the first episode."""
    span = Span(1.0, 2.0 + number / 100)
    with Catalog(path) as catalog, catalog.changing() as connection:
        save_edit(connection, all_entries(connection)[0].episode, Label.INTRO, span, Origin.EDIT)
    return span


def edited(path: Path) -> Span | None:
    edit = entries(path)[0].edit(Label.INTRO)
    return edit.span if edit else None


def answers(found: Sequence[Entry]) -> list[object]:
    return [(entry.show, entry.season, entry.detection) for entry in found]


@pytest.fixture(scope="module")
def undisturbed(small: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[object], int]:
    """What a scan answers, and how many statements it takes."""
    path = tmp_path_factory.mktemp("undisturbed") / "catalog.db"
    statements = finish(start(small, path))
    found = answers(entries(path))
    assert len(found) == 6
    return found, statements


def test_killed_again_and_again(small: Path, tmp_path: Path, undisturbed: tuple[list[object], int]) -> None:
    expected, statements = undisturbed
    path = tmp_path / "catalog.db"
    said = None
    for moment in MOMENTS:
        process = start(small, path, kill_at=round(statements * moment))
        process.communicate(timeout=PATIENCE)
        assert process.returncode in (0, -signal.SIGKILL)
        assert is_whole(path)
        if entries(path):
            assert said is None or edited(path) == said
            said = say(path, round(100 * moment))
    finish(start(small, path))
    assert is_whole(path)
    assert said is not None and edited(path) == said
    assert answers(entries(path)) == expected


def test_two_scans_and_a_person_at_once(
    small: Path, tmp_path: Path, undisturbed: tuple[list[object], int]
) -> None:
    path = tmp_path / "catalog.db"
    scans = [start(small, path), start(small, path)]
    until = time.monotonic() + PATIENCE
    while not entries(path) and time.monotonic() < until:
        time.sleep(0.02)
    number = 0
    while any(scan.poll() is None for scan in scans):
        number += 1
        said = say(path, number)
        assert edited(path) == said
        time.sleep(0.02)
    for scan in scans:
        finish(scan)
    assert number > 3
    assert edited(path) == said
    assert is_whole(path)
    assert answers(entries(path)) == undisturbed[0]
