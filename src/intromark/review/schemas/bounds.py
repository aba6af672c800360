"""How large numbers may be that a client sends."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

LARGEST_ID = 2**53  # what JavaScript counts exactly
LONGEST = 1e6  # seconds of a video
MOST_EPISODES = 1000  # that one request names

Number = Annotated[int, Field(ge=0, le=LARGEST_ID)]
Seconds = Annotated[float, Field(ge=0, le=LONGEST, allow_inf_nan=False)]
