"""What Python 3.10 lacks, under the names that later ones have."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 11):
    from enum import StrEnum

    import tomllib
else:
    from enum import Enum

    import tomli as tomllib

    class StrEnum(str, Enum):
        """Names that are texts."""

        __str__ = str.__str__


__all__ = ["StrEnum", "tomllib"]
