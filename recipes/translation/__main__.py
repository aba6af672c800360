"""Bring the catalogs up to date: `python -m recipes.translation [--new LANGUAGE]`.

What is said in the source and is not in a catalog yet is added without a translation; what is not said any more goes.
Then translate what is empty in `src/intromark/locale/LANGUAGE/LC_MESSAGES/intromark.po`, and run it again: it compiles.
"""

from __future__ import annotations

import argparse
import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from intromark.cli.tongue import CATALOGS, DOMAIN
from recipes.translation.helping import help_texts
from recipes.translation.sentences import nouns, sentences
from recipes.translation.words import OF_CLICK, OF_CLICK_BY_NUMBER, WORDS

SOURCE = CATALOGS.parent
WIDTH = 110
WHENEVER = datetime(2026, 1, 1, tzinfo=UTC)  # so that the same content is the same file
UNKNOWN = (
    '"POT-Creation',
    '"PO-Revision',
    '"Last-Tr',
    '"Language-Team',
    '"Report-Msgid',
    '"Project-Id',
    '"Generated-By',
)  # headers


def main() -> None:
    """Update every catalog, or begin one, and compile."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--new", metavar="LANGUAGE", help="begin a catalog, such as `de`")
    options = parser.parse_args()
    if options.new:
        path = CATALOGS / options.new / "LC_MESSAGES" / f"{DOMAIN}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(Catalog(locale=options.new, project=DOMAIN)))
    for path in catalogs():
        catalog = updated(path)
        path.write_bytes(written(catalog))
        path.with_suffix(".mo").write_bytes(compiled(catalog))
        missing = untranslated(catalog)
        print(f"{path.parts[-3]}: {len(catalog)} messages, {len(missing)} without a translation")


def catalogs() -> list[Path]:
    """The files that people translate in."""
    return sorted(CATALOGS.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def said() -> Catalog:
    """All that is said, without translations."""
    template = Catalog(project=DOMAIN)
    for text in (*WORDS, *OF_CLICK):
        template.add(text)
    for pair in OF_CLICK_BY_NUMBER:
        template.add(pair)
    for noun in nouns(SOURCE):
        template.add((f"%d {noun}", f"%d {noun}s"))
    for table in (sentences(SOURCE), help_texts()):
        for text, places in table.items():
            template.add(text, locations=[(place, 0) for place in places if place.endswith(".py")])
    return template


def updated(path: Path) -> Catalog:
    """A catalog with what is said now; nothing is guessed from what is like it."""
    with path.open("rb") as file:
        catalog = read_po(file, domain=DOMAIN)
    catalog.fuzzy, catalog.header_comment = False, "# What intromark says: see recipes/translation."
    catalog.update(said(), no_fuzzy_matching=True)
    catalog.creation_date = catalog.revision_date = WHENEVER
    catalog.obsolete.clear()
    return catalog


def untranslated(catalog: Catalog) -> list[str]:
    """What a catalog has no translation of."""
    return [
        str(one.id)
        for one in catalog
        if one.id and not all(one.string if isinstance(one.string, tuple | list) else [one.string])
    ]


def written(catalog: Catalog) -> bytes:
    """The text of a catalog, the same for the same content."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=WIDTH, sort_output=True, include_lineno=False, omit_header=False)
    lines = buffer.getvalue().decode().splitlines()
    return "\n".join(line for line in lines if not line.startswith(UNKNOWN)).encode() + b"\n"


def compiled(catalog: Catalog) -> bytes:
    """What gettext reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
