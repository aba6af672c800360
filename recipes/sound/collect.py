"""The recordings, out of Debian's packages: `python -m recipes.sound.collect FOLDER`, on Debian or Ubuntu.

Packages are loaded and unpacked, not installed. Synthetic voices need the commands `espeak-ng` and `flite`.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

SENTENCES = Path("/usr/share/common-licenses/GPL-3")  # read aloud by synthetic voices
SPOKEN = 60  # sentences of each
ESPEAK = (
    "en-gb+m3",
    "en-us+f2",
    "ru+m1",
    "de+f3",
    "fr-fr+m5",
    "it+f4",
    "es+m7",
    "pl+f1",
    "cmn+m2",
    "hi+f5",
    "ja+m4",
)
FLITE = ("awb", "rms", "slt", "kal16")


@dataclass(frozen=True, slots=True)
class Source:
    """Part of a package.

    Attributes:
        kind: Of its recordings.
        package: Debian's name.
        folder: Inside the package, where they lie.
        each: Whether every folder in it is a source of its own.
    """

    kind: str
    package: str
    folder: str
    each: bool = False


SOURCES = (
    *(
        Source("voices", f"asterisk-core-sounds-{language}-wav", "usr/share/asterisk/sounds")
        for language in ("en", "es", "fr", "it", "ru")
    ),
    Source("voices", "hedgewars-data", "usr/share/games/hedgewars/Data/Sounds/voices", each=True),
    Source("voices", "klettres-data", "usr/share/klettres", each=True),
    Source("music", "asc-music", "usr"),
    Source("music", "asterisk-moh-opsound-wav", "usr"),
    Source("music", "colobot-common-sounds", "usr/share/games/colobot/music"),
    Source("music", "drascula-music", "usr"),
    Source("music", "freedroidrpg-data", "usr/share/freedroidrpg/data/sound/music"),
    Source("music", "hedgewars-data", "usr/share/games/hedgewars/Data/Music"),
    Source("music", "hyperrogue-music", "usr"),
    Source("music", "lincity-ng-data", "usr/share/games/lincity-ng/music"),
    Source("music", "nexuiz-music", "usr"),
    Source("music", "planetblupi-music-ogg", "usr"),
    Source("music", "singularity-music", "usr"),
    Source("music", "supertux-data", "usr/share/games/supertux2/music"),
    Source("music", "ufoai-music", "usr"),
    Source("music", "warzone2100-music", "usr"),
    Source("noise", "boswars-data", "usr/share/games/boswars/units"),
    Source("noise", "colobot-common-sounds", "usr/share/games/colobot/sounds"),
    Source("noise", "freedroidrpg-data", "usr/share/freedroidrpg/data/sound/effects/bullets"),
    Source("noise", "supertux-data", "usr/share/games/supertux2/sounds"),
)


def main() -> None:
    """Load, unpack, and sort into `voices`, `music` and `noise`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    for source in SOURCES:
        unpacked = _unpacked(source.package, folder / "packages")
        for name, path in _parts(source, unpacked / source.folder):
            target = folder / source.kind / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                target.symlink_to(path.resolve())
    _read_aloud(folder / "voices")


def _unpacked(package: str, folder: Path) -> Path:
    target = folder / package
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", package], cwd=folder, check=True)
        (archive,) = folder.glob(f"{package}_*.deb")
        unfinished = folder / f"{package}.unfinished"
        subprocess.run(["dpkg", "-x", archive, unfinished], check=True)
        archive.unlink()
        for packed in unfinished.rglob("*.pk3"):  # zip archives
            ZipFile(packed).extractall(packed.with_suffix(""))
        unfinished.rename(target)
    return target


def _parts(source: Source, folder: Path) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        raise SystemExit(f"`{folder}` is not there any more: the package {source.package} has changed")
    if not source.each:
        yield source.package, folder
        return
    for path in sorted(path for path in folder.iterdir() if path.is_dir()):
        yield f"{source.package}-{path.name}", path


def _read_aloud(folder: Path) -> None:
    sentences = [one.strip() for one in SENTENCES.read_text().replace("\n", " ").split(".") if len(one) > 40]
    voices = [*((f"espeak-{name}", ["espeak-ng", "-v", name, "-w"]) for name in ESPEAK),
              *((f"flite-{name}", ["flite", "-voice", name, "-o"]) for name in FLITE)]  # fmt: skip
    for number, (name, command) in enumerate(voices):
        if shutil.which(command[0]) is None:
            raise SystemExit(f"the command `{command[0]}` is missing")
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        for at in range(SPOKEN):
            spoken = target / f"{at:03d}.wav"
            if not spoken.exists():
                text = sentences[(number * SPOKEN + at) % len(sentences)]
                said = ["-t", text] if command[0] == "flite" else [text]
                subprocess.run([*command, spoken, *said], check=True, capture_output=True)


if __name__ == "__main__":
    main()
