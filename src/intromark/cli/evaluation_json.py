"""What `intromark evaluate --json` prints for programs."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from intromark.evaluation import FIGURES, Evaluation
from intromark.frame_counts import average_precision
from intromark.metrics import LEAST_IOU
from intromark.span import Span
from intromark.train.evaluating import Judgement


def to_json(judgement: Judgement, seen: Sequence[str]) -> str:
    """Every figure of every method, of all and by show, and every episode; what says nothing is null.

    Args:
        judgement: What came out.
        seen: Shows that the model knows from its training.
    """
    found = judgement.evaluation
    scores, targets = judgement.joined()
    told = {
        "episodes": len(found.episodes),
        "shows": list(found.shows),
        "seen_in_training": list(seen),
        "prevalence": _known(float(targets.mean())),
        "least_iou": LEAST_IOU,
        "threshold": judgement.threshold,
        "average_precision": _known(average_precision(scores, targets)),
        "methods": {method: _figures(found, method) for method in found.outcomes},
        "per_episode": [
            {
                "id": episode.name,
                "show": episode.show,
                "duration": episode.duration,
                "intro": _span(episode.intro),
                "answers": {method: _span(answers[number]) for method, answers in found.answers.items()},
                "iou": {method: outcomes[number].tally.iou for method, outcomes in found.outcomes.items()},
            }
            for number, episode in enumerate(found.episodes)
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _figures(found: Evaluation, method: str) -> dict[str, object]:
    return {
        name: {
            "all": _known(found.value(method, name)),
            "interval": [_known(end) for end in found.interval(method, name)],
            "mean_of_shows": _known(found.macro(method, name)),
            "by_show": {show: _known(found.value(method, name, show)) for show in found.shows},
        }
        for name in FIGURES
    }


def _span(span: Span | None) -> list[float] | None:
    return None if span is None else [span.start, span.end]


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
