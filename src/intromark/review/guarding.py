"""What every request must be before anything is done with it.

A page of another site must neither change anything nor learn anything: not by a form, not by a picture, not by a name
that it makes point to this machine (DNS rebinding).
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import secrets
from dataclasses import dataclass, field

from starlette.datastructures import URL, Headers, MutableHeaders, QueryParams
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 64 << 10  # bytes: a thousand episodes with their revisions are less
LONGEST_QUERY = 2048  # bytes
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
LENGTH = re.compile("[0-9]{1,12}")  # a number that may be read
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CHANGE_HEADER = "X-Intromark-Token"  # of all that changes: other sites can neither read nor send it

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Keys:
    """Who may come in.

    Attributes:
        names: Host names by which the page may be called.
        any_address: Whether it may also be called by any IP address.
        access: What a client must bring to see anything; empty where everybody on this machine may.
        changing: What a client must send back to change anything; it is told in `/api/session`.
    """

    names: frozenset[str] = LOCAL
    any_address: bool = False
    access: str = ""
    changing: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def is_called(self, host: str) -> bool:
        """Whether a Host header is one of ours."""
        name = host_name(host)
        return name in self.names or (self.any_address and _is_address(name))


class _Refused(Exception):  # noqa: N818 - no error: it is the answer
    def __init__(self, status: int, error: str, hint: str = "") -> None:
        super().__init__(error)
        self.response = JSONResponse({"error": error, "hint": hint}, status)


class Guard:
    """Stands before the application, and lets nothing through that is not as it should be."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        """Guard an application."""
        self._app, self._keys = app, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sending = _with_headers(scope, send)
        try:
            self._check_caller(scope, headers)
            welcome = self._welcome(scope, headers)
            if welcome is not None:
                await welcome(scope, receive, sending)
                return
            self._check_access(headers)
            self._check_change(scope, headers)
            body = await _limited_body(headers, receive)
        except _Refused as refused:
            await refused.response(scope, receive, sending)
            return
        await self._app(scope, body, sending)

    def _check_caller(self, scope: Scope, headers: Headers) -> None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._keys.is_called(hosts[0]):
            raise _Refused(421, "this is not the host that was asked for", "use the address that was printed")
        if len(scope["query_string"]) > LONGEST_QUERY:
            raise _Refused(414, "the address is too long")
        origin = headers.get("origin")
        if origin is not None and origin not in (f"http://{hosts[0]}", f"https://{hosts[0]}"):
            raise _Refused(403, "another site asked for this")
        site = headers.get("sec-fetch-site", "none")
        if scope["path"].startswith("/api") and site not in ("same-origin", "none"):
            raise _Refused(403, "another site asked for this")

    def _welcome(self, scope: Scope, headers: Headers) -> RedirectResponse | None:
        """What takes the token out of an address and puts it into a cookie, so that it is in no history."""
        if not self._keys.access or scope["method"] != "GET" or scope["path"] != "/":
            return None
        query = QueryParams(scope["query_string"])
        brought = query.get("token", "")
        if not _same(brought, self._keys.access):
            return None
        rest = URL(f"/?{query}").remove_query_params("token")
        response = RedirectResponse(str(rest), 303)
        response.set_cookie(
            cookie_name(headers["host"]), self._keys.access, httponly=True, samesite="lax", path="/"
        )
        return response

    def _check_access(self, headers: Headers) -> None:
        if not self._keys.access:
            return
        cookies = cookie_parser(headers.get("cookie", ""))
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        brought = bearer if scheme.lower() == "bearer" else cookies.get(cookie_name(headers["host"]), "")
        if not _same(brought, self._keys.access):
            raise _Refused(
                401, "the token is missing or wrong", "open the address that was printed, with its token"
            )

    def _check_change(self, scope: Scope, headers: Headers) -> None:
        if scope["method"] in SAFE:
            return
        if not _same(headers.get(CHANGE_HEADER, ""), self._keys.changing):
            raise _Refused(
                403,
                "the request lacks the token of this server",
                "read it from /api/session, and send it as X-Intromark-Token",
            )


def host_name(host: str) -> str:
    """The name in a Host header, without port, in lower case."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def cookie_name(host: str) -> str:
    """Of the cookie that holds the token: browsers keep one jar for all ports of a host."""
    port = host.rpartition("]")[2].rpartition(":")[2]
    return f"intromark-{port}" if port.isdigit() else "intromark"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _same(brought: str, wanted: str) -> bool:
    """Whether two texts are the same, in a time that does not tell how much of them is."""
    return hmac.compare_digest(brought.encode("utf-8", "replace"), wanted.encode())


async def _limited_body(headers: Headers, receive: Receive) -> Receive:
    """The body as a whole, if it is not too large."""
    too_large = _Refused(413, f"more than {LARGEST_BODY} bytes were sent")
    declared = headers.get("content-length", "0")
    if not LENGTH.fullmatch(declared) or int(declared) > LARGEST_BODY:
        raise too_large
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            break
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST_BODY:
            raise too_large
    is_given = False

    async def again() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _with_headers(scope: Scope, send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if scope["path"].startswith("/api") and "cache-control" not in headers:
                headers["Cache-Control"] = "no-store"
        await send(message)

    return sending
