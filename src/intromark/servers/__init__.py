"""Media servers: what holds for an episode is sent to where it is played.

base.py      what a server is: episodes, the marks they have, and two verbs
marks.py     a marked span, as servers have it: whole milliseconds
mapping.py   a path here -> the same file as the server calls it
diff.py      what is wanted, and what is there -> what to change
pushed.py    which marks are ours, so that nobody else's are touched
pushing.py   all of it, episode by episode, patiently

http.py      the one client: no redirects, and no token in any message
jellyfin.py  Jellyfin 10.10 and later, with its plugin MediaSegments API
emby.py      Emby, with its plugin Segment Reporting
plex.py      Plex: the database of a server that is stopped; plex_parts.py: the copy of markers in it
"""
