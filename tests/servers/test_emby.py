"""Sending to Emby, as its plugin Segment Reporting takes it."""

from __future__ import annotations

import pytest

from intromark.errors import ServerError
from intromark.segment import Label
from intromark.servers.emby import Emby
from intromark.servers.marks import Mark

from .conftest import FINER, INTRO, Sender
from .fakes import TOKEN, FakeEmby

CREDITS = Mark(90_000, 99_000, Label.CREDITS)


@pytest.fixture
def server(emby: FakeEmby) -> Emby:
    return Emby(f"{emby.url}/emby/", TOKEN)


def test_sent_once(emby: FakeEmby, server: Emby, sender: Sender) -> None:
    assert sender.send(server, {1: INTRO, 5: INTRO}).changed == 2
    assert emby.markers["id1"] == {"IntroStart": 6400, "IntroEnd": 15_400}
    (first, *_) = emby.changes()
    assert (first.method, first.path) == ("POST", "/emby/segment_reporting/update_segment")
    assert first.query == {"ItemId": "id1", "MarkerType": "IntroStart", "Ticks": "64000000"}
    before = len(emby.changes())
    assert sender.send(server, {1: INTRO, 5: INTRO}).same == 2
    assert len(emby.changes()) == before


def test_changed_and_taken_back(emby: FakeEmby, server: Emby, sender: Sender) -> None:
    sender.send(server, {1: [INTRO, CREDITS, Mark(0, 5000, Label.RECAP)]})
    assert emby.markers["id1"] == {"IntroStart": 6400, "IntroEnd": 15_400, "CreditsStart": 90_000}
    assert sender.send(server, {1: [INTRO, CREDITS]}).same == 1
    sender.send(server, {1: [FINER, CREDITS]})
    assert sender.lines == ["- 01 6400 15400", "+ 01 6440 15360"]
    sender.send(server, {1: None})
    assert emby.markers["id1"] == {"CreditsStart": 90_000}


def test_somebody_elses_is_left(emby: FakeEmby, server: Emby, sender: Sender) -> None:
    emby.markers["id1"] = {"IntroStart": 1000, "IntroEnd": 9000}
    assert sender.send(server, {1: INTRO}).left == 1
    assert emby.changes() == []
    sender.send(server, {1: INTRO}, replace=True)
    assert emby.markers["id1"] == {"IntroStart": 6400, "IntroEnd": 15_400}


@pytest.mark.parametrize("lost", [[0], [500, 500]])
def test_half_an_intro_is_completed(emby: FakeEmby, server: Emby, sender: Sender, lost: list[int]) -> None:
    emby.lost = lost
    sender.send(server, {1: INTRO})
    assert emby.markers["id1"] == {"IntroStart": 6400, "IntroEnd": 15_400}


def test_no_plugin(emby: FakeEmby, server: Emby, sender: Sender) -> None:
    emby.has_plugin = False
    with pytest.raises(ServerError, match="Emby has no plugin Segment Reporting"):
        sender.send(server, {1: INTRO})


def test_what_the_plugin_refuses(
    emby: FakeEmby, server: Emby, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intromark.servers.emby.INTRO", ("IntroBegin", "IntroEnd"))
    with pytest.raises(ServerError, match=r"does not take the markers of .*: Invalid markerType"):
        sender.send(server, {1: INTRO})


def test_a_wrong_token(emby: FakeEmby, sender: Sender) -> None:
    with pytest.raises(ServerError, match="refuses the token"):
        sender.send(Emby(emby.url, "wrong"), {1: INTRO})
