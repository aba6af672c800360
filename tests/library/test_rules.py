"""Rules of single shows: what they mean, and what means nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from intromark.errors import FileError, RulesError
from intromark.library.rules import Rules, ShowRule, read_rules

GOOD = """
exclude = ["Kids/*", "*.sample.mkv"]

[show."The Long Show"]
search = "half"
longest = 30

[show."Law & Order"]
search = "5:00"
longest = "0:45"

[show.News]
skip = true
"""


def rules(tmp_path: Path, text: str) -> Rules:
    path = tmp_path / "rules.toml"
    path.write_text(text)
    return read_rules(path)


def test_what_they_say(tmp_path: Path) -> None:
    read = rules(tmp_path, GOOD)
    assert read.of("The Long Show") == ShowRule(search="half", longest=30.0)
    assert read.of("law.and.order") == ShowRule(search=300.0, longest=45.0)
    assert read.of("News") == ShowRule(skip=True)
    assert read.of("Another") == ShowRule()


@pytest.mark.parametrize(
    ("below", "excluded"),
    [
        ("Kids/Bear/Season 1/e.mkv", True),
        ("Foo/Kids/e.mkv", False),
        ("Foo/e.sample.mkv", True),
        ("Foo/e.mkv", False),
    ],
)
def test_exclusions(below: str, excluded: bool, tmp_path: Path) -> None:
    assert rules(tmp_path, GOOD).excludes(Path("/tv") / below, Path("/tv")) is excluded


@pytest.mark.parametrize(
    ("text", "sentence", "hint"),
    [
        ("exlude = []", "key that means nothing: `exlude`", "do you mean `exclude`?"),
        ('[shows."A"]', "`shows`", "do you mean `show`?"),
        ('[show."A"]\nlongst = 3', '`show."A".longst`', '`show."A".longest`'),
        ('[show."A"]\nzzz = 3', '`show."A".zzz`', "skip, search, longest"),
        ('[show."A"]\nsearch = "quarter"', "search = 'quarter'", '"half"'),
        ('[show."A"]\nlongest = -3', "longest = -3", "30"),
        ('[show."A"]\nlongest = 0', "longest = 0", "30"),
        ('[show."A"]\nlongest = true', "longest = True", "30"),
        ('[show."A"]\nskip = "yes"', "skip = 'yes'", "true or false"),
        ('exclude = "Kids"', "exclude = 'Kids'", "["),
        ("show = 3", "show = 3", "[show."),
        ("exclude = [", "is no TOML", "docs/library.md"),
    ],
)
def test_what_means_nothing(text: str, sentence: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(RulesError) as raised:
        rules(tmp_path, text)
    assert sentence in raised.value.message
    assert hint in raised.value.hint


def test_the_default_may_be_missing_and_one_that_is_named_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert read_rules() == Rules()
    (tmp_path / "intromark").mkdir()
    (tmp_path / "intromark/rules.toml").write_text("[show.News]\nskip = true")
    assert read_rules().of("news").skip
    with pytest.raises(FileError, match="cannot read"):
        read_rules(tmp_path / "none.toml")
