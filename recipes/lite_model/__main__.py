"""The model in the wheel: `python -m recipes.lite_model --pictures CLIPS --out src/intromark/models/lite`.

CLIPS holds a folder a clip, and in it a still a second, named by its second. Out of these and of drawn cards, episodes
of thousands of shows are composed, and a network learns which of their seconds are intro, credits and recap.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np

from intromark.atomic import write_atomically
from intromark.encoders import load_encoder
from intromark.model import Model
from intromark.model_card import CARD, NETWORK, EncoderStamp, Head, ModelCard
from intromark.train.exporting import onnx_of, parity
from intromark.train.fitting import unweighted
from intromark.train.making import pick_device
from intromark.train.recipe import Recipe
from intromark.train.recipe_file import load_recipe
from intromark.train.training import Learnt, train

from ..sound.corpus import make_corpus
from .composing import Composers, Order
from .judging import HELD, JUDGED, figures, fitted, judged, said_of
from .learning import EMBEDDING, WIDTHS, windows
from .lesson import ComposedLesson
from .shows import LABELS, Material
from .stock import make_stock, stamp

SAMPLE = 4  # seed of what is composed for the scale of the inputs
WARNING = "it was trained on composed shows alone: no episode of real television was seen in its training"


def main() -> None:
    """Make the stock where it is missing, train, set thresholds, and write the model."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, nargs="*", default=(), help="folders, beside matplotlib's")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--stock", type=Path, default=Path("stock.npz"), help="features, kept and used again")
    parser.add_argument("--recordings", type=Path, required=True, help="as for `recipes.sound`")
    parser.add_argument(
        "--corpus", type=Path, default=Path("corpus.npz"), help="mel power, kept and used again"
    )
    parser.add_argument("--recipe", type=Path, default=Path(__file__).with_name("recipe.toml"))
    parser.add_argument(
        "--signals", nargs="+", choices=list(WIDTHS), default=list(WIDTHS), help="it is given"
    )
    parser.add_argument("--shows", type=int, default=1200, help="an epoch; default: %(default)s")
    parser.add_argument("--held", type=int, default=600, help="shows that thresholds are set on")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    material = Material(
        make_stock(options.pictures, tuple(options.fonts), options.stock, options.workers),
        make_corpus(options.recordings, options.corpus, options.workers),
    )
    recipe = load_recipe(options.recipe)
    composers = Composers.equipped(options.stock, options.corpus, options.workers)
    given = {name: WIDTHS[name] for name in options.signals}
    lesson = lesson_of(material, composers, recipe, options.shows, given)
    learnt = train(
        lesson,
        pick_device(options.device),
        on_epoch=lambda epoch: print(
            f"epoch {epoch.number}: loss {epoch.loss:.4f}, average precision "
            f"{[round(one or 0.0, 3) for one in (epoch.held_precision, *epoch.other_precisions)]}, "
            f"{epoch.seconds:.0f} s",
            flush=True,
        ),
    )
    card, network = finished(learnt, lesson, composers, recipe, options.held)
    options.out.mkdir(parents=True, exist_ok=True)
    write_atomically(options.out / NETWORK, network)
    write_atomically(options.out / CARD, card.text().encode())
    print(card.metrics)


def lesson_of(
    material: Material, composers: Composers, recipe: Recipe, shows: int, signals: Mapping[str, int]
) -> ComposedLesson:
    """What is learnt, and how."""
    chance = np.random.default_rng(SAMPLE)
    sampled = min(shows, 400)
    return ComposedLesson(
        windows(composers.episodes(Order(sampled, (SAMPLE,), signals)), chance),
        windows(composers.episodes(Order(150, (HELD,), signals, held_out=True)), chance),
        replace(recipe.network(sum(signals.values()) + len(signals), 60), labels=len(LABELS)),
        recipe.plan,
        recipe.augmentation,
        material=material.part(held_out=False),
        shows=shows,
        sampled=sampled,
        given=signals,
        composers=composers,
    )


def finished(
    learnt: Learnt, lesson: ComposedLesson, composers: Composers, recipe: Recipe, count: int
) -> tuple[ModelCard, bytes]:
    """The card and the network, with all that is set on shows that were held out."""
    encoder = load_encoder()
    config, clips = learnt.network.config, len(lesson.material.stock.clips)
    network = onnx_of(learnt.network)
    card = ModelCard(
        encoder=EncoderStamp(encoder.name, encoder.fingerprint, EMBEDDING),
        network=asdict(config),
        window=config.window,
        stride=recipe.use.stride,
        heads={
            label: Head(calibration=unweighted(weight))
            for label, weight in zip(LABELS, lesson.weights, strict=True)
        },
        signals=dict(lesson.given),
        tells_missing=True,
        recipe=recipe.as_dict(),
        data={
            "composed from": f"stills of {clips} clips, recordings of speech, music and noise",
            "stock": stamp(lesson.material.stock),
            "shows": lesson.shows,
        },
        warnings=(WARNING,),
        licence=recipe.use.licence,
        intromark=version("intromark"),
    )
    model = Model(card, network, Path(NETWORK))
    first, second = (
        said_of(model, composers.episodes(Order(count, seed, lesson.given, held_out=True)))
        for seed in ((HELD, 1), (JUDGED,))
    )
    card = fitted(card, first)
    judgement = {
        label: figures(answers)
        for label, answers in judged(Model(card, network, Path(NETWORK)), second).items()
    }
    apart = parity(learnt.network, model, lesson.train.rows(np.arange(16)))
    last = learnt.history[learnt.kept - 1]
    metrics = {"epoch": asdict(last), "parity": asdict(apart), "other composed shows": judgement}
    return replace(card, metrics=metrics), network


if __name__ == "__main__":
    main()
