"""What intromark says, in other languages: `python -m recipes.translation` brings the catalogs up to date.

sentences.py   what is said, read from the source: errors, hints, remarks
helping.py     what the help of all commands says
__main__.py    both into the catalogs, which are compiled
"""
