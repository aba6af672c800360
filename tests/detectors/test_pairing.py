import pytest

from intromark.detectors.pairing import ALL, STEPS, chosen_pairs


@pytest.mark.parametrize("episodes", [0, 1, 2, 5, ALL])
def test_all_of_a_season(episodes: int) -> None:
    pairs = chosen_pairs(episodes)
    assert len(pairs) == len(set(pairs)) == episodes * (episodes - 1) // 2
    assert all(0 <= a < b < episodes for a, b in pairs)


@pytest.mark.parametrize("episodes", [ALL + 1, 21, 42, 60, 400])
def test_some_of_many(episodes: int) -> None:
    pairs = chosen_pairs(episodes)
    assert len(pairs) == len(set(pairs)) <= len(STEPS) * episodes
    assert all(0 <= a < b < episodes for a, b in pairs)
    siblings = [sum(episode in pair for pair in pairs) for episode in range(episodes)]
    assert min(siblings) >= 7
    assert max(siblings) - min(siblings) <= 1
