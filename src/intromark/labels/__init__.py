"""What people say of episodes: label files, what is wrong with them, and its repair.

In the order of the data:

rows.py        one labelled span as it stands in a file, and the files
fields.py      the fields of a row, of whatever file -> row
csv_rows.py    the rows of a CSV file
reading.py     a label file, JSON or CSV, or a folder of shows with their truth -> rows
titles.py      the show in an episode's title
rounding.py    the minute-rounding error: what speaks for it, and against it
repairs.py     rows -> mended rows, by the name of the repair
suspicion.py   what looks wrong, in words
leaks.py       what stands in the training and in the test labels
inspection.py  all that can be said of labels
videos.py      where the video of a row lies
writing.py     rows -> a label file, and a list for a person
"""
