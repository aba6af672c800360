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

KINDS = ("voices", "acted", "songs", "music", "noise")
SUFFIXES = {".ogg", ".wav", ".mp3", ".opus", ".flac", ".oga", ".aac", ".m4a"}
LONGEST = {"voices": 20.0, "acted": 40.0, "songs": 40.0, "music": 150.0, "noise": 30.0}  # seconds of one file
SHORTEST = {"voices": 0.5, "acted": 1.0, "songs": 1.0, "music": 8.0, "noise": 1.0}
MOST = {
    "voices": 5000.0,
    "acted": 5000.0,
    "songs": 5000.0,
    "music": 9000.0,
    "noise": 1800.0,
}  # seconds of one source
LOUDNESS = 1e-2  # mean-square amplitude that every recording is brought to
TAUGHT = (
    "voices",
    "acted",
    "music",
)  # of these the teacher says where somebody speaks: it knows no long notes
FAINTEST = 0.01  # of it, at which a voice that sings is there
SPOKEN = 0.5  # of the teacher
MOST_SPOKEN = (
    0.1  # share of a piece of music in which it hears a voice; with more it may be sung, or no music
)

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
    kind = folder.parent.name
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    np.random.default_rng(0).shuffle(files)
    teacher = Teacher() if kind in TAUGHT else None
    found, seconds = [], 0.0
    for one in _read(files, kind, teacher):
        found.append(one)
        seconds += len(one.power) / STEP_RATE
        if seconds > MOST[kind]:
            break
    return found


def _read(files: Sequence[Path], kind: str, teacher: Teacher | None) -> Iterator[Recording]:
    for path in files:
        try:
            heard = sound(path, SOUND_RATE, end=LONGEST[kind])
        except MediaError:
            continue
        if len(heard) < SHORTEST[kind] * SOUND_RATE:
            continue
        power = mel_power(heard)
        total = power.sum(axis=1)
        loud = float(np.percentile(total, 90))
        if loud > 1e-8:
            power = power * (LOUDNESS / loud) + 1e-12
            if teacher:
                spoken = teacher.spoken(heard)[: len(power)]
            else:  # nobody else is there
                spoken = (power.sum(axis=1) > FAINTEST * LOUDNESS).astype(np.float32)
            if kind == "music" and (spoken > SPOKEN).mean() > MOST_SPOKEN:
                continue
            yield Recording(power, spoken)
