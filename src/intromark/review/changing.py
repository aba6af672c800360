"""How the description of the API says that a path changes something. The guard checks it, before anything else."""

from __future__ import annotations

from fastapi import Security
from fastapi.security import APIKeyHeader

from intromark.review.guarding import CHANGE_HEADER

CHANGES = [
    Security(
        APIKeyHeader(
            name=CHANGE_HEADER, auto_error=False, scheme_name="change", description="from `/api/session`"
        )
    )
]
"""The dependencies of all that changes."""
