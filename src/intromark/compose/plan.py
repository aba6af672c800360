"""What a composed season is made of: plain values, nothing drawn yet.

Lengths inside a block are content seconds; an episode's master turns them into frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class BlockKind(StrEnum):
    """What a stretch of an episode is for."""

    COLD_OPEN = "cold open"
    STORY = "story"
    INTRO = "intro"
    RECAP = "recap"
    CREDITS = "credits"
    IDENT = "ident"
    RATING = "rating card"
    BUMPER = "act bumper"
    ADVERT = "advert"
    ESTABLISHING = "establishing shot"
    BLACK = "black"


class CueKind(StrEnum):
    """What a sound is."""

    SPEECH = "speech"
    MUSIC = "music"
    AMBIENCE = "ambience"
    EFFECT = "effect"


class CaptionStyle(StrEnum):
    """Where a text stands and how it moves."""

    TITLE = "title"
    SUBTITLE_LINE = "subtitle line"
    NAME = "name"
    EPISODE = "episode"
    CARD = "card"
    ROLL = "roll"


@dataclass(frozen=True, slots=True)
class Shot:
    """Moving pictures between two cuts.

    Attributes:
        family: A name in `scenes.FAMILIES`.
        place: Seed of what stands still; the same place looks the same in every shot.
        action: Seed of what moves, and of the camera.
        look: Seed of the show's colours, grain and cast.
        seconds: Length.
        start: Seconds of the action that have gone by when the shot begins.
        dissolve: Seconds at its beginning that are mixed with the shot before; 0 is a cut.
        still: Nothing moves.
    """

    family: str
    place: int
    action: int
    look: int
    seconds: float
    start: float = 0.0
    dissolve: float = 0.0
    still: bool = False

    def __post_init__(self) -> None:
        """Refuse what is not a shot."""
        if self.seconds <= 0 or self.start < 0 or not 0 <= self.dissolve <= self.seconds:
            raise ValueError(f"not a shot: {self}")


@dataclass(frozen=True, slots=True)
class Cue:
    """A sound within a block.

    Attributes:
        kind: What it is.
        seed: The speaker and the line, or the piece of music.
        at: Seconds from the block's beginning.
        seconds: Length.
        gain: Linear.
        start: Seconds of the source that are left out before it is heard.
    """

    kind: CueKind
    seed: int
    at: float
    seconds: float
    gain: float = 1.0
    start: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is not a cue."""
        if self.seconds <= 0 or self.at < 0 or self.start < 0:
            raise ValueError(f"not a cue: {self}")


@dataclass(frozen=True, slots=True)
class Caption:
    """A text over the pictures of a block, from `at` for `seconds`."""

    text: str
    style: CaptionStyle
    at: float
    seconds: float
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an episode.

    Attributes:
        kind: What it is for; the truth is read from it.
        seconds: Length in content seconds.
        shots: The pictures, in order; they cover the block. None at all is black.
        cues: The sound.
        captions: Drawn titles, names and rolls.
        fade_in: Seconds of fading from black, inside the block.
        fade_out: Seconds of fading to black, inside the block.
        dissolve: Seconds at its beginning in which the block before is still seen.
    """

    kind: BlockKind
    seconds: float
    shots: tuple[Shot, ...] = ()
    cues: tuple[Cue, ...] = ()
    captions: tuple[Caption, ...] = ()
    fade_in: float = 0.0
    fade_out: float = 0.0
    dissolve: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is not a block."""
        if self.seconds <= 0:
            raise ValueError(f"seconds must be > 0, got {self.seconds}")
        covered = sum(shot.seconds for shot in self.shots)
        if self.shots and covered < self.seconds - 1e-6:
            raise ValueError(f"the shots of a {self.kind} cover {covered} of {self.seconds} seconds")


@dataclass(frozen=True, slots=True)
class Master:
    """How an episode is finished and encoded.

    Attributes:
        rate: Frames per second.
        width: Pixels, even.
        height: Pixels, even.
        codec: `h264`, `hevc` or `vp9`.
        crf: The encoder's constant quality; higher is worse.
        container: `mkv`, `mp4` or `webm`.
        speed: Content seconds per second; 1.04 raises the pitch as a PAL transfer does.
        loudness: Linear gain of the sound.
        channels: 1 or 2.
        sample_rate: Hz of the encoded sound.
        audio_start: Seconds after the first frame at which the sound stream begins; may be negative.
        clock_start: Time stamp of the first frame, in seconds.
        letterbox: Fraction of the height that is black bars.
        crop: Fraction of each side that is cut away.
        gamma: Exponent applied to the pictures.
        brightness: Added to the pictures, of 1.
        logo: Text of the channel logo; empty for none.
        subtitles: Burnt into the pictures wherever someone speaks.
    """

    rate: Fraction = Fraction(25)
    width: int = 320
    height: int = 180
    codec: str = "h264"
    crf: int = 26
    container: str = "mkv"
    speed: float = 1.0
    loudness: float = 1.0
    channels: int = 1
    sample_rate: int = 48_000
    audio_start: float = 0.0
    clock_start: float = 0.0
    letterbox: float = 0.0
    crop: float = 0.0
    gamma: float = 1.0
    brightness: float = 0.0
    logo: str = ""
    subtitles: bool = False

    def frames(self, content_seconds: float) -> int:
        """Whole frames that show this much content, at least 1."""
        return max(1, round(content_seconds / self.speed * self.rate))


@dataclass(frozen=True, slots=True)
class Span:
    """A block and the frames it takes: [first, first + frames)."""

    block: Block
    first: int
    frames: int


@dataclass(frozen=True, slots=True)
class EpisodePlan:
    """One episode: its blocks without gaps, and how it is mastered."""

    name: str
    blocks: tuple[Block, ...]
    master: Master = Master()

    def __post_init__(self) -> None:
        """Refuse what is not an episode."""
        if not self.blocks:
            raise ValueError("an episode needs a block")

    @property
    def file_name(self) -> str:
        """The name it is rendered under, such as `S01E02.mkv`."""
        return f"{self.name}.{self.master.container}"

    def spans(self) -> tuple[Span, ...]:
        """The blocks with their frames, end to end from frame 0."""
        spans: list[Span] = []
        first = 0
        for block in self.blocks:
            frames = self.master.frames(block.seconds)
            spans.append(Span(block, first, frames))
            first += frames
        return tuple(spans)

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return sum(self.master.frames(block.seconds) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class SeasonPlan:
    """The episodes of one season, and the show's title."""

    title: str
    episodes: tuple[EpisodePlan, ...]
