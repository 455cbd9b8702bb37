"""`seedread diff`: what was said, in words, between revisions of git."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from seedread.cli import main
from seedread.tags.changes import changed, gained
from seedread.tags.edit import Edit
from seedread.tags.record import Record

FILE = "a.txt/mei.jsonl"
TAG = {
    "id": "x",
    "start": 1,
    "end": 5,
    "quote": "标准之争",
    "topics": ["a"],
    "note": "",
    "by": "mei",
}


def told(before, after):
    def record(fields):
        return Record(fields) if fields else None

    return next(iter(changed(Edit({(FILE, "x"): (record(before), record(after))}))))


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (None, TAG, ("added",)),
        (TAG, None, ("removed",)),
        (TAG, TAG | {"topics": ["a", "b"], "at": "2"}, ("retagged",)),
        (TAG, TAG | {"note": "N"}, ("renoted",)),
        (TAG, TAG | {"start": 3, "end": 9, "quote": "x", "rev": "y"}, ("moved",)),
        (TAG, TAG | {"topics": ["b"], "note": "N"}, ("retagged", "renoted")),
        (TAG, TAG | {"note": "A", "conflict": {"note": ["A", "B"]}}, ("torn",)),
        (TAG | {"note": "A", "conflict": {"note": ["A", "B"]}}, TAG | {"note": "A"}, ("settled",)),
        (TAG, TAG | {"at": "3"}, ("touched",)),
        (TAG, TAG | {"zz": 1}, ("changed",)),
    ],
)
def test_a_change_has_its_word(before, after, what):
    if before and after and set(what) == {"settled"}:
        before = before | {"note": "A"}
    assert set(told(before, after).what) == set(what)


def test_topics_that_came_and_went():
    assert gained(told(TAG, TAG | {"topics": ["b", "c"]})) == (["b", "c"], ["a"])


@pytest.fixture
def repository(workspace):
    def git(*words):
        done = subprocess.run(["git", "-C", str(workspace), *words], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    git("init", "-q", "-b", "main")
    git("config", "user.name", "n")
    git("config", "user.email", "n@example.org")
    git("add", "-A")
    git("commit", "-qm", "begin")
    return workspace, git


def seedread(root, *words):
    return main([words[0], "-C", str(root), *words[1:]])


def test_what_is_not_committed_and_what_was(repository, capsys):
    root, git = repository
    topics = "export-controls", "standards-war"
    assert seedread(root, "tag", "000", "60", "70", topics[0], "--as", "mei") == 0
    id = capsys.readouterr().out.strip()
    assert seedread(root, "diff") == 0
    out = capsys.readouterr().out
    assert "added" in out
    assert f"+{topics[0]} 出口管制" in out
    git("add", "-A")
    git("commit", "-qm", "one")
    assert seedread(root, "diff") == 0
    assert capsys.readouterr().out == ""
    assert seedread(root, "tag", "000", "60", "70", topics[1], "--note", "N", "--as", "mei") == 0
    capsys.readouterr()
    assert seedread(root, "diff", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["id"], found["change"], found["doc"][:3]) == (id, ["retagged", "renoted"], "000")
    assert (found["before"]["note"], found["after"]["note"]) == ("", "N")
    git("commit", "-qam", "two")
    assert seedread(root, "diff", "HEAD~2", "HEAD~1", "--script", "hant") == 0
    assert "added" in capsys.readouterr().out
    assert seedread(root, "diff", "HEAD~2", "HEAD") == 0
    assert capsys.readouterr().out.count("\n") == 2


def test_one_act_is_one_line_of_git_diff(repository, capsys):
    root, git = repository
    for start in (60, 200, 400):
        seedread(root, "tag", "000", f"{start}", f"{start + 9}", "export-controls", "--as", "mei")
    ids = capsys.readouterr().out.split()
    git("add", "-A")
    git("commit", "-qm", "three")
    seedread(root, "tag", "000", "200", "209", "standards-war", "--as", "mei")
    stat = git("diff", "--numstat").split()
    assert stat[:2] == ["1", "1"]
    git("commit", "-qam", "retag")
    seedread(root, "untag", ids[0], "--as", "mei")
    assert git("diff", "--numstat").split()[:2] == ["0", "1"]


def test_git_diff_shows_them_too_once_it_is_set_up(repository, capsys, monkeypatch):
    root, git = repository
    own = Path(sys.executable).parent
    monkeypatch.setenv("PATH", f"{own}{os.pathsep}{os.environ['PATH']}")
    assert seedread(root, "git-setup") == 0
    seedread(root, "tag", "000", "60", "70", "export-controls", "--as", "mei")
    git("add", "-A")
    assert "+60–70 “" in git("diff", "--cached", "--", "annotations/*/mei.jsonl")


def test_a_revision_that_is_none(repository, capsys):
    assert seedread(repository[0], "diff", "nothing") == 2
    assert "there is no revision nothing" in capsys.readouterr().err


def test_outside_a_repository(workspace, capsys):
    assert seedread(workspace, "diff") == 2
    assert "no git repository" in capsys.readouterr().err


def test_git_shows_files_in_words(repository, capsys):
    root, _ = repository
    seedread(root, "tag", "000", "60", "70", "export-controls", "--as", "mei")
    file = next((root / "annotations").glob("*/mei.jsonl"))
    capsys.readouterr()
    assert main(["textconv", str(file)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("60–70 “")
    assert "export-controls" in out


SPOT = {"start": 1, "end": 5, "quote": "标准之争", "before": "", "after": ""}
OPEN = {"note": ["DESK 2", "LAPTOP 1"], "start": [1, 3]}
SAID = {
    "tag": (
        {**SPOT, "topics": ["a", "b"], "note": "N", "claim": {"value": "7", "unit": "nm"}},
        "1–5 “标准之争” a b — N claim: value 7, unit nm [li x]",
    ),
    "torn": (
        {**SPOT, "topics": ["a"], "note": "DESK 2", "conflict": OPEN},
        "1–5 “标准之争” a — DESK 2 ≠ note: “DESK 2” | “LAPTOP 1”; start: 1 | 3 [li x]",
    ),
    "dispute": (
        {**SPOT, "on": "t", "of": "mei", "add": ["a"], "remove": ["b"], "hide": True, "note": "N"},
        "1–5 “标准之争” disputed mei's tag: +a −b hidden “N” [li x]",
    ),
    "seen": (
        {"rev": "3b18e512dbca", "seen": [[0, 40], [60, 90]]},
        "seen of x: 0–40, 60–90 [li x]",
    ),
    "link": (
        {"kind": "answers", "from": {"doc": "a", **SPOT}, "to": {"doc": "b", **SPOT}, "note": ""},
        "a 1–5 “标准之争” answers b 1–5 “标准之争” [li x]",
    ),
    "memo": (
        {"about": {"kind": "topic", "id": "a"}, "text": ["", "One", "Two"], "at": "2026"},
        "memo on topic a: One (+1, 2026) [li x]",
    ),
    "topic": (
        {"mark": "MS", "en": "Moat", "hans": "护城河", "keywords": {"en": ["k"]}, "pin": None},
        "MS Moat 护城河 · keywords: en k [li x]",
    ),
    "odd": (
        {"start": {}, "topics": 7, "on": None, "of": [1], "add": "\x1b[2J", "conflict": "?"},
        "– “” disputed 1's tag: +␛[2J topics: 7 ≠ ? [li x]",
    ),
}


@pytest.mark.parametrize("kind", SAID)
def test_git_shows_every_kind_of_line_in_words(tmp_path, capsys, kind):
    fields, words = SAID[kind]
    file = tmp_path / "li.jsonl"
    file.write_text(json.dumps({"id": "x", **fields, "by": "li"}) + "\n")
    assert main(["textconv", str(file)]) == 0
    assert capsys.readouterr().out == words + "\n"


def test_what_is_cut_still_shows_that_it_changed(tmp_path, capsys):
    shown = set()
    for at in ("2026", "2027"):
        line = {"id": "x", **SPOT, "topics": [], "note": "长" * 9999 + at, "by": "li", "at": at}
        (tmp_path / "li.jsonl").write_text(json.dumps(line))
        assert main(["textconv", str(tmp_path / "li.jsonl")]) == 0
        shown.add(capsys.readouterr().out)
    assert len(shown) == 2
    assert max(map(len, shown)) < 200


def test_disputes_and_double_readings_in_diff_and_tags(repository, capsys):
    root, _ = repository
    assert seedread(root, "tag", "000", "60", "70", "export-controls", "--as", "mei") == 0
    id = capsys.readouterr().out.strip()
    file = next((root / "annotations").glob("*/mei.jsonl"))
    tag = json.loads(file.read_text())
    said = {"add": ["standards-war"], "remove": ["export-controls"], "hide": True, "note": "no"}
    line = {**tag, "id": "d1", "on": id, "of": "mei", "by": "li", **said}
    del line["topics"]
    file.with_name("li.jsonl").write_text(json.dumps(line) + "\n")
    file.write_text(json.dumps({**tag, "note": "A", "conflict": {"note": ["A", "B"]}}) + "\n")
    assert seedread(root, "diff") == 0
    out = capsys.readouterr().out
    assert "disputed mei's tag: +standards-war 标准之争 −export-controls 出口管制 hidden" in out
    assert "≠ note: “A” | “B”" in out
    assert seedread(root, "tags") == 0
    _, row, torn, dispute = capsys.readouterr().out.splitlines()
    assert row.startswith(id)
    assert torn == "    ≠ note: “A” | “B”"
    assert dispute.startswith("    li disputed mei's tag: +standards-war −export-controls hidden")
    assert seedread(root, "tags", "--json") == 0
    [told] = map(json.loads, capsys.readouterr().out.splitlines())
    assert told["conflict"] == {"note": ["A", "B"]}
