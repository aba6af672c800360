import pytest

from intromark.export.chapters import Chapter
from intromark.export.into_video.merging import SAME, additions

S = 10**9
OURS = [
    Chapter(0, 30 * S, "Cold Open"),
    Chapter(30 * S, 60 * S, "Intro"),
    Chapter(60 * S, 100 * S, "Episode"),
]


@pytest.mark.parametrize(
    ("earlier", "added"),
    [
        pytest.param([], ["Cold Open", "Intro", "Episode"], id="all where there are none"),
        pytest.param([(0, "1"), (50 * S, "2")], ["Intro", "Episode"], id="the start has one"),
        pytest.param([(5 * S, "1")], ["Cold Open", "Intro", "Episode"], id="one begins later"),
        pytest.param([(0, "1"), (60 * S + SAME, "2")], ["Intro"], id="one begins where the intro ends"),
        pytest.param([(0, "1"), (60 * S + SAME + 1, "2")], ["Intro", "Episode"], id="or not quite"),
        pytest.param([(0, "1"), (30 * S, "Opening")], ["Intro", "Episode"], id="another name for it"),
        pytest.param([(0, "1"), (30 * S, "Intro"), (60 * S, "2")], [], id="it is there"),
        pytest.param([(0, "Intro")], ["Intro", "Episode"], id="an intro elsewhere"),
    ],
)
def test_what_is_added(earlier: list[tuple[int, str]], added: list[str]) -> None:
    assert [chapter.name for chapter in additions(OURS, earlier)] == added
