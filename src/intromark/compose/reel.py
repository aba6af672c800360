"""The pictures of a block: its shots in order, dissolves, captions and fades."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image

from intromark.compose.look import Look, look_of, mood_of
from intromark.compose.noise import generator
from intromark.compose.plan import Block, Shot
from intromark.compose.scene import STAGE, STILL, Camera, Scene, any_camera, paint
from intromark.compose.scenes import CENTRED, FAMILIES, SETS
from intromark.compose.titles import write

BLACK = Image.new("RGB", STAGE)
SET_REACH = 0.5  # on a set the camera stays with the people


def picture(block: Block, moment: float, before: Block | None = None) -> Image.Image:
    """The frame of a block at this second of it; `before` is seen while the block dissolves in."""
    frame = _shots(block, moment)
    for caption in block.captions:
        write(frame, caption, moment)
    if before is not None and moment < block.dissolve:
        frame = Image.blend(_shots(before, before.seconds + moment), frame, moment / block.dissolve)
    light = 1.0
    if moment < block.fade_in:
        light = moment / block.fade_in
    if block.seconds - moment < block.fade_out:
        light = min(light, max(0.0, block.seconds - moment) / block.fade_out)
    return frame if light >= 1 else Image.blend(BLACK, frame, light)


def _shots(block: Block, moment: float) -> Image.Image:
    begin = 0.0
    for index, shot in enumerate(block.shots):
        last = index == len(block.shots) - 1
        if moment < begin + shot.seconds or last:
            age = moment - begin
            frame = shown(shot, age)
            if index and age < shot.dissolve:
                previous = block.shots[index - 1]
                return Image.blend(shown(previous, previous.seconds + age), frame, age / shot.dissolve)
            return frame
        begin += shot.seconds
    return BLACK.copy()


def shown(shot: Shot, age: float) -> Image.Image:
    """The frame of a shot at this second of it, without captions; the action goes on beyond its end."""
    scene, camera, look = _drawn(shot.family, shot.place, shot.action, shot.look)
    frame = paint(scene, STILL if shot.still else camera, look, shot.start + (0.0 if shot.still else age))
    mood = mood_of(shot.place)
    return frame if mood is None else frame.point(mood)


@lru_cache(maxsize=12)
def _drawn(family: str, place: int, action: int, look_seed: int) -> tuple[Scene, Camera, Look]:
    """Scenes are kept while their shot lasts; they are large."""
    look = look_of(look_seed)
    scene = FAMILIES[family](generator(place, 5), generator(action, 6), look)
    if family in CENTRED:
        return scene, STILL, look
    return scene, any_camera(generator(action, 7), SET_REACH if family in SETS else 1.0), look
