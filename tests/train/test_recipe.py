"""Recipes are read, and what is wrong with one is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from intromark.errors import FileError, RecipeError
from intromark.network import NetworkConfig
from intromark.train.recipe_file import DEFAULT_RECIPE, load_recipe, parse_recipe, recipe_names

LEAST = "[training]\nepochs = 2\nlearning_rate = 0.1\n"


def test_the_seeds_recipe() -> None:
    for name, epochs in (("seed", 20), ("seed-40", 40)):
        recipe = load_recipe(name)
        plan = recipe.plan
        assert (plan.epochs, plan.batch, plan.learning_rate) == (epochs, 8, 5e-5)
        assert (plan.warm_up, plan.decay, plan.weight_decay, plan.clip, plan.most_weight) == (
            0,
            False,
            0,
            0,
            1,
        )
        assert recipe.augmentation.shift == recipe.augmentation.most_substituted == 0
        assert recipe.network(512, 60) == NetworkConfig(
            512, 512, 16, 16, 2048, 60, norm_first=False, per_position_head=False, dropout=0.1, project=False
        )


def test_the_papers_recipe() -> None:
    recipe = load_recipe("paper")
    assert recipe.network(512, 60).per_position_head
    augmentation = recipe.augmentation
    assert (augmentation.shift, augmentation.least_substituted, augmentation.most_substituted) == (
        5,
        0.1,
        0.3,
    )


def test_the_default_is_made_for_natural_prevalence() -> None:
    recipe = load_recipe(DEFAULT_RECIPE)
    assert recipe.network(96, 60).norm_first
    assert recipe.plan.warm_up > 0
    assert recipe.plan.most_weight > 1
    assert recipe.plan.patience > 0


@pytest.mark.parametrize("name", recipe_names())
def test_a_name_a_path_and_the_name_of_its_file(name: str, tmp_path: Path) -> None:
    shipped = load_recipe(name)
    assert load_recipe(f"recipes/{name}.toml") == shipped
    path = tmp_path / f"{name}.toml"
    path.write_text(f"{LEAST}[network]\ndepth = 3\n")
    mine = load_recipe(path)
    assert mine.network(8, 60).depth == 3
    assert mine.name == name
    assert mine.with_epochs(7).plan.epochs == 7
    assert mine.with_epochs(None) == mine


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        (f"{LEAST}learning_rte = 1", "unknown key `learning_rte`", "did you mean `learning_rate`?"),
        (f"{LEAST}[netwrk]", "unknown key `netwrk`", "did you mean `network`?"),
        (f"{LEAST}[network]\nzzz = 1", "unknown key `zzz`", "it may have: "),
        (f"{LEAST}[network]\nwindow = 9", "unknown key `window`", ""),
        (f"{LEAST}[network]\npreset = 'big'", "unknown preset 'big'", "seed"),
        (f"{LEAST}[network]\npreset = []", "must be text", ""),
        (f"{LEAST}[network]\ndepth = 'two'", "`depth` in .* must be a whole number, not 'two'", ""),
        (f"{LEAST}[network]\nnorm_first = 1", "must be true or false", ""),
        (f"{LEAST}batch = 0", r"\[training\] of recipe `mine`: .* >= 1", ""),
        (f"{LEAST}[augmentation]\nmost_substituted = 2", r"\[augmentation\].* < 1", ""),
        ("[training]\nepochs = 2", "lacks a key: .*learning_rate", "default"),
        ("network = 1", "`network` of recipe `mine` is no table", "[network]"),
        ("[training", "is no TOML", ""),
    ],
)
def test_what_is_wrong_is_said(text: str, said: str, hint: str) -> None:
    with pytest.raises(RecipeError, match=said) as error:
        parse_recipe(text, "mine")
    assert hint in error.value.hint


def test_a_network_that_cannot_be_built() -> None:
    with pytest.raises(RecipeError, match="divisible by heads"):
        parse_recipe(f"{LEAST}[network]\nheads = 3", "mine").network(5, 60)
    with pytest.raises(RecipeError, match="stride of 90"):
        parse_recipe(f"{LEAST}[model]\nstride = 90", "mine").network(5, 60)


def test_no_such_recipe(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="no recipe `sed`") as error:
        load_recipe("sed")
    assert "default, paper, seed" in error.value.hint
    with pytest.raises(FileError, match="cannot read"):
        load_recipe(tmp_path)
