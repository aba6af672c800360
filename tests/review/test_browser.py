"""The page in a real browser: what a person does there is in the catalog, and stays."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the review extra")

from intromark.labels.writing import render_labels
from intromark.library.catalog import Catalog
from intromark.library.confirmed import label_rows
from intromark.library.edits import save_edit
from intromark.library.queries import all_entries, named_one
from intromark.library.values import Edit, Origin
from intromark.segment import Label
from intromark.span import Span

from .stage import NAMES, Shelf, served

playwright = pytest.importorskip(
    "playwright.sync_api", reason="needs playwright, which the test extra brings"
)

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
PATIENCE = 40_000  # milliseconds: the machine may be busy
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium, as Debian's package `chromium`")
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def address(shelf: Shelf) -> Iterator[str]:
    """A server over a copy of the library."""
    with served(shelf.catalog, shelf.store) as opened:
        yield opened


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Open]:
    """Opens the page at a place; what it complains of fails the test."""
    troubles: list[str] = []
    contexts = []

    def open_at(place: str, **options: Any) -> Any:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        tab = context.new_page()
        tab.on("pageerror", lambda error: troubles.append(str(error)))
        tab.on(
            "console",
            lambda told: (
                troubles.append(told.text) if told.type == "error" and " 409 " not in told.text else None
            ),
        )
        tab.goto(address + place)
        return tab

    yield open_at
    for context in contexts:
        context.close()
    assert troubles == []


def edits(shelf: Shelf, name: str) -> dict[Label, Edit]:
    with Catalog(shelf.catalog) as catalog, catalog.reading() as connection:
        return {edit.label: edit for edit in named_one(connection, name).edits}


def span(shelf: Shelf, name: str) -> tuple[float, float]:
    said = edits(shelf, name)[Label.INTRO].span
    assert said is not None
    return said.start, said.end


def value(tab: Any, edge: str) -> float:
    """Second of an edge, when what was done is drawn."""
    tab.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return float(tab.locator(f".handle.{edge}").first.get_attribute("aria-valuenow"))


def saved(tab: Any, text: str = "confirmed") -> None:
    tab.locator(".toast", has_text=text).first.wait_for()


def test_drag_nudge_save_and_it_stays(page: Open, shelf: Shelf) -> None:
    tab = page("#/")
    tab.get_by_role("link", name=re.compile("^Season 1")).click()
    tab.get_by_role("link", name=NAMES[0]).click()
    tab.locator(".edge.start .side.after img").first.wait_for()
    before = value(tab, "start"), value(tab, "end")

    box = tab.locator(".handle.end").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tab.mouse.move(x, y)
    tab.mouse.down()
    for step in range(1, 6):
        tab.mouse.move(x + 12 * step, y)
    tab.mouse.up()
    dragged = value(tab, "end")
    assert dragged > before[1] + 0.2
    assert value(tab, "start") == before[0]
    tab.get_by_text("not saved").wait_for()

    tab.keyboard.press("ArrowRight")
    assert value(tab, "end") == pytest.approx(dragged + 0.1, abs=0.002)  # ten frames a second
    tab.keyboard.press("Shift+ArrowLeft")
    assert value(tab, "end") == pytest.approx(dragged - 0.9, abs=0.002)
    tab.keyboard.press("[")
    tab.keyboard.press("ArrowRight")
    wanted = value(tab, "start"), value(tab, "end")
    assert wanted == pytest.approx((before[0] + 0.1, dragged - 0.9), abs=0.002)
    tab.keyboard.press("s")
    saved(tab)
    assert span(shelf, NAMES[0]) == pytest.approx(wanted, abs=0.001)

    tab.reload()
    tab.locator(".handle.start").wait_for()
    assert (value(tab, "start"), value(tab, "end")) == wanted
    shelf.scan()
    tab.reload()
    tab.locator(".handle.start").wait_for()
    assert (value(tab, "start"), value(tab, "end")) == wanted

    tab.goto(tab.url.partition("#")[0] + "#/teach")
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Download labels.json").click()
    with Catalog(shelf.catalog) as catalog, catalog.reading() as connection:
        exported = render_labels(label_rows(all_entries(connection)))
    assert Path(download.value.path()).read_text() == exported
    (row,) = json.loads(exported).values()
    assert float(row["start"].rpartition(":")[2]) == pytest.approx(wanted[0], abs=0.002)


def test_thumbnails_follow_and_a_clip_plays(page: Open) -> None:
    tab = page("#/episode/1")
    first = tab.locator(".edge.start .side.after img").first
    first.wait_for()
    assert float(first.get_attribute("data-time")) == pytest.approx(value(tab, "start"), abs=0.002)
    last = tab.locator(".edge.start .side.before img").last
    assert float(last.get_attribute("data-time")) < value(tab, "start")
    tab.keyboard.press("Shift+ArrowRight")
    now = value(tab, "start")
    tab.wait_for_function(
        "now => Math.abs(document.querySelector('.edge.start .side.after img')?.dataset.time - now) < 0.002",
        arg=now,
    )
    tab.wait_for_function("() => document.querySelector('.edge.start .side.after img').naturalWidth > 0")
    tab.keyboard.press("Space")
    tab.wait_for_function("() => document.querySelector('video').currentTime > 0.3")
    assert tab.evaluate("document.querySelector('video').error") is None
    tab.locator(".field .block.intro").click(position={"x": 60, "y": 60})
    tab.locator(".witness").nth(3).wait_for()
    assert tab.locator(".witness", has_text="found by picture + sound").count() == 3


def test_a_season_is_confirmed_with_one_key_an_episode(page: Open, shelf: Shelf) -> None:
    tab = page("#/season/1")
    tab.locator(".lane").first.wait_for()
    tab.keyboard.press("Enter")
    for name in NAMES:
        tab.get_by_role("heading", name=name, exact=True).wait_for()
        tab.locator(".handle.start").wait_for()
        tab.keyboard.press("Enter")
        saved(tab, f"{name} confirmed")
    tab.locator(".head .tag", has_text="4 confirmed").wait_for()
    for name in NAMES:
        assert edits(shelf, name)[Label.INTRO].origin is Origin.LOCK


def test_undo_of_moves_and_of_saves(page: Open, shelf: Shelf) -> None:
    tab = page("#/episode/1")
    tab.locator(".edge.start .side.after img").first.wait_for()
    before = value(tab, "start")
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    for _ in range(2):
        tab.keyboard.press("u")
    assert value(tab, "start") == pytest.approx(before + 0.1, abs=0.002)
    tab.keyboard.press("U")
    assert value(tab, "start") == pytest.approx(before + 0.2, abs=0.002)
    tab.keyboard.press("s")
    saved(tab)
    assert edits(shelf, NAMES[0])
    tab.keyboard.press("u")
    saved(tab, "the last save is undone")
    assert edits(shelf, NAMES[0]) == {}
    assert value(tab, "start") == before


def test_labels_and_none(page: Open, shelf: Shelf) -> None:
    tab = page("#/episode/1")
    tab.locator(".handle.start").wait_for()
    tab.keyboard.press("n")
    tab.keyboard.press("2")
    tab.keyboard.press("n")
    tab.locator(".block.credits .handle.end").wait_for()
    tab.keyboard.press("s")
    saved(tab)
    said = edits(shelf, NAMES[0])
    assert said[Label.INTRO].span is None
    assert said[Label.CREDITS].span is not None
    assert Label.RECAP not in said
    tab.keyboard.press("d")
    saved(tab, "as detected")
    assert edits(shelf, NAMES[0]) == {}


def test_times_are_typed(page: Open, shelf: Shelf) -> None:
    tab = page("#/episode/1")
    field = tab.get_by_role("textbox", name=re.compile("^End"))
    field.fill("0:05.5")
    field.press("Enter")
    assert value(tab, "end") == 5.5
    field.fill("five")
    field.press("Enter")
    assert field.get_attribute("aria-invalid") == "true"
    tab.keyboard.press("Escape")
    tab.keyboard.press("s")
    saved(tab)
    assert span(shelf, NAMES[0])[1] == 5.5


@pytest.mark.parametrize("keeps", ["Take theirs", "Keep mine"])
def test_two_tabs(keeps: str, page: Open, shelf: Shelf) -> None:
    tab = page("#/episode/1")
    tab.locator(".edge.start .side.after img").first.wait_for()
    tab.keyboard.press("ArrowRight")
    mine = value(tab, "start")
    with Catalog(shelf.catalog) as catalog, catalog.changing() as connection:
        save_edit(
            connection, named_one(connection, NAMES[0]).episode, Label.INTRO, Span(2.5, 4.5), Origin.EDIT
        )
    tab.keyboard.press("s")
    tab.get_by_role("alert").get_by_text("changed elsewhere").wait_for()
    assert span(shelf, NAMES[0]) == (2.5, 4.5)
    assert value(tab, "start") == mine
    tab.get_by_role("button", name=keeps).click()
    if keeps == "Keep mine":
        saved(tab)
        assert span(shelf, NAMES[0])[0] == pytest.approx(mine, abs=0.001)
    else:
        tab.wait_for_function(
            "() => document.querySelector('.handle.start').getAttribute('aria-valuenow') === '2.500'"
        )
        assert span(shelf, NAMES[0]) == (2.5, 4.5)


def test_the_season_applies_one_span_to_several(page: Open, shelf: Shelf) -> None:
    tab = page("#/season/1")
    tab.locator(".lane").first.wait_for()
    for key in ("ArrowDown", "x", "ArrowDown", "x", "ArrowUp", "ArrowUp", "y"):
        tab.keyboard.press(key)
    saved(tab, "the same in 2 other episodes")
    assert [name for name in NAMES if edits(shelf, name)] == NAMES[1:3]
    tab.locator(".tag", has_text="aligned").nth(1).wait_for()
    tab.keyboard.press("U")
    saved(tab, "Unlocked 2 episodes")
    assert not any(edits(shelf, name) for name in NAMES)


def test_search_and_filter(page: Open) -> None:
    tab = page("#/")
    tab.locator(".show").wait_for()
    tab.keyboard.press("/")
    tab.keyboard.type("show e03")
    tab.locator(".found .look", has_text=NAMES[2]).click()
    tab.get_by_role("heading", name=NAMES[2], exact=True).wait_for()
    tab.go_back()
    tab.get_by_role("searchbox").fill("")
    tab.get_by_role("button", name="Needs a look").click()
    tab.get_by_text("0 of 1 shows").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)], ids=["desktop", "phone"])
def test_it_fits(scheme: str, width: int, height: int, page: Open) -> None:
    tab = page("#/", viewport={"width": width, "height": height}, color_scheme=scheme, has_touch=width < 500)
    for place, there in (
        ("", ".show"),
        ("season/1", ".lane"),
        ("episode/1", ".edge img"),
        ("teach", ".prose"),
    ):
        tab.goto(tab.url.partition("#")[0] + f"#/{place}")
        tab.locator(there).first.wait_for()
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), place


def test_the_theme_is_remembered(page: Open) -> None:
    tab = page("#/", color_scheme="light")
    tab.get_by_role("button", name="Dark theme").click()
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 21, 26)"
    tab.reload()
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"


def test_help_names_the_keys(page: Open) -> None:
    tab = page("#/episode/1")
    tab.locator(".handle.start").wait_for()
    tab.keyboard.press("?")
    tab.get_by_role("dialog").get_by_text("A frame later").wait_for()
    tab.keyboard.press("Escape")
    tab.get_by_role("dialog").wait_for(state="hidden")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_and_used_by_all(scheme: str, page: Open, shelf: Shelf) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe, which the test extra brings"
    )
    with Catalog(shelf.catalog) as catalog, catalog.changing() as connection:
        save_edit(
            connection, named_one(connection, NAMES[1]).episode, Label.INTRO, Span(2.5, 4.5), Origin.EDIT
        )
        connection.execute("UPDATE segment SET confidence = 0.5 WHERE episode_id = 3")
    tab = page("#/", color_scheme=scheme)
    for place, there in (
        ("", ".look"),
        ("season/1", ".lane"),
        ("episode/2", ".edge img"),
        ("teach", ".prose"),
    ):
        tab.goto(tab.url.partition("#")[0] + f"#/{place}")
        tab.locator(there).first.wait_for()
        if "episode" in place:
            tab.keyboard.press("v")
            tab.locator(".witness").first.wait_for()
            tab.keyboard.press("Shift+ArrowRight")
        found = axe.Axe().run(
            tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        )
        told = [
            (one["id"], [node["html"][:150] for node in one["nodes"][:3]])
            for one in found.response["violations"]
        ]
        assert told == [], place
        tab.keyboard.press("u")


def test_what_is_not_saved_is_not_left(page: Open) -> None:
    tab = page("#/episode/1")
    tab.locator(".edge.start .side.after img").first.wait_for()
    tab.keyboard.press("ArrowRight")
    moved = value(tab, "start")
    asked: list[str] = []

    def refuse(dialog: Any) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    tab.on("dialog", refuse)
    tab.keyboard.press("j")
    tab.wait_for_timeout(200)
    assert asked == ["Leave without saving what you moved?"]
    assert tab.url.endswith("#/episode/1")
    assert value(tab, "start") == moved


def test_what_cannot_be_shown_is_said(page: Open, shelf: Shelf) -> None:
    with Catalog(shelf.catalog) as catalog, catalog.changing() as connection:
        connection.execute("UPDATE episode SET missing_since = '2026-01-01' WHERE id = 2")
        connection.execute("UPDATE episode SET failure = 'it is no media file' WHERE id = 3")
        connection.execute("DELETE FROM detection WHERE episode_id IN (3, 4)")
    tab = page("#/episode/3")
    tab.get_by_text("it is no media file").first.wait_for()
    tab.goto(tab.url.partition("#")[0] + "#/episode/4")
    tab.get_by_text("not analysed yet").first.wait_for()
    tab.keyboard.press("n")
    tab.locator(".block.intro .handle.start").wait_for()
    tab.keyboard.press("s")
    saved(tab)
    assert edits(shelf, NAMES[3])[Label.INTRO].span is not None
    tab.goto(tab.url.partition("#")[0] + "#/season/1")
    tab.get_by_text("missing").first.wait_for()
    tab.keyboard.press("a")
    tab.keyboard.press("l")
    saved(tab, f"Locked {NAMES[0]}")
    saved(tab, "is not on the disk")


def test_keys_after_the_mouse_are_the_views(page: Open, shelf: Shelf) -> None:
    tab = page("#/episode/1")
    tab.locator(".edge.start .side.after img").first.wait_for()
    tab.get_by_role("button", name="Start +1 frame").click()
    moved = value(tab, "start")
    tab.keyboard.press("Enter")
    saved(tab, f"{NAMES[0]} confirmed")
    assert span(shelf, NAMES[0])[0] == pytest.approx(moved, abs=0.001)


SAID = """() => {
    const words = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!parent.closest("code, kbd, script, noscript, .path")) words.push(walker.currentNode.data.trim());
    }
    for (const one of document.querySelectorAll("[aria-label], [placeholder], [title]"))
        for (const name of ["aria-label", "placeholder", "title"]) words.push(one.getAttribute(name) ?? "");
    return words;
}"""
ENGLISH = re.compile(r"[A-Za-z]{3}")
RUSSIAN = re.compile("[А-Яа-яё]")
KEYS = {"intromark", "Ctrl", "Shift", "Esc", "PgUp", "PgDn", "Enter"}


def test_all_that_is_said_is_russian_for_who_reads_it(page: Open) -> None:
    tab = page("", locale="ru-RU")
    for place in ("#/", "#/season/1", "#/episode/1", "#/teach", "#/nowhere"):
        tab.evaluate("(place) => { location.hash = place; }", place)
        tab.locator("#main :is(h1, .note)").first.wait_for()
        tab.wait_for_load_state("networkidle")
        tab.keyboard.press("?")
        tab.locator("dialog[open]").wait_for()
        left = {text for text in tab.evaluate(SAID) if ENGLISH.search(text) and not RUSSIAN.search(text)}
        assert {text for text in left - KEYS if not is_name(text)} == set(), place
        tab.keyboard.press("Escape")
    assert tab.evaluate("() => document.documentElement.lang") == "ru"


def is_name(text: str) -> bool:
    """Of a show, a season, a file or a person."""
    return bool(re.search(r"S\d\dE\d\d|Season|\.mkv|Show|root|/", text))


def test_an_unknown_language_is_english(page: Open) -> None:
    tab = page("#/", locale="fr-FR")
    tab.get_by_role("heading", name="Library").wait_for()
    assert tab.evaluate("() => document.documentElement.lang") == "en"
