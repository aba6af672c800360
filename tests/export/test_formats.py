import pytest

from intromark.errors import FileError
from intromark.export import FORMATS, EpisodeFormat, encode, exporter, render

from .episodes import NOT_UTF8, episode, segment

EPISODE_FORMATS = [name for name, row in FORMATS.items() if isinstance(row, EpisodeFormat)]


def test_table() -> None:
    assert list(FORMATS) == ["json", "csv", "edl", "ffmetadata", "matroska", "skiptro"]
    assert EPISODE_FORMATS == ["edl", "ffmetadata", "matroska", "skiptro"]
    assert len({row.suffix for row in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize("format", EPISODE_FORMATS)
def test_one_episode_at_a_time(format: str) -> None:
    one = episode(segment(24, 50))
    text = render([one], format)
    assert "Intro" in text or "24.000 50.000" in text or '"start": 24.0, "end": 50.0' in text
    assert render([], format) == ""
    with pytest.raises(FileError, match="holds one episode, and there are 2") as error:
        render([one, one], format)
    assert "--write" in error.value.hint


@pytest.mark.parametrize("format", FORMATS)
def test_a_text_ends_with_a_line_feed_and_is_the_same_again(format: str) -> None:
    text = render([episode(segment(24, 50))], format)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert text == render([episode(segment(24, 50))], format)


@pytest.mark.parametrize("format", FORMATS)
def test_any_path_can_be_encoded(format: str) -> None:
    assert encode(render([episode(segment(24, 50), path=NOT_UTF8)], format))


def test_unknown_format() -> None:
    with pytest.raises(FileError, match="unknown format `srt`") as error:
        exporter("srt")
    assert "matroska" in error.value.hint
