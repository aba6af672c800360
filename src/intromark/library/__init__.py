"""The library: what lies on the disk, what was detected in it, and what people say of it, kept in a catalog.

In the order of the data:

rules.py        what a person wants of single shows
walking.py      folders -> shows and seasons
surveying.py    ... -> what is new, changed, moved or gone
tasks.py        ... -> the seasons that are to be analysed
scanning.py     ... -> their answers, kept a season at a time
watching.py     the same by itself, as often as something changes
following.py    ... libraries -> what changes in them, and which of them come and go
shares.py       ... which of them lie on another computer
settling.py     ... folders that change -> those that have stood still
eyes.py         what looks at videos, opened once
analysing.py    one season, as the rules of its show want it
spreading.py    a person's word on one episode -> on its season
aligning.py     where a span of one episode stands in another

catalog.py      the file: transactions, migrations, backups
schema.py       its tables
troubles.py     what goes wrong with it, in sentences
values.py       what it holds, as values
episodes.py, detections.py, edits.py, history.py     the tables, read and written
choosing.py     the part of a query that says which episodes
rewriting.py    a video whose chapters are changed stays the same episode
queries.py      what a person names -> episodes with all that is known of them

stats.py        coverage, confidence, and what needs a look
holding.py      what holds for an episode, to write or to send
confirmed.py    what people confirmed, as labels
tables.py       all of it as tables of Parquet

SQLite is used here and nowhere else.
"""
