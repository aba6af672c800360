"""The error tree: `IntromarkError` is for the user, `ValueError` for the programmer."""

from __future__ import annotations


class IntromarkError(Exception):
    """Something the user can mend: a sentence that says what happened, and a hint that says what to do.

    Attributes:
        message: One sentence, without a full stop, naming the file or value at fault.
        hint: What to do next; empty when there is nothing useful to say.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class MediaError(IntromarkError):
    """A file cannot be read as video, or as the part of a video that was asked for."""


class EncoderError(IntromarkError):
    """An encoder is unknown, or its weights are missing or damaged."""


class ExportError(IntromarkError):
    """A result cannot be written where it was asked for."""
