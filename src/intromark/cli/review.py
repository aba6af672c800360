"""`intromark review`: a web page over the catalog, to look at what was found and to put it right."""

from __future__ import annotations

from pathlib import Path

import click

from intromark.cli.shelf import CATALOG


@click.command("review", epilog="Example: intromark review --port 9000")
@CATALOG
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Where it listens. Beyond this machine a token is needed, which stands in the address that is printed.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8470,
    show_default=True,
    help="The port; 0 is any that is free.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="NAME",
    help="A further name by which it is called, as behind a proxy; a token is needed then. May be given several times.",
)
@click.option("--open/--no-open", "opens", default=True, help="Open it in the browser.  [default: open]")
def command(catalog: Path | None, host: str, port: int, names: tuple[str, ...], *, opens: bool) -> None:
    """Look at the library in a web page, and correct it.

    The page shows why each intro is believed, and edits the same catalog as the other commands. It runs until Ctrl-C.
    """
    from intromark.cli.extras import needs_extra
    from intromark.cli.talk import Talk
    from intromark.library.catalog import Catalog, default_path

    with needs_extra("review", "the review page"):
        import fastapi  # noqa: F401
        import uvicorn  # noqa: F401

        from intromark.review.serving import open_place, require_catalog, serve
    path = default_path() if catalog is None else catalog
    require_catalog(path)
    with Catalog(path):
        pass  # what is wrong with it is said now
    place = open_place(host, port, names)
    talk = Talk()

    def start() -> None:
        click.echo(place.address)
        talk.say("stop it with Ctrl-C")
        if opens:
            click.launch(place.address)

    serve(path, place, start)
