import pytest

from intromark.confidence import ALONE, absence_confidence, recurring_confidence


def test_a_likelier_element_is_a_surer_intro() -> None:
    said = [recurring_confidence(element) for element in (0.5, 0.9, 0.99, 0.9999)]
    assert said == sorted(said)
    assert all(0 < one < 1 for one in said)


def test_an_absence_is_surer_where_more_siblings_have_an_intro() -> None:
    said = [absence_confidence(5, intros) for intros in (1, 2, 3, 4)]
    assert said == sorted(said)


@pytest.mark.parametrize("intros", [0, 3])
def test_a_model_that_sees_an_intro_speaks_against_an_absence(intros: int) -> None:
    said = [absence_confidence(5, intros, lack) for lack in (-3.0, 0.0, 3.0)]
    assert said == sorted(said)
    assert said[0] < said[2]


@pytest.mark.parametrize("intros", [0, 1])
def test_an_episode_alone_tells_little(intros: int) -> None:
    assert absence_confidence(1, intros) == ALONE < 0.5
