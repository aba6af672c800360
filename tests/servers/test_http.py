"""Where a token goes, and where it does not."""

from __future__ import annotations

import logging
import socket
import traceback

import pytest

from intromark.errors import ServerError
from intromark.servers.http import BusyError, Client, GoneError, checked_token
from intromark.servers.jellyfin import Jellyfin

from .fakes import TOKEN, Fake, FakeJellyfin, Running


def test_no_token_over_a_redirect(jellyfin: FakeJellyfin) -> None:
    other = FakeJellyfin({})
    with Running(other):
        jellyfin.redirect = f"{other.url}/Items?api_key={TOKEN}"
        with pytest.raises(ServerError, match="sends on to") as error:
            Jellyfin(jellyfin.url, TOKEN).episodes()
    assert other.requests == []
    assert f"{other.url}/Items`" in error.value.message
    assert TOKEN not in error.value.message + error.value.hint


FAILURES = {
    "status 500": [500],
    "refused": [403],
    "gone": [404],
    "cut off": [0],
    "odd": [418],
}


@pytest.mark.parametrize("failures", FAILURES.values(), ids=[*FAILURES])
def test_no_token_in_an_error_or_a_log(
    jellyfin: FakeJellyfin,
    failures: list[int],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    jellyfin.failures = list(failures)
    server = Jellyfin(jellyfin.url, TOKEN)
    with pytest.raises(ServerError) as error:
        server.episodes()
    shown = "".join(traceback.format_exception(error.value))
    printed = capfd.readouterr()
    assert not [text for text in (shown, caplog.text, *printed, repr(server), server.name) if TOKEN in text]


def test_a_wrong_token(jellyfin: FakeJellyfin) -> None:
    with pytest.raises(ServerError, match=f"`{jellyfin.url}` refuses the token"):
        Jellyfin(jellyfin.url, "wrong").episodes()


@pytest.mark.parametrize("token", ["", " ", 'a"b', "a b", "a\r\nX: y", "caf\u00e9", "a\\b"])
def test_what_is_no_token(token: str) -> None:
    with pytest.raises(ServerError, match="the token is empty, or has letters that no token has"):
        checked_token(token)


@pytest.mark.parametrize(
    "url", ["nas:8096", "ftp://nas", "http://", "http://nas:x", "//nas", "http://[", "http://nas:99999"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ServerError) as error:
        Client(url, {})
    assert "http://nas:8096" in error.value.hint


@pytest.mark.parametrize(
    "url", [f"http://anna:{TOKEN}@nas", f"http://nas/?api_key={TOKEN}", f"http://nas/#{TOKEN}"]
)
def test_an_address_with_a_secret_is_refused_and_not_quoted(url: str) -> None:
    with pytest.raises(ServerError, match="has a name, a password or a query in it") as error:
        Client(url, {})
    assert TOKEN not in error.value.message


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(
        BusyError, match=f"no answer from `http://127.0.0.1:{port}/Items`: .*refused"
    ) as error:
        Client(f"http://127.0.0.1:{port}/", {}).get("/Items")
    assert error.value.is_gone


def test_it_answers_too_late() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(BusyError, match="timed out"):
            Client(url, {}, timeout=0.05).get("/Items")


class _Page(Fake):
    def is_allowed(self, request: object) -> bool:
        return True

    def answer(self, request: object) -> tuple[int, object]:
        return 200, "<html>"


def test_another_kind_of_server() -> None:
    page = _Page({})
    with Running(page), pytest.raises(ServerError, match="does not answer as Jellyfin does"):
        Jellyfin(f"{page.url}/base", TOKEN).episodes()
    assert page.requests[-1].path == "/base/Items"


def test_gone_and_busy(jellyfin: FakeJellyfin) -> None:
    client = Client(jellyfin.url, {})
    jellyfin.failures = [404, 503]
    with pytest.raises(GoneError):
        client.get("/Items")
    with pytest.raises(BusyError) as error:
        client.get("/Items")
    assert not error.value.is_gone
