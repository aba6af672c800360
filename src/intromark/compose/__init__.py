"""Composes small seasons with known truth, drawn and synthesised from a seed alone.

- plan.py: what a season is made of, as values
- season.py, demo.py: a random season, and the fixed one
- truth.py: what a detector should answer
- rendering.py: a plan into files
"""

from intromark.compose.demo import demo_season
from intromark.compose.plan import (
    Block,
    BlockKind,
    Caption,
    CaptionStyle,
    Cue,
    CueKind,
    EpisodePlan,
    Master,
    SeasonPlan,
    Shot,
    Span,
)
from intromark.compose.rendering import pictures, render, sound
from intromark.compose.season import plan_season
from intromark.compose.truth import EpisodeTruth, episode_truth, season_truth

__all__ = [
    "Block",
    "BlockKind",
    "Caption",
    "CaptionStyle",
    "Cue",
    "CueKind",
    "EpisodePlan",
    "EpisodeTruth",
    "Master",
    "SeasonPlan",
    "Shot",
    "Span",
    "demo_season",
    "episode_truth",
    "pictures",
    "plan_season",
    "render",
    "season_truth",
    "sound",
]
