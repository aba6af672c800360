"""The table of encoders."""

from __future__ import annotations

import pytest

from intromark.encoders import DEFAULT_ENCODER, ENCODERS, load_encoder
from intromark.errors import EncoderError


def test_the_default_needs_nothing_but_the_wheel() -> None:
    assert load_encoder(threads=1).name == DEFAULT_ENCODER


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(EncoderError) as caught:
        load_encoder("resnet")
    assert "`resnet`" in caught.value.message
    assert all(f"`{name}`" in caught.value.hint for name in ENCODERS)


def test_threads_must_be_positive() -> None:
    with pytest.raises(ValueError, match="threads"):
        load_encoder("clip-vit-b-32", threads=0)
