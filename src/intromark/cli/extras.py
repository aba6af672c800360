"""What a command says where its extra is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from intromark.errors import IntromarkError


@contextmanager
def needs_extra(extra: str, purpose: str) -> Iterator[None]:
    """Import inside what an extra of the package brings.

    Args:
        extra: Its name.
        purpose: What needs it, as the beginning of a sentence.

    Raises:
        IntromarkError: A package of it is missing.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise IntromarkError(
            f"{purpose} needs `{error.name}`, which is not installed", f"pip install 'intromark[{extra}]'"
        ) from error
