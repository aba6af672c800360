"""What lies in the libraries -> the seasons that are to be analysed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from intromark.events import Listener
from intromark.library.analysing import Analysis
from intromark.library.catalog import Catalog
from intromark.library.detections import is_current, load_settings
from intromark.library.episodes import forget_failures, present
from intromark.library.queries import all_entries
from intromark.library.rules import Rules
from intromark.library.surveying import Survey, survey
from intromark.library.values import Entry, EpisodeRow, SeenSeason


@dataclass(frozen=True, slots=True)
class Task:
    """A season that is to be analysed.

    Attributes:
        title: What a person calls it.
        episodes: Those that are there and can be read, in natural order, at least one.
        analysis: How.
        again: Analyse it although its answers are up to date.
    """

    title: str
    episodes: tuple[EpisodeRow, ...]
    analysis: Analysis
    again: bool = False

    @property
    def settings(self) -> str:
        """What the catalog holds with its answers."""
        return self.analysis.to_text()


def look(
    catalog: Catalog,
    libraries: Sequence[Path],
    rules: Rules,
    analysis: Analysis,
    listener: Listener,
    *,
    retry: bool = False,
) -> tuple[Survey, list[Task]]:
    """Let the catalog know what lies in libraries, and see what of it is to be analysed; nothing is decoded.

    Args:
        catalog: What is known.
        libraries: Folders, or files.
        rules: What is wanted of single shows.
        analysis: How the other shows are analysed.
        listener: Told of what cannot be read, and how far it is.
        retry: Try files again that could not be read.
    """
    met = survey(catalog, libraries, rules, listener)
    if retry:
        with catalog.changing() as connection:
            rows = present(connection)
            paths = [path for season in met.seasons for path in season.paths if path in rows]
            forget_failures(connection, [rows[path] for path in paths])
    return met, pending(catalog, met.seasons, rules, analysis)


def pending(catalog: Catalog, seasons: Sequence[SeenSeason], rules: Rules, analysis: Analysis) -> list[Task]:
    """The seasons of which an episode has no answer that is up to date.

    Files that could not be read are left out until they change.
    """
    tasks = []
    with catalog.reading() as connection:
        rows = present(connection)
        for season in seasons:
            episodes = tuple(rows[path] for path in season.paths if path in rows and not rows[path].failure)
            task = Task(season.title, episodes, analysis.of_show(rules.of(season.show)))
            if not is_done(connection, task):
                tasks.append(task)
    return tasks


def again(catalog: Catalog, entries: Sequence[Entry]) -> list[Task]:
    """The whole seasons of these episodes, to be analysed as they were, though their answers are up to date."""
    wanted = {entry.episode.season_id for entry in entries}
    tasks = []
    with catalog.reading() as connection:
        there = [entry for entry in all_entries(connection) if not entry.episode.missing]
        for number in sorted(wanted):
            season = [entry for entry in there if entry.episode.season_id == number]
            if season:
                episodes = tuple(entry.episode for entry in season)
                tasks.append(Task(season[0].title, episodes, analysis_of(connection, episodes), again=True))
    return tasks


def analysis_of(connection: sqlite3.Connection, episodes: Sequence[EpisodeRow]) -> Analysis:
    """How a season was analysed; as usual where it was not yet."""
    settings = (load_settings(connection, episode) for episode in episodes)
    return next((Analysis.from_text(text) for text in settings if text), Analysis())


def is_done(connection: sqlite3.Connection, task: Task) -> bool:
    """Whether all episodes of a season have answers that are up to date."""
    return all(is_current(connection, episode, task.settings) for episode in task.episodes)


def unanswered(catalog: Catalog, task: Task) -> int:
    """How many episodes of a season have no answer that is up to date."""
    with catalog.reading() as connection:
        return sum(not is_current(connection, episode, task.settings) for episode in task.episodes)
