"""Small servers on this machine that speak the requests of the real ones over HTTP, and can misbehave."""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

TOKEN = "0123456789abcdef0123456789abcdef"
TICKS = 10_000  # in a millisecond

Answer = tuple[int, Any]


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Fake:
    """One server.

    Attributes:
        episodes: Number of an item -> path of its file.
        requests: All that came in.
        failures: Statuses to answer the next requests with, in place of what is right; 0 closes the connection.
        lost: Statuses to answer with after the next changes were made.
        broken: A path that is always answered with status 500.
        redirect: Where every request is sent on to.
    """

    episodes: dict[str, str]
    requests: list[Request] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    broken: str = ""
    redirect: str = ""
    page: int = 2
    url: str = ""

    def answer(self, request: Request) -> Answer:
        """What the server does when all is well."""
        raise NotImplementedError

    def is_allowed(self, request: Request) -> bool:
        """Whether the token is right."""
        raise NotImplementedError

    def changes(self) -> list[Request]:
        """The requests that were not only to read."""
        return [one for one in self.requests if one.method != "GET"]

    def items(self, start: str, limit: str, describe: Callable[[str], dict[str, Any]]) -> Answer:
        """A page of items; a smaller one than was asked for, as servers may."""
        listed = list(self.episodes)
        wanted = listed[int(start) :][: min(int(limit), self.page)]
        return 200, {"Items": [describe(one) for one in wanted], "TotalRecordCount": len(listed)}


class FakeJellyfin(Fake):
    """Jellyfin with the plugin ms-api."""

    version = "10.10.7"
    has_plugin = True

    def __init__(self, episodes: dict[str, str]) -> None:
        super().__init__(episodes)
        self.segments: dict[str, dict[str, Any]] = {}

    def is_allowed(self, request: Request) -> bool:
        if request.path == "/System/Info/Public":
            return True
        match = re.search(r'^MediaBrowser .*Token="([^"]*)"', request.headers.get("authorization", ""))
        return match is not None and match[1] == TOKEN

    def put(self, item: str, kind: str, start: int, end: int) -> str:
        """A segment, in milliseconds."""
        id = uuid.uuid4().hex
        self.segments[id] = {
            "Id": id,
            "ItemId": item,
            "Type": kind,
            "StartTicks": start * TICKS,
            "EndTicks": end * TICKS,
        }
        return id

    def spans(self, item: str) -> list[tuple[str, int, int]]:
        """Segments of an item, in milliseconds."""
        return sorted(
            (one["Type"], one["StartTicks"] // TICKS, one["EndTicks"] // TICKS)
            for one in self.segments.values()
            if one["ItemId"] == item
        )

    def answer(self, request: Request) -> Answer:
        parts = request.path.strip("/").split("/")
        if request.path == "/System/Info/Public":
            return 200, {"ProductName": "Jellyfin Server", "Version": self.version}
        if request.path == "/Items":
            assert request.query["includeItemTypes"] == "Episode"
            assert request.query["fields"] == "Path"
            return self.items(
                request.query["startIndex"],
                request.query["limit"],
                lambda one: {"Id": one, "Path": self.episodes[one]},
            )
        if request.method == "GET" and parts[0] == "MediaSegments":
            found = [one for one in self.segments.values() if one["ItemId"] == parts[1]]
            return 200, {"Items": found, "TotalRecordCount": len(found)}
        if parts[0] == "MediaSegmentsApi" and self.has_plugin:
            return self._change(request, parts[1])
        return 404, None

    def _change(self, request: Request, id: str) -> Answer:
        if request.method == "DELETE":
            return (200, None) if self.segments.pop(id, None) else (404, None)
        if id not in self.episodes or not request.query.get("providerId"):
            return 404, None
        segment = {**request.body, "Id": uuid.uuid4().hex, "ItemId": id}
        self.segments[segment["Id"]] = segment
        return 200, segment


class FakeEmby(Fake):
    """Emby with the plugin Segment Reporting."""

    has_plugin = True

    def __init__(self, episodes: dict[str, str]) -> None:
        super().__init__(episodes)
        self.markers: dict[str, dict[str, int]] = {one: {} for one in episodes}

    def is_allowed(self, request: Request) -> bool:
        return request.headers.get("x-emby-token") == TOKEN

    def answer(self, request: Request) -> Answer:
        query = request.query
        if request.path == "/emby/Items" and "Ids" in query:
            return 200, {"Items": [self._described(query["Ids"])], "TotalRecordCount": 1}
        if request.path == "/emby/Items":
            assert query["IncludeItemTypes"] == "Episode"
            return self.items(query["StartIndex"], query["Limit"], self._described)
        if self.has_plugin and request.path.startswith("/emby/segment_reporting/"):
            return 200, self._change(request.path.rsplit("/", 1)[1], query)
        return 404, None

    def _described(self, item: str) -> dict[str, Any]:
        chapters = [{"StartPositionTicks": 0, "Name": "One", "MarkerType": "Chapter"}] + [
            {"StartPositionTicks": at * TICKS, "Name": kind, "MarkerType": kind}
            for kind, at in self.markers[item].items()
        ]
        return {"Id": item, "Path": self.episodes[item], "Chapters": chapters}

    def _change(self, verb: str, query: dict[str, str]) -> dict[str, Any]:
        if query["MarkerType"] not in ("IntroStart", "IntroEnd", "CreditsStart"):
            return {"error": f"Invalid markerType: {query['MarkerType']}"}
        if verb == "update_segment":
            self.markers[query["ItemId"]][query["MarkerType"]] = int(query["Ticks"]) // TICKS
        else:
            self.markers[query["ItemId"]].pop(query["MarkerType"], None)
        return {"success": True}


class Running:
    """A fake that listens, as a context manager."""

    def __init__(self, fake: Fake) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(fake))
        self._server.daemon_threads = True
        fake.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Running:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(fake: Fake) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def _any(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            text = self.rfile.read(length)
            request = Request(
                self.command,
                parts.path,
                dict(parse_qsl(parts.query)),
                {name.lower(): value for name, value in self.headers.items()},
                json.loads(text) if text else None,
            )
            fake.requests.append(request)
            status, answer = self._status(request)
            if status == 0:
                self.close_connection = True
                return
            content = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", fake.redirect)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _status(self, request: Request) -> Answer:
            if fake.redirect:
                return 302, None
            if request.path == fake.broken:
                return 500, None
            if fake.failures:
                return fake.failures.pop(0), None
            if not fake.is_allowed(request):
                return 401, None
            answer = fake.answer(request)
            if request.method != "GET" and fake.lost:
                return fake.lost.pop(0), None
            return answer

        do_GET = do_POST = do_DELETE = _any  # noqa: N815 - http.server's names

    return Handler
