import pytest

from intromark.segment import Label
from intromark.servers.base import RemoteMark
from intromark.servers.diff import changes
from intromark.servers.marks import Mark

A = Mark(1000, 9000, Label.INTRO)
NEAR_A = Mark(1001, 8999, Label.INTRO)
B = Mark(2000, 9000, Label.INTRO)
CREDITS = Mark(90_000, None, Label.CREDITS)


@pytest.mark.parametrize(
    ("wanted", "there", "ours", "replace", "expected"),
    [
        pytest.param(A, [], [], False, ["+A"], id="new"),
        pytest.param(A, [A], [], False, ["=A"], id="there"),
        pytest.param(A, [NEAR_A], [], False, ["=N"], id="there, rounded by the server"),
        pytest.param(A, [B], [B], False, ["-B", "+A"], id="ours is replaced"),
        pytest.param(A, [B], [], False, ["!B"], id="somebody else's is left"),
        pytest.param(A, [B], [], True, ["-B", "+A"], id="unless that is wanted"),
        pytest.param(A, [A, B], [], False, ["=A"], id="both are there"),
        pytest.param(A, [A, B], [B], False, ["-B", "=A"], id="an old one of ours"),
        pytest.param(None, [A], [A], False, ["-A"], id="none any more"),
        pytest.param(None, [A], [], False, [], id="none, but somebody else's"),
        pytest.param(None, [A], [], True, ["-A"], id="none, and replace"),
        pytest.param(None, [CREDITS], [CREDITS], True, [], id="credits are not spoken of"),
    ],
)
def test_lines(
    wanted: Mark | None, there: list[Mark], ours: list[Mark], replace: bool, expected: list[str]
) -> None:
    names = {A: "A", B: "B", NEAR_A: "N"}
    remote = [RemoteMark(str(place), mark) for place, mark in enumerate(there)]
    lines = changes({Label.INTRO: wanted}, remote, frozenset(ours), replace=replace)
    assert [f"{line.act}{names[line.mark]}" for line in lines] == expected
    assert all(line.act == "+" or there[int(line.id)] == line.mark for line in lines)


def test_a_start_only() -> None:
    there = [RemoteMark("", CREDITS)]
    assert [line.act for line in changes({Label.CREDITS: CREDITS}, there, frozenset())] == ["="]
    other = Mark(90_000, 95_000, Label.CREDITS)
    assert [line.act for line in changes({Label.CREDITS: other}, there, frozenset())] == ["!"]


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (5, 4)])
def test_what_is_no_mark(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="need 0 <= start < end"):
        Mark(start, end, Label.INTRO)
