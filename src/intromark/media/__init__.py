"""The only door to video files, in the order the data flows.

    probe(path)     what the file is: length, frame rate, size as shown, has sound
    pictures(path)  one picture every 1 / fps seconds, the one shown at that moment
    key_pictures(path)  the key frames only, each with its time
    frames(path)    every frame of a span with its exact time
    sound(path)     one channel of samples on the same time line
    pass_sound(path, on_samples)  the same block by block
    Decoder(name)   where pictures are decoded: in software, or on a device made for it

Time 0 is the first video frame everywhere. Files are read with PyAV, which brings its own FFmpeg.
"""

from intromark.media.ending import CutOff
from intromark.media.hardware import Decoder
from intromark.media.keys import key_pictures
from intromark.media.listening import pass_sound, sound
from intromark.media.opening import AnyPath, shown_name
from intromark.media.probing import MediaInfo, probe
from intromark.media.suffixes import VIDEO_SUFFIXES, is_video
from intromark.media.watching import frames, pictures

__all__ = [
    "VIDEO_SUFFIXES",
    "AnyPath",
    "CutOff",
    "Decoder",
    "MediaInfo",
    "frames",
    "is_video",
    "key_pictures",
    "pass_sound",
    "pictures",
    "probe",
    "shown_name",
    "sound",
]
