"""The API, and that it and the command line see the same catalog."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the review extra")

from intromark.labels.writing import render_labels
from intromark.library.catalog import Catalog
from intromark.library.confirmed import label_rows
from intromark.library.edits import save_edit
from intromark.library.queries import all_entries, named_one
from intromark.library.values import Entry, Origin
from intromark.review.desk import Desk
from intromark.segment import Label
from intromark.span import Span

from .stage import NAMES, Client, Shelf

FIRST, SECOND = NAMES[:2]


def entries(shelf: Shelf) -> list[Entry]:
    with Catalog(shelf.catalog) as catalog, catalog.reading() as connection:
        return all_entries(connection)


def edit_elsewhere(shelf: Shelf, name: str, span: Span | None) -> None:
    """What `intromark edit` does."""
    with Catalog(shelf.catalog) as catalog, catalog.changing() as connection:
        save_edit(connection, named_one(connection, name).episode, Label.INTRO, span, Origin.EDIT)


def done(client: Client, job: Any) -> Any:
    """A job when it is done."""
    assert job.status_code == 202, job.text
    for _ in range(600):
        told = client.get(f"/api/jobs/{job.json()['id']}").json()
        if told["state"] not in ("waiting", "running"):
            return told
        time.sleep(0.05)
    pytest.fail("it takes too long")


def test_the_library(client: Client) -> None:
    told = client.get("/api/library").json()
    (show,) = told["shows"]
    assert (show["name"], show["episodes"], show["intros"], show["coverage"]) == ("Show 1", 4, 4, 1.0)
    assert [(one["name"], one["intros"]) for one in show["seasons"]] == [("Season 1", 4)]
    assert (told["episodes"], told["looks"], sum(told["confidence"])) == (4, [], 4)


def test_what_needs_a_look_comes_first(client: Client, shelf: Shelf) -> None:
    assert client.get("/api/library").json()["looks"] == []
    with Catalog(shelf.catalog) as catalog, catalog.changing() as connection:
        connection.execute("UPDATE segment SET confidence = 0.5 WHERE episode_id = 2")
        connection.execute("UPDATE segment SET confidence = 0.3 WHERE episode_id = 3")
    told = client.get("/api/library").json()
    assert [(one["id"], one["doubt"]) for one in told["looks"]] == [(3, "unsure"), (2, "unsure")]
    assert told["looks_in_all"] == 2
    assert told["shows"][0]["seasons"][0]["doubts"] == ["unsure"]


def test_a_season_and_an_episode(client: Client) -> None:
    known = client.episodes()
    assert list(known) == NAMES
    told = client.get(f"/api/episodes/{known[SECOND]['id']}").json()
    assert {key: told[key] for key in known[SECOND]} == known[SECOND]
    assert told["neighbours"] == {
        "previous": known[FIRST]["id"],
        "next": known[NAMES[2]]["id"],
        "number": 2,
        "of": 4,
    }
    assert told["holds"][0]["origin"] == "detected"
    assert [one["what"] for one in told["history"]] == ["found", "detected"]


def test_search(client: Client) -> None:
    told = client.get("/api/search", params={"text": "show e02"}).json()
    assert ([one["name"] for one in told["episodes"]], told["in_all"]) == ([SECOND], 1)
    assert client.get("/api/search", params={"text": " "}).json()["in_all"] == 0


def test_what_is_saved_is_what_the_command_line_has(client: Client, shelf: Shelf) -> None:
    saved = client.say(client.episodes()[FIRST], ("intro", 1.25, 6.5), ("recap", 0.0, 1.0))
    assert saved.status_code == 200
    assert saved.json() == client.get("/api/episodes/1").json()
    entry = entries(shelf)[0]
    assert [(edit.label, edit.span, edit.origin) for edit in entry.edits] == [
        ("intro", Span(1.25, 6.5), "edit"),
        ("recap", Span(0.0, 1.0), "edit"),
    ]
    assert saved.json()["state"] == "edited, recap edited"


def test_what_the_command_line_says_is_seen_at_once(client: Client, shelf: Shelf) -> None:
    assert client.get("/api/library").json()["shows"][0]["confirmed"] == 0
    edit_elsewhere(shelf, FIRST, None)
    told = client.get("/api/library").json()["shows"][0]
    assert (told["confirmed"], told["edited"], told["intros"]) == (1, 1, 3)


def test_who_comes_too_late_is_told_and_nothing_is_lost(client: Client, shelf: Shelf) -> None:
    seen = client.episodes()[FIRST]
    edit_elsewhere(shelf, FIRST, Span(2.0, 5.0))
    late = client.say(seen, ("intro", 1.0, 6.0))
    assert late.status_code == 409
    told = late.json()
    assert "nothing was saved" in told["error"]
    assert told["current"]["holds"][0]["start"] == 2.0
    assert entries(shelf)[0].segment(Label.INTRO) is not None
    again = client.say(told["current"], ("intro", 1.0, 6.0))
    assert again.status_code == 200
    assert [one["what"] for one in again.json()["history"]][-2:] == ["edit", "edit"]


def test_two_at_once_are_one_and_a_conflict(client: Client) -> None:
    seen = client.episodes()[FIRST]
    statuses: list[int] = []
    threads = [
        threading.Thread(
            target=lambda end=end: statuses.append(client.say(seen, ("intro", 1.0, end)).status_code)
        )
        for end in (5.0, 6.0, 7.0)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 409, 409]


def test_what_stays_as_it_was_keeps_who_said_it(client: Client) -> None:
    first = client.say(client.episodes()[FIRST], ("intro", 1.0, 6.0), ("credits", 8.0, 9.0)).json()
    second = client.say(first, ("intro", 1.0, 6.0)).json()
    assert [one["label"] for one in second["edits"]] == ["intro"]
    assert (
        second["edits"] == first["edits"][-1:]
        or second["edits"][0]["made_at"] == first["edits"][0]["made_at"]
    )
    assert second["history"][-1]["what"] == "unlock"
    same = client.say(second, ("intro", 1.0, 6.0)).json()
    assert same["revision"] == second["revision"]


@pytest.mark.parametrize(
    ("edits", "sentence"),
    [
        ([("intro", 6.0, 1.0)], "need start < end"),
        ([("intro", 1.0, 1.0)], "need start < end"),
        ([("intro", 1.0, 999.0)], "is not inside"),
        ([("intro", 1.0, 2.0), ("intro", 3.0, 4.0)], "one word for each label"),
        ([("advert", 1.0, 2.0)], "edits.0.label"),
        ([("intro", -1.0, 2.0)], "edits.0.span.start"),
    ],
)
def test_what_cannot_be_said(edits: list[Any], sentence: str, client: Client, shelf: Shelf) -> None:
    refused = client.say(client.episodes()[FIRST], *edits)
    assert refused.status_code == 422
    assert sentence in refused.json()["error"]
    assert entries(shelf)[0].edits == ()


def test_lock_and_unlock_several(client: Client, shelf: Shelf) -> None:
    known = client.episodes()
    seen = [{"id": one["id"], "revision": one["revision"]} for one in known.values()]
    edit_elsewhere(shelf, SECOND, None)
    told = client.change("POST", "/api/lock", {"episodes": seen}).json()
    assert [one["name"] for one in told["conflicts"]] == [SECOND]
    assert [one["state"] for one in told["changed"]] == ["locked"] * 3
    now = [{"id": one["id"], "revision": one["revision"]} for one in client.episodes().values()]
    told = client.change("POST", "/api/unlock", {"episodes": now}).json()
    assert [one["edits"] for one in told["changed"]] == [[]] * 4
    assert [entry.edits for entry in entries(shelf)] == [()] * 4


def test_one_span_for_others_of_the_season(client: Client, shelf: Shelf) -> None:
    known = client.episodes()
    source = client.say(known[FIRST], ("intro", 2.0, 5.0)).json()
    wanted = {
        "episode": source["id"],
        "revision": source["revision"],
        "label": "intro",
        "span": {"start": 2.0, "end": 5.0},
        "only": [known[SECOND]["id"]],
    }
    told = done(client, client.change("POST", "/api/seasons/1/spread", wanted))
    assert (told["state"], told["summary"]) == ("done", "the same in 1 other episode"), told
    second, third = entries(shelf)[1:3]
    said = second.edit(Label.INTRO)
    assert said is not None
    assert (said.origin, said.span) == (Origin.ALIGNED, Span(3.0, 6.0))
    assert third.edits == ()
    late = client.change("POST", "/api/seasons/1/spread", {**wanted, "revision": source["revision"] - 1})
    assert late.status_code == 409


def test_redo_leaves_what_people_said(client: Client, shelf: Shelf) -> None:
    client.say(client.episodes()[FIRST], ("intro", 2.0, 5.0))
    told = done(client, client.change("POST", "/api/seasons/1/redo"))
    assert (told["state"], told["summary"]) == ("done", "analysed 4 episodes: 4 with an intro"), told
    assert entries(shelf)[0].segment(Label.INTRO) is not None
    assert client.episodes()[FIRST]["holds"][0]["start"] == 2.0


def test_a_job_is_stopped(client: Client, desk: Desk) -> None:
    from intromark.events import Progress

    begun = threading.Event()

    def endless(_catalog: object, _store: object, listener: Any) -> str:
        while True:
            begun.set()
            listener.on_progress(Progress("read", 1, 2, ""))
            time.sleep(0.01)

    job = desk.jobs.add("redo", "endless", 1, endless)
    assert begun.wait(5)
    assert client.change("DELETE", f"/api/jobs/{job.id}").status_code == 200
    for _ in range(200):
        if client.get(f"/api/jobs/{job.id}").json()["state"] == "stopped":
            return
        time.sleep(0.02)
    pytest.fail("it goes on")


def test_labels_are_those_of_the_command(client: Client, shelf: Shelf) -> None:
    client.say(client.episodes()[FIRST], ("intro", 1.25, 6.5))
    client.say(client.episodes()[SECOND], ("intro",), origin="lock")
    answer = client.get("/api/labels")
    assert answer.text == render_labels(label_rows(entries(shelf)))
    assert [one["start"] for one in json.loads(answer.text).values()] == ["0:00:01.25", None]
    gathered = client.get("/api/gathered").json()
    assert (gathered["labels"], gathered["without"]) == ({"intro": 1}, {"intro": 1})
    assert (gathered["episodes"], gathered["shows"], gathered["share"]) == (2, 1, 0.5)


def test_the_catalog_is_backed_up(shelf: Shelf) -> None:
    desk = Desk.over(shelf.catalog, shelf.store)
    desk.backups.changed()
    desk.close()
    assert Path(f"{shelf.catalog}.backup").exists()


@pytest.mark.parametrize(
    "path", ["/api/episodes/99", "/api/seasons/99", "/api/jobs/99", "/api/episodes/99/curves"]
)
def test_what_is_not_there(path: str, client: Client) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["hint"]


def test_a_missing_video(client: Client, shelf: Shelf) -> None:
    with Catalog(shelf.catalog) as catalog, catalog.changing() as connection:
        connection.execute("UPDATE episode SET missing_since = '2026-01-01' WHERE id = 1")
    assert client.get("/api/episodes/1/clip", params={"start": 0, "end": 1}).status_code == 404
    assert client.say(client.get("/api/episodes/1").json(), ("intro", 1.0, 2.0)).status_code == 422
