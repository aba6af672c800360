"""The kinds of array that are passed around."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
"""Real numbers of either precision."""

Steps = NDArray[np.intp]
"""Indices."""
