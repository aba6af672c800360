"""Files that lie elsewhere, at any address that fsspec knows, read as far as they are needed.

places.py    an address -> its file system; what lies there, and what stops it, in sentences
ranges.py    one file, of which each part is fetched once
objects.py   small files as a whole
reading.py   any file, here or elsewhere: opened, measured
"""
