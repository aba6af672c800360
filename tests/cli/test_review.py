"""`intromark review`: what it says when it cannot begin. The page itself is used in tests/review."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from .conftest import Home, invoke

pytest.importorskip("fastapi", reason="needs the review extra")
pytest.importorskip("uvicorn", reason="needs the review extra")

INTROMARK = (sys.executable, "-c", "from intromark.cli import main; main()")


def test_no_catalog(tmp_path: Path) -> None:
    run = invoke("review", "--no-open", "--catalog", tmp_path / "none.db")
    assert run.exit_code == 1
    assert run.stderr == (
        f"error: there is no catalog `{tmp_path}/none.db`\nhint: scan a library first: `intromark scan FOLDER`\n"
    )
    assert not (tmp_path / "none.db").exists()


@pytest.mark.usefixtures("home")
def test_a_taken_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = invoke("review", "--no-open", "--port", str(port))
    assert run.exit_code == 1
    assert run.stderr.startswith(f"error: port {port} is in use\nhint: is the page open already?")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1", "a" * 300])
def test_a_host_that_is_not_this_machine(host: str) -> None:
    run = invoke("review", "--no-open", "--host", host)
    assert run.exit_code == 1
    assert run.stderr.startswith("error: ")
    assert "hint: " in run.stderr


@pytest.mark.usefixtures("home")
def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastapi", None)
    monkeypatch.delitem(sys.modules, "intromark.review.problems", raising=False)
    monkeypatch.delitem(sys.modules, "intromark.review.serving", raising=False)
    run = invoke("review", "--no-open")
    assert run.exit_code == 1
    assert run.stderr == (
        "error: the review page needs `fastapi`, which is not installed\nhint: pip install 'intromark[review]'\n"
    )


def test_a_catalog_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "catalog.db").write_bytes(b"rubbish" * 1000)
    run = invoke("review", "--no-open", "--catalog", tmp_path / "catalog.db")
    assert run.exit_code == 1
    assert "is damaged" in run.stderr


def test_it_runs_until_ctrl_c(home: Home) -> None:
    command = [*INTROMARK, "review", "--no-open", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        with urllib.request.urlopen(address, timeout=20) as answer:
            assert b"intromark review" in answer.read()
        os.kill(server.pid, signal.SIGINT)
        rest, said = server.communicate(timeout=20)
    assert (server.returncode, rest, said) == (0, "", "stop it with Ctrl-C\n")


@pytest.mark.usefixtures("home")
def test_from_elsewhere_it_needs_the_token() -> None:
    command = [*INTROMARK, "review", "--no-open", "--port", "0", "--host", "0.0.0.0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert "/?token=" in address
        here = f"http://127.0.0.1:{address.split(':')[2].split('/')[0]}"
        try:
            with pytest.raises(urllib.error.HTTPError, match="401"):
                urllib.request.urlopen(f"{here}/api/library", timeout=20)
            token = address.partition("token=")[2]
            asked = urllib.request.Request(
                f"{here}/api/library", headers={"Authorization": f"Bearer {token}"}
            )
            with urllib.request.urlopen(asked, timeout=20) as answer:
                assert answer.status == 200
        finally:
            os.kill(server.pid, signal.SIGINT)
            server.communicate(timeout=20)
