"""The fixtures of `stage`, where what they need is installed; else the tests say that it is not."""

from __future__ import annotations

from contextlib import suppress

with suppress(ModuleNotFoundError):
    from .stage import client, desk, first_shelf, shelf

    __all__ = ["client", "desk", "first_shelf", "shelf"]
