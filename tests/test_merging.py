"""git merges annotation files by what they say: the driver, its installation, real branches."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from seedread.cli import main
from simulation import Simulation, carried, run, squashed

TAG = {"id": "x", "start": 1, "end": 2, "topics": ["a"], "note": "", "at": "1"}


def lines(*records):
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.fixture
def sides(tmp_path):
    """Three versions of a file; driven as git drives."""

    def drive(base, ours, theirs):
        files = [tmp_path / name for name in "OAB"]
        for file, text in zip(files, (base, ours, theirs), strict=True):
            file.write_text(text, "utf-8", newline="\n")
        code = main(["merge-driver", *map(str, files), "7", "annotations/a.txt/mei.jsonl"])
        return code, files[1].read_text("utf-8")

    return drive


def test_the_driver_writes_over_ours_and_says_nothing(sides, capsys):
    code, merged = sides(lines(TAG), lines(TAG, TAG | {"id": "y"}), lines(TAG | {"note": "N"}))
    assert (code, merged) == (0, lines(TAG | {"note": "N"}, TAG | {"id": "y"}))
    assert capsys.readouterr() == ("", "")


def test_two_values_of_one_field_end_with_1_and_are_named(sides, capsys):
    code, merged = sides(lines(TAG), lines(TAG | {"note": "A"}), lines(TAG | {"note": "B"}))
    assert code == 1
    assert json.loads(merged)["conflict"] == {"note": ["A", "B"]}
    assert "annotations/a.txt/mei.jsonl: x has two readings" in capsys.readouterr().err


def test_a_quarrel_that_is_there_already_is_not_a_new_one(sides):
    torn = TAG | {"note": "A", "conflict": {"note": ["A", "B"]}}
    assert sides(lines(TAG), lines(torn), lines(TAG, TAG | {"id": "y"}))[0] == 0


def test_whatever_goes_wrong_git_merges_lines_in_our_place(sides, monkeypatch, capfd):
    def broken(*_):
        raise RuntimeError("broken")

    monkeypatch.setattr("seedread.commands.merging.merge", broken)
    code, merged = sides("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n")
    assert (code, merged) == (0, "A\nb\nC\n")
    assert "RuntimeError: broken; merged as text" in capfd.readouterr().err
    code, merged = sides("a\n", "A\n", "B\n")
    assert code == 1
    assert "<<<<<<< ours" in merged


@pytest.fixture
def repository(workspace):
    git(workspace, "init", "-q", "-b", "main")
    git(workspace, "config", "user.name", "n")
    git(workspace, "config", "user.email", "n@example.org")
    return workspace


def git(root, *words, path=None, ok=(0,)):
    environment = {**os.environ, "PATH": path} if path else None
    done = subprocess.run(
        ["git", "-C", str(root), *words], capture_output=True, text=True, env=environment
    )
    assert done.returncode in ok, done.stderr
    return done.stdout


def test_it_is_set_up_once_and_in_a_worktree_too(repository, capsys, tmp_path):
    assert main(["git-setup", "-C", str(repository)]) == 0
    assert "merge.seedread.driver" in capsys.readouterr().out
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "begin")
    git(repository, "worktree", "add", "-q", str(tmp_path / "tree"), "-b", "other")
    assert main(["git-setup", "-C", str(tmp_path / "tree")]) == 0
    assert capsys.readouterr().out == "everything is set up already\n"
    attribute = git(tmp_path / "tree", "check-attr", "merge", "annotations/a.txt/mei.jsonl")
    assert attribute.strip().endswith(": merge: seedread")


def test_outside_a_repository_it_says_what_to_do(workspace, capsys):
    assert main(["git-setup", "-C", str(workspace)]) == 2
    assert "git init" in capsys.readouterr().err


@pytest.mark.parametrize("installed", [True, False])
def test_a_driver_that_is_not_there_leaves_markers_and_loses_nothing(repository, installed):
    assert main(["git-setup", "-C", str(repository)]) == 0
    file = repository / "annotations" / "a.txt" / "mei.jsonl"
    file.parent.mkdir()

    def commit(*records):
        file.write_text(lines(*records), "utf-8")
        git(repository, "add", "-A")
        git(repository, "commit", "-qm", "as it is")

    commit(TAG)
    git(repository, "checkout", "-qb", "li")
    commit(TAG | {"note": "N"})
    git(repository, "checkout", "-qb", "mei", "main")
    commit(TAG | {"topics": ["b"]})
    own, folders = Path(sys.executable).parent, os.environ["PATH"].split(os.pathsep)
    elsewhere = [name for name in folders if not (Path(name) / "seedread").exists()]
    path = os.pathsep.join([str(own), *elsewhere] if installed else elsewhere)
    git(repository, "merge", "-q", "li", path=path, ok=(0, 1))
    text = file.read_text("utf-8")
    if installed:
        assert json.loads(text)["note"] == "N"
        assert json.loads(text)["topics"] == ["b"]
    else:
        assert text.count("<<<<<<<") == 1
        assert '"note": "N"' in text
        assert '"topics": ["b"]' in text


def test_people_on_branches_merge_in_any_order_without_one_false_conflict(tmp_path):
    tally = run(tmp_path / "r", seed=1, people=3, rounds=2, acts=8)
    assert tally.merges == 24
    assert tally.wrong == []


def test_rebase_and_cherry_pick_give_the_bytes_of_the_merge(tmp_path):
    tally = carried(tmp_path / "r", seed=3, rounds=1)
    assert tally.carried - tally.met == 2
    assert tally.wrong == []


def test_what_squashes_bring_back_is_listed_all_of_it_and_nothing_else(tmp_path):
    tally = squashed(tmp_path / "r", seed=2, rounds=3, acts=6)
    assert tally.returned
    assert tally.wrong == []


def test_without_the_driver_people_in_their_own_files_never_conflict(tmp_path):
    tally = run(tmp_path / "r", seed=1, people=2, rounds=1, acts=8, driver=False, alone=True)
    assert (tally.merges, tally.quarrels, tally.wrong) == (4, 0, [])


def test_the_simulation_sees_what_goes_wrong(tmp_path):
    simulation = Simulation(tmp_path / "r", seed=1, people=3, driver=False)
    for branch in simulation.branches:
        simulation.work(branch, 12)
    simulation.git("checkout", "-q", "--detach")
    simulation.merge("p0-0", "p0-2")
    assert simulation.tally.wrong
