"""An act over many files, several written at once: as safe as one file after the other."""

import errno
import os
import random
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

from seedread.tags import disk
from seedread.tags import shelf as shelf_module
from seedread.tags.acts import Log
from seedread.tags.edit import Edit
from seedread.tags.history import CALLED_OFF, History
from seedread.tags.shelf import Shelf
from seedread.tags.tag import make, retagged
from seedread.tags.watch import Watch
from seedread.text.passage import Passage
from seedread.text.seed import Seed

TEXT = "标准之争,谁用的多谁就是标准。\n"
DOCS = [f"{'xy'[n % 2]}/{n:02}.txt" for n in range(40)]  # two folders of documents
MEMORY = "/dev/shm"


@pytest.fixture
def root(monkeypatch):
    """A workspace with a tag of mei's in each document but the last two, on a quick disk."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setattr(shelf_module, "BATCH", 20)
    (folder / "annotations").mkdir(parents=True)
    changes = {(f"{doc}/mei.jsonl", tag(doc).id): (None, tag(doc)) for doc in DOCS[:-2]}
    assert not Shelf(folder / "annotations").write(Edit(changes)).error
    yield folder
    shutil.rmtree(folder)


def tag(doc, topic="old"):
    made = make(Seed.of(TEXT.encode(), doc), Passage(0, 4), [topic], f"t{doc[2:4]}", "mei")
    return made.but(at="2026-11-22T08:15:00Z")


def window(root):
    return History(Shelf(root / "annotations"), Log.of(root))


def act(history):
    """Retag in most files, empty two, begin two: what an act of many files can come to."""
    changes = {}
    for doc in DOCS[:-2]:
        file = f"{doc}/mei.jsonl"
        [one] = history.shelf.records(file).values()
        after = None if doc in DOCS[:2] else retagged(one, ["new"]).but(at=one.fields["at"])
        changes[file, one.id] = (one, after)
    changes |= {(f"{doc}/mei.jsonl", tag(doc).id): (None, tag(doc, "new")) for doc in DOCS[-2:]}
    return Edit(changes)


def files(root):
    return {str(path): path.read_bytes() for path in (root / "annotations").rglob("*.jsonl")}


def litter(root):
    return [p for p in (root / "annotations").rglob("*") if p.suffix == ".tmp"]


def test_it_is_done_told_of_and_undone_and_empty_folders_go(root):
    before, told, history = files(root), [], window(root)
    edit = act(history)
    saved = history.do("it", edit, "mei", Watch(lambda *given: told.append(given))).saved
    assert saved.done.changes == edit.changes
    assert told == [(20, 40), (40, 40)]
    assert len(files(root)) == 38
    assert not (root / "annotations" / "x" / "00.txt").exists()
    assert history.undo("x/02.txt", "mei").message == "undone: it (also in 39 documents)"
    assert files(root) == before
    assert litter(root) == []


def test_what_is_called_off_in_time_never_was(root):
    before, history, watch = files(root), window(root), Watch()
    assert watch.call_off()
    assert history.do("it", act(history), "mei", watch).message == CALLED_OFF
    assert files(root) == before
    assert history.undo("x/02.txt", "mei").message == "nothing to undo here"
    late = Watch()
    history.do("it", act(history), "mei", late)
    assert not late.call_off()


def test_nothing_is_acknowledged_before_each_file_and_its_folder_are_safe(root, monkeypatch):
    steps, real = [], (os.fsync, os.replace)

    def synced(handle):
        real[0](handle)
        steps.append(("safe", str(Path(f"/proc/self/fd/{handle}").readlink())))

    def replaced(source, target):
        real[1](source, target)
        steps.append(("there", str(source), str(target)))

    history = window(root)
    edit = act(history)
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    history.shelf.write(edit)
    there = [step for step in steps if step[0] == "there"]
    assert len(there) == 38
    for step in there:
        n, (_, source, target) = steps.index(step), step
        assert ("safe", source) in steps[:n]
        assert ("safe", str(Path(target).parent)) in steps[n:]


def test_files_that_cannot_be_written_wait_and_the_others_do_not(root, monkeypatch):
    put, history = disk.put, window(root)

    def full(path, data):
        if path.parent.name in ("05.txt", "39.txt"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        put(path, data)

    before = files(root)
    with monkeypatch.context() as broken:
        broken.setattr(disk, "put", full)
        saved = history.do("it", act(history), "mei").saved
        assert saved.waiting.files == ["y/05.txt/mei.jsonl", "y/39.txt/mei.jsonl"]
        assert saved.error == os.strerror(errno.ENOSPC)
        assert len(saved.done.files) == 38
    assert history.retry().error == ""
    assert history.undo("x/02.txt", "mei").saved.error == ""
    assert files(root) == before


def test_who_holds_the_lock_keeps_all_of_them_waiting(root, monkeypatch):
    monkeypatch.setattr(disk, "PATIENCE", 0.01)
    before, history = files(root), window(root)
    edit = act(history)
    with disk.locked(root / "annotations"):
        assert history.do("it", edit, "mei").saved.waiting.changes == edit.changes
        assert files(root) == before
    assert history.retry().waiting.changes == {}
    assert files(root) != before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals and forks are POSIX")
def test_killed_at_any_step_it_is_whole_or_nothing_after_the_next_start(root):
    history = window(root)
    before = files(root)
    history.do("it", act(history), "mei")
    after = files(root)
    history.undo("x/02.txt", "mei")
    chance, finished = random.Random(5), 0
    for n in sorted(chance.sample(range(2, 140), 14)):
        child = os.fork()
        if child == 0:
            _kill_at(n)
            mine = window(root)
            mine.do("it", act(mine), "mei")
            os._exit(0)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        halfway = files(root)
        told = [outcome.message for outcome in window(root).resume("mei")]
        found = files(root)
        assert found in ((before, after) if halfway == before else (after,))
        assert litter(root) == []
        finished += bool(told)
        if found == after:
            window(root).undo("x/02.txt", "mei")
        assert files(root) == before
    assert finished > 8


def _kill_at(n):
    """Have this process killed at its n-th step of writing."""
    left = iter(range(n, -1, -1))

    def before(step):
        def stepped(*given, **more):
            if next(left, 0) == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return step(*given, **more)

        return stepped

    for name in ("replace", "unlink", "fsync", "write", "rmdir"):
        setattr(os, name, before(getattr(os, name)))
