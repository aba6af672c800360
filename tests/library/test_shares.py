"""What lies on another computer."""

from __future__ import annotations

from pathlib import Path

import pytest

from intromark.library.shares import share_of

MOUNTS = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/nas rw,relatime shared:2 - nfs4 nas:/export rw
31 30 8:2 / /mnt/nas/local rw - xfs /dev/sdb1 rw
32 22 0:41 / /mnt/my\040shows rw - cifs //nas/shows rw
33 22 0:42 / /mnt/cloud rw - fuse.rclone cloud: rw
34 22 0:43 / /mnt/pool rw - fuse.mergerfs a:b rw
35 22 0:44 / /mnt/both rw - nfs nas:/old rw
36 35 8:3 / /mnt/both rw - ext4 /dev/sdc1 rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/media/tv", None),
        ("/mnt/nas", "nfs4"),
        ("/mnt/nas/tv/Show", "nfs4"),
        ("/mnt/nas/local/tv", None),
        ("/mnt/nas2", None),
        ("/mnt/my shows/tv", "cifs"),
        ("/mnt/cloud/tv", "fuse.rclone"),
        ("/mnt/pool/tv", None),
        ("/mnt/both/tv", None),
    ],
)
def test_shares(folder: str, kind: str | None, tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert share_of(Path(folder), mounts) == kind


def test_a_system_that_does_not_say(tmp_path: Path) -> None:
    assert share_of(tmp_path, tmp_path / "none") is None
