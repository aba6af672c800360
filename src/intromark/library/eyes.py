"""What looks at videos, opened when it is first needed, and once in each process."""

from __future__ import annotations

from functools import cache
from threading import Lock

from intromark.encoders import Encoder
from intromark.machine import Machine, Tell
from intromark.media import Decoder
from intromark.model import Model
from intromark.pipeline import AUTO, find_model


class Eyes:
    """The encoders of a machine with their models, and what decodes."""

    def __init__(self, machine: Machine, tell: Tell | None = None) -> None:
        """Nothing is opened yet.

        Args:
            machine: Where it computes.
            tell: Told once of what does not work; None is who is named when it is opened.
        """
        self._machine, self._tell = machine, tell
        self._lock = Lock()  # opened once, also where several seasons begin at once
        self._known: dict[tuple[str, str | None], tuple[Encoder, Model | None]] = {}
        self._decoder: Decoder | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """Sent to another process without what is opened here."""
        return _eyes_of, (self._machine,)

    def __call__(self, name: str, weights: str | None, tell: Tell) -> tuple[Encoder, Model | None, Decoder]:
        """The encoder of a name, the model that comes with it, and what decodes.

        Args:
            name: Of the encoder.
            weights: Where its weights are; None is its default.
            tell: Told of what does not work, where nobody else is.
        """
        tell = self._tell or tell
        with self._lock:
            if (name, weights) not in self._known:
                encoder = self._machine.encoder(name, weights, tell)
                self._known[name, weights] = encoder, find_model(AUTO, encoder)
            if self._decoder is None:
                self._decoder = self._machine.decoder(tell)
            return *self._known[name, weights], self._decoder


@cache
def _eyes_of(machine: Machine) -> Eyes:
    return Eyes(machine)
