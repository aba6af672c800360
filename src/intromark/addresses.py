"""Which paths are no files of this computer but addresses: `s3://bucket/key`, `https://host/file` ...

A `Path` keeps one slash of two, so that `s3:/bucket/key` is the same address. Nothing else of a path is lost, and
names, folders and suffixes are what they are of any path.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

# Two letters at the least: one is a drive of Windows.
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):/{1,3}(?=[^/])", re.IGNORECASE)
_WITHOUT_HOST = ("file",)


def address_of(path: str | os.PathLike[str]) -> str | None:
    """The address that a path is, as fsspec takes it; None for a path of this computer."""
    text = os.fspath(path)
    found = _ADDRESS.match(text)
    if found is None:
        return None
    scheme = found[1].lower()
    return f"{scheme}:{'///' if scheme in _WITHOUT_HOST else '//'}{text[found.end() :]}"


def is_address(path: str | os.PathLike[str]) -> bool:
    """Whether a path is an address."""
    return address_of(path) is not None


def absolute(path: str | os.PathLike[str]) -> Path:
    """The path from the root on, with links as they are; an address is absolute."""
    return Path(path if is_address(path) else os.path.abspath(path))  # noqa: PTH100 - links are kept


def text_of(path: str | os.PathLike[str]) -> str:
    """A path as it is written for others: an address with both slashes."""
    return address_of(path) or os.fspath(path)
