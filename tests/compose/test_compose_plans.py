"""Plans: blocks cover the episode, and the truth is their spans."""

from __future__ import annotations

from fractions import Fraction

import pytest

from intromark.compose import (
    Block,
    BlockKind,
    Cue,
    CueKind,
    EpisodePlan,
    Master,
    SeasonPlan,
    Shot,
    demo_season,
    episode_truth,
    plan_season,
    season_truth,
)
from intromark.compose.mastering import PAL_SPEED
from intromark.compose.opening import cues_between, shots_between
from intromark.compose.scenes import FAMILIES

MANY = range(80)


@pytest.fixture(scope="module")
def seasons() -> list[SeasonPlan]:
    return [plan_season(seed, minutes=1.5) for seed in MANY]


def test_blocks_lie_end_to_end(seasons: list[SeasonPlan]) -> None:
    for episode in (episode for season in seasons for episode in season.episodes):
        spans = episode.spans()
        assert [span.first for span in spans] == [0, *(span.first + span.frames for span in spans[:-1])]
        assert spans[-1].first + spans[-1].frames == episode.frames


def test_truth_is_the_spans_of_the_blocks(seasons: list[SeasonPlan]) -> None:
    for episode in (episode for season in seasons for episode in season.episodes):
        truth = episode_truth(episode)
        assert truth["duration"] == pytest.approx(float(episode.frames / episode.master.rate), abs=1e-6)
        for kind, edges in (
            (BlockKind.INTRO, truth["intro"]),
            (BlockKind.RECAP, truth["recap"]),
            (BlockKind.CREDITS, truth["credits"]),
        ):
            spans = [span for span in episode.spans() if span.block.kind is kind]
            assert len(spans) == (edges is not None)
            if edges is not None:
                assert edges[0] * episode.master.rate == pytest.approx(spans[0].first, abs=1e-4)
                assert (edges[1] - edges[0]) * episode.master.rate == pytest.approx(spans[0].frames, abs=1e-4)


def test_everything_in_a_block_fits_into_it(seasons: list[SeasonPlan]) -> None:
    for block in (block for season in seasons for episode in season.episodes for block in episode.blocks):
        assert all(cue.at + cue.seconds <= block.seconds + 1e-6 for cue in block.cues)
        assert all(caption.at + caption.seconds <= block.seconds + 1e-6 for caption in block.captions)
        assert all(shot.family in FAMILIES for shot in block.shots)
        assert block.fade_in + block.fade_out <= block.seconds


def test_lengths_are_as_asked(seasons: list[SeasonPlan]) -> None:
    for episode in (episode for season in seasons for episode in season.episodes):
        assert 45 <= episode.frames / episode.master.rate <= 200
        intro = episode_truth(episode)["intro"]
        assert intro is None or 1.9 <= intro[1] - intro[0] <= 60


def test_masters_can_be_encoded(seasons: list[SeasonPlan]) -> None:
    for master in (episode.master for season in seasons for episode in season.episodes):
        assert (master.codec, master.container) not in {("vp9", "mp4"), ("h264", "webm"), ("hevc", "webm")}
        assert master.width % 2 == master.height % 2 == 0


def test_seasons_are_of_every_kind(seasons: list[SeasonPlan]) -> None:
    episodes = [episode for season in seasons for episode in season.episodes]
    kinds = {block.kind for episode in episodes for block in episode.blocks}
    assert kinds == set(BlockKind)
    assert {len(season.episodes) for season in seasons} >= {1, 2, 3, 4, 5, 6}
    assert {episode.master.codec for episode in episodes} == {"h264", "hevc", "vp9"}
    assert any(episode.master.speed == PAL_SPEED for episode in episodes)
    assert any(all(truth["intro"] is None for truth in season_truth(season).values()) for season in seasons)
    begins = [truth["intro"][0] for episode in episodes if (truth := episode_truth(episode))["intro"]]
    assert min(begins) == 0 and max(begins) > 30


def test_a_seed_is_a_season() -> None:
    assert plan_season(5) == plan_season(5)
    assert plan_season(5) != plan_season(6)


def test_the_demo_is_the_one_in_the_docs() -> None:
    truth = season_truth(demo_season())
    assert {name: row["intro"] for name, row in truth.items()} == {
        "S01E01.mkv": [6.4, 15.4],
        "S01E02.mkv": [10.96, 19.96],
        "S01E03.mkv": [0.0, 9.0],
        "S01E04.mkv": [14.2, 23.2],
        "S01E05.mkv": None,
    }
    assert all(40 <= row["duration"] <= 50 for row in truth.values())


def test_a_faster_master_shortens_every_block() -> None:
    block = Block(BlockKind.INTRO, 10.0)
    truth = episode_truth(EpisodePlan("S01E01", (block, block), Master(rate=Fraction(25), speed=1.25)))
    assert truth["intro"] == [0.0, 8.0] and truth["duration"] == 16.0


SHOTS = (
    Shot("city", 1, 1, 1, 4.0),
    Shot("room", 2, 2, 2, 4.0, dissolve=0.5),
    Shot("card", 3, 3, 3, 4.0, still=True),
)


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        pytest.param(1, 3, [("city", 1, 2, 0)], id="within a shot"),
        pytest.param(3, 6, [("city", 3, 1, 0), ("room", 0, 2, 0.5)], id="over a dissolve, which stays"),
        pytest.param(4, 6, [("room", 0, 2, 0)], id="from a dissolve, which becomes a cut"),
        pytest.param(9, 11, [("card", 0, 2, 0)], id="a still stays at its first moment"),
    ],
)
def test_pictures_of_a_stretch(
    begin: float, end: float, expected: list[tuple[str, float, float, float]]
) -> None:
    found = shots_between(SHOTS, begin, end)
    assert [(shot.family, shot.start, shot.seconds, shot.dissolve) for shot in found] == expected


def test_sound_of_a_stretch() -> None:
    cues = (Cue(CueKind.SPEECH, 1, 2.0, 3.0), Cue(CueKind.SPEECH, 2, 6.0, 1.0))
    assert cues_between(cues, 3.0, 6.0) == (Cue(CueKind.SPEECH, 1, 0.0, 2.0, start=1.0),)


@pytest.mark.parametrize("wrong", [{"seconds": 0.0}, {"start": -1.0}, {"dissolve": 2.0}])
def test_refuses_impossible_shots(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="not a shot"):
        Shot(**{"family": "city", "place": 1, "action": 1, "look": 1, "seconds": 1.0, **wrong})  # type: ignore[arg-type]


def test_refuses_a_block_its_shots_do_not_cover() -> None:
    with pytest.raises(ValueError, match="cover 12"):
        Block(BlockKind.STORY, 13.0, SHOTS)
