"""Whether a folder lies on another computer, whose system tells ours nothing of what changes there."""

from __future__ import annotations

import os
import re
from pathlib import Path

NETWORK = frozenset(
    {
        "9p",
        "afs",
        "ceph",
        "cifs",
        "davfs",
        "drvfs",
        "fakeowner",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
    }
    | {"prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs"}
)
"""File systems that are not, or not only, written to by this computer, as Linux calls them."""

NETWORK_FUSE = frozenset(
    {"davfs2", "gcsfuse", "glusterfs", "grpcfuse", "osxfs", "rclone", "s3fs", "sshfs", "vmhgfs-fuse"}
)
"""The same, of those that a program makes."""

MOUNTS = Path("/proc/self/mountinfo")

_ESCAPED = re.compile(r"\\([0-7]{3})")


def share_of(folder: Path, mounts: Path = MOUNTS) -> str | None:
    """What kind of share a folder lies on: `nfs4`, `cifs` ...

    Args:
        folder: That is there.
        mounts: What is mounted where, as Linux writes it.

    Returns:
        None where it lies on this computer, or nothing tells.
    """
    try:
        lines = mounts.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return None
    real, kind, deepest = Path(os.path.realpath(folder)), "", -1
    for line in lines:
        before, _, after = line.partition(" - ")
        place = Path(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), before.split()[4]))
        # Of two in one place the later one is on top.
        if (real == place or place in real.parents) and len(place.parts) >= deepest:
            kind, deepest = after.split()[0], len(place.parts)
    name, _, program = kind.partition(".")
    return kind if kind in NETWORK or (name == "fuse" and program in NETWORK_FUSE) else None
