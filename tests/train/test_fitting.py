"""Calibration and thresholds, on curves that are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from intromark.model_card import Calibration
from intromark.span import Span
from intromark.train.fitting import Curve, choose_rule, fit_calibration, unweighted

PLAIN = Calibration()


def test_a_calibration_is_found_again() -> None:
    chance = np.random.default_rng(0)
    logits = 4 * chance.standard_normal(40_000)
    true = Calibration(0.5, -2.0)
    targets = (chance.random(len(logits)) < true.probabilities(logits)).astype(float)
    found = fit_calibration(logits, targets, PLAIN)
    assert found.slope == pytest.approx(0.5, abs=0.03)
    assert found.bias == pytest.approx(-2, abs=0.1)


def test_classes_that_are_parted_get_an_end() -> None:
    found = fit_calibration(np.array([-2.0, -1.0, 1.0, 2.0]), np.array([0.0, 0.0, 1.0, 1.0]), PLAIN)
    said = found.probabilities(np.array([-2.0, 2.0]))
    assert 0.1 < said[0] < 0.4
    assert 0.6 < said[1] < 0.9


@pytest.mark.parametrize(
    ("logits", "targets"),
    [
        pytest.param([1.0, 2.0], [0.0, 0.0], id="no intro"),
        pytest.param([1.0, 2.0], [1.0, 1.0], id="nothing else"),
        pytest.param([3.0, 2.0, -2.0, -3.0] * 5, [0.0, 0.0, 1.0, 1.0] * 5, id="logits that fall"),
    ],
)
def test_where_nothing_can_be_learnt(logits: list[float], targets: list[float]) -> None:
    other = Calibration(1.0, -3.0)
    assert fit_calibration(np.array(logits), np.array(targets), other) == other


def test_the_weight_of_the_loss_is_undone() -> None:
    # Of three alike frames one is intro: weighted twice, the network says one half.
    assert unweighted(2.0).probabilities(np.array([0.0])) == pytest.approx(1 / 3)


def test_the_rule_that_answers_best() -> None:
    intro = np.full(40, 0.05)
    intro[10:20] = 0.35
    story = np.full(40, 0.05)
    story[25:30] = 0.25
    curves = [Curve(intro, Span(10, 20)), Curve(story, None)]
    rule, counts = choose_rule(curves, 1.0)
    assert -1.5 <= rule.level <= -0.5
    assert (counts.hits, counts.intros, counts.false_intros, counts.without) == (1, 1, 0, 1)


def test_an_intro_elsewhere_may_have_a_cost() -> None:
    """A hill that is the intro in one of three episodes."""
    values = np.full(60, 0.02)
    values[20:30] = 0.6
    curves = [Curve(values, Span(*span)) for span in ((20.0, 30.0), (45.0, 50.0), (50.0, 55.0))]
    assert choose_rule(curves, 1.0)[1].hits == 1
    assert choose_rule(curves, 1.0, cost=0.4)[1].hits == 1
    assert choose_rule(curves, 1.0, cost=0.6)[1].hits == 0


def test_one_where_there_is_none_may_have_a_cost() -> None:
    """A hill that is the intro in one of two episodes."""
    values = np.full(60, 0.02)
    values[20:30] = 0.6
    curves = [Curve(values, Span(20.0, 30.0)), Curve(values, None)]
    assert choose_rule(curves, 1.0)[1].hits == 0, "of equals the strictest"
    curves.append(Curve(values, Span(20.0, 30.0)))
    assert choose_rule(curves, 1.0)[1].false_intros == 1
    assert choose_rule(curves, 1.0, false_cost=2.0)[1].false_intros == 0
