"""Intros: what a season keeps of its opening, and what an episode may change in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from intromark.compose.noise import Rng
from intromark.compose.plan import Block, BlockKind, Caption, CaptionStyle, Cue, CueKind, Shot
from intromark.compose.scenes import GRAPHICS
from intromark.compose.show import Show, air, any_shot, lengths, seed_from, talk
from intromark.compose.words import episode_title, person_name

SHORTEST, LONGEST, USUAL = 2.0, 60.0, 12.0  # seconds


@dataclass(frozen=True, slots=True)
class Opening:
    """An intro as the season made it.

    Attributes:
        shots: Its pictures.
        theme: Seed of its music; None has no music at all.
        title: What is written, and when.
        named: Names of the cast are written over it, other ones in every episode.
        titled: Each episode's own title is written over it.
        dissolve: Seconds it mixes with what comes before.
        fade_in: Seconds from black.
        fade_out: Seconds to black.
    """

    shots: tuple[Shot, ...]
    theme: int | None
    title: Caption
    named: bool
    titled: bool
    dissolve: float
    fade_in: float
    fade_out: float

    @property
    def seconds(self) -> float:
        """Its length."""
        return sum(shot.seconds for shot in self.shots)


@dataclass(frozen=True, slots=True)
class Change:
    """What one episode does to the opening.

    Attributes:
        voices: Someone talks over it.
        dubbed: Other music.
        other_shot: One shot is another.
        all_other: Every shot is another; only the music and the title stay.
        shortened: Only its end is shown.
    """

    voices: bool = False
    dubbed: bool = False
    other_shot: bool = False
    all_other: bool = False
    shortened: bool = False


def any_opening(rng: Rng, show: Show, longest: float) -> Opening:
    """A montage, moving graphics, an animated emblem or a still card, at most `longest` seconds."""
    usual = float(rng.lognormal(0, 0.75)) * USUAL
    seconds = round(min(longest, LONGEST, max(SHORTEST, usual)), 2)
    kind = str(rng.choice(["montage", "graphics", "emblem", "card"], p=[0.5, 0.25, 0.15, 0.10]))
    if kind == "card":
        seconds = min(seconds, round(float(rng.uniform(SHORTEST, 6)), 2))
    if kind == "emblem":
        seconds = min(seconds, round(float(rng.uniform(2.5, 9)), 2))
    shots = _shots(rng, show, kind, seconds)
    begin = 0.0 if kind == "card" else max(0.0, seconds - float(rng.uniform(1.5, 4.5)))
    edge = str(rng.choice(["cut", "dissolve", "fade"], p=[0.6, 0.2, 0.2]))
    fade = min(seconds / 4, float(rng.uniform(0.2, 0.8))) if edge == "fade" else 0.0
    return Opening(
        shots=shots,
        theme=None if rng.random() < 0.07 else seed_from(rng),
        title=Caption(show.title, CaptionStyle.TITLE, begin, seconds - begin, seed_from(rng)),
        named=bool(rng.random() < 0.5) and seconds > 5,
        titled=bool(rng.random() < 0.4),
        dissolve=0.5 if edge == "dissolve" else 0.0,
        fade_in=fade,
        fade_out=fade,
    )


def _shots(rng: Rng, show: Show, kind: str, seconds: float) -> tuple[Shot, ...]:
    if kind in {"card", "emblem"}:
        return (Shot(kind, seed_from(rng), seed_from(rng), show.look, seconds, still=kind == "card"),)
    pace = float(rng.uniform(0.8, 3.5))
    found = []
    for length in lengths(rng, seconds, pace):
        shot = any_shot(rng, show, length)
        if kind == "graphics":
            shot = replace(shot, family=str(rng.choice(GRAPHICS)), place=seed_from(rng))
        found.append(shot)
    if kind == "montage" and len(found) > 2 and rng.random() < 0.6:
        found[-1] = replace(found[-1], family=str(rng.choice(["emblem", "card", "blooms", "plasma"])))
    return tuple(found)


def opening_block(rng: Rng, show: Show, opening: Opening, change: Change) -> Block:
    """The intro of one episode."""
    shots = opening.shots
    if change.all_other:
        shots = tuple(replace(shot, place=seed_from(rng), action=seed_from(rng)) for shot in shots)
    elif change.other_shot:
        at = int(rng.integers(len(shots)))
        other = replace(any_shot(rng, show, shots[at].seconds), dissolve=0.0)
        shots = (*shots[:at], other, *shots[at + 1 :])
    block = Block(
        BlockKind.INTRO,
        opening.seconds,
        shots,
        tuple(_sound(rng, show, opening, change)),
        tuple(_captions(rng, opening)),
        fade_in=opening.fade_in,
        fade_out=opening.fade_out,
        dissolve=opening.dissolve,
    )
    short = opening.seconds * float(rng.uniform(0.4, 0.75))
    return ending_of(block, short) if change.shortened and short >= SHORTEST else block


def _sound(rng: Rng, show: Show, opening: Opening, change: Change) -> list[Cue]:
    seconds = opening.seconds
    if opening.theme is None:
        return [*air(rng, seconds), *(talk(rng, show, seconds) if change.voices else ())]
    theme = seed_from(rng) if change.dubbed else opening.theme
    cues = [Cue(CueKind.MUSIC, theme, 0.0, seconds, 0.7 if change.voices else 1.2)]
    return [*cues, *talk(rng, show, seconds)] if change.voices else cues


def _captions(rng: Rng, opening: Opening) -> list[Caption]:
    captions = [opening.title]
    if opening.titled:
        late = replace(opening.title, text=episode_title(rng), style=CaptionStyle.EPISODE)
        captions.append(late)
    if opening.named:
        moment = float(rng.uniform(0.3, 1.0))
        while moment + 2 < opening.title.at:
            captions.append(Caption(person_name(rng), CaptionStyle.NAME, moment, 1.8, seed_from(rng)))
            moment += float(rng.uniform(2.0, 3.2))
    return captions


def ending_of(block: Block, seconds: float) -> Block:
    """The last seconds of a block, sound and all."""
    gone = block.seconds - seconds
    return replace(
        block,
        seconds=seconds,
        shots=shots_between(block.shots, gone, block.seconds),
        cues=cues_between(block.cues, gone, block.seconds),
        captions=tuple(
            replace(
                caption,
                at=max(0.0, caption.at - gone),
                seconds=min(caption.seconds, caption.at + caption.seconds - gone),
            )
            for caption in block.captions
            if caption.at + caption.seconds > gone + 0.5
        ),
    )


def shots_between(shots: tuple[Shot, ...], begin: float, end: float) -> tuple[Shot, ...]:
    """The pictures of a stretch of a block; the first piece starts with a cut."""
    found: list[Shot] = []
    moment = 0.0
    for shot in shots:
        left, right = max(begin, moment), min(end, moment + shot.seconds)
        if right - left > 1e-6:
            start = shot.start if shot.still else shot.start + left - moment
            whole = left == moment and bool(found)
            dissolve = min(shot.dissolve, right - left) if whole else 0.0
            found.append(replace(shot, start=start, seconds=right - left, dissolve=dissolve))
        moment += shot.seconds
    return tuple(found)


def cues_between(cues: tuple[Cue, ...], begin: float, end: float) -> tuple[Cue, ...]:
    """The sound of a stretch of a block, from its own second 0."""
    found = []
    for cue in cues:
        left, right = max(begin, cue.at), min(end, cue.at + cue.seconds)
        if right - left > 0.05:
            found.append(replace(cue, at=left - begin, seconds=right - left, start=cue.start + left - cue.at))
    return tuple(found)
