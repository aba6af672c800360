"""Stages on a Ray cluster of two nodes on this machine: the same answers, and what dies there loses nothing."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from drawing import draw_magenta
from intromark.cli import intromark
from intromark.detection import Detection
from intromark.encoders import load_encoder
from intromark.errors import LostError, MediaError
from intromark.events import Listener, Problem, Progress
from intromark.executors import LOCAL, Executor
from intromark.pipeline import answered, detect
from intromark.seasons import Season
from intromark.sought import Sought
from intromark.store import Store
from intromark.train.building import read_video
from small_library import draw_library

from . import stages

os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # read when it is imported: it keeps to 127.0.0.1
ray = pytest.importorskip("ray", reason="needs the ray extra")

NODE: dict[str, Any] = {"num_cpus": 1, "node_ip_address": "127.0.0.1", "object_store_memory": 100 << 20}
QUIET = Listener(lambda _: None, lambda _: None)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two nodes of one CPU each, on 127.0.0.1; the second may be taken away and is put back."""
    from ray.cluster_utils import Cluster

    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # tasks import what tests do
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        seen = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 500}  # that a node is gone
        made: Any = Cluster(
            initialize_head=True,
            head_node_args={**NODE, "include_dashboard": False, "_system_config": seen},
        )
        made.second = made.add_node(**NODE)
        ray.init(made.address, log_to_driver=False, logging_level="ERROR")
        yield made
        ray.shutdown()
        made.shutdown()


@pytest.fixture(scope="module")
def executor(cluster: Any) -> Executor:
    from intromark.executors.limits import Limits
    from intromark.executors.on_ray import OnRay

    return OnRay(Limits(seconds=20, memory=1 << 30))


def test_results_come_in_order(executor: Executor) -> None:
    shared = executor.share(10)
    assert list(executor.map(stages.add, [1, 2, 3], [shared, shared, shared])) == [11, 12, 13]
    assert list(executor.map(stages.add, [], [])) == []


def test_both_nodes_work(executor: Executor) -> None:
    assert len(set(executor.map(stages.node, range(6)))) == 2


def test_what_reads_has_a_share_of_a_gpu(cluster: Any) -> None:
    from intromark.executors.on_ray import GPU_SHARE, connected

    with connected(device="cuda") as executor:
        assert {share for _, share, _ in executor.map(stages.of_a_gpu, range(2), reads=True)} == {0.0}
    node = cluster.add_node(**{**NODE, "num_cpus": 3}, num_gpus=1)  # Ray takes its word for it
    try:
        with connected(device="cuda") as executor:
            reading = list(executor.map(stages.of_a_gpu, range(8), reads=True))
            matching = list(executor.map(stages.of_a_gpu, range(8)))
        with connected(device="cpu") as executor:
            plain = list(executor.map(stages.of_a_gpu, range(8), reads=True))
    finally:
        cluster.remove_node(node)
    assert {(where, share) for where, share, _ in reading} == {(node.node_id, GPU_SHARE)}
    assert len({process for *_, process in reading}) < len(reading), (
        "a process goes on, and keeps its encoder"
    )
    assert {share for _, share, _ in matching + plain} == {0.0}
    assert len({where for where, *_ in plain}) > 1


def test_a_failure_is_raised_as_it_is(executor: Executor) -> None:
    with pytest.raises(MediaError) as caught:
        list(executor.map(stages.refuse, [1, 2, 3]))
    assert (caught.value.message, caught.value.hint) == ("it is two", "take another")


def test_whole_stages_have_stages_and_tell(executor: Executor) -> None:
    told: list[Problem] = []
    items = [[1, 2], [3], [4, 5, 6]]
    found = executor.each(stages.total, items, lambda _: Listener(told.append, lambda _: None))
    assert sorted(found) == [([1, 2], 6), ([3], 6), ([4, 5, 6], 30)]
    assert sorted(problem.path for problem in told) == [Path("1"), Path("2"), Path("3")]


def test_steps_are_told_while_they_are_made(executor: Executor, tmp_path: Path) -> None:
    """The process of the second item is killed once, and begins again."""
    told: list[tuple[str, int]] = []

    def tell(item: str) -> Listener:
        return Listener(lambda _: None, lambda step: told.append((item, step.done)))

    found = {}
    for item, result in executor.each(partial(stages.count_slowly, folder=tmp_path), ["one", "two"], tell):
        found[item] = result, [done for name, done in told if name == item]
    assert {item: result for item, (result, _) in found.items()} == {"one": 5, "two": 5}
    steps = {item: before for item, (_, before) in found.items()}
    assert len(set(steps["one"])) > 1
    assert steps["one"] == sorted(steps["one"])
    assert max(steps["two"]) > 3
    assert (tmp_path / "two").exists()


def test_a_board_that_died_costs_no_answer(executor: Executor) -> None:
    from intromark.executors.board import Board

    board = Board()
    board.teller(3)(Progress("read", 1, 1, ""))
    assert board.news() == {(3, "read"): Progress("read", 1, 1, "")}
    ray.kill(board._actor)
    assert board.news() == {}
    board.teller(3)(Progress("read", 1, 1, ""))


def test_a_long_one_holds_nobody_back(executor: Executor) -> None:
    done = [item for item, _ in executor.each(_waiting, [6.0, 0.0, 0.0], lambda _: QUIET)]
    assert done[-1] == 6.0


def _waiting(seconds: float, executor: Executor, _: Listener) -> int:
    return sum(executor.map(stages.wait, [1], [seconds]))


def noting(reasons: list[str]) -> Callable[[int, str], int]:
    """What stands for a lost number: less than 0; why it is lost is noted."""

    def lost(number: int, reason: str) -> int:
        reasons.append(reason)
        return -number

    return lost


def test_a_process_that_dies_is_tried_twice_again(executor: Executor, tmp_path: Path) -> None:
    stage = partial(stages.die_until, folder=tmp_path, deaths=2)
    assert list(executor.map(stage, [0, 1, 2], reads=True)) == [0, 1, 2]
    assert len(list(tmp_path.iterdir())) == 2


def test_after_three_deaths_it_is_recorded_and_the_rest_goes_on(executor: Executor, tmp_path: Path) -> None:
    stage = partial(stages.die_until, folder=tmp_path, deaths=100)
    lost: list[str] = []
    found = executor.map(stage, [0, 1, 2], lost=noting(lost))
    assert list(found) == [0, -1, 2]
    assert lost[0].startswith(
        "the process that worked on it died, 3 times; the limits are 20 s and 1 GiB a file"
    )
    assert len(list(tmp_path.iterdir())) == 3
    with pytest.raises(LostError):
        list(executor.map(stage, [0, 1]))


def test_what_hangs_is_ended(cluster: Any) -> None:
    from intromark.executors.limits import Limits
    from intromark.executors.on_ray import OnRay

    hasty = OnRay(Limits(seconds=1))
    assert list(hasty.map(stages.hang, [0, 1, 2], lost=lambda number, _: -number, reads=True)) == [0, -1, 2]


def test_what_eats_memory_is_refused_it(executor: Executor) -> None:
    lost: list[str] = []
    found = executor.map(stages.eat, [0, 1], lost=noting(lost), reads=True)
    assert list(found) == [0, -1]
    assert lost[0].startswith("it needs more than 1 GiB of memory")


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shows")
    draw_library(folder, 1, 3)
    return folder


def answers(found: list[Detection]) -> list[tuple[object, ...]]:
    return [(one.path.name, one.duration, one.absence, one.segments, one.provenance) for one in found]


@pytest.fixture(scope="module")
def here(season: Path) -> list[tuple[object, ...]]:
    found = detect([season])
    assert sum(bool(one.segments) for one in found) == 3
    return answers(found)


def test_the_answers_are_those_of_this_process(
    executor: Executor, season: Path, here: list[tuple[object, ...]]
) -> None:
    assert answers(detect([season], executor=executor)) == here


def test_scan_keeps_the_same(executor: Executor, season: Path, tmp_path: Path) -> None:
    kept = []
    for on in ("local", "ray"):
        catalog = tmp_path / f"{on}.db"
        result = CliRunner().invoke(intromark, ["scan", str(season), "--catalog", str(catalog), "--on", on])
        assert result.exit_code == 0, result.output
        with sqlite3.connect(catalog) as connection:
            kept.append(connection.execute("SELECT * FROM segment ORDER BY episode_id").fetchall())
    assert kept[0] == kept[1]
    assert len(kept[0]) == 3


def test_a_dataset_is_built_there(executor: Executor, season: Path, tmp_path: Path) -> None:
    path = next(season.rglob("*.mkv"))
    rows = [
        list(
            on.map(
                partial(read_video, encoder=load_encoder(), store=Store(tmp_path / name), decoder=None),
                [path],
                [None],
            )
        )
        for name, on in (("here", LOCAL), ("there", executor))
    ]
    (((here, _),), ((there, _),)) = rows
    assert here is not None
    assert there is not None
    assert np.array_equal(here, there)


def test_a_node_that_is_taken_away_loses_nothing(
    cluster: Any, executor: Executor, season: Path, here: list[tuple[object, ...]]
) -> None:
    numbers = executor.map(stages.wait, range(12), [0.3] * 12)
    assert [next(numbers), next(numbers)] == [0, 1]
    whole = executor.each(_waiting, [0.0, 2.0, 1.0], lambda _: QUIET)
    assert next(whole)[0] == 0.0
    cluster.remove_node(cluster.second, allow_graceful=False)
    try:
        assert list(numbers) == list(range(2, 12))
        assert sorted(item for item, _ in whole) == [1.0, 2.0]
        assert answers(detect([season], executor=executor)) == here
    finally:
        cluster.second = cluster.add_node(**NODE)


def test_a_file_that_kills_is_left_out(executor: Executor, tmp_path: Path) -> None:
    paths = draw_library(tmp_path, 1, 4)
    poison = draw_magenta(paths[1])
    told: list[Problem] = []
    (season,) = [Season(paths[0].parent, tuple(paths))]
    stage = partial(
        answered,
        encoder=stages.DeadlyEncoder(),
        sought=Sought(),
        store=Store(tmp_path / "store"),
        model=None,
        decoder=None,
    )
    ((_, found),) = executor.each(stage, [season], lambda _: Listener(told.append, lambda _: None))
    assert [one.path for one in found] == [path for path in paths if path != poison]
    failed = [problem for problem in told if not problem.answered]
    assert [problem.path for problem in failed] == [poison]
    assert failed[0].error.message.startswith(f"cannot read `{poison}`: the process that worked on it died")
