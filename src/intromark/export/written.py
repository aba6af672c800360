"""Which files of a folder intromark wrote, so that it never writes over a person's.

Most formats have no room for a signature, so a hidden file in the folder holds, by name, the SHA-256 of what
was written. A file that a person has edited since no longer has that content, and is the person's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from intromark.atomic import explained, write_atomically

REGISTRY = ".intromark-written.json"


def content_hash(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def written(folder: Path) -> dict[str, frozenset[str]]:
    """What intromark wrote in a folder.

    Returns:
        File name -> hashes of the contents that are ours. A registry that is missing or damaged claims
        nothing: then every file is a person's, which is the safe side.

    Raises:
        FileError: The registry is there and cannot be read.
    """
    path = folder / REGISTRY
    try:
        with explained("read", path):
            content = json.loads(path.read_bytes()) if path.exists() else {}
    except ValueError:
        return {}
    if not isinstance(content, dict):
        return {}
    return {name: frozenset(map(str, hashes)) for name, hashes in content.items() if isinstance(hashes, list)}


def remember(folder: Path, changes: Mapping[str, frozenset[str]]) -> None:
    """Replace the entries of some files; no hash at all forgets a file, and a registry without entries goes.

    The registry is read again just before, so that another run in the same folder loses an entry only by
    writing at the same instant; a lost entry makes us take our file for a person's, never the reverse.

    Raises:
        FileError: The registry cannot be written.
    """
    path = folder / REGISTRY
    before = written(folder)
    after = {name: hashes for name, hashes in {**before, **changes}.items() if hashes}
    if after == before:
        return
    if after:
        text = json.dumps({name: sorted(after[name]) for name in sorted(after)}, indent=1)
        write_atomically(path, text.encode("ascii") + b"\n")
    else:
        with explained("remove", path):
            path.unlink(missing_ok=True)
