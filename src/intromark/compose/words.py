"""Invented titles, names and lines."""

from __future__ import annotations

from intromark.compose.noise import Rng, generator

FIRST = (
    "Ada",
    "Bruno",
    "Clara",
    "Dev",
    "Edda",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kira",
    "Leo",
    "Mina",
    "Nils",
    "Olga",
    "Pavel",
    "Rosa",
    "Sami",
    "Tova",
    "Uma",
    "Vera",
    "Wim",
)
LAST = (
    "Abel",
    "Brandt",
    "Costa",
    "Dahl",
    "Egerton",
    "Falk",
    "Greco",
    "Holm",
    "Ivers",
    "Jansen",
    "Kowal",
    "Lund",
    "Marsh",
    "Novak",
    "Okafor",
    "Pike",
    "Quill",
    "Rossi",
    "Stern",
    "Tamm",
    "Vance",
)
JOBS = (
    "Created by",
    "Directed by",
    "Written by",
    "Produced by",
    "Music by",
    "Edited by",
    "Photographed by",
    "Starring",
    "Designed by",
)
THINGS = (
    "Harbour",
    "Lantern",
    "Orchard",
    "Signal",
    "Winter",
    "Paper",
    "Copper",
    "Meadow",
    "Tiger",
    "Station",
    "Velvet",
    "Mirror",
    "Comet",
    "Garden",
    "Island",
    "River",
)
ENDINGS = (
    "Street",
    "Hearts",
    "& Sons",
    "Row",
    "Files",
    "Club",
    "Division",
    "Diaries",
    "Point",
    "Brothers",
    "Nights",
    "Valley",
    "Bay",
    "Academy",
    "Hour",
)
NOUNS = (
    "letter",
    "train",
    "window",
    "brother",
    "recipe",
    "boat",
    "key",
    "garden",
    "song",
    "photograph",
    "bridge",
    "summer",
    "promise",
    "storm",
    "ladder",
)
LINES = (
    "I never said the {} was mine.",
    "Did you see the {}?",
    "There is something about that {}.",
    "We leave before the {}.",
    "Who told you about the {}?",
    "It was always the {}.",
    "Put the {} down, slowly.",
    "Nobody mentions the {} any more.",
)


def show_title(rng: Rng) -> str:
    """The name of a show."""
    shape, thing, ending = int(rng.integers(4)), str(rng.choice(THINGS)), str(rng.choice(ENDINGS))
    return (f"{thing} {ending}", f"The {thing}", thing, f"The {thing} {ending}")[shape]


def episode_title(rng: Rng) -> str:
    """The name of an episode."""
    one, other = (str(noun).title() for noun in rng.permutation(NOUNS)[:2])
    return f"The {one} and the {other}"


def person_name(rng: Rng) -> str:
    """A first and a last name."""
    return f"{rng.choice(FIRST)!s} {rng.choice(LAST)!s}"


def spoken_line(seed: int) -> str:
    """What a subtitle says for a speech cue."""
    rng = generator(seed, 21)
    return str(rng.choice(LINES)).format(rng.choice(NOUNS))


def credit_roll(rng: Rng, title: str, lines: int) -> str:
    """Jobs and names, a line each."""
    rows = [title, ""]
    while len(rows) < lines:
        rows += [str(rng.choice(JOBS)), person_name(rng), ""]
    return "\n".join(rows)
