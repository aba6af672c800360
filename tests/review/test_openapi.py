"""What the API says of itself is so, whatever is sent: no request ends in an error of ours."""

from __future__ import annotations

import copy
import importlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the review extra")

from intromark.review.app import create_api
from intromark.review.desk import Desk
from intromark.review.guarding import Keys

from .stage import Client, Shelf, served

schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis, which the test extra brings")
hypothesis = pytest.importorskip("hypothesis", reason="needs schemathesis, which the test extra brings")

KEYS = Keys(changing="changing")
EXAMPLES = 10  # of each path and method, far and near
NEAR = {"id": 4, "start": 8, "end": 14, "tick": 13_000_000}  # numbers up to which something is there
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
DESCRIPTION = create_api(Desk.over(Path("none.db")), KEYS).openapi()
OPERATIONS = [
    pytest.param(path, method, id=f"{method} {path}")
    for path, methods in DESCRIPTION["paths"].items()
    for method in methods
]


def near() -> dict[str, Any]:
    """The description for numbers that stand for something: else nearly all that is sent is of no episode."""
    told = copy.deepcopy(DESCRIPTION)
    for methods in told["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] in NEAR:
                    parameter["schema"]["maximum"] = NEAR[parameter["name"]]
    return told


@pytest.fixture(scope="module")
def address(first_shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of a server over a catalog of its own: some requests change it, and jobs are begun."""
    catalog = tmp_path_factory.mktemp("described") / "catalog.db"
    shutil.copy(first_shelf.catalog, catalog)
    with served(catalog, first_shelf.store, KEYS) as opened:
        yield opened.rstrip("/")


def test_it_is_served_as_it_is(client: Client) -> None:
    assert client.get("/api/openapi.json").json() == DESCRIPTION
    assert len(OPERATIONS) >= 18


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_all_is_described(path: str, method: str) -> None:
    told = DESCRIPTION["paths"][path][method]
    assert told["description"]
    assert {"401", "403", "404", "413", "414", "421", "422", "503"} <= set(told["responses"])


@pytest.mark.parametrize("description", [DESCRIPTION, near()], ids=["far", "near"])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_whatever_is_sent(path: str, method: str, description: dict[str, Any], address: str) -> None:
    known = importlib.import_module("schemathesis.specs.openapi.checks")
    checks = [getattr(known, name, None) or getattr(schemathesis.checks, name) for name in CHECKS]
    schema = schemathesis.openapi.from_dict(description)
    seen: list[int] = []

    def send(case: Any) -> None:
        response = case.call(base_url=address, headers={"X-Intromark-Token": KEYS.changing})
        seen.append(response.status_code)
        case.validate_response(response, checks=checks)

    bounded = hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    bounded(hypothesis.given(case=schema[path][method].as_strategy())(send))()
    assert seen
    assert max(seen) < 500
