"""What tells one video file from another, wherever it lies and whatever it is called."""

from __future__ import annotations

import hashlib
from pathlib import Path

from intromark.storage.reading import opened

BLOCK = 1 << 16  # bytes of each sample


def fingerprint(path: Path) -> str:
    """32 hexadecimal digits of a file's content: its size, and its first, middle and last 64 KiB.

    Reading all of it would take as long as decoding. Two files that agree in these are the same video: even two
    encodes of one length differ in the index, which stands at the beginning or the end.

    Raises:
        FileError: The file cannot be read.
    """
    digest = hashlib.sha256()
    with opened(path) as file:
        size = file.seek(0, 2)
        digest.update(size.to_bytes(8, "big"))
        for start in (0, (size - BLOCK) // 2, size - BLOCK):
            file.seek(max(0, start))
            digest.update(file.read(BLOCK))
    return digest.hexdigest()[:32]
