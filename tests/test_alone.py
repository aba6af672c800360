"""An episode that has no others is answered by a model; here by one to which black is the intro."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from cli.conftest import invoke
from intromark import Label, detect
from intromark.alone import settled
from intromark.encoders import load_encoder
from intromark.errors import ModelError
from intromark.model_card import CARD, NETWORK, Calibration, EncoderStamp
from intromark.segment import Evidence
from intromark.signals import LAGS
from intromark.span import Span
from toy_model import MODEL, toy

WIDTH = 2 * len(LAGS) + 1  # of the signal `change`, whose last number says that a picture is flat
BLACK = (6.4, 14.0)  # seconds
LENGTH = 24.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model."""
    stamp = EncoderStamp("lite", load_encoder().fingerprint, 512)
    heads = {Label.INTRO: replace(MODEL.heads[Label.INTRO], calibration=Calibration(8.0, -4.0))}
    card = replace(MODEL, encoder=stamp, signals={"change": WIDTH}, heads=heads)
    place = tmp_path_factory.mktemp("model")
    (place / CARD).write_text(card.text())
    (place / NETWORK).write_bytes(toy(inputs=WIDTH, number=WIDTH - 1))
    return place


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Noise, black, noise; no sound."""
    path = tmp_path_factory.mktemp("alone") / "one.mkv"
    chance = np.random.default_rng(3)
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=Fraction(10), options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for number in range(int(LENGTH * 10)):
            picture = chance.integers(0, 256, (64, 96, 3), dtype=np.uint8)
            if BLACK[0] <= number / 10 < BLACK[1]:
                picture[:] = 0
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(stream.encode(None))
    return path


def test_the_model_says_where_the_intro_is(video: Path, folder: Path) -> None:
    (found,) = detect([video], model=folder)
    intro = found.first(Label.INTRO)
    assert intro is not None
    assert (intro.start, intro.end) == pytest.approx(BLACK, abs=0.11)
    assert intro.confidence is not None
    assert 0.5 < intro.confidence < 1
    assert intro.evidence == (Evidence.of_model(),)
    assert found.provenance.siblings == 0
    assert found.provenance.model


def test_an_episode_alone_is_no_trouble_any_more(video: Path, folder: Path) -> None:
    result = invoke("detect", video, "--model", folder, "--no-cache")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1].endswith("transformer")
    told = json.loads(invoke("detect", video, "--model", folder, "--format", "json").stdout)
    assert told[0]["segments"][0]["evidence"] == [{"source": "transformer", "siblings": 0}]


def test_without_a_model_it_is(video: Path) -> None:
    result = invoke("detect", video, "--model", "none", "--format", "csv")
    assert result.exit_code == 1
    assert f"`{video}` has no other episode to be compared with\nhint: " in result.stderr
    assert "none" in result.stdout


def test_what_was_looked_at_is_kept(video: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = invoke("detect", video, "--model", folder)
    monkeypatch.setattr("intromark.embedded.pictures", None)
    monkeypatch.setattr("intromark.embedded.frames", None)
    assert invoke("detect", video, "--model", folder).output == first.output


def test_a_model_of_another_encoder_is_refused(video: Path, folder: Path, tmp_path: Path) -> None:
    card = replace(MODEL, encoder=EncoderStamp("clip-vit-b-32", "0", 512), signals={"change": WIDTH})
    (tmp_path / CARD).write_text(card.text())
    (tmp_path / NETWORK).write_bytes((folder / NETWORK).read_bytes())
    with pytest.raises(ModelError, match="trained on embeddings of `clip-vit-b-32`, and these are of `lite`"):
        detect([video], model=tmp_path)
    result = invoke("detect", video, "--model", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: the model was trained on embeddings of")


def test_a_folder_without_a_model(video: Path, tmp_path: Path) -> None:
    result = invoke("detect", video, "--model", tmp_path)
    assert (result.exit_code, result.stdout.strip()) == (1, "")
    assert "is not a model" in result.stderr


def test_an_edge_goes_to_the_cut_that_is_near() -> None:
    curve = np.full(80, -3.0)
    curve[21:41] = 3.0
    pictures = np.zeros((80, 4))
    for number, (begin, end) in enumerate([(0, 19), (19, 43), (43, 60), (60, 80)]):
        pictures[begin:end, number] = 1
    moved = settled(Span(10.5, 20.5), curve, pictures)
    assert (moved.start, moved.end) == (9.5, 21.5)


def test_an_edge_stays_where_nothing_changes_nearby() -> None:
    curve = np.full(80, -3.0)
    curve[20:40] = 3.0
    pictures = np.zeros((80, 4))
    pictures[:, 0] = 1
    assert settled(Span(10.0, 20.0), curve, pictures) == Span(10.0, 20.0)
    assert settled(Span(0.0, 20.0), np.where(np.arange(80) < 40, 3.0, -3.0), pictures) == Span(0.0, 20.0)
