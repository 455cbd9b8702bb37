import json
import os
import tomllib

import pytest

from seedread import settings
from seedread.settings import Places


@pytest.fixture
def file():
    path = settings.path()
    path.parent.mkdir(parents=True)
    return path


def test_no_file_is_no_settings_and_no_problem():
    found = settings.load()
    assert (found.annotator, found.keys, found.pins, found.panes) == ("", {}, {}, {})
    assert found.problems == []


def test_settings_are_in_the_users_config_folder():
    assert settings.path().is_relative_to(os.environ["XDG_CONFIG_HOME"])


def test_everything_that_can_be_set(file):
    file.write_text(
        'annotator = "mei"\n[keys]\ntag = "t,T"\n[pins]\n1 = "standards-war"\n"2" = "chip-gap"\n'
        '[panes]\nhans = "s2tw"\n'
    )
    found = settings.load()
    assert found.problems == []
    assert found.annotator == "mei"
    assert found.keys == {"tag": "t,T"}
    assert found.pins == {1: "standards-war", 2: "chip-gap"}
    assert found.panes == {"hans": "s2tw"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('annotator = "mei"\nkeys = = 2\n', 2),
        ('annotator = "mei"\n\n[keys]\nx = "a\n', 4),
        ('annotator = "Mei Li"\n', 1),
        ("\nannotator = 7\n", 2),
        ('keys = "t"\n', 1),
        ("[keys]\n# why\ntag = 3\n", 3),
        ('[keys]\ntag = "t"\n[pins]\n0 = "chip-gap"\n', 4),
        ('[keys]\n1 = "t"\n[pins]\n1 = 1\n', 4),
        ('[panes]\nhans = ["s2t"]\n', 2),
        ('annotator = "mei"\n[colours]\nred = "blue"\n', 2),
        ("[keys]\n[keys]\n", 2),
        ("x = " + "[" * 5000, 1),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(file, text, line):
    file.write_text(text)
    [problem] = settings.load().problems
    assert problem.startswith(f"{file}:{line}: ")


def test_one_bad_value_leaves_the_others(file):
    file.write_text('annotator = "mei"\n[pins]\nten = "x"\n3 = "chip-gap"\n')
    found = settings.load()
    assert len(found.problems) == 1
    assert found.annotator == "mei"
    assert found.pins == {3: "chip-gap"}


def test_bytes_that_are_no_text_are_a_problem(file):
    file.write_bytes(b"annotator = '\xff'\n")
    assert len(settings.load().problems) == 1


def test_a_folder_in_its_place_is_a_problem(file):
    file.mkdir()
    assert len(settings.load().problems) == 1


def test_keep_makes_the_file_and_load_finds_it():
    settings.keep("", "annotator", "mei")
    settings.keep("pins", "1", "standards-war")
    settings.keep("panes", "hant", "tw2s")
    settings.keep("keys", "leave", "q,\"'\\\x1b")
    found = settings.load()
    assert found.problems == []
    assert (found.annotator, found.pins) == ("mei", {1: "standards-war"})
    assert (found.panes, found.keys) == ({"hant": "tw2s"}, {"leave": "q,\"'\\\x1b"})


def test_keep_leaves_comments_and_everything_else_alone(file):
    file.write_text("# mine\n[keys] # keys\ntag = 't' # one\n\n# two\n[pins]\n1 = 'a'\n")
    settings.keep("", "annotator", "mei")
    settings.keep("keys", "tag", "T")
    settings.keep("pins", "1", None)
    text = file.read_text()
    for comment in ("# mine\n", "# keys\n", "# one\n", "# two\n"):
        assert comment in text
    assert tomllib.loads(text) == {"annotator": "mei", "keys": {"tag": "T"}, "pins": {}}


def test_keep_removes_what_is_not_there_without_complaint():
    settings.keep("keys", "tag", None)
    assert settings.load().problems == []


@pytest.mark.parametrize("text", ["keys = 3\n", "keys = = 3\n", "[keys]\n[keys]\n"])
def test_keep_does_not_write_over_a_file_it_cannot_read(file, text):
    file.write_text(text)
    with pytest.raises(OSError, match="mend it first"):
        settings.keep("keys", "tag", "T")
    assert file.read_text() == text


def test_keep_writes_through_a_link_and_keeps_the_mode(file, tmp_path):
    real = tmp_path / "dotfiles.toml"
    real.write_text("# mine\n")
    real.chmod(0o640)
    file.symlink_to(real)
    settings.keep("", "annotator", "mei")
    assert file.is_symlink()
    assert real.read_text() == '# mine\nannotator = "mei"\n'
    assert real.stat().st_mode & 0o777 == 0o640


def test_keep_leaves_no_other_file_behind(file):
    settings.keep("", "annotator", "mei")
    assert [p.name for p in file.parent.iterdir()] == ["settings.toml"]


def test_a_place_is_found_again(tmp_path):
    places = Places(tmp_path)
    assert (places.last, places.offsets, places.answers) == ("", {}, {})
    places.last = "甲.txt"
    places.offsets["甲.txt"] = 120
    places.answers["stranger:mei"] = "yes"
    places.save()
    again = Places(tmp_path)
    assert (again.last, again.offsets) == ("甲.txt", {"甲.txt": 120})
    assert again.answers == {"stranger:mei": "yes"}


def test_every_workspace_has_places_of_its_own(tmp_path):
    places = Places(tmp_path / "a")
    places.last = "x"
    places.save()
    assert Places(tmp_path / "b").last == ""


def saved(root):
    places = Places(root)
    places.save()
    folder = settings.Path(os.environ["XDG_STATE_HOME"]) / "seedread" / "places"
    [file] = folder.iterdir()
    return file


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_broken_places_are_empty(tmp_path, data):
    saved(tmp_path).write_bytes(data)
    places = Places(tmp_path)
    assert (places.last, places.offsets, places.answers) == ("", {}, {})


def test_wrong_values_among_places_are_dropped(tmp_path):
    wrong = {"last": 3, "offsets": {"a": 1, "b": "2", "c": True}, "answers": {"x": "yes", "y": 1}}
    saved(tmp_path).write_text(json.dumps(wrong))
    places = Places(tmp_path)
    assert (places.last, places.offsets, places.answers) == ("", {"a": 1}, {"x": "yes"})


def test_places_that_cannot_be_written_are_let_go(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    Places(tmp_path).save()
    assert blocked.read_bytes() == b""
