"""One kind of feature of two episodes: what both hold, and the evidence for it at any place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from intromark.align import AlignmentRule, Run, align
from intromark.arrays import Floats
from intromark.cells import CellScores
from intromark.held import Held
from intromark.span import Span

Agreement = tuple[Span, float, float]
"""What one kind of feature agrees on: span in the first episode, lag in seconds, significance."""


class Channel:
    """One kind of feature of two episodes, on the clock of the first.

    Attributes:
        runs: What both hold, best first.
    """

    def __init__(
        self,
        a: Held,
        b: Held,
        rate: float,
        rule: AlignmentRule,
        begin: tuple[float, float] = (0.0, 0.0),
        runs: Sequence[Agreement] | None = None,
    ) -> None:
        """Align Ta and Tb steps, `rate` a second, of which the first of each is at second `begin`.

        Where runs are known, nothing is reckoned before somebody asks for evidence.
        """
        self._lengths, self._rate, self._rule, self._begin = (len(a), len(b)), rate, rule, begin
        self._scores: CellScores | None = None
        self._sequences: tuple[Held, Held] | None = (a, b)
        if runs is None:
            later = begin[1] - begin[0]
            if all(self._lengths):
                self._scores = CellScores(a, b, rule)
            runs = [
                (_span(run, rate).shift(begin[0]), run.lag / rate + later, run.surprise)
                for run in align(a, b, rule, scores=self._scores)
            ]
        self.runs = runs

    def __getstate__(self) -> dict[str, object]:
        """Without the sequences, as `CellScores`; see `attach`."""
        return {**self.__dict__, "_sequences": None}

    @property
    def is_attached(self) -> bool:
        """Whether it has the sequences that it is about."""
        return self._sequences is not None

    def attach(self, a: Held, b: Held) -> None:
        """Give it the sequences back."""
        self._sequences = a, b
        if self._scores is not None:
            self._scores.attach(a, b)

    def evidence(self, times: Floats, lag: float) -> Floats:
        """Nats for or against the first at `times`, (k,) seconds, being the second `lag` later.

        Times outside of either are against, as much as a chance cell is.

        Raises:
            ValueError: It comes from another process, and has no sequences yet.
        """
        against = np.full(len(times), 1 - self._rule.cost, np.float32)
        if not all(self._lengths):
            return against
        begin_a, begin_b = self._begin
        rows = np.floor((times - begin_a) * self._rate + 1e-6).astype(np.intp)
        columns = np.floor((times + lag - begin_b) * self._rate + 1e-6).astype(np.intp)
        inside = (rows >= 0) & (rows < self._lengths[0]) & (columns >= 0) & (columns < self._lengths[1])
        against[inside] = self._cells().along(rows[inside], columns[inside])
        return against

    def _cells(self) -> CellScores:
        if self._scores is None:
            if self._sequences is None:
                raise ValueError("the sequences are missing; attach them first")
            self._scores = CellScores(*self._sequences, self._rule)
        return self._scores


def _span(run: Run, rate: float) -> Span:
    return Span(run.a_start / rate, (run.a_start + run.length) / rate)
