"""The model in the wheel: `python -m recipes.lite_model --pictures CLIPS --out src/intromark/models/lite`.

CLIPS holds a folder a clip, and in it a still a second, named by its second. Out of these and of drawn cards, episodes
of thousands of shows are composed, and a network learns which of their seconds are the opening.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intromark.atomic import write_atomically
from intromark.best_run import best_scored, log_odds
from intromark.detectors.transformer import SUREST
from intromark.encoders import load_encoder
from intromark.metrics import Tally, is_right, tally
from intromark.model import Model
from intromark.model_card import CARD, NETWORK, Calibration, EncoderStamp, Head, ModelCard
from intromark.segment import Label
from intromark.train.exporting import onnx_of, parity
from intromark.train.fitting import Curve, choose_rule, fit_calibration, unweighted
from intromark.train.making import pick_device
from intromark.train.recipe import Recipe
from intromark.train.recipe_file import load_recipe
from intromark.train.training import Learnt, train

from ..sound.corpus import make_corpus
from .learning import EMBEDDING, WIDTHS, ComposedLesson, Read, episodes, windows
from .shows import Material
from .stock import make_stock, stamp

HELD, JUDGED, SAMPLE = 2, 3, 4  # seeds of what is composed for each purpose
ELSEWHERE = 0.4  # hits that an intro beside the true one costs: it skips story as well
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
    lesson = lesson_of(material, recipe, options.shows, {name: WIDTHS[name] for name in options.signals})
    learnt = train(
        lesson,
        pick_device(options.device),
        on_epoch=lambda epoch: print(
            f"epoch {epoch.number}: loss {epoch.loss:.4f}, average precision {epoch.held_precision:.3f}, "
            f"{epoch.seconds:.0f} s",
            flush=True,
        ),
    )
    card, network = finished(learnt, lesson, material, recipe, options.held)
    options.out.mkdir(parents=True, exist_ok=True)
    write_atomically(options.out / NETWORK, network)
    write_atomically(options.out / CARD, card.text().encode())
    print(card.metrics)


def lesson_of(material: Material, recipe: Recipe, shows: int, signals: Mapping[str, int]) -> ComposedLesson:
    """What is learnt, and how."""
    training, held = material.part(held_out=False), material.part(held_out=True)
    chance = np.random.default_rng(SAMPLE)
    sampled = min(shows, 400)
    return ComposedLesson(
        windows(episodes(training, sampled, (SAMPLE,), signals), chance),
        windows(episodes(held, 150, (HELD,), signals), chance),
        recipe.network(sum(signals.values()), 60),
        recipe.plan,
        recipe.augmentation,
        material=training,
        shows=shows,
        sampled=sampled,
        given=signals,
    )


def finished(
    learnt: Learnt, lesson: ComposedLesson, material: Material, recipe: Recipe, count: int
) -> tuple[ModelCard, bytes]:
    """The card and the network, with all that is set on shows that were held out."""
    encoder = load_encoder()
    config = learnt.network.config
    network = onnx_of(learnt.network)
    card = ModelCard(
        encoder=EncoderStamp(encoder.name, encoder.fingerprint, EMBEDDING),
        network=asdict(config),
        window=config.window,
        stride=recipe.use.stride,
        heads={Label.INTRO: Head(calibration=unweighted(lesson.weights[0]))},
        signals=dict(lesson.given),
        recipe=recipe.as_dict(),
        data={
            "composed from": f"stills of {len(material.stock.clips)} clips, recordings of speech, music and noise",
            "stock": stamp(material.stock),
            "shows": lesson.shows,
        },
        warnings=(WARNING,),
        licence=recipe.use.licence,
        intromark=version("intromark"),
    )
    model = Model(card, network, Path(NETWORK))
    held = material.part(held_out=True)
    fitted = fit(card, model, list(episodes(held, count, (HELD, 1), lesson.given)))
    judged = list(episodes(held, count, (JUDGED,), lesson.given))
    counts = judge(fitted, model, judged)
    apart = parity(learnt.network, model, lesson.train.rows(np.arange(16)))
    last = learnt.history[learnt.kept - 1]
    metrics = {"epoch": asdict(last), "parity": asdict(apart), "other composed shows": counts}
    return replace(fitted, metrics=metrics), network


def fit(card: ModelCard, model: Model, held: Sequence[Read]) -> ModelCard:
    """The card with calibration, thresholds, and how sure it is of what it answers."""
    head = card.heads[Label.INTRO]
    logits = [model.frame_logits(one.inputs)[Label.INTRO] for one in held]
    targets = np.concatenate([one.targets for one in held])
    calibration = fit_calibration(np.concatenate(logits), targets, head.calibration)
    scores = [calibration.probabilities(one) for one in logits]
    rule, _ = choose_rule(
        [Curve(curve, one.intro) for curve, one in zip(scores, held, strict=True)], card.fps, ELSEWHERE
    )
    said: list[tuple[float, bool]] = []
    denied: list[tuple[float, bool]] = []
    for curve, one in zip(scores, held, strict=True):
        best = best_scored(curve, rule, card.fps)
        if best is None:
            denied.append((-_log_odds(float(curve.max(initial=0.0))), one.intro is None))
        else:
            said.append((_log_odds(best.score), one.intro is not None and is_right(best.span, one.intro)))
    return replace(
        card,
        heads={Label.INTRO: Head(rule, calibration, _sureness(said), _sureness(denied))},
    )


def _sureness(answers: Sequence[tuple[float, bool]]) -> Calibration:
    values, right = np.array([value for value, _ in answers]), np.array([float(one) for _, one in answers])
    return fit_calibration(values, right, Calibration(1.0, 0.0))


def _log_odds(score: float) -> float:
    return float(log_odds(np.array(score), SUREST))


def judge(card: ModelCard, model: Model, judged: Sequence[Read]) -> dict[str, int]:
    """How the model does on other shows than those that its thresholds are of."""
    head = card.heads[Label.INTRO]
    total = Tally()
    for one in judged:
        scores: NDArray[np.float64] = head.calibration.probabilities(
            model.frame_logits(one.inputs)[Label.INTRO]
        )
        best = best_scored(scores, head.rule, card.fps)
        total += tally(one.intro, best.span if best else None)
    return {
        "intros": total.intros,
        "hits": total.hits,
        "without": total.without,
        "false_intros": total.false_intros,
    }


if __name__ == "__main__":
    main()
