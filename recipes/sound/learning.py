"""Mixtures to learn from, and the learning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from intromark.frame_counts import average_precision
from intromark.sound_signal import SOUNDS
from intromark.soundprint import BANDS, STEP_RATE

from .corpus import Corpus, Power
from .mixing import Chance, Mixer, Track, joined, silence
from .network import SoundNetwork

STEPS = 16 * STEP_RATE  # of a mixture
BATCH = 32
RATE = 3e-3  # highest


def _talk(mixer: Mixer, chance: Chance, steps: int) -> Track:
    pause = float(chance.choice([0.3, 1.0, 3.0]))
    return mixer.speech(steps, mixer.speakers(int(chance.integers(1, 4))), pause)


def _room(mixer: Mixer, chance: Chance, steps: int) -> Track:
    return mixer.ambience(steps).louder(chance.uniform(-35, 0))


def _song(mixer: Mixer, chance: Chance, steps: int) -> Track:
    return mixer.song(steps, mixer.singers(int(chance.integers(1, 4))))


SCENES: Mapping[str, tuple[float, Callable[[Mixer, Chance, int], Track]]] = {
    "talk": (0.22, lambda m, c, n: _talk(m, c, n) + _room(m, c, n).louder(-8)),
    "talk over music": (
        0.22,
        lambda m, c, n: _talk(m, c, n) + m.music(n, m.tune()).louder(c.uniform(-22, 6)) + _room(m, c, n).louder(-15),
    ),
    "music": (0.18, lambda m, c, n: m.music(n, m.tune()) + _room(m, c, n).louder(-15)),
    "song": (
        0.16,
        lambda m, c, n: m.music(n, m.tune()) + _song(m, c, n).louder(c.uniform(-8, 8)) + _room(m, c, n).louder(-20),
    ),
    "song alone": (0.03, lambda m, c, n: _song(m, c, n) + _room(m, c, n).louder(-12)),
    "noise": (0.15, lambda m, c, n: _room(m, c, n) + m.effects(n, 3.0).louder(c.uniform(-15, 5))),
    "silence": (0.04, lambda _m, _c, n: silence(n)),
}  # fmt: skip
"""Kind of a mixture -> its share, and what mixes it."""


@dataclass(frozen=True, eq=False)
class Mixtures:
    """Examples.

    Attributes:
        power: (N, T, 32).
        heard: (N, T, 3): speech, singing, music.
    """

    power: Power
    heard: NDArray[np.float32]


def mixtures(corpus: Corpus, count: int, seed: tuple[int, ...]) -> Mixtures:
    """Mixtures of their own; the seed decides all of them."""
    chance = np.random.default_rng(seed)
    mixer = Mixer(corpus, chance)
    tracks = [mixture(mixer, chance) for _ in range(count)]
    return Mixtures(
        np.stack([one.power for one in tracks]), np.stack([one.heard() for one in tracks]).astype(np.float32)
    )


def mixture(mixer: Mixer, chance: Chance) -> Track:
    """One or two scenes in a row, at any level."""
    names, shares = list(SCENES), np.array([share for share, _ in SCENES.values()])
    lengths = [STEPS]
    if chance.random() < 0.5:
        first = int(chance.integers(STEP_RATE, STEPS - STEP_RATE))
        lengths = [first, STEPS - first]
    parts = []
    for steps in lengths:
        kind = names[int(chance.choice(len(names), p=shares / shares.sum()))]
        parts.append(SCENES[kind][1](mixer, chance, steps).louder(chance.uniform(-6, 6)))
    whole = joined(parts).louder(chance.uniform(-28, 4))
    return replace(whole, power=whole.power * _band_limits(chance))


def _band_limits(chance: Chance) -> Power:
    """(32,) what a codec or a loudspeaker leaves of the lowest and the highest bands."""
    gain = np.zeros(BANDS)
    if chance.random() < 0.35:
        gain[-int(chance.integers(1, 11)) :] -= chance.uniform(6, 40)
    if chance.random() < 0.25:
        gain[: int(chance.integers(1, 6))] -= chance.uniform(6, 30)
    gain += chance.normal(0, 3) * np.linspace(-1, 1, BANDS)
    return np.asarray(10 ** (gain / 10), np.float32)


def train(corpus: Corpus, epochs: int, count: int, judged: Mixtures) -> SoundNetwork:
    """Fit a network to new mixtures in each epoch."""
    torch.manual_seed(1)
    network = SoundNetwork()
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=epochs * -(-count // BATCH))
    for epoch in range(epochs):
        network.train()
        losses = []
        for power, heard in _batches(mixtures(corpus, count, (1, epoch))):
            loss = F.binary_cross_entropy_with_logits(network(power), heard)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}; {report(network, judged)}", flush=True)
    return network.eval()


def _batches(drawn: Mixtures) -> Iterator[tuple[Tensor, Tensor]]:
    for first in range(0, len(drawn.power), BATCH):
        rows = slice(first, first + BATCH)
        yield torch.from_numpy(drawn.power[rows]), torch.from_numpy(drawn.heard[rows])


def report(network: SoundNetwork, judged: Mixtures) -> str:
    """Average precision, and the share of steps that is right at 0.5, of each kind of sound."""
    network.eval()
    with torch.inference_mode():
        said = torch.sigmoid(torch.cat([network(power) for power, _ in _batches(judged)])).numpy()
    told = []
    for number, kind in enumerate(SOUNDS):
        scores, wanted = said[..., number].ravel(), judged.heard[..., number].ravel()
        right = float(((scores > 0.5) == (wanted > 0.5)).mean())
        told.append(
            f"{kind} {average_precision(scores, wanted):.3f} ({right:.1%} right, {wanted.mean():.0%} have it)"
        )
    return "held-out sources, average precision: " + ", ".join(told)
