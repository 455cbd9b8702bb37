"""Annotation files as git, programs and people leave them, and what a save does to them."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from seedread.reading import Reading
from seedread.tags import disk
from seedread.tags.edit import GONE, Edit
from seedread.tags.history import History
from seedread.tags.record import Record
from seedread.tags.shelf import RefusedError, Shelf
from seedread.text.passage import Passage
from seedread.workspace import find

DOC = "000_7ce4e99437b5047b.txt"
FILE = f"{DOC}/mei.jsonl"
PERSON = ("-c", "user.name=X", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")


def git(root, *words):
    command = ["git", "-C", str(root), *PERSON, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(workspace):
    git(workspace, "init", "-q", "-b", "main")
    commit(workspace)
    return workspace


def commit(root):
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x", "--allow-empty")


def reading(root, doc=DOC, by="mei"):
    space = find(root)
    opened = Reading(space, space.read(space.find(doc)), History(space.shelf), by)
    opened.gather()
    return opened


def path(root, file=FILE):
    return root / "annotations" / file


def put(root, data, file=FILE):
    path(root, file).parent.mkdir(parents=True, exist_ok=True)
    path(root, file).write_bytes(data)


def everything(root):
    """Every file and folder with what it holds and when it was last written."""
    return {
        str(found.relative_to(root)): (
            found.stat().st_mtime_ns,
            found.is_file() and found.read_bytes(),
        )
        for found in root.rglob("*")
    }


def changed(root):
    """The lines that git says were removed and added, in order."""
    lines = git(root, "diff", "--unified=0").splitlines()
    lines = [line for line in lines if not line.startswith(("+++", "---", "@@", "diff", "index"))]
    removed = [line[1:] for line in lines if line.startswith("-")]
    added = [line[1:] for line in lines if line.startswith("+")]
    return removed, added


# ---------------------------------------------------------------- what git sees


def test_each_tagged_passage_is_one_added_line_in_document_order_and_nothing_else(repository):
    opened = reading(repository)
    opened.put(Passage(500, 520), ["standards-war"])
    commit(repository)
    for start in (900, 40, 300, 40_000 % len(opened.seed), 500):
        opened.put(Passage(start, start + 7), ["standards-war", "trade-measures"])
    removed, added = changed(repository)
    assert removed == []
    places = [(json.loads(line)["start"], json.loads(line)["end"]) for line in added]
    assert len(places) == 5
    assert places == sorted(places)
    assert git(repository, "status", "--porcelain").splitlines() == [f" M annotations/{FILE}"]


def test_a_retag_a_note_and_a_removal_are_one_line_each(repository):
    opened = reading(repository)
    for start in (10, 50, 90):
        opened.put(Passage(start, start + 7), ["standards-war"])
    commit(repository)
    opened.toggle(Passage(50, 57), "trade-measures")
    [before], [after] = changed(repository)
    assert json.loads(after)["topics"] == ["standards-war", "trade-measures"]
    commit(repository)
    opened.note(Passage(10, 17), "为什么？")
    [before], [after] = changed(repository)
    assert "为什么？" in after
    commit(repository)
    opened.remove(opened.own(Passage(90, 97)))
    [before], added = changed(repository)
    assert (json.loads(before)["start"], added) == (90, [])


def test_words_that_changed_are_told_field_by_field(repository):
    opened = reading(repository)
    opened.put(Passage(50, 57), ["standards-war"])
    commit(repository)
    opened.put(Passage(50, 57), ["trade-measures"])
    words = git(repository, "diff", "--word-diff=porcelain", "--unified=0").splitlines()
    told = [word for word in words if word[:1] in "+-" and not word.startswith(("+++", "---"))]
    assert any("trade-measures" in word for word in told)
    assert not any("quote" in word or "before" in word for word in told)


@pytest.mark.parametrize("doc", ["", DOC])
def test_opening_and_looking_writes_nothing(repository, doc):
    if doc:
        put(repository, b"\xef\xbb\xbf?\r\n" + mine(5) + b"\n" + mine(1))
    before = everything(repository)
    opened = reading(repository)
    opened.gather()
    opened.notice()
    assert opened.workspace.shelf.retry().error == ""
    assert everything(repository) == before


def mine(start, **more):
    opened = {"id": f"id{start:08}", "start": start, "end": start + 5, "quote": "", "before": ""}
    told = {"after": "", "topics": ["x"], "note": "", "by": "mei", "at": "", "rev": ""}
    return json.dumps({**opened, **told, **more}, ensure_ascii=False).encode()


FILES = {
    "none": None,
    "ours": mine(1) + b"\n" + mine(900) + b"\n",
    "no final line end": mine(1) + b"\n" + mine(20),
    "no final line end, later": mine(1) + b"\n" + mine(900),
    "CRLF": mine(1) + b"\r\n" + mine(900) + b"\r\n",
    "CRLF, no final line end": mine(1) + b"\r\n" + mine(20),
    "odd order": mine(900) + b"\n" + mine(1) + b"\n" + mine(400) + b"\n",
    "unknown keys": b'{"zz": [1.50], ' + mine(1)[1:] + b"\n" + mine(900, aa=None) + b"\n",
    "odd spacing": mine(1).replace(b": ", b" :\t") + b"  \n",
    "unreadable": b"?\n" + mine(1) + b"\n\xff\xfe\n\n" + mine(900) + b'\n{"id": "cut',
    "mark": b"\xef\xbb\xbf" + mine(900) + b"\n",
    "mark alone": b"\xef\xbb\xbf",
    "one line": b"\n",
}


@pytest.mark.parametrize("name", FILES)
def test_untagging_leaves_every_byte_as_it_was(repository, name):
    data = FILES[name]
    if data is not None:
        put(repository, data)
        commit(repository)
    first = reading(repository)
    for start in (30, 2, 950):
        first.put(Passage(start, start + 7), ["standards-war"])
    assert data is None or path(repository).read_bytes() != data
    second = reading(repository)
    for start in (2, 950, 30):
        second.toggle(Passage(start, start + 7), "standards-war")
    assert git(repository, "status", "--porcelain") == ""
    if data is None:
        assert not path(repository).parent.exists()
    else:
        assert path(repository).read_bytes() == data


@pytest.mark.parametrize("name", FILES)
def test_taking_acts_back_leaves_every_byte_as_it_was(repository, name):
    if FILES[name] is not None:
        put(repository, FILES[name])
        commit(repository)
    opened = reading(repository)
    opened.put(Passage(30, 37), ["standards-war"])
    opened.toggle(Passage(30, 37), "trade-measures")
    opened.note(Passage(30, 37), "why?")
    for _ in range(3):
        assert "undone" in opened.undo().message
    assert git(repository, "status", "--porcelain") == ""


def test_a_file_with_nothing_in_it_is_left_so(repository):
    put(repository, b"")
    commit(repository)
    opened = reading(repository)
    opened.put(Passage(30, 37), ["standards-war"])
    opened.undo()
    assert git(repository, "status", "--porcelain") == ""


def test_a_change_to_an_odd_line_keeps_what_is_unknown_and_can_be_taken_back(repository):
    odd = b'{"zz": [1.50], "aa": "\\u6807", ' + mine(30, end=37)[1:] + b"\r\n"
    put(repository, odd)
    shelf = find(repository).shelf
    before = shelf.records(FILE)["id00000030"]
    edit = Edit({(FILE, before.id): (before, before.but(topics=["y"]))})
    shelf.write(edit)
    assert (
        path(repository).read_bytes().endswith(b'"rev": "", "zz": [1.5], "aa": "\xe6\xa0\x87"}\r\n')
    )
    shelf.write(~edit)
    assert path(repository).read_bytes() == odd


def test_the_folder_of_another_person_is_left(repository):
    put(repository, mine(1) + b"\n", f"{DOC}/li.jsonl")
    opened = reading(repository)
    opened.put(Passage(30, 37), ["standards-war"])
    opened.undo()
    assert [one.name for one in path(repository).parent.iterdir()] == ["li.jsonl"]


def test_folders_of_documents_in_folders_go_too(workspace):
    nested = workspace / "seeds/deep/er"
    nested.mkdir(parents=True)
    (nested / "a.txt").write_text("很深的地方。\n", encoding="utf-8")
    opened = reading(workspace, "deep/er/a.txt")
    opened.put(Passage(0, 3), ["standards-war"])
    assert path(workspace, "deep/er/a.txt/mei.jsonl").is_file()
    opened.undo()
    assert [one.name for one in (workspace / "annotations").iterdir()] == ["topics.jsonl"]


def test_a_file_keeps_its_mode_and_a_new_one_is_as_others_are(workspace):
    opened = reading(workspace)
    opened.put(Passage(30, 37), ["standards-war"])
    plain = workspace / "plain"
    plain.touch()
    assert path(workspace).stat().st_mode == plain.stat().st_mode
    path(workspace).chmod(0o640)
    opened.put(Passage(50, 57), ["standards-war"])
    assert path(workspace).stat().st_mode & 0o777 == 0o640


# ---------------------------------------------------------------- what others write


def record(id="x", start=0, **more):
    return Record({"id": id, "start": start, "end": start + 5, "topics": ["a"], "note": "", **more})


def adding(*records):
    return Edit({(FILE, one.id): (None, one) for one in records})


@pytest.fixture
def shelf(workspace):
    return Shelf(workspace / "annotations")


def test_what_another_program_wrote_meanwhile_is_kept(workspace, shelf):
    shelf.write(adding(record("a", 1)))
    Shelf(workspace / "annotations").write(adding(record("b", 2)))
    shelf.write(adding(record("c", 3)))
    assert list(shelf.records(FILE)) == ["a", "b", "c"]


def test_what_another_program_wrote_is_noticed_once(workspace, shelf):
    assert shelf.notice([FILE]) == []
    put(workspace, mine(1) + b"\n")
    assert shelf.notice([FILE]) == [FILE]
    assert shelf.notice([FILE]) == []
    path(workspace).unlink()
    assert shelf.notice([FILE]) == [FILE]
    assert shelf.records(FILE) == {}


def test_a_file_written_again_within_a_tick_of_the_disks_clock_is_noticed(
    workspace, shelf, monkeypatch
):
    precise = disk.stamp

    def coarse(file):
        found = precise(file)
        return found and (*(time // 10**9 * 10**9 for time in found[:2]), *found[2:])

    monkeypatch.setattr(disk, "stamp", coarse)
    put(workspace, mine(1) + b"\n")
    assert shelf.notice([FILE]) == [FILE]
    put(workspace, mine(2) + b"\n")
    assert shelf.notice([FILE]) == [FILE]
    assert list(shelf.records(FILE)) == ["id00000002"]


def test_a_file_that_has_long_been_as_it_is_is_not_read_again(workspace, shelf, monkeypatch):
    put(workspace, mine(1) + b"\n")
    monkeypatch.setattr(disk, "YOUNG", 0)
    shelf.notice([FILE])
    monkeypatch.setattr(disk, "contents", lambda _: pytest.fail("it was read"))
    assert shelf.notice([FILE]) == []


def test_the_same_contents_under_another_time_are_nothing_new(workspace, shelf):
    put(workspace, mine(1) + b"\n")
    shelf.notice([FILE])
    os.utime(path(workspace), ns=(1, 1))
    assert shelf.notice([FILE]) == []


def test_two_changes_of_one_line_are_both_kept(workspace, shelf):
    shelf.write(adding(record()))
    other = Shelf(workspace / "annotations")
    before = other.records(FILE)["x"]
    shelf.write(Edit({(FILE, "x"): (before, before.but(topics=["a", "b"]))}))
    other.write(Edit({(FILE, "x"): (before, before.but(note="A"))}))
    assert other.records(FILE)["x"] == record(topics=["a", "b"], note="A")


def test_what_an_act_comes_to_on_changed_records_is_what_is_taken_back(workspace, shelf):
    shelf.write(adding(record()))
    before = shelf.records(FILE)["x"]
    Shelf(workspace / "annotations").write(Edit({(FILE, "x"): (before, before.but(note="A"))}))
    saved = shelf.write(Edit({(FILE, "x"): (before, before.but(topics=["b"]))}))
    assert shelf.records(FILE)["x"] == record(topics=["b"], note="A")
    shelf.write(~saved.done)
    assert shelf.records(FILE)["x"] == record(note="A")


def test_removing_what_is_gone_is_told(shelf):
    saved = shelf.write(Edit({(FILE, "x"): (record(), None)}))
    assert [(left.key, left.reason) for left in saved.left] == [((FILE, "x"), GONE)]
    assert not saved.done
    assert not path(shelf.folder.parent).parent.exists()


def test_files_of_one_document(workspace, shelf):
    put(workspace, b"", f"{DOC}/li.jsonl")
    put(workspace, b"", f"{DOC}/.li.jsonl.x.tmp")
    put(workspace, b"", f"{DOC}/.hidden.jsonl")
    put(workspace, b"", f"{DOC}/notes.txt")
    assert shelf.files(DOC) == [f"{DOC}/li.jsonl"]
    assert shelf.files("no such document") == []
    assert shelf.files("") == ["topics.jsonl"]


def test_every_id_that_was_seen_is_known(workspace, shelf):
    put(workspace, mine(1) + b"\n", f"{DOC}/li.jsonl")
    shelf.records(f"{DOC}/li.jsonl")
    shelf.write(adding(record("a")))
    assert {"a", "id00000001"} <= shelf.ids()


# ---------------------------------------------------------------- what is not written to


def refused(root, shelf, file=FILE):
    """Try to tag; returns why that was refused, and that it waits and is seen."""
    edit = Edit({(file, "x"): (None, record())})
    saved = shelf.write(edit)
    assert saved.waiting == shelf.pending == edit
    assert "x" in shelf.pending(file, {})
    return saved.error


@pytest.fixture
def outside(tmp_path):
    folder = tmp_path / "outside"
    folder.mkdir()
    return folder


def test_a_link_out_of_the_workspace_is_refused(workspace, shelf, outside):
    (outside / "mei.jsonl").write_bytes(mine(1) + b"\n")
    path(workspace).parent.mkdir()
    path(workspace).symlink_to(outside / "mei.jsonl")
    assert "leads out" in refused(workspace, shelf)
    assert (outside / "mei.jsonl").read_bytes() == mine(1) + b"\n"


def test_a_link_to_nothing_outside_is_refused(workspace, shelf, outside):
    path(workspace).parent.mkdir()
    path(workspace).symlink_to(outside / "mei.jsonl")
    assert "leads out" in refused(workspace, shelf)
    assert list(outside.iterdir()) == []


def test_a_folder_that_leads_out_of_the_workspace_is_refused(workspace, shelf, outside):
    path(workspace).parent.symlink_to(outside)
    assert "leads out" in refused(workspace, shelf)
    assert list(outside.iterdir()) == []


def test_a_folder_of_annotations_that_leads_out_is_refused(workspace, outside):
    (workspace / "annotations").rename(workspace / "old")
    (workspace / "annotations").symlink_to(outside)
    assert "leads out" in refused(workspace, find(workspace).shelf)
    assert list(outside.iterdir()) == []


def test_a_folder_that_leads_among_the_documents_is_refused(workspace, shelf):
    before = everything(workspace / "seeds")
    path(workspace).parent.symlink_to(workspace / "seeds")
    assert "leads out" in refused(workspace, shelf)
    assert everything(workspace / "seeds") == before


def test_a_link_inside_the_annotations_is_refused(workspace, shelf):
    put(workspace, mine(1) + b"\n", f"{DOC}/li.jsonl")
    path(workspace).symlink_to(path(workspace, f"{DOC}/li.jsonl"))
    assert "not a regular file" in refused(workspace, shelf)
    assert path(workspace, f"{DOC}/li.jsonl").read_bytes() == mine(1) + b"\n"


def test_a_link_to_itself_is_refused(workspace, shelf):
    path(workspace).parent.mkdir()
    path(workspace).symlink_to(path(workspace))
    assert refused(workspace, shelf)


def test_a_whole_workspace_reached_through_a_link_is_written_to(workspace, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(workspace)
    reading(link).put(Passage(0, 5), ["standards-war"])
    assert path(workspace).is_file()


def fifo(at):
    os.mkfifo(at)


@pytest.mark.skipif(os.name == "nt", reason="no FIFO")
@pytest.mark.parametrize("make", [fifo, Path.mkdir], ids=["FIFO", "folder"])
@pytest.mark.parametrize("file", [FILE, "topics.jsonl", "documents.jsonl"])
def test_what_is_no_file_hangs_and_stops_nothing(workspace, make, file):
    path(workspace, file).parent.mkdir(exist_ok=True)
    path(workspace, file).unlink(missing_ok=True)
    put(workspace, mine(1) + b"\n", f"{DOC}/li.jsonl")
    make(path(workspace, file))
    opened = reading(workspace)
    assert opened.title
    assert opened.problems == (file == FILE)
    assert len(opened.margin) + len(opened.margin.orphans) == 1
    with pytest.raises(RefusedError):
        Shelf(workspace / "annotations").sheet(file)
    outcome = opened.put(Passage(0, 5), ["standards-war"])
    assert (outcome.saved.error == "not a regular file") == (file == FILE)
    assert opened.own(Passage(0, 5))
    if file == FILE:
        path(workspace).rmdir() if make == Path.mkdir else path(workspace).unlink()
        assert opened.workspace.shelf.retry().error == ""
        opened.gather()
        assert opened.problems == 0
    assert path(workspace).is_file()


def test_a_file_in_the_place_of_a_documents_folder_stops_nothing(workspace, shelf):
    put(workspace, b"in the way", DOC)
    assert refused(workspace, shelf)
    assert len(reading(workspace).margin) == 0


def test_nothing_is_written_where_nothing_may_be(workspace):
    shelf = Shelf(workspace / "annotations", writable=False)
    assert "read-only" in refused(workspace, shelf)
    assert not path(workspace).parent.exists()


def test_of_two_lines_with_one_id_neither_is_changed(workspace, shelf):
    data = mine(1) + b"\n" + mine(1, note="A") + b"\n"
    put(workspace, data)
    before = shelf.records(FILE)["id00000001"]
    saved = shelf.write(Edit({(FILE, before.id): (before, None)}))
    assert "two lines with id id00000001" in saved.error
    assert path(workspace).read_bytes() == data


def test_what_could_not_be_read_again_is_not_written(workspace, shelf):
    data = b'{"id": "x", "start": 1, "big": 1e999}\n'
    put(workspace, data)
    before = shelf.records(FILE)["x"]
    saved = shelf.write(Edit({(FILE, "x"): (before, before.but(start=2))}))
    assert "could not be read again" in saved.error
    assert path(workspace).read_bytes() == data


# ---------------------------------------------------------------- conflict markers


def conflicted(repository):
    """A merge of two branches that changed and added lines in one place; returns the reading."""
    reading(repository).put(Passage(30, 37), ["standards-war"])
    commit(repository)
    git(repository, "checkout", "-qb", "theirs")
    theirs = reading(repository)
    theirs.note(Passage(30, 37), "theirs")
    theirs.put(Passage(31, 37), ["trade-measures"])
    commit(repository)
    git(repository, "checkout", "-q", "main")
    ours = reading(repository)
    ours.note(Passage(30, 37), "ours")
    ours.put(Passage(32, 37), ["trade-measures"])
    commit(repository)
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "merge", "-q", "theirs")
    return reading(repository)


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_in_a_conflict_both_sides_are_seen_and_nothing_is_written(repository, style):
    git(repository, "config", "merge.conflictStyle", style)
    opened = conflicted(repository)
    data = path(repository).read_bytes()
    assert b"<<<<<<<" in data
    assert (b"|||||||" in data) == (style == "diff3")
    notes = sorted(p.tag.note for p in opened.margin.exactly(Passage(30, 37)))
    assert notes == ["ours", "theirs"]
    assert opened.margin.exactly(Passage(31, 37))
    assert opened.margin.exactly(Passage(32, 37))
    assert opened.torn == [opened.file]
    outcome = opened.put(Passage(50, 57), ["standards-war"])
    assert "NOT SAVED" in outcome.message
    assert "conflict markers" in outcome.message
    assert path(repository).read_bytes() == data
    assert opened.own(Passage(50, 57))


def test_what_waited_for_a_conflict_is_saved_when_it_is_settled(repository):
    opened = conflicted(repository)
    opened.put(Passage(50, 57), ["standards-war"])
    opened.put(Passage(32, 37), ["standards-war"])
    git(repository, "checkout", "--theirs", f"annotations/{FILE}")
    assert opened.notice()
    assert not opened.workspace.shelf.retry().error
    opened.gather()
    found = {p.passage: p.tag for p in opened.margin.tags}
    assert found[Passage(30, 37)].note == "theirs"
    assert found[Passage(50, 57)].topics == ("standards-war",)
    assert Passage(32, 37) not in found  # a change brings back nothing that was settled away
    assert opened.problems == 0
    assert not opened.workspace.shelf.pending


# ---------------------------------------------------------------- files in another form


def test_a_file_may_be_written_in_another_form_that_says_the_same(workspace, shelf):
    put(workspace, mine(1) + b"\r\n?\n")
    assert shelf.rewrite(FILE, lambda sheet: sheet.data.replace(b"\r", b""))
    assert path(workspace).read_bytes() == mine(1) + b"\n?\n"
    assert not shelf.rewrite(FILE, lambda sheet: sheet.data)


@pytest.mark.parametrize("form", [b"", mine(1) + b"\n", mine(2) + b"\n?\n", b"?\n" * 2 + mine(1)])
def test_a_form_that_says_something_else_is_refused(workspace, shelf, form):
    put(workspace, mine(1) + b"\n?\n")
    with pytest.raises(RefusedError, match="not say the same"):
        shelf.rewrite(FILE, lambda _: form)
    assert path(workspace).read_bytes() == mine(1) + b"\n?\n"
