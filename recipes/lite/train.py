"""The training: two altered views of a still are near, another still is far (SSCD, arXiv 2202.10261)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from .augment import view
from .backbone import FROZEN, LiteNetwork
from .pictures import Corpus, look_alikes

NEIGHBOUR = 3  # seconds; stills of a clip nearer than this are neither copies nor others
FLIP = 0.5  # chance that a still is mirrored, both views alike: more stills, and a mirrored one is another


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, how fast and with what weights.

    Attributes:
        steps: Batches.
        stills: Stills a batch; each gives two views.
        scene: Stills a batch that are drawn from one group, which makes other seconds of one set meet.
        remembered: Embeddings of past batches that serve as further negatives.
        rate: Peak learning rate of the convolutions.
        head: How many times as fast the projection learns.
        warm_up: Steps until the peak.
        temperature: Of the softmax over similarities.
        entropy: Weight of the spreading term.
        seed: Of everything drawn.
    """

    steps: int = 280
    stills: int = 64
    scene: int = 4
    remembered: int = 1024
    rate: float = 2e-4
    head: float = 3.0
    warm_up: int = 20
    temperature: float = 0.05
    entropy: float = 3.0
    seed: int = 1


class Batches(Dataset[tuple[Tensor, Tensor]]):
    """Batch number -> (front features of 2 B views, (B,) rows of the stills); the same for the same plan."""

    def __init__(self, corpus: Corpus, network: LiteNetwork, plan: Plan) -> None:
        """Share `corpus` and `network` with the processes that make the batches."""
        self.corpus, self.network, self.plan = corpus, network, plan
        self.scenes = [np.flatnonzero(corpus.groups == group) for group in np.unique(corpus.groups)]
        sizes = np.sqrt([len(scene) for scene in self.scenes])
        self.chances = sizes / sizes.sum()

    def __len__(self) -> int:
        """Batches."""
        return self.plan.steps

    def __getitem__(self, step: int) -> tuple[Tensor, Tensor]:
        """Make batch `step`."""
        chance = np.random.default_rng((self.plan.seed, step))
        rows = self._rows(chance)
        others = chance.integers(0, len(self.corpus.pictures), (2, len(rows)))
        mirrored = chance.random(len(rows)) < FLIP
        views = []
        for side in others:
            for row, other, mirror in zip(rows, side, mirrored, strict=True):
                still = self.corpus.pictures[row]
                views.append(view(still[:, ::-1] if mirror else still, self.corpus.pictures[other], chance))
        with torch.no_grad():
            features = self.network.front(torch.from_numpy(np.stack(views)))
        return features.half(), torch.from_numpy(rows)

    def _rows(self, chance: np.random.Generator) -> NDArray[np.int64]:
        count = min(self.plan.stills // self.plan.scene, len(self.scenes))
        scenes = chance.choice(len(self.scenes), count, replace=False, p=self.chances)
        rows = [self._within(self.scenes[scene], chance) for scene in scenes]
        return np.concatenate(rows)

    def _within(self, scene: NDArray[np.int64], chance: np.random.Generator) -> NDArray[np.int64]:
        """Stills of one group; half the time of one clip of it."""
        if chance.random() < 0.5:
            clips = self.corpus.clips[scene]
            scene = scene[clips == chance.choice(clips)]
        return chance.choice(scene, min(self.plan.scene, len(scene)), replace=False)


def train(network: LiteNetwork, corpus: Corpus, plan: Plan, report: Callable[[int, float], None]) -> None:
    """Fine-tune `network` in place on the stills of `corpus`.

    Args:
        network: With ImageNet weights and a projection to start from.
        corpus: The training side of the split.
        plan: Lengths, rates, weights.
        report: Called after each step with its number and its loss.
    """
    torch.manual_seed(plan.seed)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # faster on a CPU
    ignored = torch.from_numpy(_ignored(corpus))
    trained = [*network.backbone.blocks[FROZEN:].parameters(), *network.backbone.last.parameters()]
    groups = [
        {"params": trained, "lr": plan.rate},
        {"params": list(network.project.parameters()), "lr": plan.rate * plan.head},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, plan))
    memory = Memory(plan.remembered)
    for step, (features, rows) in enumerate(DataLoader(Batches(corpus, network, plan), None, num_workers=2)):
        embeddings, _ = network.back(features.float())
        both = torch.cat([rows, rows])
        loss = copy_loss(embeddings, both, memory, ignored, plan)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        schedule.step()
        memory.add(embeddings.detach(), both)
        report(step, loss.item())


class Memory:
    """The latest embeddings and the rows of their stills."""

    def __init__(self, size: int) -> None:
        """Remember nothing yet, and `size` embeddings at the most."""
        self.size = size
        self.embeddings = torch.empty(0, 0)
        self.rows = torch.empty(0, dtype=torch.long)

    def add(self, embeddings: Tensor, rows: Tensor) -> None:
        """Remember (N, 512) embeddings; the oldest are forgotten."""
        kept = self.embeddings.reshape(-1, embeddings.shape[1])
        self.embeddings = torch.cat([kept, embeddings])[-self.size :]
        self.rows = torch.cat([self.rows, rows])[-self.size :]


def copy_loss(embeddings: Tensor, rows: Tensor, memory: Memory, ignored: Tensor, plan: Plan) -> Tensor:
    """Cross entropy of finding the other view, plus the entropy of the batch (Kozachenko-Leonenko).

    Args:
        embeddings: (2 B, 512) of length 1: all first views, then all second views in the same order.
        rows: (2 B,) stills of the views.
        memory: Further negatives.
        ignored: (S, S) pairs of stills that are neither copies nor others.
        plan: Temperature and weight of the entropy.
    """
    size = len(embeddings)
    everything = torch.cat([embeddings, memory.embeddings.reshape(-1, embeddings.shape[1])])
    hidden = ignored[rows][:, torch.cat([rows, memory.rows])]
    positive = (torch.arange(size) + size // 2) % size
    similarity = embeddings @ everything.T
    others = similarity.masked_fill(hidden, -1.0)
    hidden = hidden.scatter(1, positive[:, None], value=False)
    found = F.cross_entropy((similarity / plan.temperature).masked_fill(hidden, -math.inf), positive)
    nearest = (2 - 2 * others.max(1).values).clamp(min=1e-4).sqrt()
    return found - plan.entropy * nearest.log().mean()


def _ignored(corpus: Corpus) -> NDArray[np.bool_]:
    """(S, S): the same still, the same look, or the same moment of one clip."""
    same_clip = corpus.clips[:, None] == corpus.clips
    near = np.abs(corpus.seconds[:, None] - corpus.seconds) < NEIGHBOUR
    ignored: NDArray[np.bool_] = look_alikes(corpus) | (same_clip & near)
    return ignored


def _rate(step: int, plan: Plan) -> float:
    """Share of the peak rate: a straight rise, then half a cosine down to nothing."""
    if step < plan.warm_up:
        return (step + 1) / plan.warm_up
    return 0.5 * (1 + math.cos(math.pi * (step - plan.warm_up) / max(1, plan.steps - plan.warm_up)))
