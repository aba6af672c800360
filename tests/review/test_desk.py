"""What requests share: it has bounds, and nothing is done twice."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="needs the review extra")

from intromark.library.catalog import Catalog
from intromark.library.edits import save_edit
from intromark.library.queries import named_one
from intromark.library.values import Origin
from intromark.review.backups import Backups
from intromark.review.doors import Doors
from intromark.review.jobs import MOST_WAITING, Jobs
from intromark.review.overview import Overview
from intromark.review.problems import BusyError, ReviewError
from intromark.review.serving import is_local, open_place
from intromark.review.workshop import Workshop
from intromark.segment import Label

from .stage import NAMES, Shelf


def test_too_much_work_is_refused() -> None:
    async def ask() -> list[object]:
        workshop, go = Workshop(most_waiting=3), threading.Event()
        waiting = [asyncio.ensure_future(workshop.do(go.wait, slow=bool(turn % 2))) for turn in range(5)]
        await asyncio.sleep(0.05)
        go.set()
        done = await asyncio.gather(*waiting, return_exceptions=True)
        assert await workshop.do(lambda: 7) == 7
        workshop.close()
        return list(done)

    done = asyncio.run(ask())
    assert sum(isinstance(one, BusyError) for one in done) == 2
    assert done.count(True) == 3


def test_what_takes_long_keeps_no_picture_waiting() -> None:
    async def ask() -> int:
        workshop, go = Workshop(), threading.Event()
        slow = [asyncio.ensure_future(workshop.do(go.wait, slow=True)) for _ in range(20)]
        quick = await asyncio.wait_for(workshop.do(lambda: 7), 5)
        go.set()
        await asyncio.gather(*slow)
        workshop.close()
        return quick

    assert asyncio.run(ask()) == 7


def test_too_many_jobs_are_refused(shelf: Shelf) -> None:
    changed: list[bool] = []
    jobs, go = Jobs(shelf.catalog, shelf.store, lambda: changed.append(True)), threading.Event()

    def work(*_: object) -> str:
        go.wait(20)
        return "done"

    first = jobs.add("redo", "first", 1, work)
    while jobs.get(first.id).state != "running":
        time.sleep(0.01)
    others = [jobs.add("redo", "other", 1, work) for _ in range(MOST_WAITING)]
    with pytest.raises(BusyError, match="20 jobs are waiting"):
        jobs.add("redo", "one more", 1, work)
    assert jobs.stop(others[-1].id).state == "stopped"
    go.set()
    while jobs.get(others[-2].id).state != "done":
        time.sleep(0.01)
    assert jobs.get(others[-1].id).state == "stopped"
    jobs.close()
    assert len(changed) >= MOST_WAITING - 1


def test_a_job_that_fails_is_told_and_the_next_runs(shelf: Shelf) -> None:
    jobs = Jobs(shelf.catalog, shelf.store, lambda: None)

    def fail(*_: object) -> str:
        raise ReviewError("it cannot be", "try another")

    first, second = jobs.add("redo", "a", 1, fail), jobs.add("redo", "b", 1, lambda *_: "done")
    while jobs.get(second.id).state != "done":
        time.sleep(0.01)
    told = jobs.get(first.id)
    assert (told.state, told.summary, told.problems[0].hint) == ("failed", "it cannot be", "try another")
    jobs.close()


def test_doors_let_one_in_at_a_time() -> None:
    doors, inside, most = Doors(), 0, 0

    def enter() -> None:
        nonlocal inside, most
        with doors.at("a"):
            inside += 1
            most = max(most, inside)
            time.sleep(0.005)
            inside -= 1

    threads = [threading.Thread(target=enter) for _ in range(8)]
    for thread in threads:
        thread.start()
    with doors.at("b"):
        pass
    for thread in threads:
        thread.join()
    assert most == 1
    assert not doors._doors


def test_a_backup_when_it_is_quiet(shelf: Shelf) -> None:
    backup = Path(f"{shelf.catalog}.backup")
    backups = Backups(shelf.catalog, quiet=0.05)
    backups.changed()
    backups.changed()
    for _ in range(200):
        if backup.exists():
            break
        time.sleep(0.02)
    assert backup.exists()
    backups.close()


def test_the_overview_is_read_once_and_after_each_change(shelf: Shelf) -> None:
    overview = Overview(shelf.catalog)
    first = overview.now()
    assert overview.now() is first
    with Catalog(shelf.catalog) as catalog, catalog.changing() as connection:
        save_edit(connection, named_one(connection, NAMES[0]).episode, Label.INTRO, None, Origin.EDIT)
    second = overview.now()
    assert second is not first
    assert second.library.shows[0].confirmed == 1
    with Catalog(shelf.catalog) as catalog, catalog.changing() as connection:
        save_edit(connection, named_one(connection, NAMES[1]).episode, Label.INTRO, None, Origin.EDIT)
    overview.prepare()
    for _ in range(200):
        if overview._snapshot is not second:
            break
        time.sleep(0.02)
    assert overview._snapshot is not second
    overview.close()


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("LocalHost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("localhost.evil.example", False),
        ("tv", False),
    ],
)
def test_what_only_this_machine_reaches(host: str, local: bool) -> None:
    assert is_local(host) is local


@pytest.mark.parametrize(
    ("host", "names", "needs"),
    [
        ("127.0.0.1", (), False),
        ("localhost", (), False),
        ("0.0.0.0", (), True),
        ("127.0.0.1", ("tv.example",), True),
    ],
)
def test_the_address_has_a_token_where_one_is_needed(host: str, names: tuple[str, ...], needs: bool) -> None:
    place = open_place(host, 0, names)
    place.socket.close()
    assert bool(place.keys.access) is needs
    assert ("?token=" in place.address) is needs
    assert len(place.keys.access) in (0, 32)


def test_by_which_names_it_may_be_called() -> None:
    here, proxied, everywhere = (
        open_place("127.0.0.1", 0),
        open_place("127.0.0.1", 0, ("TV.example",)),
        open_place("0.0.0.0", 0),
    )
    for place in (here, proxied, everywhere):
        place.socket.close()
        assert place.keys.is_called("localhost:1")
        assert not place.keys.is_called("evil.example")
    assert [place.keys.is_called("tv.example") for place in (here, proxied, everywhere)] == [
        False,
        True,
        False,
    ]
    assert [place.keys.is_called("10.0.0.7:1") for place in (here, proxied, everywhere)] == [
        False,
        False,
        True,
    ]
