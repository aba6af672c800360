"""What the API takes and gives; times are seconds from the first video frame.

bounds.py     how large numbers may be
common.py     what several answers have
overview.py   the library
episodes.py   seasons and episodes
seen.py       frames, sound, curves, siblings
work.py       what takes a while
taken.py      what is sent
"""
