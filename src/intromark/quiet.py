"""Holding back what libraries say on stderr and no user can act on."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def only_errors(*loggers: str) -> Iterator[None]:
    """Let these loggers tell errors alone; `root` is that of all."""
    held = [logging.getLogger(name) for name in loggers]
    levels = [logger.level for logger in held]
    for logger in held:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(held, levels, strict=True):
            logger.setLevel(level)


@contextmanager
def no_warnings() -> Iterator[None]:
    """Show no warning, whatever it is of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
