"""The one HTTP client. It follows no redirect, and no message of it holds a token."""

from __future__ import annotations

import http.client
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from intromark.errors import ServerError

TIMEOUT = 20.0  # seconds for a server to answer
_BUSY = (429, 500, 502, 503, 504)
_LONGEST = 64 << 20  # bytes of an answer


class BusyError(ServerError):
    """The server did not answer, or not now: the same may work in a while.

    Attributes:
        is_gone: It was not reached at all.
    """

    def __init__(self, message: str, hint: str, *, is_gone: bool) -> None:
        super().__init__(message, hint)
        self.is_gone = is_gone


class GoneError(ServerError):
    """There is no such thing on the server."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is answered with an error: its target was not given the token by anybody."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Client:
    """Requests to one server, with its secret in a header.

    Attributes:
        address: Of the server, without an end slash.
    """

    def __init__(self, url: str, secret: Mapping[str, str], timeout: float = TIMEOUT) -> None:
        """Talk to a server.

        Args:
            url: With `http://` or `https://`; may have a path.
            secret: Headers that nobody else may see.
            timeout: Seconds to wait for an answer.

        Raises:
            ServerError: It is no such address.
        """
        self.address = _checked(url)
        self._secret = dict(secret)
        self._timeout = timeout
        self._opener = urllib.request.build_opener(_NoRedirect)

    def get(self, path: str, query: Mapping[str, object] | None = None) -> Any:
        """What the server answers, from JSON.

        Raises:
            BusyError: It did not answer, or not now.
            GoneError: There is no such thing.
            ServerError: It refuses, sends elsewhere, or answers something else.
        """
        return self._send("GET", path, query or {}, None)

    def post(self, path: str, query: Mapping[str, object] | None = None, body: object = None) -> Any:
        """Send JSON; the answer, from JSON, or None where there is none. Raises as `get` does."""
        return self._send("POST", path, query or {}, json.dumps(body).encode() if body is not None else b"")

    def delete(self, path: str, query: Mapping[str, object] | None = None) -> None:
        """Delete. Raises as `get` does."""
        self._send("DELETE", path, query or {}, None)

    def _send(self, method: str, path: str, query: Mapping[str, object], body: bytes | None) -> Any:
        where = f"{self.address}{quote(path)}"
        request = urllib.request.Request(
            f"{where}?{urlencode(query)}" if query else where,
            data=body,
            method=method,
            headers={"Accept": "application/json", "Content-Type": "application/json", **self._secret},
        )
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                content = answer.read(_LONGEST)
        except urllib.error.HTTPError as error:
            with error:
                self._refused(where, error.code, error.headers.get("Location", ""))
        except (OSError, http.client.HTTPException) as error:
            self._unreachable(where, error)
        try:
            return json.loads(content) if content.strip() else None
        except ValueError:
            raise ServerError(
                f"`{where}` answers something that is no JSON", "see that the address is the server's"
            ) from None

    def _refused(self, where: str, status: int, target: str) -> NoReturn:
        # `from None`: what urllib raises is not shown, as it may quote what was sent.
        if status in _BUSY:
            raise BusyError(
                f"`{where}` answers with status {status}",
                "see the server's log, and run again",
                is_gone=False,
            ) from None
        if status in (401, 403):
            raise ServerError(
                f"`{self.address}` refuses the token", "make one as an administrator, and give all of it"
            ) from None
        if status == 404:
            raise GoneError(f"`{where}` is not there", "see that the address is the server's") from None
        if 300 <= status < 400:
            raise ServerError(
                f"`{where}` sends on to `{_without_query(target)}`, where no token is sent",
                "if that is the server, give its address with --url",
            ) from None
        raise ServerError(f"`{where}` answers with status {status}", "see the server's log") from None

    def _unreachable(self, where: str, error: Exception) -> NoReturn:
        reason: object = getattr(error, "reason", error)
        if isinstance(reason, ssl.SSLCertVerificationError):
            raise ServerError(
                f"the certificate of `{self.address}` cannot be trusted: {reason.verify_message}",
                "name the file of its certificate in the environment variable SSL_CERT_FILE",
            ) from None
        told = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
        raise BusyError(
            f"no answer from `{where}`: {told}", "see that the server runs, and its address", is_gone=True
        ) from None


def checked_token(token: str) -> str:
    """A token that can stand in a header.

    Raises:
        ServerError: It cannot; it is not quoted.
    """
    token = token.strip()
    if not token or not token.isascii() or not token.isprintable() or {'"', " ", "\\"} & {*token}:
        raise ServerError("the token is empty, or has letters that no token has", "copy it once more")
    return token


def _checked(url: str) -> str:
    hint = "write it as http://nas:8096"
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ServerError("the address of the server is none", hint) from None
    if parts.username or parts.password or parts.query or parts.fragment:
        # Not quoted: it may hold a secret.
        raise ServerError("the address of the server has a name, a password or a query in it", hint)
    if parts.scheme not in ("http", "https") or not host:
        raise ServerError(f"`{url}` is no address of a server", hint)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))


def _without_query(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "another address"
    return (
        urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", "")) or "another address"
    )
