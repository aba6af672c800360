"""What is wanted is sent to a server, episode by episode: as often as it takes, and never twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from intromark.errors import ServerError
from intromark.servers.base import RemoteEpisode, RemoteMark, Server
from intromark.servers.diff import Act, Change, Wanted, changes
from intromark.servers.http import BusyError
from intromark.servers.mapping import PathMap, comparable, nothing_fits
from intromark.servers.pushed import Pushed

PAUSES = (0.5, 2.0, 8.0)
"""Seconds before each new try; a server that restarts needs some."""
SAVED_EVERY = 50  # episodes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WantedEpisode:
    """What shall be marked in an episode.

    Attributes:
        path: Of its file, here.
        marks: By label.
    """

    path: Path
    marks: Wanted


@dataclass(slots=True)
class Report:
    """What came of it, in episodes.

    Attributes:
        changed: That got other marks, or would get them.
        same: That had them already.
        left: That have marks of somebody else, which were left.
        absent: That are not on the server.
    """

    changed: int = 0
    same: int = 0
    left: int = 0
    absent: list[Path] = field(default_factory=list)


@dataclass(frozen=True)
class Push:
    """How to send.

    Attributes:
        server: Where to.
        pushed: What was sent before.
        paths: What the server calls folders.
        replace: Replace marks of others too.
        dry_run: Only say what would be changed.
        on_change: Told of every line of the diff, but not of what is there already.
        on_error: Told of an episode that could not be done.
        pauses: Seconds between two tries.
    """

    server: Server
    pushed: Pushed
    paths: PathMap = field(default_factory=PathMap)
    replace: bool = False
    dry_run: bool = False
    on_change: Callable[[Path, Change], None] = lambda _path, _change: None
    on_error: Callable[[ServerError], None] = lambda _error: None
    pauses: Sequence[float] = PAUSES

    def send(self, episodes: Sequence[WantedEpisode]) -> Report:
        """Make the server agree with what is wanted.

        What is there is read before anything is sent, and again before each new try: so nothing is sent twice, and
        who is interrupted runs it again.

        Raises:
            ServerError: The server is not reached, refuses, or knows none of the episodes; what was sent stays.
        """
        report = Report()
        if not episodes:
            return report
        known = self._patiently(self.server.episodes)
        there = {comparable(one.path): one for one in known}
        found = [(one, there.get(self.paths.key(one.path))) for one in episodes]
        if not any(remote for _, remote in found):
            raise nothing_fits([one.path for one in episodes], [one.path for one in known])
        try:
            for number, (wanted, remote) in enumerate(found):
                if remote is None:
                    report.absent.append(wanted.path)
                else:
                    self._send_one(wanted, remote, report)
                if number % SAVED_EVERY == SAVED_EVERY - 1:
                    self.pushed.save()
        finally:
            self.pushed.save()
        return report

    def _send_one(self, wanted: WantedEpisode, remote: RemoteEpisode, report: Report) -> None:
        told: list[Change] = []
        try:
            self._patiently(lambda: self._agree(wanted, remote, told))
        except BusyError as error:
            if error.is_gone:
                raise
            self.on_error(error)
            return
        for change in told:
            if change.act is not Act.KEEP:
                self.on_change(wanted.path, change)
        acts = {change.act for change in told}
        if acts & {Act.ADD, Act.DROP}:
            report.changed += 1
        elif Act.LEAVE in acts:
            report.left += 1
        else:
            report.same += 1

    def _agree(self, wanted: WantedEpisode, remote: RemoteEpisode, told: list[Change]) -> None:
        """Read, compare, and change; `told` is the diff of the first try, with what a later one adds."""
        ours = self.pushed.ours(self.server.name, remote.id)
        fitting = {
            label: None if mark is None else self.server.fitting(mark) for label, mark in wanted.marks.items()
        }
        spoken_of = {label: mark for label, mark in fitting.items() if mark or wanted.marks[label] is None}
        lines = changes(spoken_of, self.server.marks(remote), ours, replace=self.replace)
        if not told:
            told.extend(lines)
        if self.dry_run:
            return
        sent = {line.mark for line in lines if line.act in (Act.ADD, Act.KEEP)}
        # Noted before it is sent: what is cut off in between is ours all the same.
        self.pushed.remember(self.server.name, remote.id, ours | sent)
        for line in lines:
            _do(self.server, remote, line)
        rest = {mark for mark in ours if mark.label not in spoken_of}
        self.pushed.remember(self.server.name, remote.id, rest | sent)

    def _patiently(self, action: Callable[[], T]) -> T:
        for pause in self.pauses:
            try:
                return action()
            except BusyError:
                time.sleep(pause)
        return action()


def _do(server: Server, episode: RemoteEpisode, line: Change) -> None:
    if line.act is Act.DROP:
        server.drop(episode, RemoteMark(line.id, line.mark))
    elif line.act is Act.ADD:
        server.add(episode, line.mark)
