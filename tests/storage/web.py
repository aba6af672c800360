"""A web server on this computer that serves a folder, with ranges or without, well or badly."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any


@dataclass
class Web:
    """How it serves, which a test may change, and what was asked of it.

    Attributes:
        folder: What is served.
        ranges: Whether it gives parts of files.
        failing: How many requests of content fail before one succeeds.
        cut: How many answers end in the middle.
        delay: Seconds before each answer.
        sent: Bytes of content that were sent.
        address: Where it is.
    """

    folder: Path
    ranges: bool = True
    failing: int = 0
    cut: int = 0
    delay: float = 0.0
    sent: int = 0
    address: str = ""
    requests: list[str] = field(default_factory=list)


def _handler(web: Web) -> type[SimpleHTTPRequestHandler]:
    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(web.folder))

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            path = Path(self.translate_path(self.path))
            if not path.is_file():
                super().do_GET()
                return
            time.sleep(web.delay)
            if web.failing:
                web.failing -= 1
                self.send_error(503)
                return
            size = path.stat().st_size
            asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
            start, stop = 0, size
            if asked and web.ranges:
                start, stop = int(asked[1]), min(int(asked[2]) + 1, size)
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{stop - 1}/{size}")
            else:
                self.send_response(200)
            self.send_header("Content-Length", str(stop - start))
            self.end_headers()
            web.requests.append(self.path)
            if web.cut:
                web.cut -= 1
                stop = start + (stop - start) // 2
                self.close_connection = True
            web.sent += stop - start
            with suppress(BrokenPipeError, ConnectionResetError), path.open("rb") as file:
                file.seek(start)
                self.wfile.write(file.read(stop - start))

    return Handler


@contextmanager
def serving(folder: Path) -> Iterator[Web]:
    """Serve a folder until the block ends."""
    web = Web(folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(web)) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        web.address = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield web
        finally:
            server.shutdown()
            thread.join()
