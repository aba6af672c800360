"""The text of a recipe -> a `Recipe`; a key that is not known, or not of its kind, is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from intromark.atomic import explained
from intromark.errors import RecipeError
from intromark.network import PRESETS, NetworkConfig
from intromark.train.augment import Augmentation
from intromark.train.recipe import Plan, Recipe, Use

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

T = TypeVar("T")

SUFFIX = ".toml"
DEFAULT_RECIPE = "default"


def recipe_names() -> list[str]:
    """The recipes that come with intromark."""
    return sorted(
        file.name.removesuffix(SUFFIX) for file in _shipped().iterdir() if file.name.endswith(SUFFIX)
    )


def load_recipe(name: str | Path) -> Recipe:
    """Read a recipe.

    Args:
        name: One of `recipe_names`, plain or as `recipes/NAME.toml`, or the path of a TOML file.

    Raises:
        RecipeError: There is no such recipe, or it says what cannot be.
        FileError: The file cannot be read.
    """
    path = Path(name)
    if not path.exists():
        for known in recipe_names():
            if path in (Path(known), Path("recipes", f"{known}{SUFFIX}")):
                return parse_recipe(_shipped().joinpath(f"{known}{SUFFIX}").read_text(), known)
        raise RecipeError(
            f"there is no recipe `{name}`", f"give a TOML file, or one of: {', '.join(recipe_names())}"
        )
    with explained("read", path):
        text = path.read_bytes().decode(errors="replace")
    return parse_recipe(text, path.stem)


def parse_recipe(text: str, name: str) -> Recipe:
    """A recipe from the text of its TOML file; `name` is said in errors.

    Raises:
        RecipeError: It is no TOML, has an unknown key, lacks one, or says what cannot be.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(f"recipe `{name}` is no TOML: {error}", "mend it there") from error
    _known(tables, ["network", "training", "augmentation", "model"], f"recipe `{name}`")
    for title, table in tables.items():
        if not isinstance(table, dict):
            raise RecipeError(
                f"`{title}` of recipe `{name}` is no table", f"write `[{title}]` above its keys"
            )
    network = tables.get("network", {})
    kind = _typed(network.pop("preset", "small"), str, f"`preset` in [network] of recipe `{name}`")
    if kind not in PRESETS:
        raise RecipeError(
            f"recipe `{name}` has an unknown preset {kind!r}", f"choose one of: {', '.join(PRESETS)}"
        )
    changes = _checked(network, NetworkConfig, f"[network] of recipe `{name}`", without=("inputs", "window"))
    return Recipe(
        name,
        kind,
        changes,
        _section(tables, "training", Plan, name),
        _section(tables, "augmentation", Augmentation, name),
        _section(tables, "model", Use, name),
    )


def _shipped() -> Traversable:
    return resources.files("intromark.train").joinpath("recipes")


def _section(tables: Mapping[str, Any], title: str, kind: type[T], name: str) -> T:
    place = f"[{title}] of recipe `{name}`"
    values = _checked(tables.get(title, {}), kind, place)
    try:
        return kind(**values)
    except TypeError as error:  # a key without which there is no default
        raise RecipeError(f"{place} lacks a key: {error}", "see the recipe `default`") from error
    except ValueError as error:
        raise RecipeError(f"{place}: {error}", "change it there") from error


def _checked(table: Mapping[str, Any], kind: type, place: str, without: Sequence[str] = ()) -> dict[str, Any]:
    """The values of a table, each of the type that the dataclass says."""
    types = {name: hint for name, hint in get_type_hints(kind).items() if name not in without}
    _known(table, [field.name for field in fields(kind) if field.name not in without], place)
    return {key: _typed(value, types[key], f"`{key}` in {place}") for key, value in table.items()}


def _typed(value: Any, kind: Any, place: str) -> Any:
    if kind is float and type(value) is int:
        return float(value)
    if kind in (int, float, bool, str) and type(value) is not kind:
        raise RecipeError(f"{place} must be {_SAID[kind]}, not {value!r}", "change it there")
    return tuple(value) if isinstance(value, list) else value


_SAID = {int: "a whole number", float: "a number", bool: "true or false", str: "text"}


def _known(table: Mapping[str, Any], names: Sequence[str], place: str) -> None:
    for key in table:
        if key not in names:
            near = get_close_matches(key, names, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"it may have: {', '.join(names)}"
            raise RecipeError(f"{place} has an unknown key `{key}`", hint)
