"""What repeats beside the intro: idents, cards, bumpers, adverts, credits and recaps."""

from __future__ import annotations

from dataclasses import replace

from intromark.compose.noise import Rng
from intromark.compose.opening import cues_between, shots_between
from intromark.compose.plan import Block, BlockKind, Caption, CaptionStyle, Cue, CueKind, Shot
from intromark.compose.scenes import OUTSIDE
from intromark.compose.show import Show, air, any_shot, any_show, lengths, seed_from, talk
from intromark.compose.words import credit_roll, person_name, show_title

RECAP_PIECES = (3, 9)


def ident(rng: Rng) -> Block:
    """The network's sign, with its own jingle."""
    seconds = round(float(rng.uniform(2, 5)), 2)
    shot = Shot(
        str(rng.choice(["emblem", "rings", "blooms"])),
        seed_from(rng),
        seed_from(rng),
        seed_from(rng),
        seconds,
    )
    name = Caption(
        show_title(rng).split()[-1] + " TV", CaptionStyle.TITLE, seconds * 0.3, seconds * 0.7, seed_from(rng)
    )
    sound = (
        Cue(CueKind.MUSIC, seed_from(rng), 0.0, seconds),
        Cue(CueKind.EFFECT, seed_from(rng), 0.0, min(seconds, 1.5)),
    )
    return Block(BlockKind.IDENT, seconds, (shot,), sound, (name,), fade_out=float(rng.choice([0.0, 0.4])))


def rating_card(rng: Rng) -> Block:
    """A still text, in silence or nearly."""
    seconds = round(float(rng.uniform(2, 4)), 2)
    shot = Shot("card", seed_from(rng), seed_from(rng), seed_from(rng), seconds, still=True)
    age = int(rng.choice([6, 12, 14, 16]))
    text = Caption(
        f"SUITABLE FOR VIEWERS\nOF {age} AND OVER", CaptionStyle.CARD, 0.0, seconds, seed_from(rng)
    )
    cues = tuple(air(rng, seconds)) if rng.random() < 0.5 else ()
    return Block(BlockKind.RATING, seconds, (shot,), cues, (text,))


def bumper(rng: Rng, show: Show) -> Block:
    """A short sign between two acts."""
    seconds = round(float(rng.uniform(2, 4)), 2)
    family = str(rng.choice(["emblem", "plasma", "rings", "blooms"]))
    shot = Shot(family, seed_from(rng), seed_from(rng), show.look, seconds)
    name = Caption(show.title, CaptionStyle.TITLE, 0.3, seconds - 0.3, seed_from(rng))
    cues = (Cue(CueKind.MUSIC, seed_from(rng), 0.0, seconds),)
    return Block(BlockKind.BUMPER, seconds, (shot,), cues, (name,) if rng.random() < 0.5 else ())


def advert(rng: Rng) -> Block:
    """A small show of its own, with another look, that sells something."""
    other = any_show(rng)
    seconds = round(float(rng.uniform(5, 20)), 2)
    shots = tuple(any_shot(rng, other, length) for length in lengths(rng, seconds, 1.8))
    cues = [Cue(CueKind.MUSIC, seed_from(rng), 0.0, seconds, 0.8), *talk(rng, other, seconds, 0.7)]
    slogan = Caption(other.title, CaptionStyle.TITLE, seconds - 2.5, 2.5, seed_from(rng))
    return Block(BlockKind.ADVERT, seconds, shots, tuple(cues), (slogan,))


def establishing(rng: Rng, show: Show) -> Block:
    """The same view of a place, again and again; its sound is left to each time."""
    seconds = round(float(rng.uniform(3, 4)), 2)
    family = str(rng.choice([family for family in show.families if family in OUTSIDE] or ["city"]))
    return Block(
        BlockKind.ESTABLISHING, seconds, (Shot(family, seed_from(rng), seed_from(rng), show.look, seconds),)
    )


def black(rng: Rng) -> Block:
    """A moment of nothing."""
    return Block(BlockKind.BLACK, float(rng.uniform(0.1, 1.2)))


def end_credits(rng: Rng, show: Show) -> Block:
    """The pictures and music that end every episode; names are left to each."""
    seconds = round(float(rng.uniform(6, 16)), 2)
    over = rng.random() < 0.4
    shots = tuple(any_shot(rng, show, length) for length in lengths(rng, seconds, 3.0)) if over else ()
    cues = (Cue(CueKind.MUSIC, seed_from(rng), 0.0, seconds),)
    return Block(BlockKind.CREDITS, seconds, shots, cues, fade_out=float(rng.choice([0.0, 0.6])))


def credits_for(rng: Rng, show: Show, shared: Block, typography: int) -> Block:
    """The end credits of one episode."""
    if typography % 4 == 0:  # cards instead of a roll
        step = shared.seconds / 4
        captions = tuple(
            Caption(f"Written by\n{person_name(rng)}", CaptionStyle.CARD, turn * step, step, typography)
            for turn in range(4)
        )
    else:
        text = credit_roll(rng, show.title, int(rng.integers(18, 40)))
        captions = (Caption(text, CaptionStyle.ROLL, 0.0, shared.seconds, typography),)
    return replace(shared, captions=captions)


def recap(rng: Rng, show: Show, earlier: tuple[Block, ...]) -> Block:
    """Pieces of an earlier episode's story, with their own sound or a narrator's."""
    stories = [
        block
        for block in earlier
        if block.kind in {BlockKind.STORY, BlockKind.COLD_OPEN} and block.seconds >= 3.5
    ]
    narrated = rng.random() < 0.5
    shots: list[Shot] = []
    cues: list[Cue] = []
    moment = 0.0
    for _ in range(int(rng.integers(*RECAP_PIECES))):
        source = stories[int(rng.integers(len(stories)))]
        length = float(rng.uniform(1.0, 3.2))
        begin = float(rng.uniform(0, source.seconds - length))
        shots += shots_between(source.shots, begin, begin + length)
        if not narrated:
            heard = cues_between(source.cues, begin, begin + length)
            cues += [replace(cue, at=cue.at + moment) for cue in heard if cue.kind is not CueKind.EFFECT]
        moment += length
    if narrated:
        cues = [Cue(CueKind.MUSIC, seed_from(rng), 0.0, moment, 0.6), *talk(rng, show, moment)]
    words = Caption(f"Previously on {show.title}", CaptionStyle.NAME, 0.0, min(3.0, moment), seed_from(rng))
    return Block(BlockKind.RECAP, moment, tuple(shots), tuple(cues), (words,) if rng.random() < 0.6 else ())
