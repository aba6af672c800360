"""Single words that are shown, and what click says: neither stands in a sentence of the source."""

from __future__ import annotations

WORDS = (
    *("error", "warning", "hint", "Example", "interrupted"),
    *("episode", "intro", "length", "confidence", "evidence", "state", "none"),
    *("label", "span", "by", "when", "who", "what", "before", "after"),
    *("picture", "sound", "transformer"),
    *("read", "write", "remove", "copy", "make"),
    *("credits", "recap", "edited", "aligned", "locked", "file changed since", "missing", "cannot be read"),
    *(
        "not analysed yet",
        "detected",
        "found",
        "moved",
        "changed",
        "back",
        "edit",
        "lock",
        "unlock",
        "chapters",
    ),
    *("undone", "nothing new", ", {} could not be read"),
    *("show", "shows", "split", "file", "now", "why", "of", "shortest", "median", "longest"),
    *("first start", "last start"),
    *("hits", "rate", "false", "model", "model, frame by frame"),
    *("always [5, 15)", "show's median", "everything"),
    *("folder", "files", "size", "limit", "freed {}"),
    *("%d new", "%d changed", "%d moved", "%d back", "%d missing", "{} of `{}`: {}"),
    *("Videos", "A library", "Players, servers and other programs", "Models", "This installation"),
    *("no video stream", "no decoder for its video stream"),
    *("{} is not a time: write 84.5, 1:24.5 or 0:01:24.5", "{} is too long a time", "{}, or all"),
)
"""Of tables and lines, and what fills the gaps of sentences."""

OF_CLICK = (
    "Usage:",
    "Options",
    "Commands",
    "Show this message and exit.",
    "Show the version and exit.",
    "default: {default}",
    "env var: {var}",
    "required",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "Missing command.",
    "Missing argument",
    "Missing option",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "{name} {filename!r} is a directory.",
    "Aborted!",
)
"""Its own words; it asks the domain that `speak` sets."""

OF_CLICK_BY_NUMBER = (
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
"""One and several."""
