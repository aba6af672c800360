"""The scene families: one row each, drawn by the file it comes from."""

from __future__ import annotations

from collections.abc import Callable

from intromark.compose.look import Look
from intromark.compose.noise import Rng
from intromark.compose.scene import Scene
from intromark.compose.scenes.above import blaze, fields, table
from intromark.compose.scenes.city import city, street
from intromark.compose.scenes.graphics import blooms, card, emblem, plasma, rings
from intromark.compose.scenes.indoors import closeup, kitchen, room
from intromark.compose.scenes.people_scenes import crowd, dance, pitch
from intromark.compose.scenes.road import road
from intromark.compose.scenes.screens import desk, radar
from intromark.compose.scenes.sea import harbour, underwater
from intromark.compose.scenes.sky import space, storm
from intromark.compose.scenes.wild import desert, forest, mountains
from intromark.compose.scenes.works import outlines, workshop

Family = Callable[[Rng, Rng, Look], Scene]
"""(what draws the place, what draws the action, the show's look) -> a scene."""

FAMILIES: dict[str, Family] = {
    "mountains": mountains,
    "forest": forest,
    "desert": desert,
    "harbour": harbour,
    "underwater": underwater,
    "city": city,
    "street": street,
    "room": room,
    "kitchen": kitchen,
    "closeup": closeup,
    "crowd": crowd,
    "dance": dance,
    "pitch": pitch,
    "road": road,
    "space": space,
    "storm": storm,
    "fields": fields,
    "table": table,
    "blaze": blaze,
    "workshop": workshop,
    "outlines": outlines,
    "desk": desk,
    "radar": radar,
    "plasma": plasma,
    "rings": rings,
    "blooms": blooms,
    "emblem": emblem,
    "card": card,
}

OUTSIDE = (
    "mountains",
    "forest",
    "desert",
    "harbour",
    "underwater",
    "city",
    "street",
    "road",
    "storm",
    "space",
    "fields",
    "table",
    "blaze",
    "workshop",
    "outlines",
)
SETS = ("room", "kitchen", "desk")
PEOPLE = ("crowd", "dance", "pitch", "closeup")
GRAPHICS = ("plasma", "rings", "blooms", "emblem", "radar")
CENTRED = ("emblem", "card")
STORY = (*OUTSIDE, *SETS, *PEOPLE)
