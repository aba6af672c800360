from pathlib import Path

import pytest

from intromark.errors import ServerError
from intromark.servers.mapping import PathMap, comparable, parse_maps


@pytest.mark.parametrize(
    ("maps", "here", "there"),
    [
        pytest.param([], "/tv/a.mkv", "/tv/a.mkv", id="the same without a map"),
        pytest.param(["/media:/mnt/nas"], "/media/tv/a.mkv", "/mnt/nas/tv/a.mkv", id="a folder"),
        pytest.param(["/media/:/mnt/nas/"], "/media/tv/a.mkv", "/mnt/nas/tv/a.mkv", id="with end slashes"),
        pytest.param(["/media:/mnt/nas"], "/mediathek/a.mkv", "/mediathek/a.mkv", id="not a part of a name"),
        pytest.param(["/m:/x", "/m/tv:/y"], "/m/tv/a.mkv", "/y/a.mkv", id="the longest counts"),
        pytest.param(["/:/data"], "/tv/a.mkv", "/data/tv/a.mkv", id="everything"),
        pytest.param(["/tv:/"], "/tv/a.mkv", "/a.mkv", id="to the root"),
        pytest.param([r"/tv:D:\TV"], "/tv/Show/a.mkv", r"d:\tv\show\A.mkv", id="a server on Windows"),
        pytest.param([r"/tv:\\nas\tv"], "/tv/Show/a.mkv", r"\\NAS\tv\Show\a.mkv", id="and a share"),
        pytest.param([r"C:\TV:/tv"], r"C:\TV\show\a.mkv", "/tv/show/a.mkv", id="from Windows"),
        pytest.param([], "/tv/Caf\u00e9.mkv", "/tv/Cafe\u0301.mkv", id="accents in one letter or in two"),
    ],
)
def test_the_same_file(maps: list[str], here: str, there: str) -> None:
    assert parse_maps(maps).key(Path(here)) == comparable(there)


def test_capitals_are_different_files_on_linux() -> None:
    assert PathMap().key(Path("/tv/A.mkv")) != comparable("/tv/a.mkv")


@pytest.mark.parametrize("text", ["", "/media", "media:/mnt", "/media:mnt", ":", "C:/tv"])
def test_what_is_no_map(text: str) -> None:
    with pytest.raises(ServerError, match="does not map a folder to a folder") as error:
        parse_maps([text])
    assert "--map /media:/mnt/nas" in error.value.hint
