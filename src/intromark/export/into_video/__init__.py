"""Chapters inside the videos.

merging.py      which of our chapters join those that are there
mkvpropedit.py  Matroska's chapters, changed in the file itself
chapter_list.py chapters as FFmpeg has them
remux.py        a copy with other chapters takes the file's place
packets.py      whether a copy holds the same as its original
writing.py      one video, by whichever of the two can do it; noted first, checked afterwards, and undone
"""
