"""Acts kept for other runs: undo after a restart, and acts over many files that were cut off."""

import errno
import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedread.cli import main
from seedread.commands.here import do
from seedread.tags import acts, disk
from seedread.tags.act import Act, parsed
from seedread.tags.acts import Log
from seedread.tags.check import findings
from seedread.tags.edit import GONE, Edit
from seedread.tags.history import History
from seedread.tags.record import Record
from seedread.tags.shelf import Shelf
from seedread.tags.tag import make, retagged
from seedread.tags.topic import Codebook
from seedread.text.passage import Passage
from seedread.text.seed import Seed
from seedread.workspace import UnusableError, find

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="signals and forks are POSIX")
DOCS = ("a.txt", "b.txt", "c.txt", "d.txt")
TEXT = "中国的AI水平是世界级的,芯片禁运反而加速了进步。\n"
MEMORY = "/dev/shm"


@pytest.fixture
def root(monkeypatch):
    """A workspace where mei has two tags in each document but one, on a disk quick to sync."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    (folder / "seeds").mkdir()
    for doc in DOCS:
        (folder / "seeds" / doc).write_text(TEXT, "utf-8")
    book = Codebook([])
    topics = [book.new(id, id, id, id).record() for id in ("old", "new")]
    records = [("topics.jsonl", topic.but(mark=topic.id[0])) for topic in topics]
    records += [(f"{doc}/mei.jsonl", tag(doc, n)) for doc in DOCS[:3] for n in (0, 8)]
    Shelf(folder / "annotations").write(Edit({(file, r.id): (None, r) for file, r in records}))
    yield folder
    shutil.rmtree(folder)


def seed(doc):
    return Seed.of(TEXT.encode(), doc)


def tag(doc, start, topics=("old",)):
    return make(seed(doc), Passage(start, start + 3), topics, f"{start}-{doc}", "mei")


def merge(shelf):
    """Retag in two files, empty a third, begin a fourth, retire the topic: five files."""
    changes = {}
    for doc in DOCS[:2]:
        for id, one in shelf.records(f"{doc}/mei.jsonl").items():
            changes[f"{doc}/mei.jsonl", id] = (one, retagged(one, ["new"]).but(at=one.fields["at"]))
    for id, one in shelf.records("c.txt/mei.jsonl").items():
        changes["c.txt/mei.jsonl", id] = (one, None)
    changes["d.txt/mei.jsonl", "3-d.txt"] = (
        None,
        tag("d.txt", 3, ["new"]).but(at="2026-11-22T08:15:00Z"),
    )
    old = shelf.records("topics.jsonl")["old"]
    changes["topics.jsonl", "old"] = (old, old.but(retired=True))
    return Edit(changes)


def window(root, **more):
    """What a run of the program in the workspace begins with."""
    return History(Shelf(root / "annotations"), Log.of(root), **more)


def contents(root):
    files = (root / "annotations").rglob("*.jsonl")
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def kept(root):
    """The files the acts are kept in."""
    return sorted(Log.of(root)._path.parent.glob("*"))


def sound(root):
    """Nothing is wrong in the files, every line is as we write it, nothing lies about."""
    shelf = Shelf(root / "annotations")
    assert list(findings(shelf, seed)) == []
    for path in (root / "annotations").rglob("*"):
        assert path.is_dir() or path.suffix == ".jsonl", path
    for data in contents(root).values():
        for line in data.splitlines():
            assert Record(json.loads(line)).canonical() == line


def tags(root, doc):
    return set(Shelf(root / "annotations").records(f"{doc}/mei.jsonl"))


# ---------------------------------------------------------------- another run


def test_acts_of_earlier_runs_are_taken_back_and_done_again(root):
    before = contents(root)
    first = window(root)
    first.do("one", Edit({("a.txt/mei.jsonl", "x"): (None, tag("a.txt", 5).but(id="x"))}), "mei")
    first.do("merge", merge(first.shelf), "mei")
    after = contents(root)
    again = window(root)
    assert again.undo("a.txt", "mei").message == "undone: merge (also in b.txt, c.txt, d.txt)"
    assert window(root).undo("a.txt", "mei").message == "undone: one"
    assert contents(root) == before
    assert window(root).undo("a.txt", "mei").message == "nothing to undo here"
    last = window(root)
    assert last.redo("a.txt", "mei").message == "redone: one"
    assert (
        window(root).redo("b.txt", "mei").message == "redone: merge (also in a.txt, c.txt, d.txt)"
    )
    assert contents(root) == after
    assert last.redo("a.txt", "mei").message == "nothing to redo here"


def test_only_acts_of_the_same_annotator_are_taken_back(root):
    window(root).do("merge", merge(Shelf(root / "annotations")), "mei")
    assert window(root).undo("a.txt", "li").message == "nothing to undo here"
    window(root).do(
        "li's", Edit({("a.txt/li.jsonl", "y"): (None, tag("a.txt", 5).but(id="y"))}), "li"
    )
    assert window(root).undo("a.txt", "mei").message.startswith("undone: merge")
    assert window(root).undo("a.txt", "li").message == "undone: li's"
    assert window(root).redo("a.txt", "mei").message.startswith("redone: merge")


def test_two_windows_share_the_acts_and_none_is_taken_back_twice(root):
    one, two = window(root), window(root)
    one.do("merge", merge(one.shelf), "mei")
    assert two.undo("c.txt", "mei").message.startswith("undone: merge")
    assert one.undo("c.txt", "mei").message == "nothing to undo here"
    assert one.redo("c.txt", "mei").message.startswith("redone: merge")
    assert two.redo("c.txt", "mei").message == "nothing to redo here"


def test_what_an_unknown_window_took_back_is_not_taken_back_again(root):
    one = window(root)
    one.do("x", Edit({("a.txt/mei.jsonl", "x"): (None, tag("a.txt", 5).but(id="x"))}), "mei")
    now = one.shelf.records("a.txt/mei.jsonl")["x"]
    Shelf(root / "annotations").write(Edit({("a.txt/mei.jsonl", "x"): (now, None)}))
    assert window(root).undo("a.txt", "mei").message == f"not undone: x: {GONE}"


def test_a_colleagues_change_since_is_kept_by_the_undo_of_another_day(root):
    one = window(root)
    one.do("merge", merge(one.shelf), "mei")
    now = one.shelf.records("a.txt/mei.jsonl")["0-a.txt"]
    Shelf(root / "annotations").write(
        Edit({("a.txt/mei.jsonl", now.id): (now, now.but(note="pulled"))})
    )
    window(root).undo("a.txt", "mei")
    found = Shelf(root / "annotations").records("a.txt/mei.jsonl")[now.id].fields
    assert (found["topics"], found["note"]) == (["old"], "pulled")


def test_on_a_branch_without_the_act_it_is_passed_over_and_kept(root):
    def git(*words):
        who = ("-c", "user.name=X", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)

    git("init", "-q", "-b", "without")
    git("add", "-A")
    git("commit", "-qm", "x")
    git("checkout", "-qb", "with")
    new = tag("a.txt", 5).but(id="x")
    window(root).do("x", Edit({("a.txt/mei.jsonl", "x"): (None, new)}), "mei")
    git("commit", "-qam", "x")
    git("checkout", "-q", "without")
    before = contents(root)
    assert window(root).undo("a.txt", "mei").message == f"not undone: x: {GONE}"
    assert contents(root) == before
    git("checkout", "-q", "with")
    assert window(root).undo("a.txt", "mei").message == "undone: x"


def test_what_commands_do_is_taken_back_in_a_program_that_is_open(root, capsys):
    before, open_already = contents(root), window(root)
    assert main(["-C", str(root), "tag", "a.txt", "5", "8", "new", "--as", "mei"]) == 0
    assert main(["-C", str(root), "untag", "8-b.txt", "--as", "mei"]) == 0
    space = find(root)
    do(space, "mei", "merge", merge(space.shelf))
    assert open_already.undo("d.txt", "mei").message.startswith("undone: merge (also in a.txt")
    assert open_already.undo("b.txt", "mei").message == "undone: removed old"
    assert open_already.undo("a.txt", "mei").message == "undone: tagged new"
    assert contents(root) == before


# ---------------------------------------------------------------- what an act is about


X = Record({"id": "x"})


def act_on(*files, change=(None, X)):
    return Edit({(file, "x"): change for file in files})


LINK = Record({"id": "x", "kind": "agrees", "from": {"doc": "1"}, "to": {"doc": "2"}})
MEMO = Record({"id": "x", "about": {"kind": "document", "doc": "1"}, "text": [], "by": "mei"})
SEEN = Record({"id": "1", "rev": "", "seen": [[0, 5]], "by": "mei"})
TOPIC = (Record({"id": "x"}), Record({"id": "x", "retired": True}))


@pytest.mark.parametrize(
    ("edit", "about"),
    [
        (act_on("1/mei.jsonl"), {"1"}),
        (act_on("1/mei.jsonl", "2/mei.jsonl"), {"1", "2", "3"}),
        (act_on("topics.jsonl"), {"1", "2", "3"}),
        (act_on("1/mei.jsonl", "topics.jsonl"), {"1"}),
        (act_on("1/mei.jsonl", "topics.jsonl", change=TOPIC), {"1", "2", "3"}),
        (act_on("_links/mei.jsonl", change=(None, LINK)), {"1", "2"}),
        (act_on("_links/mei.jsonl", change=(LINK, None)), {"1", "2"}),
        (act_on("_memos/mei.jsonl", change=(None, MEMO)), {"1"}),
        (
            act_on("_memos/mei.jsonl", change=(None, MEMO.but(about={"kind": "workspace"}))),
            set("123"),
        ),
        (Edit({("_seen/mei.jsonl", "1"): (None, SEEN)}), {"1"}),
    ],
    ids=[
        "tags",
        "bulk",
        "topics",
        "new topic",
        "merge",
        "link",
        "unlink",
        "memo",
        "free memo",
        "seen",
    ],
)
def test_which_documents_an_act_is_about(tmp_path, edit, about):
    for doc in "123":
        history = History(Shelf(tmp_path / doc))
        for (file, id), (before, _) in edit.changes.items():
            history.shelf.write(Edit({(file, id): (None, before)}))
        history.do("it", edit)
        assert history.undo(doc).message.startswith("undone") == (doc in about)


# ---------------------------------------------------------------- killed between two files

STEPS = ("replace", "unlink", "fsync", "write")


def fork(work, n):
    """Do `work` in another process, killed before its step `n`; returns whether it was."""
    child = os.fork()
    if child == 0:
        left = n

        def before(step):
            def stepped(*given, **more):
                nonlocal left
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return step(*given, **more)

            return stepped

        for name in STEPS:
            setattr(os, name, before(getattr(os, name)))
        try:
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def turn(root, way):
    history = window(root)
    if way == "do":
        history.do("merge", merge(history.shelf), "mei")
    else:
        getattr(history, way)("a.txt", "mei")


@posix
@pytest.mark.parametrize("way", ["do", "undo", "redo"])
def test_an_act_killed_at_any_step_is_whole_or_nothing_after_the_next_start(root, way):
    finished = 0
    for earlier in {"do": [], "undo": ["do"], "redo": ["do", "undo"]}[way]:
        turn(root, earlier)
    before = contents(root)
    turn(root, way)
    after = contents(root)
    turn(root, "redo" if way == "undo" else "undo")
    assert contents(root) == before
    n = 0
    while fork(lambda: turn(root, way), n):
        halfway = contents(root)
        told = [outcome.message for outcome in window(root).resume("mei")]
        found = contents(root)
        assert found in ((before, after) if halfway == before else (after,))
        assert told == (["finished: merge"] if halfway != found else [])
        finished += bool(told)
        sound(root)
        assert window(root).resume("mei") == []
        assert [path.suffix for path in kept(root)] == [".jsonl"] * len(kept(root))
        if found == after:
            turn(root, "redo" if way == "undo" else "undo")
            assert contents(root) == before
        sound(root)
        n += 1
    assert finished > 10


@posix
def test_the_act_of_a_run_that_lives_is_left_to_it(root):
    before, (ready, says), (wait, go) = contents(root), os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(go)
        replace_file = os.replace

        def slow(*given):
            os.replace = replace_file
            os.write(says, b"!")
            os.read(wait, 1)
            replace_file(*given)

        os.replace = slow
        turn(root, "do")
        os._exit(0)
    try:
        os.read(ready, 1)
        assert window(root).resume("mei") == []
        assert main(["-C", str(root), "untag", "nothing", "--as", "mei"]) == 2
        assert contents(root) == before
    finally:
        os.close(go)
        ended = os.waitpid(child, 0)[1]
    assert ended == 0
    assert window(root).resume("mei") == []
    assert window(root).undo("a.txt", "mei").message.startswith("undone: merge")
    assert contents(root) == before


def cut_off(root):
    """Leave `merge` half done: the first of its five files is written."""

    def work():
        replace_file, n = os.replace, 0

        def second(*given):
            nonlocal n
            n += 1
            if n == 2:
                os.kill(os.getpid(), signal.SIGKILL)
            replace_file(*given)

        os.replace = second
        turn(root, "do")

    assert fork(work, 1_000_000)
    assert "3-d.txt" not in tags(root, "d.txt")


@posix
def test_the_next_command_that_writes_finishes_it_and_says_so(root, capsys):
    cut_off(root)
    assert main(["-C", str(root), "list"]) == 0
    assert "3-d.txt" not in tags(root, "d.txt")
    assert main(["-C", str(root), "tag", "d.txt", "0", "2", "old", "--as", "li"]) == 0
    assert "3-d.txt" not in tags(root, "d.txt"), "it is mei's"
    assert "finished" not in capsys.readouterr().err
    assert main(["-C", str(root), "tag", "d.txt", "0", "2", "old", "--as", "mei"]) == 0
    assert "finished: merge" in capsys.readouterr().err
    assert "3-d.txt" in tags(root, "d.txt")
    assert main(["-C", str(root), "tag", "d.txt", "0", "3", "old", "--as", "mei"]) == 0
    assert "finished" not in capsys.readouterr().err
    sound(root)


@posix
def test_what_others_did_meanwhile_is_respected(root):
    cut_off(root)
    theirs = Shelf(root / "annotations")
    one, two = (theirs.records("c.txt/mei.jsonl")[id] for id in ("0-c.txt", "8-c.txt"))
    old = theirs.records("topics.jsonl")["old"]
    theirs.write(
        Edit(
            {
                ("c.txt/mei.jsonl", one.id): (one, one.but(note="keep me")),
                ("c.txt/mei.jsonl", two.id): (two, None),
                ("topics.jsonl", "old"): (old, old.but(definition="theirs")),
            }
        )
    )
    between = contents(root)
    told = window(root).resume("mei")
    assert [outcome.message.partition(";")[0] for outcome in told] == ["finished: merge"]
    assert "changed by somebody else" in told[0].message
    now = Shelf(root / "annotations")
    assert now.records("c.txt/mei.jsonl") == {one.id: one.but(note="keep me")}
    fields = now.records("topics.jsonl")["old"].fields
    assert (fields["retired"], fields["definition"]) == (True, "theirs")
    window(root).undo("a.txt", "mei")
    after = contents(root)
    for file in ("annotations/c.txt/mei.jsonl", "annotations/topics.jsonl"):
        found, then = (
            {json.loads(x)["id"]: x for x in c[file].splitlines()} for c in (after, between)
        )
        assert {id: found[id] for id in then} == then


# ---------------------------------------------------------------- full disks, broken logs


@pytest.fixture
def full(monkeypatch):
    """Fill the disk for the files of some documents."""
    files, put = set(), disk.put

    def maybe(path, data):
        if path.parent.name in files:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        put(path, data)

    monkeypatch.setattr(disk, "put", maybe)
    return files


def test_what_waits_when_a_run_ends_is_written_by_the_next(root, full):
    before = contents(root)
    full.update({"b.txt", "d.txt"})
    first = window(root)
    assert "NOT SAVED" in first.do("merge", merge(first.shelf), "mei").message
    one = Edit({("d.txt/mei.jsonl", "x"): (None, tag("d.txt", 5).but(id="x"))})
    assert "NOT SAVED" in first.do("one", one, "mei").message
    assert first.safe
    changed = first.shelf.records("a.txt/mei.jsonl")["0-a.txt"]
    noted = changed.but(note="later")
    first.do("noted", Edit({("a.txt/mei.jsonl", changed.id): (changed, noted)}), "mei")
    first.release()
    full.remove("d.txt")
    second = window(root)
    told = [outcome.message for outcome in second.resume("mei")]
    assert told[0].startswith("NOT SAVED (No space left on device): finished: merge")
    assert tags(root, "d.txt") == {"3-d.txt", "x"}
    second.release()
    full.clear()
    third = window(root)
    assert [outcome.message for outcome in third.resume("mei")] == ["finished: merge"]
    assert [path.suffix for path in kept(root)] == [".jsonl"]
    assert third.shelf.records("a.txt/mei.jsonl")["0-a.txt"] == noted
    undone = [third.undo("d.txt", "mei").message for _ in range(2)]
    assert undone == ["undone: one", "undone: merge (also in a.txt, b.txt, c.txt)"]
    third.undo("a.txt", "mei")
    sound(root)
    assert {f: d for f, d in contents(root).items() if "a.txt" not in f} == {
        f: d for f, d in before.items() if "a.txt" not in f
    }


def test_what_waited_and_was_taken_back_or_saved_is_not_done_by_the_next(root, full):
    before = contents(root)
    full.add("a.txt")
    first = window(root)
    edits = [Edit({("a.txt/mei.jsonl", id): (None, tag("a.txt", 5).but(id=id))}) for id in "xy"]
    first.do("x", edits[0], "mei")
    assert "undone: x" in first.undo("a.txt", "mei").message
    assert not first.shelf.pending
    first.do("y", edits[1], "mei")
    full.clear()
    assert not first.retry().error
    first.undo("a.txt", "mei")
    first.release()
    assert window(root).resume("mei") == []
    assert contents(root) == before


def test_a_command_that_fails_on_its_only_file_has_done_nothing(root, full):
    before = contents(root)
    full.add("a.txt")
    space = find(root)
    one = Edit({("a.txt/mei.jsonl", "x"): (None, tag("a.txt", 5).but(id="x"))})
    with pytest.raises(UnusableError, match=r"^not saved: No space left on device$"):
        do(space, "mei", "one", one)
    space = find(root)
    with pytest.raises(UnusableError, match=r"device, tried again at your next act$"):
        do(space, "mei", "merge", merge(space.shelf))
    full.clear()
    assert [outcome.message for outcome in window(root).resume("mei")] == ["finished: merge"]
    assert window(root).undo("a.txt", "mei").message.startswith("undone: merge")
    assert window(root).undo("a.txt", "mei").message == "nothing to undo here"
    assert contents(root) == before


BROKEN = [
    b"\xff\xfe",
    b"[]",
    b"{}",
    b"null",
    b"[" * 100_000,
    b'{"id": 1, "is": "done", "edit": []}',
]
BROKEN += [b'{"id":"a","is":"gone","label":"","by":"mei","edit":[]}', b'{"id":"a","is":"do']
BROKEN += [b'{"id":"a","is":"done","label":"","by":"mei","edit":[["f","{}",null]]}']
BROKEN += [b'{"id":"a","is":"done","label":"","by":"mei","edit":[[1,null]]}']


def test_lines_that_cannot_be_read_are_passed_over(root):
    one = window(root)
    for id in "xyz":
        one.do(id, Edit({("a.txt/mei.jsonl", id): (None, tag("a.txt", 5).but(id=id))}), "mei")
        with kept(root)[0].open("ab") as file:
            file.write(b"\n".join(BROKEN))  # the last one without its end
    again = window(root)
    assert [again.undo("a.txt", "mei").message for _ in range(4)] == [
        *(f"undone: {id}" for id in "zyx"),
        "nothing to undo here",
    ]


@pytest.mark.parametrize("broken", ["a file", "a link to nothing", "a folder in its place"])
def test_without_a_place_for_the_log_undo_works_for_the_run(root, broken):
    state = Path(os.environ["XDG_STATE_HOME"])
    if broken == "a folder in its place":
        Log.of(root)._path.mkdir(parents=True)
    elif broken == "a file":
        state.touch()
    else:
        state.symlink_to(root / "nowhere" / "at" / "all")
    before, one = contents(root), window(root)
    assert one.resume("mei") == []
    assert one.do("merge", merge(one.shelf), "mei").message == "merge"
    assert one.undo("a.txt", "mei").message.startswith("undone: merge")
    assert contents(root) == before
    assert one.redo("a.txt", "mei").message.startswith("redone: merge")
    assert window(root).undo("a.txt", "mei").message == "nothing to undo here"


def test_what_a_full_state_directory_did_not_take_is_kept_in_order_and_written_later(
    root, monkeypatch
):
    one, write = window(root), os.write

    def some(handle, data):
        if len(data) > 9:
            return write(handle, data[:9])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def act(id):
        one.do(id, Edit({("a.txt/mei.jsonl", id): (None, tag("a.txt", 5).but(id=id))}), "mei")

    act("x")
    with monkeypatch.context() as context:
        context.setattr(os, "write", some)
        act("y")
        assert one.undo("a.txt", "mei").message == "undone: y"
        assert one.redo("a.txt", "mei").message == "redone: y"
    act("z")
    again = window(root)
    assert [again.undo("a.txt", "mei").message for _ in "zyx"] == [f"undone: {id}" for id in "zyx"]


def test_the_log_keeps_the_latest_acts_and_nobody_else_may_read_it(root, monkeypatch):
    monkeypatch.setattr(acts, "KEEP", 5)
    monkeypatch.setattr(acts, "SLACK", 3)
    log = Log.of(root)
    for n in range(20):
        act = Act(str(n), act_on("1/mei.jsonl"), "mei")
        log.add(act)
        if n % 4:
            log.add(act.turned())
            log.add(act.turned().turned())
    assert [act.label for act in Log.of(root).news()][-1] == "19"
    path = kept(root)[0]
    assert [act.label for act in parsed(path.read_bytes())] == ["15", "16", "17", "18", "19"]
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0
    log.add(act.turned())
    assert [act.state for act in log.news()][-1] == "undone"
    assert log.news() == []
    monkeypatch.setattr(acts, "LIMIT", 100)
    assert Log.of(root).news()[-1].state == "undone"
    assert len(path.read_bytes().splitlines()) == 1


def test_an_act_comes_out_of_the_log_as_it_went_in():
    odd = Record({"id": "x", "note": "\udc80\u2028“引”", "more": [1, None, {"a": 1.5}]})
    act = Act(
        "tagged \ud800 标准", act_on("a/b.txt/mei.jsonl", change=(odd, None)), "mei", "redone"
    )
    assert list(parsed(act.line())) == [act]
    assert act.line().count(b"\n") == 1


# ---------------------------------------------------------------- any order of things

STEP = st.tuples(st.sampled_from(["do", "do", "undo", "redo", "start"]), st.sampled_from("123"))


@settings(max_examples=100)
@given(st.lists(STEP, max_size=20))
def test_any_order_of_acts_undo_redo_and_restarts(steps):
    folder = Path(tempfile.mkdtemp(dir=MEMORY if os.access(MEMORY, os.W_OK) else None))

    def start():
        return History(Shelf(folder / "annotations"), Log(folder / "acts" / "log.jsonl"))

    done, undone, history = [], [], start()  # of (document, id)
    for n, (step, doc) in enumerate(steps):
        mine = [act for act in (done if step == "undo" else undone) if act[0] == doc]
        if step == "start":
            history = start()
        elif step == "do":
            file, id = f"{doc}/mei.jsonl", f"id{n}"
            history.do(id, Edit({(file, id): (None, tag(doc, 5).but(id=id))}), "mei")
            done, undone = [*done, (doc, id)], []
        else:
            message = getattr(history, step)(doc, "mei").message
            assert message == (
                f"{step.replace('do', 'done')}: {mine[-1][1]}"
                if mine
                else f"nothing to {step} here"
            )
            source, target = (done, undone) if step == "undo" else (undone, done)
            for act in mine[-1:]:
                source.remove(act)
                target.append(act)
        found = {
            (doc, id)
            for doc in "123"
            for id in Shelf(folder / "annotations").records(f"{doc}/mei.jsonl")
        }
        assert found == set(done)
    shutil.rmtree(folder)
