"""Writing into the database of a Plex server: one that is drawn, with the tables and forms that are used."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from intromark.errors import ServerError
from intromark.segment import Label
from intromark.servers.marks import Mark
from intromark.servers.plex import Plex
from intromark.servers.plex_parts import object_text, with_markers
from intromark.servers.pushing import Report

from .conftest import FINER, INTRO, Sender

SCHEMA = """
CREATE TABLE tags (id INTEGER PRIMARY KEY, tag TEXT, tag_type INTEGER);
CREATE TABLE taggings (id INTEGER PRIMARY KEY, metadata_item_id INTEGER, tag_id INTEGER, "index" INTEGER, text TEXT,
    time_offset INTEGER, end_time_offset INTEGER, thumb_url TEXT, created_at INTEGER, extra_data TEXT);
CREATE TABLE metadata_items (id INTEGER PRIMARY KEY, metadata_type INTEGER, title TEXT);
CREATE TABLE media_items (id INTEGER PRIMARY KEY, metadata_item_id INTEGER, duration INTEGER);
CREATE TABLE media_parts (id INTEGER PRIMARY KEY, media_item_id INTEGER, file TEXT, extra_data TEXT);
INSERT INTO tags VALUES (1, 'Drama', 1), (77, '', 12);
"""
OTHER = '{"ma:container":"mkv","url":"ma%3Acontainer=mkv"}'
CREDITS = Mark(90_000, 99_500, Label.CREDITS)
Rows = list[tuple[int, str, int, int]]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "com.plexapp.plugins.library.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(SCHEMA)
        for number in range(1, 4):
            connection.execute("INSERT INTO metadata_items VALUES (?, 4, '')", (number,))
            connection.execute("INSERT INTO media_items VALUES (?, ?, 100000)", (10 + number, number))
            file = f"/tv/Show/S01E{number:02}.mkv"
            connection.execute(
                "INSERT INTO media_parts VALUES (?, ?, ?, ?)", (100 + number, 10 + number, file, OTHER)
            )
        connection.commit()
    return path


def rows(database: Path, episode: int) -> Rows:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(
            'SELECT "index", text, time_offset, end_time_offset FROM taggings WHERE metadata_item_id = ? '
            'ORDER BY "index"',
            (episode,),
        ).fetchall()


def part(database: Path, episode: int) -> dict[str, str]:
    with closing(sqlite3.connect(database)) as connection:
        (text,) = connection.execute(
            "SELECT extra_data FROM media_parts WHERE id = ?", (100 + episode,)
        ).fetchone()
    members: dict[str, str] = json.loads(text)
    return members


def send(
    database: Path, sender: Sender, marks: dict[int, Mark | list[Mark] | None], **options: bool
) -> Report:
    with Plex(database, writes=not options.get("dry_run", False)) as server:
        return sender.send(server, marks, **options)


def copies(database: Path) -> list[Path]:
    return sorted(database.parent.glob(f"{database.name}.intromark-*"))


def test_written_once(database: Path, sender: Sender) -> None:
    assert send(database, sender, {1: [INTRO, CREDITS]}).changed == 1
    assert rows(database, 1) == [(0, "intro", 6400, 15_400), (1, "credits", 90_000, 99_500)]
    assert len(copies(database)) == 1
    assert rows(copies(database)[0], 1) == []
    assert send(database, sender, {1: [INTRO, CREDITS]}).same == 1
    assert len(copies(database)) == 1, "no copy where nothing is changed"


def test_the_copy_with_the_file(database: Path, sender: Sender) -> None:
    send(database, sender, {1: [INTRO, CREDITS]})
    members = part(database, 1)
    assert list(members) == ["ma:container", "pv:credits", "pv:intros", "url"]
    assert json.loads(members["pv:intros"]) == {
        "MediaPartMarkersArray": {
            "attributeName": "intros",
            "version": 5,
            "MediaPartMarker": [{"startTimeOffset": 6400, "endTimeOffset": 15_400}],
        }
    }
    (credits,) = json.loads(members["pv:credits"])["MediaPartMarkersArray"]["MediaPartMarker"]
    assert credits == {"startTimeOffset": 90_000, "endTimeOffset": 99_500, "final": True}
    url = members.pop("url")
    assert dict(parse_qsl(url)) == members
    assert not {".", "~", "+", " ", ":"} & {*url}


def test_changed_and_taken_back(database: Path, sender: Sender) -> None:
    send(database, sender, {1: [INTRO, CREDITS]})
    send(database, sender, {1: [FINER, CREDITS]})
    assert sender.lines == ["- 01 6400 15400", "+ 01 6440 15360"]
    assert [row[:2] for row in rows(database, 1)] == [(0, "intro"), (1, "credits")]
    send(database, sender, {1: None})
    assert rows(database, 1) == [(0, "credits", 90_000, 99_500)]
    assert "pv:intros" not in part(database, 1)
    assert part(database, 1)["ma:container"] == "mkv"


def test_plexs_own_markers_are_left(database: Path, sender: Sender) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("INSERT INTO taggings VALUES (5, 1, 77, 0, 'intro', 1000, 9000, '', 0, '')")
        connection.execute("INSERT INTO taggings VALUES (6, 1, 1, 0, '', NULL, NULL, '', 0, '')")
        connection.commit()
    assert send(database, sender, {1: INTRO}).left == 1
    assert copies(database) == []
    send(database, sender, {1: INTRO}, replace=True)
    assert (0, "intro", 6400, 15_400) in rows(database, 1)
    assert len(rows(database, 1)) == 2


def test_without_the_word_it_is_only_read(database: Path, sender: Sender) -> None:
    before = database.read_bytes()
    assert send(database, sender, {1: INTRO}, dry_run=True).changed == 1
    assert sender.lines == ["+ 01 6400 15400"]
    assert database.read_bytes() == before
    assert copies(database) == []


def test_all_or_nothing(database: Path, sender: Sender) -> None:
    def interrupted() -> None:
        with Plex(database, writes=True) as server:
            sender.send(server, {1: INTRO})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert rows(database, 1) == []
    assert part(database, 1) == json.loads(OTHER)
    assert send(database, sender, {1: INTRO}).changed == 1


# A server that runs: it reads now and then, in a process of its own.
RUNS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM tags").fetchone()
if sys.argv[2] == "writes":
    connection.execute("INSERT INTO tags VALUES (99, 'x', 2)")
    connection.commit()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture(params=["reads", "writes"])
def running(database: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-c", RUNS, str(database), request.param],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    yield
    process.communicate()


@pytest.mark.usefixtures("running")
def test_a_server_that_runs(database: Path, sender: Sender) -> None:
    with pytest.raises(ServerError, match="is in use") as error:
        send(database, sender, {1: INTRO})
    assert "stop the server" in error.value.hint
    assert rows(database, 1) == []
    assert copies(database) == []
    assert send(database, sender, {1: INTRO}, dry_run=True).changed == 1


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        ("DELETE FROM tags WHERE tag_type = 12", "has never had a marker"),
        ("ALTER TABLE taggings DROP COLUMN thumb_url", "`taggings` has no `thumb_url`"),
        ("DROP TABLE media_parts", "`media_parts` has no"),
    ],
)
def test_another_form_is_not_touched(database: Path, sender: Sender, spoil: str, sentence: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(spoil)
        connection.commit()
    with pytest.raises(ServerError, match=sentence):
        send(database, sender, {1: INTRO})


def test_what_is_no_database(tmp_path: Path, sender: Sender) -> None:
    with pytest.raises(ServerError, match="there is no database"):
        send(tmp_path / "none.db", sender, {1: INTRO})
    (tmp_path / "a.db").write_bytes(b"rubbish" * 1000)
    with pytest.raises(ServerError, match="cannot be used: file is not a database"):
        send(tmp_path / "a.db", sender, {1: INTRO})


@pytest.mark.parametrize("form", [None, "", "pv%3Aintros=%7B%7D", "[]", '{"a":"b"}', '{"a":1,"url":""}'])
def test_forms_that_are_not_known_stay(form: str | None) -> None:
    assert with_markers(form, [INTRO], 100_000) == form


def test_the_query_string() -> None:
    assert object_text({"pv:version": "5"}) == '{"pv:version":"5","url":"pv%3Aversion=5"}'
    assert json.loads(object_text({"b": "x.y~z-_", "a": "{}"}))["url"] == "a=%7B%7D&b=x%2Ey%7Ez-_"
