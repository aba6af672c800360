"""Seasons of large videos for measuring speed, made with the `ffmpeg` command out of small ones."""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from intromark.compose import plan_season, render

SUFFIXES = {".mkv", ".mp4", ".webm"}
CODECS = {
    "h264": ("libx264", "fast", []),
    "hevc": ("libx265", "fast", ["-x265-params", "log-level=error"]),
    "av1": ("libsvtav1", "9", []),
}
"""Name -> encoder, preset, further options."""

LAYER = (
    "scale=1920:1080:force_original_aspect_ratio=decrease,pad=1920:1080:-1:-1,setsar=1,fps=24,"
    "noise=alls=3:allf=t,format=yuv420p"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A season to be made.

    Attributes:
        episodes: How many, >= 1.
        minutes: Length of each.
        codec: A key of CODECS.
        preset: Of its encoder; None is the one in CODECS.
    """

    episodes: int
    minutes: float
    codec: str
    preset: str | None = None

    @property
    def name(self) -> str:
        """Of its folder."""
        preset = f"-{self.preset}" if self.preset else ""
        return f"{self.codec}{preset}-{self.episodes}x{self.minutes:g}min"


def add_seasons(parser: argparse.ArgumentParser) -> None:
    """Let the user say what a season is made of."""
    parser.add_argument(
        "--seasons",
        type=Path,
        nargs="+",
        default=[],
        metavar="FOLDER",
        help="shows that they are made of; else one is drawn",
    )


def make_season(folder: Path, wanted: Wanted, seasons: Sequence[Path]) -> list[Path]:
    """1080p24 episodes with some noise, each of several small ones in a row; those that are there are left alone.

    Args:
        folder: Where the season's folder is put.
        wanted: What is made.
        seasons: Folders of shows, of which the n-th episodes make up the n-th one; none draws one show.
    """
    season = folder / wanted.name
    season.mkdir(parents=True, exist_ok=True)
    paths = [season / f"S01E{number:02d}.mkv" for number in range(1, wanted.episodes + 1)]
    missing = [number for number, path in enumerate(paths) if not path.exists()]
    if missing:
        with tempfile.TemporaryDirectory() as scratch:
            shows = _shows(seasons) if seasons else [_drawn(Path(scratch), wanted)]
            for number in missing:
                _encode([show[number % len(show)] for show in shows], paths[number], wanted)
    return paths


def _shows(seasons: Sequence[Path]) -> list[list[Path]]:
    shows = [
        sorted(path for path in show.iterdir() if path.suffix in SUFFIXES)
        for show in sorted(show for folder in seasons for show in folder.iterdir())
        if show.is_dir()
    ]
    if not any(shows):
        raise SystemExit(f"there is no show in {', '.join(map(str, seasons))}")
    return [show for show in shows if show]


def _drawn(folder: Path, wanted: Wanted) -> list[Path]:
    render(plan_season(1, wanted.minutes), folder / "drawn", workers=2)
    return sorted(path for path in (folder / "drawn").iterdir() if path.suffix in SUFFIXES)


def _encode(sources: Sequence[Path], target: Path, wanted: Wanted) -> None:
    inputs = [argument for path in sources for argument in ("-i", str(path))]
    layers = [f"[{n}:v:0]{LAYER}[v{n}];[{n}:a:0]aformat=sample_rates=48000:channel_layouts=stereo[a{n}]"
              for n in range(len(sources))]  # fmt: skip
    joined = "".join(f"[v{n}][a{n}]" for n in range(len(sources)))
    graph = ";".join([*layers, f"{joined}concat=n={len(sources)}:v=1:a=1[v][a]"])
    codec, preset, options = CODECS[wanted.codec]
    unfinished = target.with_suffix(".unfinished.mkv")
    ffmpeg(
        *inputs, "-filter_complex", graph, "-map", "[v]", "-map", "[a]", "-t", str(60 * wanted.minutes),
        "-c:v", codec, "-preset", wanted.preset or preset, "-g", "240", *options, "-c:a", "aac", str(unfinished),
    )  # fmt: skip
    unfinished.rename(target)


def lengthened(source: Path, target: Path, hours: float) -> Path:
    """The same video over and over, without encoding it again."""
    if not target.exists():
        seconds = str(3600 * hours)
        ffmpeg("-stream_loop", "-1", "-i", str(source), "-t", seconds, "-c", "copy", str(target))
    return target


def multiplied(sources: Sequence[Path], folder: Path, count: int) -> list[Path]:
    """Many episodes out of a few: each begins a little later than the last that is made of the same one."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"S01E{number:02d}.mkv" for number in range(1, count + 1)]
    for number, path in enumerate(paths):
        if not path.exists():
            source, skipped = sources[number % len(sources)], 5 * (number // len(sources))
            ffmpeg("-ss", str(skipped), "-i", str(source), "-c", "copy", str(path))
    return list(islice(paths, count))


def ffmpeg(*arguments: str) -> None:
    """Run ffmpeg; what it says is shown when it fails."""
    done = subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"ffmpeg failed: {done.stderr.strip()}")
