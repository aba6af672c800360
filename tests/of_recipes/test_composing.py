"""Processes compose what one would compose alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from intromark.light import LIGHT
from intromark.soundprint import BANDS, STEP_RATE
from recipes.lite_model import cards
from recipes.lite_model.composing import Composers, Order, chunk_episodes, chunk_windows
from recipes.lite_model.shows import Material
from recipes.lite_model.stock import VARIANTS, load_stock
from recipes.sound.corpus import KINDS, SOURCES_HELD_OUT, load_corpus

CLIPS, SECONDS, WIDTH = 25, 6, 20 + LIGHT


def kept(folder: Path) -> tuple[Path, Path]:
    """A stock and a corpus of noise."""
    chance = np.random.default_rng(0)
    columns = max(one.stop for one in VARIANTS.values())
    count = CLIPS * SECONDS * columns
    drawn: dict[str, Any] = {}
    for kind, one in cards.KINDS.items():
        own = np.arange(count, count + 10 * one.seconds, dtype=np.int32)
        drawn[f"card {kind}"] = own.reshape(10, one.seconds)
        count += len(own)
    stock, corpus = folder / "stock.npz", folder / "corpus.npz"
    np.savez(
        stock,
        rows=chance.standard_normal((count, 512 + WIDTH)).astype(np.float16),
        stills=np.arange(CLIPS * SECONDS * columns, dtype=np.int32).reshape(-1, columns),
        lengths=[SECONDS] * CLIPS,
        **drawn,
    )
    sources = [f"source {number}" for number in range(3)] + list(SOURCES_HELD_OUT[:2])
    names = [f"{kind}/{source}" for kind in KINDS for source in sources]
    steps = 20 * STEP_RATE
    recordings: dict[str, Any] = {}
    for name in names:
        recordings[f"{name}/lengths"] = [steps]
        recordings[f"{name}/power"] = chance.normal(-9, 1, (steps, BANDS)).astype(np.float16)
        recordings[f"{name}/spoken"] = np.ones(steps, np.float16)
    np.savez(corpus, names=np.array(names), **recordings)
    return stock, corpus


def test_processes_compose_the_same(tmp_path: Path) -> None:
    stock, corpus = kept(tmp_path)
    order = Order(3, (5, 1), {"text": 9})
    held = Order(2, (5, 2), {"text": 9}, held_out=True)
    whole = Material(load_stock(stock), load_corpus(corpus))
    composers = Composers.equipped(stock, corpus, 1)
    with composers.pool:
        composers.begin(order)
        told = list(composers.episodes(held))
        drawn = composers.windows(order)
    own = chunk_windows(whole.part(held_out=False), range(3), order)
    np.testing.assert_array_equal(drawn.inputs, own.inputs)
    np.testing.assert_array_equal(drawn.targets, own.targets)
    expected = chunk_episodes(whole.part(held_out=True), range(2), held)
    assert [len(parts) for parts in told] == [len(parts) for parts in expected]
    np.testing.assert_array_equal(told[1][0].inputs, expected[1][0].inputs)
