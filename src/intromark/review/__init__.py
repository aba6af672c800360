"""The review page: a small web application over the catalog, for looking and for putting right.

In the order of a request:

serving.py          a port of this machine
guarding.py         who may come in, and what a request must be
app.py              the application; problems.py, stale.py: what it answers when it cannot
page_files.py       the page itself, in page/: plain HTML, CSS and modules, as they are
routes_library.py   the library; overview.py: in numbers
routes_episodes.py  seasons, episodes and what people say of them; wholes.py, told.py: as the API gives them
routes_media.py     what is seen and heard; gallery.py, clips.py, waves.py: pictures, clips, loudness
evidence.py         why a span is believed, from what known.py finds in the cache; witnesses.py: its siblings
routes_jobs.py      what takes a while; jobs.py: one after the other
schemas/            what the API takes and gives
desk.py             what all of these share; workshop.py: threads for videos;
                    doors.py: one at a time; backups.py: copies of the catalog

Videos are named by their numbers in the catalog only: no path comes from a client.
"""
