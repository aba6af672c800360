"""What is kept of a season's videos: nothing is decoded here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from intromark.encoders import Encoder, load_encoder
from intromark.errors import IntromarkError
from intromark.footage import Footage
from intromark.keeping import known_footage
from intromark.library.analysing import Analysis, sought_of
from intromark.library.catalog import Catalog
from intromark.library.queries import season_entries
from intromark.library.tasks import analysis_of
from intromark.library.values import Entry
from intromark.model import Model
from intromark.pipeline import AUTO, find_model
from intromark.store import Store

NEAR = 4  # siblings on either side that an episode is held against


@dataclass(frozen=True, slots=True)
class Known:
    """An episode and those of its siblings of which features are kept.

    Attributes:
        entries: The episode first, then its siblings, the nearest first.
        footage: Of each.
        encoder: That they were seen with.
        model: That comes with the encoder; None where there is none.
    """

    entries: tuple[Entry, ...]
    footage: tuple[Footage, ...]
    encoder: Encoder
    model: Model | None


def known_of(catalog: Path, store: Store, entry: Entry) -> Known | None:
    """What is kept of an episode and of its nearest siblings; None where nothing is kept of itself.

    Raises:
        IntromarkError: The encoder cannot be loaded, or the model that comes with it.
    """
    with Catalog(catalog) as opened, opened.reading() as connection:
        season = [
            one for one in season_entries(connection, entry.episode.season_id) if not one.episode.missing
        ]
        analysis = analysis_of(connection, [one.episode for one in season])
    encoder, model = _eyes(analysis.encoder, analysis.weights)
    search = _searched(season, analysis)
    found: list[tuple[Entry, Footage]] = []
    for one in _nearest(season, entry):
        footage = _footage(one, encoder, search, store)
        if footage is not None:
            found.append((one, footage))
        elif one.episode.id == entry.episode.id:
            return None
    return Known(tuple(one for one, _ in found), tuple(footage for _, footage in found), encoder, model)


@lru_cache(maxsize=2)
def _eyes(name: str, weights: str | None) -> tuple[Encoder, Model | None]:
    """The encoder of a name, and the model that comes with it."""
    encoder = load_encoder(name, weights)
    return encoder, find_model(AUTO, encoder)


def _nearest(season: Sequence[Entry], entry: Entry) -> list[Entry]:
    """The episode, and those that stand next to it in its season."""
    ids = [one.episode.id for one in season]
    at = ids.index(entry.episode.id)
    near = sorted(range(len(season)), key=lambda place: (abs(place - at), place))
    return [season[place] for place in near[: 2 * NEAR + 1]]


def _searched(season: Sequence[Entry], analysis: Analysis) -> float | None:
    return sought_of([one.episode.path for one in season], analysis).read


def _footage(entry: Entry, encoder: Encoder, search: float | None, store: Store) -> Footage | None:
    try:
        return known_footage(entry.episode.path, encoder, search, store)
    except IntromarkError:
        return None
