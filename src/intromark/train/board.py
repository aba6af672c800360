"""The epochs of a training as TensorBoard reads them."""

from __future__ import annotations

import io
from collections.abc import Sequence

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

from intromark.train.checkpoint import Epoch

VERSION = "brain.Event:2"  # of the format


def event_file(history: Sequence[Epoch]) -> bytes:
    """The content of an event file; its name must hold `tfevents`.

    It is written whole after each epoch and not added to, so that it is never cut short. Clocks start at 0.
    """
    content = io.BytesIO()
    writer = RecordWriter(content)
    writer.write(Event(wall_time=0.0, file_version=VERSION).SerializeToString())
    clock = 0.0
    for epoch in history:
        clock += epoch.seconds
        values = {
            "loss/train": epoch.loss,
            "loss/held": epoch.held_loss,
            "precision/held": epoch.held_precision,
            "rate": epoch.rate,
        }
        known = [
            Summary.Value(tag=tag, simple_value=value) for tag, value in values.items() if value is not None
        ]
        writer.write(
            Event(wall_time=clock, step=epoch.number, summary=Summary(value=known)).SerializeToString()
        )
    writer.flush()
    return content.getvalue()
