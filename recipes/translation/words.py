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
    *("undone", "new", "nothing new", ", {} could not be read"),
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
    "Aborted!",
)
"""Its own words; it asks the domain that `speak` sets."""
