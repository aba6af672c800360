"""Attacks: another site, another name, a path, too much of something, a wrong token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("fastapi", reason="needs the review extra")

from intromark.review.app import create_app
from intromark.review.desk import Desk
from intromark.review.guarding import LARGEST_BODY, Keys

from .stage import HOST, Client, Shelf


@pytest.fixture(scope="module")
def open_desk(first_shelf: Shelf) -> Iterator[Desk]:
    """Nothing that is tried here changes anything."""
    before = first_shelf.catalog.read_bytes()
    opened = Desk.over(first_shelf.catalog, first_shelf.store)
    yield opened
    opened.close()
    assert first_shelf.catalog.read_bytes() == before


@pytest.fixture(scope="module")
def client(open_desk: Desk) -> Iterator[Client]:
    """A client on the machine of the server."""
    with Client(create_app(open_desk, Keys()), f"http://{HOST}", raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def guarded(open_desk: Desk) -> Iterator[Client]:
    """A client of a server that is reached from elsewhere."""
    keys = Keys(frozenset({"tv.example"}), any_address=True, access="secret")
    yield Client(create_app(open_desk, keys), "http://192.168.1.5:8470", follow_redirects=False)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (HOST, 200),
        ("localhost:8470", 200),
        ("[::1]:8470", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:8470", 421),
        ("localhost.evil.example", 421),
        ("192.168.1.5:8470", 421),
        ("", 421),
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/library", "/page/app.js"])
def test_a_name_that_was_made_to_point_here(host: str, status: int, path: str, client: Client) -> None:
    assert client.get(path, headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": f"http://{HOST}"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_another_site(headers: dict[str, str], status: int, client: Client) -> None:
    assert client.get("/api/library", headers=headers).status_code == status


@pytest.mark.parametrize("token", [None, "", "wrong", "\u00e4"])
def test_a_change_without_the_token(token: str | None, client: Client) -> None:
    seen = client.get("/api/episodes/1").json()
    body = {"revision": seen["revision"], "edits": []}
    headers = [] if token is None else [(b"X-Intromark-Token", token.encode("latin-1"))]
    for method, path in (("PUT", "/api/episodes/1/edits"), ("POST", "/api/lock"), ("DELETE", "/api/jobs/1")):
        answer = client.request(method, path, json=body, headers=headers)
        assert answer.status_code == 403
    assert client.get("/api/episodes/1").json() == seen


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_of_another_site(kind: str, client: Client) -> None:
    content = b'{"revision": 1, "edits": []}'
    answer = client.put("/api/episodes/1/edits", content=content, headers={"Content-Type": kind})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/page/../desk.py",
        "/page/..%2fdesk.py",
        "/page/%2e%2e/desk.py",
        "/page//etc/passwd",
        "/page/desk.py",
        "/page/index.html%00.js",
        "/../../etc/passwd",
        "/api/episodes/..%2f..%2fetc%2fpasswd",
        "/api/episodes/1/pictures/..%2f1",
        "/docs",
        "/redoc",
    ],
)
def test_no_path_is_opened(path: str, client: Client) -> None:
    answer = client.get(path)
    assert answer.status_code in (404, 422)
    assert "root:" not in answer.text
    assert "def " not in answer.text


@pytest.mark.parametrize(
    "id", ["-1", "0x1", "1.5", "1e3", "9" * 40, str(2**53 + 1), "%F0%9F%98%80", "1;DROP TABLE edit"]
)
def test_ids_that_are_none(id: str, client: Client) -> None:
    for path in (
        f"/api/episodes/{id}",
        f"/api/seasons/{id}",
        f"/api/episodes/{id}/curves",
        f"/api/jobs/{id}",
    ):
        assert client.get(path).status_code in (404, 422)


@pytest.mark.parametrize(
    "query",
    [
        "start=0&end=1e9",
        "start=nan&end=1",
        "start=0&end=inf",
        "start=5&end=1",
        "start=0&end=100",
        "start=-1&end=1",
        "start=0",
    ],
)
def test_spans_are_bounded(query: str, client: Client) -> None:
    for what in ("frames", "clip"):
        assert client.get(f"/api/episodes/1/{what}?{query}").status_code == 422


def test_sizes_are_bounded(client: Client) -> None:
    assert client.change("POST", "/api/lock", {"episodes": "x" * LARGEST_BODY}).status_code == 413
    many = [{"id": 1, "revision": 1}] * 1001
    assert client.change("POST", "/api/lock", {"episodes": many}).status_code == 422
    assert client.get("/api/search", params={"text": "x" * 5000}).status_code == 414
    assert client.get("/api/search", params={"text": "x" * 500}).status_code == 422
    assert client.get("/api/episodes/1/waveform?start=0&end=1&points=99999").status_code == 422


def test_a_body_that_hides_its_length(client: Client) -> None:
    token = client.get("/api/session").json()["token"]

    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 10_000

    answer = client.post("/api/lock", content=endless(), headers={"X-Intromark-Token": token})
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e3", "9" * 30, "\u00b2", "0x10", "", " "])
def test_a_length_that_is_none(length: str, client: Client) -> None:
    token = client.get("/api/session").json()["token"]
    headers = [(b"Content-Length", length.encode("latin-1")), (b"X-Intromark-Token", token.encode())]
    answer = client.post("/api/lock", content=b"{}", headers=headers)
    assert answer.status_code == 413


def test_what_is_not_known_is_refused(client: Client) -> None:
    seen = client.get("/api/episodes/1").json()
    body = {"revision": seen["revision"], "edits": [], "path": "/etc/passwd"}
    assert client.change("PUT", "/api/episodes/1/edits", body).status_code == 422


@pytest.mark.parametrize("path", ["/", "/api/library", "/api/nothing", "/page/app.js"])
def test_headers(path: str, client: Client) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer secret"}, 200),
        ({"Authorization": "Bearer secre"}, 401),
        ({"Authorization": "Basic secret"}, 401),
        ({"Cookie": "intromark-8470=secret"}, 200),
        ({"Cookie": "intromark-8470="}, 401),
        ({"Cookie": "intromark=secret"}, 401),
    ],
)
@pytest.mark.parametrize("path", ["/", "/page/app.js", "/api/library", "/api/labels"])
def test_the_token_from_elsewhere(headers: dict[str, str], status: int, path: str, guarded: Client) -> None:
    assert guarded.get(path, headers=headers).status_code == status


def test_the_token_goes_from_the_address_into_a_cookie(guarded: Client) -> None:
    assert guarded.get("/?token=wrong").status_code == 401
    assert guarded.get("/api/library?token=secret").status_code == 401
    answer = guarded.get("/?token=secret&x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?x=1")
    cookie = answer.headers["set-cookie"]
    assert all(word in cookie for word in ("intromark-8470=secret", "HttpOnly", "SameSite=lax"))
    assert guarded.get("/api/library").status_code == 200


@pytest.mark.parametrize(
    ("host", "status"), [("10.0.0.7:8470", 401), ("tv.example:8470", 401), ("evil.example", 421)]
)
def test_names_of_a_server_that_is_reached_from_elsewhere(host: str, status: int, guarded: Client) -> None:
    assert guarded.get("/api/library", headers={"Host": host}).status_code == status
