"""The recordings, out of Debian's packages: `python -m recipes.sound.collect FOLDER`, on Debian or Ubuntu.

Packages are loaded and unpacked, not installed. Synthetic voices need the commands `espeak-ng` and `flite`; singers and
actors need Praat (`pip install praat-parselmouth`).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from .performing import perform_all

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
        name: Of the source; the package's as a rule.
    """

    kind: str
    package: str
    folder: str
    each: bool = False
    name: str = ""


SOURCES = (
    *(
        Source("voices", f"asterisk-core-sounds-{language}-wav", "usr/share/asterisk/sounds")
        for language in ("en", "es", "fr", "it", "ru")
    ),
    *(
        Source("voices", "qabcs-data", f"usr/share/qabcs/abcs/{language}", name=f"qabcs-data-{language}")
        for language in ("de", "en", "fr", "pl")
    ),
    Source("voices", "gcin-voice", "usr/share/gcin-voice/ogg"),
    Source("voices", "hedgewars-data", "usr/share/games/hedgewars/Data/Sounds/voices", each=True),
    Source("voices", "kajongg", "usr/share/kajongg/voices", each=True),
    Source("voices", "klettres-data", "usr/share/klettres", each=True),
    Source("voices", "ktuberling-data", "usr/share/ktuberling/sounds", each=True),
    Source("music", "amoebax-data", "usr/share/games/amoebax/music"),
    Source("music", "asc-music", "usr"),
    Source("music", "asterisk-moh-opsound-wav", "usr"),
    Source("music", "colobot-common-sounds", "usr/share/games/colobot/music"),
    Source("music", "davegnukem-data", "usr/share/games/davegnukem/music"),
    Source("music", "drascula-music", "usr"),
    Source("music", "enigma-data", "usr/share/games/enigma/music"),
    Source("music", "extremetuxracer-data", "usr/share/games/etr/music"),
    Source("music", "freecol", "usr/share/games/freecol/default/resources/music"),
    Source("music", "freedroidrpg-data", "usr/share/freedroidrpg/data/sound/music"),
    Source("music", "fretsonfire-songs-muldjord", "usr/share/games/fretsonfire/data/songs"),
    Source("music", "fretsonfire-songs-sectoid", "usr/share/games/fretsonfire/data/songs"),
    Source("music", "hedgewars-data", "usr/share/games/hedgewars/Data/Music"),
    Source("music", "hyperrogue-music", "usr"),
    Source("music", "lincity-ng-data", "usr/share/games/lincity-ng/music"),
    Source("music", "lordsawar-data", "usr/share/games/lordsawar/music"),
    Source("music", "marsshooter-data", "usr/share/games/marsshooter/audio/music"),
    Source("music", "naev-data", "usr/share/naev/dat/snd/music"),
    Source("music", "neverball-common", "usr/share/games/neverball/bgm"),
    Source("music", "nexuiz-music", "usr"),
    Source("music", "planetblupi-music-ogg", "usr"),
    Source("music", "singularity-music", "usr"),
    Source("music", "starfighter-data", "usr/share/starfighter/music"),
    Source("music", "supertux-data", "usr/share/games/supertux2/music"),
    Source("music", "trackballs-data", "usr/share/games/trackballs/music"),
    Source("music", "ufoai-music", "usr"),
    Source("music", "unknown-horizons", "usr/share/unknown-horizons/content/audio/music"),
    Source("music", "warmux-data", "usr/share/games/warmux/music"),
    Source("music", "warzone2100-music", "usr"),
    Source("music", "widelands-data", "usr/share/games/widelands/data/music"),
    Source("music", "xmoto-data", "usr/share/games/xmoto/Textures/Musics"),
    Source("noise", "boswars-data", "usr/share/games/boswars/units"),
    Source("noise", "colobot-common-sounds", "usr/share/games/colobot/sounds"),
    Source("noise", "freedroidrpg-data", "usr/share/freedroidrpg/data/sound/effects/bullets"),
    Source("noise", "supertux-data", "usr/share/games/supertux2/sounds"),
    Source("noise", "unknown-horizons", "usr/share/unknown-horizons/content/audio/sounds"),
    Source("noise", "warmux-data", "usr/share/games/warmux/sound/default/weapons"),
    Source("noise", "widelands-data", "usr/share/games/widelands/data/sound"),
)


def main() -> None:
    """Load, unpack, sort into `voices`, `music` and `noise`, and have the voices sing and act."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    folder = asked.folder
    for source in SOURCES:
        unpacked = _unpacked(source.package, folder / "packages")
        for name, path in _parts(source, unpacked / source.folder):
            target = folder / source.kind / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                target.symlink_to(path.resolve())
    _read_aloud(folder / "voices")
    perform_all(folder, asked.workers)


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
        yield source.name or source.package, folder
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
