"""Sending to Jellyfin, as its core and its plugin ms-api take it."""

from __future__ import annotations

import pytest

from intromark.errors import ServerError
from intromark.segment import Label
from intromark.servers.jellyfin import Jellyfin
from intromark.servers.marks import Mark

from .conftest import FINER, INTRO, Sender
from .fakes import TOKEN, FakeJellyfin

SPAN = ("Intro", 6_400, 15_400)


@pytest.fixture
def server(jellyfin: FakeJellyfin) -> Jellyfin:
    return Jellyfin(jellyfin.url, TOKEN)


def test_sent_once(jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender) -> None:
    report = sender.send(server, {1: INTRO, 5: INTRO})
    assert (report.changed, report.same, report.absent) == (2, 0, [])
    assert sender.lines == ["+ 01 6400 15400", "+ 05 6400 15400"]
    assert jellyfin.spans("id1") == jellyfin.spans("id5") == [SPAN]
    (post, _) = jellyfin.changes()
    assert (post.method, post.path) == ("POST", "/MediaSegmentsApi/id1")
    assert post.query == {"providerId": "intromark"}
    assert post.body == {"ItemId": "id1", "Type": "Intro", "StartTicks": 64_000_000, "EndTicks": 154_000_000}
    again = sender.send(server, {1: INTRO, 5: INTRO})
    assert (again.changed, again.same, sender.lines) == (0, 2, [])
    assert len(jellyfin.changes()) == 2


def test_a_finer_edge_replaces_ours(jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender) -> None:
    sender.send(server, {1: INTRO})
    sender.send(server, {1: FINER})
    assert sender.lines == ["- 01 6400 15400", "+ 01 6440 15360"]
    assert jellyfin.spans("id1") == [("Intro", FINER.start, FINER.end)]
    assert sender.send(server, {1: None}).changed == 1
    assert jellyfin.spans("id1") == []
    assert sender.send(server, {1: None}).same == 1


def test_somebody_elses_is_left(jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender) -> None:
    jellyfin.put("id1", "Intro", 1000, 9000)
    jellyfin.put("id1", "Commercial", 20_000, 30_000)
    report = sender.send(server, {1: INTRO, 2: None})
    assert (report.changed, report.left, sender.lines) == (0, 1, ["! 01 1000 9000"])
    assert jellyfin.changes() == []
    sender.send(server, {1: INTRO}, replace=True)
    assert sender.lines == ["- 01 1000 9000", "+ 01 6400 15400"]
    assert jellyfin.spans("id1") == [("Commercial", 20_000, 30_000), SPAN]


def test_all_labels(jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender) -> None:
    marks = [Mark(0, 5000, Label.RECAP), INTRO, Mark(90_000, 99_000, Label.CREDITS)]
    sender.send(server, {1: marks})
    assert jellyfin.spans("id1") == [SPAN, ("Outro", 90_000, 99_000), ("Recap", 0, 5000)]
    assert sender.send(server, {1: marks}).same == 1
    # What is no longer spoken of is left, and still ours.
    sender.send(server, {1: FINER})
    sender.send(server, {1: [FINER, Mark(91_000, 99_000, Label.CREDITS)]})
    assert jellyfin.spans("id1")[1:] == [("Outro", 91_000, 99_000), ("Recap", 0, 5000)]


def test_a_rehearsal_sends_nothing(jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender) -> None:
    report = sender.send(server, {1: INTRO}, dry_run=True)
    assert (report.changed, sender.lines) == (1, ["+ 01 6400 15400"])
    assert jellyfin.changes() == []
    assert not sender.file.exists()


def test_maps(jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender) -> None:
    jellyfin.episodes = {"x": "/mnt/nas/Show/S01E01.mkv"}
    with pytest.raises(ServerError, match="none of 1 episodes is on the server: here `/tv/Show/") as error:
        sender.send(server, {1: INTRO})
    assert "there `/mnt/nas/Show/S01E01.mkv`" in error.value.message
    assert "--map" in error.value.hint
    report = sender.send(server, {1: INTRO, 2: INTRO}, "/tv:/mnt/nas")
    assert (report.changed, [path.name for path in report.absent]) == (1, ["S01E02.mkv"])
    assert jellyfin.spans("x") == [SPAN]


@pytest.mark.parametrize("failures", [[503], [0], [500, 429]])
def test_a_server_that_is_busy_is_asked_again(
    jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender, failures: list[int]
) -> None:
    jellyfin.failures = failures
    assert sender.send(server, {1: INTRO}).changed == 1
    assert jellyfin.spans("id1") == [SPAN]


@pytest.mark.parametrize("lost", [[500], [0], [504, 0]])
def test_an_answer_that_is_lost_sends_nothing_twice(
    jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender, lost: list[int]
) -> None:
    jellyfin.lost = lost
    report = sender.send(server, {1: INTRO})
    assert (report.changed, sender.lines) == (1, ["+ 01 6400 15400"])
    assert jellyfin.spans("id1") == [SPAN]
    assert len(jellyfin.changes()) == 1


def test_a_server_that_goes_away(jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender) -> None:
    sender.send(server, {1: INTRO})
    jellyfin.failures = [0] * 3
    with pytest.raises(ServerError, match="no answer from"):
        sender.send(server, {1: FINER, 2: INTRO})
    jellyfin.failures = []
    sender.send(server, {1: FINER, 2: INTRO})
    assert jellyfin.spans("id1") == [("Intro", FINER.start, FINER.end)]


def test_an_episode_that_fails_stops_no_other(
    jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender
) -> None:
    jellyfin.broken = "/MediaSegments/id1"
    report = sender.send(server, {1: INTRO, 2: INTRO})
    assert [str(error) for error in sender.errors] == [
        f"`{jellyfin.url}/MediaSegments/id1` answers with status 500"
    ]
    assert report.changed == 1
    assert jellyfin.spans("id2") == [SPAN]


def test_an_old_server(jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender) -> None:
    jellyfin.version = "10.9.11"
    with pytest.raises(ServerError, match=r"Jellyfin 10\.9\.11 knows no media segments"):
        sender.send(server, {1: INTRO})


def test_no_plugin(jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender) -> None:
    jellyfin.has_plugin = False
    with pytest.raises(ServerError, match="Jellyfin has no plugin that takes media segments") as error:
        sender.send(server, {1: INTRO})
    assert "MediaSegments API" in error.value.hint


def test_a_damaged_memory_claims_nothing(jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender) -> None:
    sender.send(server, {1: INTRO})
    sender.file.write_text("rubbish")
    report = sender.send(server, {1: FINER})
    assert (report.left, sender.lines) == (1, ["! 01 6400 15400"])


def test_types_as_numbers(jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender) -> None:
    id = jellyfin.put("id1", *SPAN)
    jellyfin.segments[id]["Type"] = 5
    assert sender.send(server, {1: INTRO}).same == 1


def test_nothing_to_send(jellyfin: FakeJellyfin, server: Jellyfin, sender: Sender) -> None:
    assert sender.send(server, {}).changed == 0
    assert jellyfin.requests == []
