"""The notebook runs from top to bottom, in its small setting, and shows what it should."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

nbformat = pytest.importorskip("nbformat", reason="needs the test extra")
nbclient = pytest.importorskip("nbclient", reason="needs the test extra")
pytest.importorskip("torch", reason="needs the train extra")

NOTEBOOK = Path(__file__).parents[1] / "notebooks/seed.ipynb"
LONGEST = 300  # seconds that a cell may take on a busy machine


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The notebook, run; a cell that fails fails the tests."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    folder = tmp_path_factory.mktemp("notebook")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTROMARK_NOTEBOOK", "small")
        for name in ("INTROMARK_LABELS", "INTROMARK_VIDEOS", "INTROMARK_ENCODER_WEIGHTS"):
            patch.delenv(name, raising=False)
        resources = {"metadata": {"path": str(folder)}}
        nbclient.NotebookClient(
            notebook, timeout=LONGEST, kernel_name="python3", resources=resources
        ).execute()
    assert [*folder.iterdir()] == []  # it leaves nothing behind
    return notebook


def printed(notebook: Any) -> str:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    return "".join(output.text for output in outputs if output.output_type == "stream")


def figures(notebook: Any) -> list[Image.Image]:
    data = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    return [Image.open(io.BytesIO(base64.b64decode(one["image/png"]))) for one in data if "image/png" in one]


def test_its_figures_are_drawn(executed: Any) -> None:
    drawn = figures(executed)
    assert len(drawn) == 5
    assert all(np.ptp(np.asarray(one.convert("L"))) > 200 for one in drawn)


def test_the_faults_of_labels_are_found(executed: Any) -> None:
    text = printed(executed)
    assert "3 rows start after their end, of which the rounding explains 3" in text
    assert "2 more look right and are a minute late at both ends; 0 speak against it" in text
    assert "0 test rows that stand in the training as well" in text


def test_the_tables_have_the_published_figures_and_the_baselines(executed: Any) -> None:
    lines = printed(executed).splitlines()
    published = next(line for line in lines if line.startswith("published, 20 epochs"))
    assert published.split()[-8:] == ["0.968", "0.975", "0.961", "0.968", "0.780", "0.780", "0.775", "0.778"]
    for name in (
        "this run",
        "seed's recipe",
        "default recipe",
        "always [5, 15)",
        "show's median",
        "everything",
    ):
        row = next(line for line in lines if line.startswith(name))
        assert all(value == "-" or float(value) >= 0 for value in row.removeprefix(name).split())


def test_recurrence_finds_what_was_drawn(executed: Any) -> None:
    assert "2 of 2 intros found" in printed(executed)


def test_what_is_shown_in_the_file_names_no_folder() -> None:
    text = NOTEBOOK.read_text()
    assert "/tmp/" not in text
    assert "/home/" not in text
