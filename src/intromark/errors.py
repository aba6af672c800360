"""The error tree: `IntromarkError` is for the user, `ValueError` for the programmer."""

from __future__ import annotations

from pathlib import Path


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


class FileError(IntromarkError):
    """A file cannot be read, written or removed where it was asked for."""


class ModelError(IntromarkError):
    """A model is missing, damaged, or was trained on another encoder than is used."""


class LabelError(IntromarkError):
    """A label file cannot be read as labels, or nothing in it can be used."""


class DatasetError(IntromarkError):
    """A dataset cannot be built, or a folder holds none that can be read."""


class RecipeError(IntromarkError):
    """A recipe of a training is unknown, or says what cannot be."""


class ExecutorError(IntromarkError):
    """What runs the stages is unknown, not installed, or does not answer."""


class LostError(IntromarkError):
    """The process that worked on something died each time it was tried."""


class PoisonError(Exception):
    """A file kills each process that looks at it: its season is answered without it.

    Attributes:
        path: The file.
        reason: What is known of the deaths, without its name.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason


class CatalogError(IntromarkError):
    """The library's catalog cannot be used, or does not hold what was asked for."""


class RulesError(IntromarkError):
    """The rules of a library cannot be read, or say what cannot be."""


class ServerError(IntromarkError):
    """A media server cannot be reached, refuses, or does not answer as one of its kind does."""
