"""Doing, undoing and redoing, across documents, windows and branches."""

import json
import subprocess

import pytest

from seedread.reading import Reading
from seedread.tags.edit import GONE, Edit
from seedread.tags.history import History
from seedread.tags.record import Record
from seedread.tags.shelf import Shelf
from seedread.text.passage import Passage
from seedread.workspace import find

DOC = "000_7ce4e99437b5047b.txt"
FILE = f"{DOC}/mei.jsonl"
HERE, THERE = Passage(10, 17), Passage(50, 57)
PERSON = ("-c", "user.name=X", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")


def record(id="x", **more):
    return Record({"id": id, "start": 0, "end": 5, "topics": ["a"], "note": "", **more})


@pytest.fixture
def history(tmp_path):
    (tmp_path / "annotations").mkdir()
    return History(Shelf(tmp_path / "annotations"))


def edit(doc, before, after):
    id = (before or after).id
    return Edit({(f"{doc}/mei.jsonl", id): (before, after)})


def ids(history, doc):
    return set(history.shelf.records(f"{doc}/mei.jsonl"))


def test_acts_are_taken_back_and_done_again_in_order(history):
    for id in "abc":
        history.do(id, edit("1", None, record(id)))
    assert [history.undo("1").message for _ in range(4)] == [
        "undone: c",
        "undone: b",
        "undone: a",
        "nothing to undo here",
    ]
    assert ids(history, "1") == set()
    assert [history.redo("1").message for _ in range(4)] == [
        "redone: a",
        "redone: b",
        "redone: c",
        "nothing to redo here",
    ]
    assert ids(history, "1") == {"a", "b", "c"}


def test_a_new_act_ends_what_can_be_done_again(history):
    history.do("a", edit("1", None, record("a")))
    history.undo("1")
    history.do("b", edit("1", None, record("b")))
    assert history.redo("1").message == "nothing to redo here"
    assert ids(history, "1") == {"b"}


def test_each_document_has_its_latest_act(history):
    history.do("a", edit("1", None, record("a")))
    history.do("b", edit("2", None, record("b")))
    assert history.undo("1").message == "undone: a"
    assert history.undo("1").message == "nothing to undo here"
    assert ids(history, "2") == {"b"}
    assert history.undo("2").message == "undone: b"


def test_without_a_document_the_latest_of_all_is_taken_back(history):
    history.do("a", edit("1", None, record("a")))
    history.do("b", edit("2", None, record("b")))
    assert history.undo("").message == "undone: b (in 2)"
    assert history.undo("").message == "undone: a (in 1)"
    assert history.redo("").message == "redone: a (in 1)"
    assert (ids(history, "1"), ids(history, "2")) == ({"a"}, set())


def test_an_act_in_two_documents_is_one_and_says_so(history):
    history.do("both", edit("1", None, record("a")) + edit("2", None, record("b")))
    assert history.undo("2").message == "undone: both (also in 1)"
    assert ids(history, "1") == ids(history, "2") == set()
    assert history.redo("1").message == "redone: both (also in 2)"
    assert (ids(history, "1"), ids(history, "2")) == ({"a"}, {"b"})


def test_an_act_on_shared_files_alone_can_be_taken_back_from_every_document(history):
    shared = Edit({("glossary.jsonl", "g"): (None, record("g"))})
    history.do("term", shared)
    assert history.undo("1").message == "undone: term"
    history.do("topic and tag", shared + edit("1", None, record("a")))
    assert history.undo("2").message == "nothing to undo here"
    assert history.undo("1").message == "undone: topic and tag"
    assert history.shelf.records("glossary.jsonl") == {}


def test_an_act_that_changes_nothing_is_none(history):
    history.do("a", edit("1", None, record("a")))
    assert (
        history.do("a again", edit("1", None, record("a"))).message == "a again: it is so already"
    )
    assert history.do("nothing", Edit({})).message == "nothing: it is so already"
    assert history.undo("1").message == "undone: a"
    assert history.undo("1").message == "nothing to undo here"


def test_what_another_window_changed_since_is_kept_by_the_undo(history):
    history.do("a", edit("1", None, record()))
    history.do("topic", edit("1", record(), record(topics=["a", "b"])))
    now = history.shelf.records("1/mei.jsonl")["x"]
    Shelf(history.shelf.folder).write(edit("1", now, now.but(note="other window")))
    assert history.undo("1").message == "undone: topic"
    assert history.shelf.records("1/mei.jsonl")["x"] == record(note="other window")


def test_an_undo_that_would_take_anothers_work_with_it_is_refused_and_kept(history):
    history.do("a", edit("1", None, record()))
    now = history.shelf.records("1/mei.jsonl")["x"]
    change = edit("1", now, now.but(note="other window"))
    Shelf(history.shelf.folder).write(change)
    outcome = history.undo("1")
    assert outcome.message.startswith("not undone: a: it has been changed by somebody else")
    assert ids(history, "1") == {"x"}
    Shelf(history.shelf.folder).write(~change)
    assert history.undo("1").message == "undone: a"


def test_what_another_window_removed_is_passed_over(history):
    history.do("a", edit("1", None, record("a")))
    history.do("b", edit("1", None, record("b")))
    Shelf(history.shelf.folder).write(edit("1", record("b"), None))
    assert history.undo("1").message == "undone: a"
    assert history.undo("1").message == f"not undone: b: {GONE}"


def test_half_an_act_can_be_taken_back_and_the_rest_is_told(history):
    history.do("both", edit("1", None, record("a")) + edit("2", None, record("b")))
    Shelf(history.shelf.folder).write(edit("2", record("b"), None))
    assert history.undo("1").message == f"undone: both (also in 2); not done: {GONE}"
    history.redo("1")
    assert (ids(history, "1"), ids(history, "2")) == ({"a"}, set())


# ---------------------------------------------------------------- git checkout underneath


def git(root, *words):
    command = ["git", "-C", str(root), *PERSON, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def commit(root):
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x", "--allow-empty")


def places(opened):
    return [p.passage for p in opened.margin.tags]


def on_disk(root):
    file = root / "annotations" / FILE
    lines = file.read_bytes().splitlines() if file.exists() else []
    return [(one["start"], one["end"]) for one in map(json.loads, lines)]


@pytest.fixture(params=[True, False], ids=["a file on both branches", "a file on one"])
def opened(workspace, request):
    """A document open on branch A, which has a tag that branch B has not."""
    git(workspace, "init", "-q", "-b", "B")
    space = find(workspace)
    reading = Reading(space, space.read(space.find(DOC)), History(space.shelf), "mei")
    reading.gather()
    if request.param:
        reading.put(Passage(90, 97), ["old"])
    commit(workspace)
    git(workspace, "checkout", "-qb", "A")
    reading.put(HERE, ["standards-war"])
    commit(workspace)
    for earlier in list(reading.history.acts)[:-1]:
        del reading.history.acts[earlier]
    return reading


@pytest.fixture
def root(opened):
    return opened.workspace.root


def test_the_other_branch_is_noticed_and_only_its_tags_are_shown(opened, root):
    old = [place for place in places(opened) if place != HERE]
    git(root, "checkout", "-q", "B")
    assert opened.notice()
    assert not opened.notice()
    assert places(opened) == old
    git(root, "checkout", "-q", "A")
    assert opened.notice()
    assert places(opened) == [HERE, *old]


@pytest.mark.parametrize("noticed", [True, False])
def test_what_is_tagged_there_is_all_that_is_written_there(opened, root, noticed):
    old = [place for place in places(opened) if place != HERE]
    git(root, "checkout", "-q", "B")
    if noticed:
        opened.notice()
    assert opened.put(THERE, ["standards-war"]).message == "tagged standards-war"
    assert on_disk(root) == places(opened) == [THERE, *old]


@pytest.mark.parametrize(
    "act",
    [
        lambda reading: reading.toggle(HERE, "trade-measures"),
        lambda reading: reading.toggle(HERE, "standards-war"),
        lambda reading: reading.put(HERE, ["trade-measures"]),
        lambda reading: reading.choose(HERE, ["trade-measures"]),
        lambda reading: reading.note(HERE, "why?"),
        lambda reading: reading.remove(reading.own(HERE)),
        lambda reading: reading.undo(),
    ],
    ids=["topic", "last topic", "put", "choose", "note", "remove", "undo"],
)
def test_a_tag_that_is_not_in_this_branch_is_not_changed_and_it_is_said(opened, root, act):
    git(root, "checkout", "-q", "B")
    before = git(root, "status", "--porcelain"), on_disk(root)
    folders = set(root.glob("annotations/*"))
    outcome = act(opened)
    assert GONE in outcome.message
    assert not outcome.message.startswith("undone")
    assert (git(root, "status", "--porcelain"), on_disk(root)) == before
    assert set(root.glob("annotations/*")) == folders
    assert not opened.workspace.shelf.pending
    git(root, "checkout", "-q", "A")
    opened.notice()
    assert opened.own(HERE).tag.topics == ("standards-war",)
    assert opened.undo().message == "undone: tagged standards-war"
    assert HERE not in on_disk(root)


def test_back_on_its_branch_an_act_can_be_taken_back_though_later_ones_were_done_elsewhere(
    opened, root
):
    git(root, "checkout", "-q", "B")
    opened.put(THERE, ["trade-measures"])
    commit(root)
    git(root, "checkout", "-q", "A")
    opened.notice()
    assert THERE not in places(opened)
    assert opened.undo().message == "undone: tagged standards-war"
    assert opened.undo().message == f"not undone: tagged trade-measures: {GONE}"
    git(root, "checkout", "-q", "--", ".")
    git(root, "checkout", "-q", "B")
    assert opened.undo().message == "undone: tagged trade-measures"
    assert THERE not in on_disk(root)


def test_a_tag_that_waits_during_the_checkout_is_kept_and_written_later(opened, root, monkeypatch):
    old = [place for place in places(opened) if place != HERE]
    with monkeypatch.context() as broken:
        broken.setattr(opened.workspace.shelf, "writable", False)
        assert "NOT SAVED" in opened.put(THERE, ["trade-measures"]).message
        git(root, "checkout", "-q", "B")
        opened.notice()
        assert places(opened) == [THERE, *old]
        assert on_disk(root) == old
    assert not opened.workspace.shelf.retry().error
    assert on_disk(root) == [THERE, *old]
    assert opened.undo().message == "undone: tagged trade-measures"
    assert git(root, "status", "--porcelain") == ""


def test_a_removal_is_passed_over_where_the_tag_was_never_removed(opened, root):
    opened.remove(opened.own(HERE))
    commit(root)
    git(root, "checkout", "-q", "-b", "before", "A~1")
    opened.notice()
    assert HERE in places(opened)
    assert opened.undo().message == "undone: tagged standards-war"
