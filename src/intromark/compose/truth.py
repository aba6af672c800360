"""What a detector should answer for a composed season, read from its plan."""

from __future__ import annotations

from typing import TypedDict

from intromark.compose.plan import BlockKind, EpisodePlan, SeasonPlan

TRUTH_FILE = "truth.json"


class EpisodeTruth(TypedDict):
    """Seconds from the first video frame; None where the episode has no such thing."""

    intro: list[float] | None
    recap: list[float] | None
    credits: list[float] | None
    duration: float


def season_truth(plan: SeasonPlan) -> dict[str, EpisodeTruth]:
    """File name -> truth, in episode order."""
    return {episode.file_name: episode_truth(episode) for episode in plan.episodes}


def episode_truth(plan: EpisodePlan) -> EpisodeTruth:
    """The first intro, recap and credits of an episode, exact to the frame.

    A span begins with the first frame in which the block is seen, and ends where the next block begins.
    """
    return {
        "intro": _edges(plan, BlockKind.INTRO),
        "recap": _edges(plan, BlockKind.RECAP),
        "credits": _edges(plan, BlockKind.CREDITS),
        "duration": _seconds(plan, plan.frames),
    }


def _edges(plan: EpisodePlan, kind: BlockKind) -> list[float] | None:
    for span in plan.spans():
        if span.block.kind is kind:
            return [_seconds(plan, span.first), _seconds(plan, span.first + span.frames)]
    return None


def _seconds(plan: EpisodePlan, frame: int) -> float:
    """Microseconds are kept: far below a frame, and short to read."""
    return round(float(frame / plan.master.rate), 6)
