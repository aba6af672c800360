"""What is wanted, and what is there -> what to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from intromark.segment import Label
from intromark.servers.base import RemoteMark
from intromark.servers.marks import Mark

Wanted = Mapping[Label, Mark | None]
"""Label -> its mark; None says that there is none. A label that is left out is not spoken of."""


class Act(StrEnum):
    """What to do with a mark."""

    ADD = "+"
    DROP = "-"
    KEEP = "="  # it is there already
    LEAVE = "!"  # somebody else's, which is in the way


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a diff.

    Attributes:
        act: What to do.
        mark: With which mark.
        id: Its number on the server, where it is there.
    """

    act: Act
    mark: Mark
    id: str = ""


def changes(
    wanted: Wanted, there: Sequence[RemoteMark], ours: AbstractSet[Mark], *, replace: bool = False
) -> list[Change]:
    """What turns what is there into what is wanted.

    Args:
        wanted: Of one episode.
        there: What it has.
        ours: Marks that were sent before: those are replaced. Others are somebody else's.
        replace: Replace somebody else's too.

    Returns:
        What goes before what comes, label by label; empty when there is nothing to say.
    """
    lines: list[Change] = []
    for label, mark in wanted.items():
        present = [one for one in there if one.mark.label is label]
        lines += _of_label(mark, present, ours, replace=replace)
    return lines


def _of_label(
    wanted: Mark | None, present: Sequence[RemoteMark], ours: AbstractSet[Mark], *, replace: bool
) -> list[Change]:
    same = next((one for one in present if wanted is not None and one.mark.is_like(wanted)), None)
    rest = [one for one in present if one is not same]
    mine = [one for one in rest if replace or any(one.mark.is_like(own) for own in ours)]
    drops = [Change(Act.DROP, one.mark, one.id) for one in mine]
    if same is not None:
        return [*drops, Change(Act.KEEP, same.mark, same.id)]
    others = [Change(Act.LEAVE, one.mark, one.id) for one in rest if one not in mine]
    if wanted is None:
        return drops
    if others:
        return [*drops, *others]
    return [*drops, Change(Act.ADD, wanted)]
