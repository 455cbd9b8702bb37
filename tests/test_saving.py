"""Saving when the worst happens: killed at any moment, a full or broken disk, two writers at once.

Every acknowledged tag must be in the file, every line must be whole, nothing may lie about.
"""

import errno
import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from seedread.reading import Reading
from seedread.tags import disk
from seedread.tags.edit import Edit
from seedread.tags.history import History
from seedread.tags.record import Record, parse
from seedread.tags.shelf import Shelf
from seedread.text.passage import Passage
from seedread.workspace import find

posix = pytest.mark.skipif(os.name == "nt", reason="signals and forks are POSIX")
TEXT = "中国的AI水平是世界级的，芯片禁运反而加速了进步。" * 30 + "\n"
MEMORY = "/dev/shm"


@pytest.fixture(scope="module")
def quick():
    """A folder on a disk that is quick to sync, if there is one."""
    folder = tempfile.mkdtemp(dir=MEMORY if os.access(MEMORY, os.W_OK) else None)
    yield Path(folder)
    shutil.rmtree(folder)


def workspace(root, *docs):
    (root / "seeds").mkdir(parents=True)
    for doc in docs:
        (root / "seeds" / doc).write_text(TEXT, encoding="utf-8")
    return root


def reading(root, doc="a.txt", by="mei", shelf=None):
    space = find(root)
    if shelf is not None:
        space.shelf = shelf
    opened = Reading(space, space.read(space.find(doc)), History(space.shelf), by)
    opened.gather()
    return opened


def lines(root, doc="a.txt", by="mei"):
    """Every line of a person's file as a record; fails if one is no record or not ended."""
    file = root / "annotations" / doc / f"{by}.jsonl"
    if not file.exists():
        return []
    *whole, rest = file.read_bytes().split(b"\n")
    assert rest == b""
    return [parse(line).fields for line in whole]


def said(root, doc="a.txt", by="mei"):
    found = {f"{one['start']}-{one['end']}": one["topics"] for one in lines(root, doc, by)}
    assert len(found) == len(lines(root, doc, by))
    return found


def litter(root):
    """What lies in the folder of annotations that is no annotation file."""
    files = [path for path in (root / "annotations").rglob("*") if path.is_file()]
    return [path.name for path in files if path.name.startswith(".") or path.suffix != ".jsonl"]


def ordered(root, doc="a.txt", by="mei"):
    keys = [(one["start"], one["end"], one["id"]) for one in lines(root, doc, by)]
    return keys == sorted(set(keys))


# ---------------------------------------------------------------- killed

# Runs trials, each in a fork of itself, and ends each at a step of a save or at some moment, given
# as a share of what the first, undisturbed, takes.
CHILD = """
import json, os, signal, stat, sys, tempfile, time
from pathlib import Path
from seedread.reading import Reading
from seedread.tags.history import History
from seedread.text.passage import Passage
from seedread.workspace import find

chosen, count, seen = "", 0, 0

def at(step):
    global seen
    if step == chosen:
        seen += 1
        if seen == count:
            os.kill(os.getpid(), signal.SIGKILL)

def watched(home, name, of):
    real = getattr(home, name)
    def step(*given, **more):
        what = of(*given)
        at("before " + what)
        done = real(*given, **more)
        at("after " + what)
        return done
    setattr(home, name, step)

def fsync(handle):
    return "sync" if stat.S_ISDIR(os.fstat(handle).st_mode) else "fsync"

watched(os, "mkdir", lambda *_: "mkdir")
watched(os, "rmdir", lambda *_: "rmdir")
watched(os, "unlink", lambda *_: "unlink")
watched(os, "replace", lambda *_: "replace")
watched(os, "fsync", fsync)
watched(tempfile, "mkstemp", lambda *_: "mkstemp")
fdopen = os.fdopen

class Halfway:
    def __init__(self, file):
        self.file = file
    def __enter__(self):
        return self
    def __exit__(self, *_):
        self.file.close()
    def __getattr__(self, name):
        return getattr(self.file, name)
    def write(self, data):
        self.file.write(data[: len(data) // 2])
        self.file.flush()
        at("amid write")
        return self.file.write(data[len(data) // 2 :])

os.fdopen = lambda *given: Halfway(fdopen(*given))

def opened(root, doc):
    space = find(root)
    if opened.shelf is None:
        opened.shelf = space.shelf
    space.shelf = opened.shelf
    reading = Reading(space, space.read(space.find(doc)), History(space.shelf), "mei")
    reading.gather()
    return reading

opened.shelf = None

def acts():
    for turn in range(4):
        start = turn * 30
        yield "a.txt", Passage(start, start + 5), "chips"
        yield "b.txt", Passage(start, start + 4), "models"
        yield "a.txt", Passage(start + 3, start + 9), "chips"
        yield "a.txt", Passage(start, start + 5), "war"
        yield "b.txt", Passage(start, start + 4), "models"  # again: it is taken off

def trial(root, log):
    log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    docs = {doc: opened(root, doc) for doc in ("a.txt", "b.txt")}
    state = {}
    for doc, passage, topic in acts():
        name = f"{doc}:{passage.start}-{passage.end}"
        topics = sorted({*state.get(name, [None, []])[1]} ^ {topic})
        intended = {**state, name: [None, topics]}
        os.write(log, json.dumps(["intent", intended]).encode() + b"\\n")
        outcome = docs[doc].toggle(passage, topic)
        assert not outcome.saved.error
        mine = docs[doc].own(passage)
        state = {**state, name: [mine and mine.tag.id, topics]}
        at("before acknowledging")
        os.write(log, json.dumps(["done", state]).encode() + b"\\n")
        at("after acknowledging")

[folder, tasks] = sys.argv[1:]
ends = []
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
whole = 0
for n, (step, times, moment) in enumerate(json.loads(tasks)):
    began = time.monotonic()
    pid = os.fork()
    if not pid:
        try:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
            chosen, count = step, times
            trial(Path(folder) / str(n), Path(folder) / f"{n}.log")
        finally:
            os._exit(0)
    if moment:
        signal.sigtimedwait([signal.SIGCHLD], moment * whole)
        os.kill(pid, signal.SIGKILL)
    ends.append(os.waitpid(pid, 0)[1])
    whole = whole or time.monotonic() - began
    signal.sigtimedwait([signal.SIGCHLD], 0)
print(json.dumps(ends))
"""

STEPS = {
    **dict.fromkeys(("before mkdir", "after mkdir"), 3),
    **dict.fromkeys(("before mkstemp", "after mkstemp", "amid write"), 8),
    **dict.fromkeys(("before fsync", "after fsync", "before replace", "after replace"), 8),
    **dict.fromkeys(("before sync", "after sync"), 12),
    **dict.fromkeys(("before unlink", "after unlink", "before rmdir", "after rmdir"), 4),
    **dict.fromkeys(("before acknowledging", "after acknowledging"), 12),
}
TRIALS = 25


def run(root, tasks):
    """Let the child work on `tasks` in folders below `root`; returns how each trial ended."""
    for n in range(len(tasks)):
        workspace(root / str(n), "a.txt", "b.txt")
    command = [sys.executable, "-c", CHILD, str(root), json.dumps(tasks)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stderr == ""
    return json.loads(done.stdout)


def told(log):
    """What a trial said last: the state it acknowledged, and the one it was about to make."""
    acknowledged, intended = {}, {}
    for line in log.read_text().splitlines() if log.exists() else []:
        kind, state = json.loads(line)
        if kind == "done":
            acknowledged = state
        intended = state
    return acknowledged, intended


def topics(state):
    return {name: topics for name, (_, topics) in state.items() if topics}


def on_disk(root):
    docs = ("a.txt", "b.txt")
    return {f"{doc}:{place}": topics for doc in docs for place, topics in said(root, doc).items()}


def verify(root, log):
    """All that was acknowledged is there, and no half of what was not; the next save tidies up."""
    acknowledged, intended = told(log)
    assert on_disk(root) in (topics(acknowledged), topics(intended))
    ids = {one["id"] for doc in ("a.txt", "b.txt") for one in lines(root, doc)}
    for name, (id, _) in acknowledged.items():
        if intended[name] == acknowledged[name] and id is not None:
            assert id in ids
    shelf = Shelf(root / "annotations")
    for doc in ("a.txt", "b.txt"):
        file, more = (
            f"{doc}/mei.jsonl",
            Record({"id": "next", "start": 700, "end": 705, "topics": []}),
        )
        assert ordered(root, doc)
        assert shelf.problems(file) == 0
        assert not shelf.write(Edit({(file, "next"): (None, more)})).error
    assert litter(root) == []


def untracked(root):
    command = ["git", "-C", str(root), "status", "--porcelain", "--untracked-files=all"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {line[3:] for line in listed.splitlines()}


@posix
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_of_a_save(quick, step):
    root = quick / step.replace(" ", "-")
    tasks = [(step, 1 + n % STEPS[step], 0) for n in range(TRIALS)]
    ends = run(root, tasks)
    assert [os.WTERMSIG(end) for end in ends] == [signal.SIGKILL] * TRIALS
    for n in range(TRIALS):
        verify(root / str(n), root / f"{n}.log")
    subprocess.run(["git", "init", "-q", root], check=True)
    kept = {
        "annotations/a.txt/mei.jsonl",
        "annotations/b.txt/mei.jsonl",
        "seeds/a.txt",
        "seeds/b.txt",
    }
    logs = {path.name for path in root.glob("*.log")}
    assert untracked(root) == {f"{n}/{path}" for n in range(TRIALS) for path in kept} | logs


@posix
def test_killed_at_any_moment(quick):
    root, parts = quick / "moments", random.Random(7)
    tasks = [("", 0, 0), *(("", 0, parts.uniform(0.01, 1)) for _ in range(60))]
    ends = run(root, tasks)
    logs = [root / f"{n}.log" for n in range(len(tasks))]
    for n, log in enumerate(logs):
        verify(root / str(n), log)
    assert ends[0] == 0
    assert signal.SIGKILL in map(os.WTERMSIG, ends)
    progress = {log.read_bytes().count(b"\n") if log.exists() else 0 for log in logs}
    assert len(progress) > 3, "all were killed at about the same moment"


@posix
def test_nothing_is_acknowledged_before_file_and_folder_are_safe(tmp_path, monkeypatch):
    opened, done = reading(workspace(tmp_path, "a.txt")), []

    def noted(home, name, said):
        real = getattr(home, name)
        monkeypatch.setattr(home, name, lambda *a, **k: (done.append(said(*a)), real(*a, **k))[1])

    noted(os, "mkdir", lambda path, *_: f"mkdir {Path(path).name}")
    noted(os, "replace", lambda *_: "replace")
    noted(os, "fsync", lambda handle: f"fsync {Path(f'/proc/self/fd/{handle}').readlink().name}")
    opened.put(Passage(0, 5), ["chips"])
    done = ["fsync a file" if ".tmp" in step else step for step in done]
    assert done == [
        *("mkdir annotations", f"fsync {tmp_path.name}", "mkdir a.txt", "fsync annotations"),
        *("fsync a file", "replace", "fsync a.txt"),
    ]


# ---------------------------------------------------------------- a disk that fails

FAILURES = {
    "no folder": ("mkdir", errno.EROFS),
    "no lock": ("open", errno.EACCES),
    "no file": ("mkstemp", errno.EACCES),
    "read-only": ("mkstemp", errno.EROFS),
    "full": ("write", errno.ENOSPC),
    "full when flushed": ("flush", errno.ENOSPC),
    "full when synced": ("fsync", errno.ENOSPC),
    "broken": ("fsync", errno.EIO),
    "not replaced": ("replace", errno.ENOSPC),
    "folder not synced": ("sync", errno.EIO),
}


class FailingFile:
    """A file of which one step, write or flush, fails."""

    def __init__(self, file, step, error):
        self.file, self.step, self.error = file, step, error

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def fileno(self):
        return self.file.fileno()

    def write(self, data):
        self.file.write(data[:50])
        if self.step == "write":
            raise self.error

    def flush(self):
        self.file.flush()
        raise self.error


def broken_disk(step, error):
    """What a failing step is replaced with: (where it is, its name, what it then does)."""
    fdopen, fsync, open_file = os.fdopen, os.fsync, os.open

    def broken(*_, **__):
        raise error

    def is_folder(handle):
        return stat.S_ISDIR(os.fstat(handle).st_mode)

    return {
        "mkdir": (os, "mkdir", broken),
        "open": (
            os,
            "open",
            lambda path, *a: broken() if Path(path).is_dir() else open_file(path, *a),
        ),
        "mkstemp": (tempfile, "mkstemp", broken),
        "write": (os, "fdopen", lambda *a: FailingFile(fdopen(*a), step, error)),
        "flush": (os, "fdopen", lambda *a: FailingFile(fdopen(*a), step, error)),
        "fsync": (os, "fsync", lambda h: fsync(h) if is_folder(h) else broken()),
        "replace": (os, "replace", broken),
        "sync": (os, "fsync", lambda h: broken() if is_folder(h) else fsync(h)),
    }[step]


@pytest.fixture
def fail():
    """Make a step of every save fail with an error until it is called again without one."""
    patch = pytest.MonkeyPatch()

    def fail(step="", code=0):
        patch.undo()
        if step:
            patch.setattr(*broken_disk(step, OSError(code, os.strerror(code))))

    yield fail
    patch.undo()


@pytest.fixture
def before(request, tmp_path):
    """A workspace in which there is a file of mine already, or none."""
    root = workspace(tmp_path / "w", "a.txt")
    if request.param:
        reading(root).put(Passage(20, 24), ["old"])
    return root


def raw(root):
    file = root / "annotations/a.txt/mei.jsonl"
    return file.read_bytes() if file.exists() else b""


every_failure = pytest.mark.parametrize(
    ("before", "failure"),
    [
        (there, one)
        for there in (True, False)
        for one in FAILURES
        if not there or one != "no folder"
    ],
    indirect=["before"],
)


@posix
@every_failure
def test_what_cannot_be_saved_waits_and_is_seen(before, fail, failure):
    step, code = FAILURES[failure]
    opened, old, files = reading(before), raw(before), litter(before)
    fail(step, code)
    outcome = opened.put(Passage(0, 5), ["chips"])
    assert outcome.saved.error == os.strerror(code)
    assert "NOT SAVED" in outcome.message
    assert os.strerror(code) in outcome.message
    if step != "sync":  # then it is there, but a power cut could take it
        assert raw(before) == old
    assert litter(before) == files == []
    mine = opened.own(Passage(0, 5))
    shelf = opened.workspace.shelf
    assert mine.tag.topics == ("chips",)
    assert mine.tag.id in shelf.records("a.txt/mei.jsonl")
    assert [id for _, id in shelf.pending.changes] == [mine.tag.id]
    assert shelf.retry().error == os.strerror(code)
    fail()
    assert shelf.retry().error == ""
    assert not shelf.pending
    assert said(before)["0-5"] == ["chips"]
    saved = raw(before)
    assert old in saved
    assert not shelf.retry().error
    assert raw(before) == saved
    assert [p.tag.id for p in opened.margin.exactly(Passage(0, 5))] == [mine.tag.id]


@posix
@every_failure
def test_what_waits_is_saved_with_the_next_act_each_once(before, fail, failure):
    opened, old = reading(before), said(before)
    fail(*FAILURES[failure])
    opened.put(Passage(0, 5), ["chips"])
    opened.put(Passage(2, 9), ["models"])
    fail()
    outcome = opened.put(Passage(3, 9), ["war"])
    assert "NOT SAVED" not in outcome.message
    assert said(before) == {**old, "0-5": ["chips"], "2-9": ["models"], "3-9": ["war"]}
    assert ordered(before)
    assert len(opened.margin) == len(old) + 3
    for _ in range(3):
        assert "undone" in opened.undo().message
    assert said(before) == old


@posix
@every_failure
def test_taking_back_what_waits_leaves_nothing(before, fail, failure):
    opened, old = reading(before), raw(before)
    fail(*FAILURES[failure])
    opened.put(Passage(0, 5), ["chips"])
    outcome = opened.undo()
    assert "undone" in outcome.message
    assert opened.own(Passage(0, 5)) is None
    fail()
    assert not opened.workspace.shelf.retry().error
    assert raw(before) == old
    assert "redone" in opened.redo().message
    assert said(before)["0-5"] == ["chips"]
    opened.undo()
    assert raw(before) == old


@posix
@every_failure
def test_two_acts_on_one_tag_may_wait(before, fail, failure):
    opened, old = reading(before), said(before)
    fail(*FAILURES[failure])
    opened.put(Passage(0, 5), ["chips"])
    opened.toggle(Passage(0, 5), "war")
    opened.note(Passage(0, 5), "why?")
    assert opened.own(Passage(0, 5)).tag.topics == ("chips", "war")
    opened.undo()
    fail()
    opened.workspace.shelf.retry()
    assert said(before) == {**old, "0-5": ["chips", "war"]}
    assert [one["note"] for one in lines(before) if one["start"] == 0] == [""]
    opened.undo()
    assert said(before) == {**old, "0-5": ["chips"]}


@posix
@pytest.mark.parametrize("failure", ["no lock", "folder not synced"])
@pytest.mark.parametrize("before", [True], indirect=True)
def test_a_removal_that_cannot_be_saved_waits_too(before, fail, failure):
    opened = reading(before)
    fail(*FAILURES[failure])
    outcome = opened.remove(opened.own(Passage(20, 24)))
    assert "NOT SAVED" in outcome.message
    assert opened.own(Passage(20, 24)) is None
    fail()
    opened.workspace.shelf.retry()
    assert not (before / "annotations/a.txt").exists()
    opened.undo()
    assert said(before) == {"20-24": ["old"]}


@posix
@pytest.mark.parametrize("before", [True, False], indirect=True)
@pytest.mark.parametrize("failure", FAILURES)
def test_undoing_what_is_on_disk_but_not_safe_takes_it_from_the_disk(before, fail, failure):
    opened, old = reading(before), raw(before)
    fail("sync", errno.EIO)
    opened.put(Passage(0, 5), ["chips"])
    fail(*FAILURES[failure])
    opened.undo()
    assert opened.own(Passage(0, 5)) is None
    fail()
    opened.workspace.shelf.retry()
    assert raw(before) == old


@posix
def test_a_failing_disk_for_one_file_does_not_keep_another_from_being_saved(tmp_path, fail):
    root = workspace(tmp_path, "a.txt", "b.txt")
    first = reading(root)
    second = reading(root, "b.txt", shelf=first.workspace.shelf)
    (root / "annotations").mkdir()
    (root / "annotations/a.txt").write_text("in the way")
    assert "NOT SAVED" in first.put(Passage(0, 5), ["chips"]).message
    outcome = second.put(Passage(0, 5), ["war"])
    assert said(root, "b.txt") == {"0-5": ["war"]}
    assert outcome.message.startswith("tagged war; what waits is still NOT SAVED")
    (root / "annotations/a.txt").unlink()
    second.put(Passage(3, 9), ["war"])
    assert said(root) == {"0-5": ["chips"]}


FULL = """
import json, resource, signal, sys
from pathlib import Path
from seedread.reading import Reading
from seedread.tags.history import History
from seedread.text.passage import Passage
from seedread.workspace import find

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
space = find(Path(sys.argv[1]))
reading = Reading(space, space.read(space.find("a.txt")), History(space.shelf), "mei")
reading.gather()
reading.put(Passage(0, 5), ["chips"])
file = Path(sys.argv[1]) / "annotations/a.txt/mei.jsonl"
old, hard = file.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (len(old) + 20, hard))
outcome = reading.put(Passage(7, 9), ["war"])
intact, beside = file.read_bytes() == old, [path.name for path in file.parent.iterdir()]
seen = reading.own(Passage(7, 9)) is not None
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
again = space.shelf.retry()
print(json.dumps([outcome.message, intact, beside, seen, again.error]))
"""


@posix
def test_a_limit_of_the_system_on_what_may_be_written(tmp_path):
    root = workspace(tmp_path, "a.txt")
    command = [sys.executable, "-c", FULL, str(root)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    message, intact, beside, seen, error = json.loads(done.stdout)
    assert os.strerror(errno.EFBIG) in message
    assert (intact, beside, seen, error) == (True, ["mei.jsonl"], True, "")
    assert said(root) == {"0-5": ["chips"], "7-9": ["war"]}


@posix
@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOTSUP, errno.EBADF])
def test_a_disk_without_locks_is_written_to_all_the_same(tmp_path, monkeypatch, code):
    def no_lock(*_):
        raise OSError(code, os.strerror(code))

    root = workspace(tmp_path, "a.txt")
    monkeypatch.setattr(disk.fcntl, "flock", no_lock)
    theirs = root / "annotations/a.txt/.mei.jsonl.being-written.tmp"
    theirs.parent.mkdir(parents=True)
    theirs.touch()
    assert not reading(root).put(Passage(0, 5), ["chips"]).saved.error
    assert theirs.exists(), "without a lock it may be another writer's"


@posix
def test_a_disk_that_cannot_sync_folders_is_written_to_all_the_same(tmp_path, fail):
    opened = reading(workspace(tmp_path, "a.txt"))
    fail("sync", errno.EINVAL)
    assert not opened.put(Passage(0, 5), ["chips"]).saved.error


@posix
def test_who_holds_the_lock_for_ever_does_not_hold_us_for_ever(tmp_path, monkeypatch):
    opened = reading(workspace(tmp_path, "a.txt"))
    (tmp_path / "annotations").mkdir()
    monkeypatch.setattr(disk, "PATIENCE", 0.01)
    with disk.locked(tmp_path / "annotations"):
        outcome = opened.put(Passage(0, 5), ["chips"])
    assert "another program" in outcome.saved.error
    assert not opened.workspace.shelf.retry().error
    assert said(tmp_path) == {"0-5": ["chips"]}


# ---------------------------------------------------------------- two writers

WRITER = """
import sys
from pathlib import Path
from seedread.reading import Reading
from seedread.tags.history import History
from seedread.text.passage import Passage
from seedread.workspace import find

root, by, first = sys.argv[1:]
space = find(Path(root))
reading = Reading(space, space.read(space.find("a.txt")), History(space.shelf), by)
reading.gather()
for start in range(int(first), int(first) + 200, 2):
    outcome = reading.put(Passage(start, start + 3), ["chips"])
    assert not outcome.saved.error, outcome
    print(reading.own(Passage(start, start + 3)).tag.id)
"""


@pytest.mark.parametrize("names", [("mei", "mei"), ("mei", "li")])
def test_two_programs_may_write_at_once(quick, names):
    root = workspace(quick / "-".join(names), "a.txt")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root), by, str(n)], stdout=subprocess.PIPE, text=True
        )
        for n, by in enumerate(names)
    ]
    ids = [writer.communicate()[0].split() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert [len(set(own)) for own in ids] == [100, 100]
    found = [one["id"] for by in sorted(set(names)) for one in lines(root, by=by)]
    assert sorted(found) == sorted([*ids[0], *ids[1]])
    assert all(ordered(root, by=by) for by in names)
    assert litter(root) == []
