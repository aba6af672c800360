import json
import os
from pathlib import Path

from intromark.export import encode, render
from intromark.export.json_list import render_json
from intromark.segment import Label, Segment

from .episodes import NOT_UTF8, episode, random_episodes, segment


def test_every_field() -> None:
    found = episode(segment(24.0, 50.0419), segment(1290, 1320.0, Label.CREDITS))
    evidence = [{"source": "picture", "siblings": 5}, {"source": "sound", "siblings": 3}]
    assert json.loads(render_json([found])) == [
        {
            "path": "Show/S01E01.mkv",
            "duration": 1320.0,
            "segments": [
                {"label": "intro", "start": 24.0, "end": 50.042, "confidence": 0.97, "evidence": evidence},
                {
                    "label": "credits",
                    "start": 1290.0,
                    "end": 1320.0,
                    "confidence": 0.97,
                    "evidence": evidence,
                },
            ],
            "absence": None,
            "provenance": {
                "intromark": "0.1.0",
                "encoder": "lite",
                "encoder_fingerprint": "c0ffee",
                "siblings": 5,
                "model": None,
            },
        }
    ]


def test_no_segment_states_absence() -> None:
    (read,) = json.loads(render_json([episode()]))
    assert read["segments"] == []
    assert read["absence"] == 0.91


def test_no_confidence_is_null() -> None:
    (read,) = json.loads(render_json([episode(Segment(1, 2))]))
    assert read["segments"][0]["confidence"] is None
    assert read["segments"][0]["evidence"] == []


def test_order_is_kept_and_no_episode_is_an_empty_list() -> None:
    paths = ["b.mkv", "a.mkv", "ü.mkv"]
    assert [one["path"] for one in json.loads(render_json([episode(path=path) for path in paths]))] == paths
    assert render_json([]) == "[]\n"


def test_names_are_readable_and_any_name_comes_back() -> None:
    assert "Шоу «1».mkv" in render_json([episode(path="Шоу «1».mkv")])
    for name in ['a "b" \\udce9.mkv', "two\nlines.mkv", NOT_UTF8, "\U0001f600.mkv"]:
        content = encode(render([episode(path=name)], "json"))
        (read,) = json.loads(content.decode("utf-8"))
        assert read["path"] == name
        assert os.fsencode(read["path"]) == os.fsencode(Path(name))


def test_edges_stay_in_order_and_inside() -> None:
    for one in json.loads(render_json(random_episodes(300, seed=1))):
        edges = [edge for found in one["segments"] for edge in (found["start"], found["end"])]
        assert edges == sorted(edges)
        assert all(0 <= edge <= one["duration"] for edge in edges)
        assert all(edge == round(edge, 3) for edge in [*edges, one["duration"]])


def test_end_after_the_duration_is_cut() -> None:
    (read,) = json.loads(render_json([episode(segment(10, 60.2), duration=60.1)]))
    assert read["segments"][0]["end"] == read["duration"] == 60.1
