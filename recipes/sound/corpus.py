"""Recordings -> mel power, and where somebody speaks: what mixtures are made of.

A folder a kind: `voices` (speech and nothing else), `acted` and `songs` (by these voices), `music` and `noise`
(effects, ambience), with a folder for each source in it, which is a speaker, a game or a language. Sources are held out
whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intromark.errors import MediaError
from intromark.media import sound
from intromark.soundprint import SOUND_RATE, STEP_RATE, mel_power

from .teacher import Teacher

SUFFIXES = {".ogg", ".wav", ".mp3", ".opus", ".flac", ".oga", ".aac", ".m4a"}
LOUDNESS = 1e-2  # mean-square amplitude that every recording is brought to
QUIETEST = 1e-8  # the same, of one that is taken for silence
FAINTEST = 0.01  # of LOUDNESS, at which a voice that sings is there
SURE = 0.5  # of the teacher, that somebody speaks


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is taken of a kind of recordings.

    Attributes:
        shortest: Seconds of one file.
        longest: Likewise; of a longer one the beginning is taken.
        most: Seconds of one source.
        taught: Whether the teacher says where somebody speaks: it knows no long notes.
        most_spoken: Share in which it may hear a voice; music with more may be sung, or be none.
    """

    shortest: float
    longest: float
    most: float
    taught: bool = False
    most_spoken: float = 1.0


KINDS: Mapping[str, Kind] = {
    "voices": Kind(shortest=0.5, longest=20, most=5000, taught=True),
    "acted": Kind(shortest=1, longest=40, most=5000, taught=True),
    "songs": Kind(shortest=1, longest=40, most=5000),
    "music": Kind(shortest=8, longest=150, most=9000, taught=True, most_spoken=0.1),
    "noise": Kind(shortest=1, longest=30, most=1800),
}
"""Folder -> what is taken of it."""

SOURCES_HELD_OUT = (
    "asterisk-core-sounds-it-wav", "hedgewars-data-Pirate", "hedgewars-data-Russian", "klettres-data-de",
    "klettres-data-uk", "espeak-pl+f1", "flite-rms",
    "drascula-music", "singularity-music", "warzone2100-music",
    "supertux-data",
)  # fmt: skip
"""Nothing is learnt from these: voices, music, noise."""

Power = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Recording:
    """One file.

    Attributes:
        power: (T, 32) mel power, STEP_RATE steps a second; loud parts are as loud in all recordings.
        spoken: (T,) how sure it is that somebody speaks, or sings in a song, in [0, 1].
    """

    power: Power
    spoken: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Corpus:
    """Recordings by kind and source."""

    kinds: Mapping[str, Mapping[str, Sequence[Recording]]]

    def part(self, held_out: Sequence[str], *, held: bool) -> Corpus:
        """The sources that are held out, or the others."""
        return Corpus(
            {
                kind: {name: own for name, own in sources.items() if (name in held_out) == held}
                for kind, sources in self.kinds.items()
            }
        )

    def told(self) -> str:
        """A line a kind."""
        return "\n".join(
            f"{kind}: {sum(map(len, sources.values()))} recordings of {len(sources)} sources, "
            f"{sum(len(one.power) for own in sources.values() for one in own) / STEP_RATE / 60:.0f} minutes"
            for kind, sources in self.kinds.items()
        )


def make_corpus(folder: Path, kept: Path, workers: int) -> Corpus:
    """Read the corpus from a file, or make it and keep it there.

    Args:
        folder: Holds a folder a kind, in it one a source.
        kept: An .npz file.
        workers: Processes.
    """
    if not kept.exists():
        _keep(folder, kept, workers)
    return load_corpus(kept)


def load_corpus(kept: Path) -> Corpus:
    """Read a corpus that was kept."""
    with np.load(kept) as arrays:
        kinds: dict[str, dict[str, list[Recording]]] = {kind: {} for kind in KINDS}
        for name in arrays["names"].tolist():
            kind, source = name.split("/", 1)
            ends = np.cumsum(arrays[f"{name}/lengths"])[:-1]
            power = np.split(arrays[f"{name}/power"].astype(np.float32), ends)
            spoken = np.split(arrays[f"{name}/spoken"].astype(np.float32), ends)
            kinds[kind][source] = [
                Recording(np.exp(rows), own) for rows, own in zip(power, spoken, strict=True)
            ]
    return Corpus(kinds)


def _keep(folder: Path, kept: Path, workers: int) -> None:
    sources = [
        path
        for kind in KINDS
        if (folder / kind).is_dir()
        for path in sorted((folder / kind).iterdir())
        if path.is_dir()
    ]
    if not sources:
        raise SystemExit(f"`{folder}` holds none of the folders {', '.join(KINDS)} with sources in it")
    arrays: dict[str, NDArray[np.generic]] = {}
    names = []
    with ProcessPoolExecutor(workers) as pool:
        for path, recordings in zip(sources, pool.map(_source, sources), strict=True):
            if recordings:
                name = f"{path.parent.name}/{path.name}"
                names.append(name)
                arrays[f"{name}/lengths"] = np.array([len(one.power) for one in recordings])
                arrays[f"{name}/power"] = np.log(np.concatenate([one.power for one in recordings])).astype(
                    np.float16
                )
                arrays[f"{name}/spoken"] = np.concatenate([one.spoken for one in recordings]).astype(
                    np.float16
                )
            print(f"{path.parent.name}/{path.name}: {len(recordings)} recordings", flush=True)
    np.savez(kept, names=np.array(names), **arrays)  # type: ignore[arg-type]


def _source(folder: Path) -> list[Recording]:
    """Recordings of a source, spread over its files."""
    kind = KINDS[folder.parent.name]
    found, seconds = [], 0.0
    for one in _read(sound_files(folder, np.random.default_rng(0)), kind):
        found.append(one)
        seconds += len(one.power) / STEP_RATE
        if seconds > kind.most:
            break
    return found


def sound_files(folder: Path, chance: np.random.Generator) -> list[Path]:
    """The files with sound below a folder, in any order."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    chance.shuffle(files)
    return files


def _read(files: Sequence[Path], kind: Kind) -> Iterator[Recording]:
    teacher = Teacher() if kind.taught else None
    for path in files:
        try:
            heard = sound(path, SOUND_RATE, end=kind.longest)
        except MediaError:
            continue
        if len(heard) < kind.shortest * SOUND_RATE:
            continue
        power = mel_power(heard)
        total = power.sum(axis=1)
        loud = float(np.percentile(total, 90))
        if loud <= QUIETEST:
            continue
        power = power * (LOUDNESS / loud) + 1e-12
        if teacher:
            spoken = teacher.spoken(heard)[: len(power)]
        else:  # nobody else is there
            spoken = (power.sum(axis=1) > FAINTEST * LOUDNESS).astype(np.float32)
        if (spoken > SURE).mean() <= kind.most_spoken:
            yield Recording(power, spoken)
