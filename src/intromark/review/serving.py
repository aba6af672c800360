"""The application on a port of this machine."""

from __future__ import annotations

import errno
import ipaddress
import secrets
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from intromark.media import shown_name
from intromark.review.guarding import LOCAL, Keys
from intromark.review.problems import ReviewError

HOST = "127.0.0.1"
PORT = 8470
BACKLOG = 128


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page is.

    Attributes:
        socket: That listens.
        keys: Who may come in.
        address: What to open in a browser; with the token, where one is needed.
    """

    socket: socket.socket
    keys: Keys
    address: str


def open_place(host: str = HOST, port: int = PORT, names: Sequence[str] = ()) -> Place:
    """Listen at an address; from anywhere but this machine, only who has the token may come in.

    Args:
        host: Name or IP address.
        port: 0 is any that is free.
        names: Further names by which it is called, as behind a proxy: others than this machine reach it then.

    Raises:
        ReviewError: The port is taken, or the host is not this machine.
    """
    listening = _listen(host, port)
    real = listening.getsockname()[1]
    called = LOCAL | {name.lower() for name in (host, *names)}
    shown = f"[{host}]" if ":" in host else host
    if is_local(host) and not names:
        return Place(listening, Keys(called), f"http://{shown}:{real}/")
    machine = socket.gethostname()
    keys = Keys(called | {machine.lower()}, any_address=not is_local(host), access=secrets.token_urlsafe(24))
    everywhere = host in ("0.0.0.0", "::")
    return Place(listening, keys, f"http://{machine if everywhere else shown}:{real}/?token={keys.access}")


def is_local(host: str) -> bool:
    """Whether only this machine reaches an address."""
    if host.lower() == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def require_catalog(path: Path) -> None:
    """Refuse to show what is not there.

    Raises:
        ReviewError: There is no such file.
    """
    if not path.exists():
        raise ReviewError(
            f"there is no catalog `{shown_name(path)}`", "scan a library first: `intromark scan FOLDER`"
        )


def serve(catalog: Path, place: Place, on_start: Callable[[], None] = lambda: None) -> None:
    """Serve the review page until it is stopped by Ctrl-C.

    Args:
        catalog: Of the library.
        place: Where.
        on_start: Called when the page can be opened.
    """
    import uvicorn

    from intromark.review.app import create_app
    from intromark.review.desk import Desk

    config = uvicorn.Config(
        create_app(Desk.over(catalog), place.keys),
        log_level="warning",
        access_log=False,  # it would hold tokens
        server_header=False,
        timeout_graceful_shutdown=2,
        ws="none",
    )
    server = uvicorn.Server(config)
    on_start()
    with suppress(KeyboardInterrupt):
        server.run(sockets=[place.socket])


def _listen(host: str, port: int) -> socket.socket:
    try:
        (family, *_, address), *_ = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError, OverflowError) as error:
        raise ReviewError(
            f"`{shown_name(host)}` is no address of this machine", "see `ip address`"
        ) from error
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise ReviewError(
                f"port {port} is in use", "is the page open already? else choose another with --port"
            ) from error
        reason = (error.strerror or str(error)).lower()
        raise ReviewError(
            f"cannot listen at `{shown_name(host)}`, port {port}: {reason}", "choose another --host or --port"
        ) from error
    return listening
