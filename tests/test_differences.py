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
