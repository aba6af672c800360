"""`intromark push`, to fakes of the servers, from the small library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from servers.fakes import TOKEN, FakeEmby, FakeJellyfin, Running
from servers.test_plex import SCHEMA

from .conftest import Home, invoke

FIRST, SECOND, THIRD = (f"Show 1 S01E{number:02}.mkv" for number in (1, 2, 3))
FOLDER = "/mnt/nas/Show 1/Season 01"
LINE = "+ intro   0:01.00 - 0:07.00  "


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("INTROMARK_JELLYFIN_TOKEN", TOKEN)
    monkeypatch.delenv("INTROMARK_EMBY_TOKEN", raising=False)


@pytest.fixture
def jellyfin() -> Iterator[FakeJellyfin]:
    fake = FakeJellyfin({"id1": f"{FOLDER}/{FIRST}", "id2": f"{FOLDER}/{SECOND}"})
    with Running(fake):
        yield fake


def arguments(home: Home, fake: FakeJellyfin) -> tuple[str, ...]:
    return ("jellyfin", "--url", fake.url, "--map", f"{home.library}:/mnt/nas")


def test_jellyfin(home: Home, jellyfin: FakeJellyfin) -> None:
    invoke("edit", FIRST, "1", "7")
    rehearsed = invoke("push", *arguments(home, jellyfin), "--dry-run")
    assert rehearsed.stderr.splitlines()[0] == "would change 2 episodes; 0 were as they should be"
    assert jellyfin.changes() == []
    run = invoke("push", *arguments(home, jellyfin))
    assert run.exit_code == 0
    assert run.stdout == rehearsed.stdout
    assert run.stdout.splitlines()[0] == f"{LINE}{home.library}/Show 1/Season 01/{FIRST}"
    assert run.stderr.splitlines() == [
        "changed 2 episodes; 0 were as they should be",
        f"not on the server: 1 episode, such as `{home.library}/Show 1/Season 01/{THIRD}`",
    ]
    assert jellyfin.spans("id1") == [("Intro", 1000, 7000)]
    again = invoke("push", *arguments(home, jellyfin), "--quiet")
    assert (again.exit_code, again.stdout, again.stderr) == (0, "", "")
    invoke("edit", FIRST, "--none")
    taken = invoke("push", *arguments(home, jellyfin))
    assert taken.stdout.startswith("- intro   0:01.00 - 0:07.00  ")
    assert jellyfin.spans("id1") == []


def test_somebody_elses(home: Home, jellyfin: FakeJellyfin) -> None:
    jellyfin.put("id1", "Intro", 0, 3000)
    run = invoke("push", *arguments(home, jellyfin), FIRST)
    assert run.stdout.startswith("! intro   0:00.00 - 0:03.00  ")
    assert "1 episode had somebody else's mark, which was left: see --replace" in run.stderr
    invoke("push", *arguments(home, jellyfin), FIRST, "--replace")
    assert len(jellyfin.spans("id1")) == 1
    assert jellyfin.spans("id1") != [("Intro", 0, 3000)]


def test_emby(home: Home) -> None:
    emby = FakeEmby({"7": f"{home.library}/Show 1/Season 01/{FIRST}"})
    with Running(emby):
        run = invoke("push", "emby", FIRST, "--url", emby.url, "--token", TOKEN)
    assert run.exit_code == 0
    assert set(emby.markers["7"]) == {"IntroStart", "IntroEnd"}


def test_plex(home: Home, tmp_path: Path) -> None:
    database = tmp_path / "com.plexapp.plugins.library.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(SCHEMA)
        connection.execute("INSERT INTO metadata_items VALUES (1, 4, '')")
        connection.execute("INSERT INTO media_items VALUES (1, 1, 14000)")
        connection.execute("INSERT INTO media_parts VALUES (1, 1, ?, '')", (f"{FOLDER}/{FIRST}",))
        connection.commit()
    options = ("plex", FIRST, "--database", database, "--map", f"{home.library}:/mnt/nas")
    shown = invoke("push", *options)
    assert shown.stderr == "would change 1 episode; 0 were as they should be\n"
    run = invoke("push", *options, "--write-database")
    assert (run.exit_code, run.stdout) == (0, shown.stdout)
    assert run.stderr.splitlines()[1].startswith(f"the database as it was: {database}.intromark-")
    assert invoke("push", *options).stderr == "would change 0 episodes; 1 were as they should be\n"


def test_kodi(known_season: Path) -> None:
    assert invoke("push", "kodi", FIRST).exit_code == 0
    assert (known_season / FIRST).with_suffix(".edl").exists()
    run = invoke("push", "kodi", FIRST, "--addons")
    assert "wrote 1 skiptro file" in run.stderr
    assert sorted(
        path.name.removeprefix("Show 1 S01E01") for path in known_season.glob("Show 1 S01E01.*")
    ) == [*(".chapters.xml", ".edl", ".mkv", ".skiptro.json")]
    assert invoke("undo-write", FIRST).stderr == "restored 3 files\n"


def test_errors(home: Home, jellyfin: FakeJellyfin) -> None:
    wrong = invoke("push", *arguments(home, jellyfin), "--token", "wrong-0123456789")
    assert wrong.exit_code == 1
    assert wrong.stderr == (
        f"error: `{jellyfin.url}` refuses the token\nhint: make one as an administrator, and give all of it\n"
    )
    nowhere = invoke("push", "jellyfin", "--url", jellyfin.url)
    assert nowhere.exit_code == 1
    assert "error: none of 3 episodes is on the server: here `" in nowhere.stderr
    assert "does not map" in invoke("push", "jellyfin", "--url", jellyfin.url, "--map", "a").stderr
    assert "Missing option '--token'" in invoke("push", "emby", "--url", jellyfin.url).stderr
    assert "Missing option '--url'" in invoke("push", "jellyfin").stderr
    assert invoke("push", "plex", "--database", "none.db").exit_code == 1
