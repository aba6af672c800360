"""What runs the stages of the main path: plain functions, of which none knows where it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from intromark.events import Listener

Item = TypeVar("Item")
Result = TypeVar("Result")

Lost = Callable[[int, str], Result]
"""What stands for the result of the item of a number whose process died each time it was tried; told why."""

LostWhole = Callable[[Item, str], Result]
"""The same of a whole stage, by its item."""

WholeStage = Callable[[Item, "Executor", Listener], Result]
"""A stage that has stages of its own, and tells how it goes: a season."""


class Executor(Protocol):
    """Runs stages. What a stage is given and gives can be pickled, where it may run in another process.

    Attributes:
        page: Address of a page on which a person sees what runs; empty where there is none.
    """

    page: str

    def threads(self, count: int) -> int:
        """How many threads each of `count` stages that run at once may use, >= 1."""
        ...

    def share(self, value: Item) -> Item:
        """What stands for a large value that several items of a `map` hold, so that it is sent once."""
        ...

    def map(
        self,
        stage: Callable[..., Result],
        *columns: Sequence[Any],
        lost: Lost[Result] | None = None,
        reads: bool = False,
    ) -> Iterator[Result]:
        """Call a stage with the first of each column, with the second ..., several at once.

        Args:
            stage: A function of a module, or a `partial` of one.
            columns: One for each argument, all of one length.
            lost: Where the process of a stage dies each time: its result. Without it LostError is raised.
            reads: Whether it reads videos: it may meet one that kills it, and may use a GPU.

        Returns:
            Results in the order of the items. When the caller takes no more, what is left is dropped.

        Raises:
            Exception: What the stage raised for the first item, in order, that failed.
        """
        ...

    def each(
        self,
        stage: WholeStage[Item, Result],
        items: Iterable[Item],
        tell: Callable[[Item], Listener],
        jobs: int = 1,
        lost: LostWhole[Item, Result] | None = None,
    ) -> Iterator[tuple[Item, Result]]:
        """Run whole stages, as many at once as is good.

        Args:
            stage: Called with an item, an executor for its own stages, and who is told.
            items: Taken one by one, as they are begun.
            tell: Who is told of an item.
            jobs: How many at once at the least.
            lost: As for `map`.

        Returns:
            Each item with its result, as soon as it is done.
        """
        ...
