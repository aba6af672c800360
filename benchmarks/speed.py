"""How long `detect` takes against FFmpeg: `python benchmarks/speed.py CLIPS [--seasons DATA/seasons]`.

Beside a 1080p season of five episodes, which is made in the folder CLIPS when it is not there, these are timed in
turn, in one run, over the same files and in full length:

    (a) decode      ffmpeg -i F -vf fps=1,scale=224:224 -f null -
    (b) key frames  the same with -skip_frame nokey: the floor
    (c) plain       every frame decoded, one a second through the backbone of `lite` in torch, fp32
    detect          intromark detect --search all, nothing in its cache
    again           the same once more, from the cache

What is printed are seconds, and medians over the runs of ratios to (a). Needs the `ffmpeg` command; (c) needs torch.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from clips import CODECS, Wanted, add_seasons, make_season
from reporting import number, table

STAGES = """
import json, sys, time
from pathlib import Path
from intromark import detect
from intromark.store import Store

spent, last = {}, time.perf_counter()

def progress(step):
    global last
    now = time.perf_counter()
    spent[step.stage] = spent.get(step.stage, 0.0) + now - last
    last = now

found = detect(sys.argv[1:], search=None, store=Store(), progress=progress, on_problem=lambda problem: None)
answers = {one.path.name: [[part.start, part.end] for part in one.segments] for one in found}
print(json.dumps({"stages": spent, "answers": answers}))
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """A process that ended well.

    Attributes:
        seconds: Wall time.
        cpu: Seconds of processor time.
        peak: MB that it held at the most.
        printed: What it wrote.
    """

    seconds: float
    cpu: float
    peak: float
    printed: str


def run(command: Sequence[str], surroundings: dict[str, str] | None = None) -> Ran:
    """Run a command to its end and measure it; it must succeed."""
    with tempfile.TemporaryFile("w+") as printed, tempfile.TemporaryFile("w+") as told:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=printed, stderr=told, env={**os.environ, **(surroundings or {})}
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        told.seek(0)
        if process.returncode:
            raise SystemExit(f"`{' '.join(command)}` failed: {told.read().strip()}")
        return Ran(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, printed.read())


def decode(paths: Sequence[Path], *before: str) -> Ran:
    """What FFmpeg alone takes for all of them."""
    runs = [
        run(["ffmpeg", "-nostdin", "-v", "error", *before, "-i", str(path), "-an",
             "-vf", "fps=1,scale=224:224", "-f", "null", "-"])
        for path in paths
    ]  # fmt: skip
    return Ran(sum(r.seconds for r in runs), sum(r.cpu for r in runs), max(r.peak for r in runs), "")


def plain(paths: Sequence[Path]) -> Ran:
    """The straightforward way, in a process of its own."""
    return run([sys.executable, __file__, "--plain", *map(str, paths)])


def encode_plainly(paths: Sequence[str]) -> None:
    """Decode all of each video, and embed a picture a second in torch."""
    import av
    import torch

    sys.path.insert(0, str(Path(__file__).parents[1]))
    from recipes.lite.backbone import HEIGHT, WIDTH, Backbone

    network = Backbone().eval()
    for path in paths:
        batch = []
        with av.open(path) as container, torch.inference_mode():
            container.streams.video[0].thread_type = "AUTO"
            wanted = 0.0
            for frame in container.decode(video=0):
                if frame.time is not None and frame.time >= wanted:
                    wanted += 1.0
                    batch.append(
                        torch.from_numpy(frame.to_ndarray(width=WIDTH, height=HEIGHT, format="rgb24"))
                    )
                if len(batch) == 16:
                    network.back(network.front(torch.stack(batch).permute(0, 3, 1, 2).float()))
                    batch.clear()


def main() -> None:
    """Make what is missing, time it, and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clips", type=Path, help="folder for the videos; they are kept")
    add_seasons(parser)
    parser.add_argument("--codec", choices=list(CODECS), default="h264")
    parser.add_argument("--episodes", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument(
        "--preset", help="of the encoder, when the clips are made; its own is thorough and slow"
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--without-plain", action="store_true", help="leave out (c), which takes longest")
    options = parser.parse_args()
    wanted = Wanted(options.episodes, options.minutes, options.codec, options.preset)
    paths = make_season(options.clips, wanted, options.seasons)
    times: dict[str, list[Ran]] = defaultdict(list)
    for turn in range(options.runs):
        for name, timed in ways(paths, with_plain=not options.without_plain).items():
            times[name].append(timed())
            print(f"run {turn + 1}, {name}: {times[name][-1].seconds:.1f} s", file=sys.stderr, flush=True)
    report(times)


def ways(paths: Sequence[Path], *, with_plain: bool) -> dict[str, Callable[[], Ran]]:
    """What is timed, in turn."""
    cache = Path(tempfile.mkdtemp(prefix="intromark-speed-"))
    command = [sys.executable, "-c", STAGES, *map(str, paths)]

    def again() -> Ran:
        try:
            return run(command, {"XDG_CACHE_HOME": str(cache)})
        finally:
            shutil.rmtree(cache, ignore_errors=True)

    timed: dict[str, Callable[[], Ran]] = {
        "(a) decode": lambda: decode(paths),
        "(b) key frames": lambda: decode(paths, "-skip_frame", "nokey"),
        "detect": lambda: run(command, {"XDG_CACHE_HOME": str(cache)}),
        "again": again,
    }
    if with_plain:
        timed["(c) plain"] = lambda: plain(paths)
    return timed


def report(times: dict[str, list[Ran]]) -> None:
    """Print medians, ratios to (a), what each stage took, and whether both answers are the same."""
    base = times["(a) decode"]
    rows = []
    for name, ran in times.items():
        ratios = [one.seconds / other.seconds for one, other in zip(ran, base, strict=True)]
        cpu = [one.cpu / other.cpu for one, other in zip(ran, base, strict=True)]
        seconds, peak = median(one.seconds for one in ran), max(one.peak for one in ran)
        rows.append(
            [name, number(seconds, 1), number(median(ratios), 3), number(median(cpu), 3), f"{peak:.0f}"]
        )
    print(table(["", "wall s", "of (a)", "CPU of (a)", "peak MB"], rows, markdown=True))
    told = [json.loads(one.printed) for one in times["detect"]]
    for stage in told[0]["stages"]:
        print(f"{stage}: {median(one['stages'][stage] for one in told):.1f} s")
    same = all(json.loads(one.printed)["answers"] == told[0]["answers"] for one in times["again"])
    print(f"answers from the cache are {'the same' if same else 'OTHERS'}: {told[0]['answers']}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--plain"]:
        encode_plainly(sys.argv[2:])
    else:
        main()
