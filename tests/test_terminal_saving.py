"""What is said to be tagged is on disk, whatever happens: crashes, full disks, others, branches."""

import json
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT

pytest.importorskip("ptyprocess")

from seedread.tags.edit import Edit
from seedread.tags.record import Record
from seedread.tags.shelf import Shelf
from window import PATIENCE, Window

DOC = "report.txt"
SENTENCES = [f"第{n}句说的是标准之争。" for n in range(60)]

# Runs the command line with every step of a save wrapped. While the file named first exists, the
# step whose number it holds is not taken: the program is killed before it.
DYING = """
import os, signal, sys
from pathlib import Path
number, log, taken = Path(sys.argv.pop(1)), Path(sys.argv.pop(1)), []
def wrapped(name, call):
    def step(*given, **more):
        if number.exists():
            taken.append(name)
            log.write_text(" ".join(taken))
            if len(taken) == int(number.read_text()):
                os.kill(os.getpid(), signal.SIGKILL)
        return call(*given, **more)
    return step
for name in ("mkdir", "fsync", "chmod", "replace", "unlink"):
    setattr(os, name, wrapped(name, getattr(os, name)))
from seedread.cli import main
sys.exit(main())
"""
# While the file named first exists, the disk is full.
FULL = """
import errno, os, sys
from pathlib import Path
full, sync = Path(sys.argv.pop(1)), os.fsync
def fsync(handle):
    if full.exists():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    sync(handle)
os.fsync = fsync
from seedread.cli import main
sys.exit(main())
"""


@pytest.fixture
def place(tmp_path) -> Path:
    return make(tmp_path / "place")


def make(root: Path) -> Path:
    """Make a workspace with one document of short sentences."""
    (root / "seeds").mkdir(parents=True)
    (root / "seeds" / DOC).write_text("\n".join(SENTENCES), "utf-8")
    (root / "annotations").mkdir()
    shutil.copy(ROOT / "annotations" / "topics.jsonl", root / "annotations")
    return root


def tags(root: Path, by: str = "mei") -> list[tuple[str, str]]:
    """Return (quote, topic) of all that a person's file says; every line must parse."""
    file = root / "annotations" / DOC / f"{by}.jsonl"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [(tag["quote"], topic) for tag in map(json.loads, lines) for topic in tag["topics"]]


def sentence(n: int, topic: str = "standards-war") -> tuple[str, str]:
    return SENTENCES[n], topic


# ------------------------------------------------------------------------ crashes


@pytest.mark.parametrize(
    ("before", "steps"),
    [(0, "mkdir fsync chmod fsync replace fsync"), (2, "chmod fsync replace fsync")],
)
def test_a_crash_at_any_step_of_a_save_loses_nothing_that_was_said(tmp_path, before, steps):
    """`before` tags are acknowledged; in the next save the program dies before step 1, 2, 3…"""
    count = len(steps.split())
    windows = [Dying(tmp_path / str(step), step) for step in range(1, count + 2)]
    for window in windows:
        for n in range(before):
            window.press("1")
            window.wait(f"{n + 1} tag")
            window.press("j")
            window.wait(" · sentence ")
    died = [window.die() for window in windows]
    for window, dead in zip(windows, died, strict=True):
        kept = tags(window.root)
        assert kept[:before] == [sentence(n) for n in range(before)]
        assert kept[before:] in ([], [sentence(before)])
        assert dead or kept[before:]
        take_up(window.root)
    # What follows the first save is the folder of the log of acts, made once.
    assert windows[-1].log.read_text().startswith(steps)
    assert died[:count] == [True] * count


class Dying(Window):
    """A window in which the program dies before a step of a save, once `die` is called."""

    def __init__(self, base: Path, step: int) -> None:
        self.root, self.number, self.log = make(base / "place"), base / "number", base / "log"
        self.step = step
        super().__init__(self.root, str(self.number), str(self.log), program=("-c", DYING))

    def die(self) -> bool:
        """Save once more; returns whether the program died of it."""
        self.wait("yours")
        self.number.write_text(str(self.step))
        self.press("1")
        while "tagged" not in self.text and self.read(PATIENCE):
            pass
        dead = "tagged" not in self.text
        self.close()
        return dead


def take_up(root: Path) -> None:
    """Save something where a crash was: it must be possible, and leave no litter."""
    shelf, file = Shelf(root / "annotations"), f"{DOC}/mei.jsonl"
    saved = shelf.write(Edit({(file, "0"): (None, Record({"id": "0", "start": 0, "end": 1}))}))
    assert not saved.error
    assert [p.name for p in (root / "annotations" / DOC).iterdir()] == ["mei.jsonl"]


@pytest.mark.parametrize("seed", range(4))
def test_a_crash_at_any_moment_loses_nothing_that_was_said(place, seed):
    chance = random.Random(seed)
    with Window(place) as window:
        window.wait("0 tags")
        enough = len(window.written) + chance.randrange(1_000, 30_000)
        window.press(*("1j" * len(SENTENCES)))
        while len(window.written) < enough and window.read(1):
            pass
        window.kill()
        said = int(re.search(r"(\d+) tags?, \d+ yours", window.text)[1])
    kept = tags(place)
    assert said <= len(kept)
    assert kept == [sentence(n) for n in range(len(kept))]
    take_up(place)


# ------------------------------------------------------------------- several people


@pytest.mark.parametrize("people", [("mei", "li"), ("mei", "mei")])
def test_two_at_one_document_lose_nothing_and_see_each_other(place, people):
    with Window(place, SEEDREAD_AS=people[0]) as one, Window(place, SEEDREAD_AS=people[1]) as two:
        two.wait("yours")
        two.press(*"jjjj")
        one.wait("yours")
        for window in (one, two) * 3:
            window.press("1" if window is one else "2", "j")
        mine = 6 if people[0] == people[1] else 3
        for window in (one, two):
            window.wait(f"6 tags, {mine} yours", seconds=10)
        one.press("g", "3")
        two.wait(f"6 tags, {mine} yours")
        one.wait("SW Standards war 标准之争 " + people[0])
        two.press("g")
        two.wait(lambda text: " EC " in text and " + SW " in text, seconds=10)
        one.press("jjjj")
        one.wait("PI Power infrastructure 电力基础设施 " + people[1], seconds=10)
    expected = {sentence(n) for n in (0, 1, 2)} | {sentence(0, "export-controls")}
    expected |= {sentence(n, "power-infrastructure") for n in (4, 5, 6)}
    assert {tag for by in set(people) for tag in tags(place, by)} == expected


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=Mei", "-c", "user.email=mei@example.org"]
    subprocess.run(["git", "-C", root, *who, *words], check=True, capture_output=True)


def test_a_checkout_underneath_is_taken_in_and_nothing_of_it_undone(place):
    git(place, "init", "-q", "-b", "main")
    git(place, "add", ".")
    git(place, "commit", "-qm", "documents")
    git(place, "branch", "other")
    with Window(place) as window:
        window.wait("0 tags")
        window.press("1")
        window.wait("1 tag, 1 yours")
        window.press("j", "2")
        window.wait("2 tags, 2 yours")
        git(place, "add", ".")
        git(place, "commit", "-qm", "two tags")
        git(place, "checkout", "-q", "other")
        window.wait("0 tags, 0 yours", seconds=10)
        window.wait("taken in: the annotation files have changed on disk")
        window.press("u")
        window.wait("not undone: tagged power-infrastructure: it is not in this version of")
        assert tags(place) == []
        window.press("3")
        window.wait("1 tag, 1 yours")
        git(place, "stash", "-qu")
        git(place, "checkout", "-q", "main")
        window.wait("2 tags, 2 yours", seconds=10)
        assert window.end("q") == 0
    assert tags(place) == [sentence(0), sentence(1, "power-infrastructure")]


# ----------------------------------------------------------------------- full disks


def test_what_a_full_disk_does_not_take_is_kept_said_and_saved_later(place, tmp_path):
    full = tmp_path / "full"
    with Window(place, str(full), program=("-c", FULL)) as window:
        window.wait("0 tags")
        window.press("1")
        window.wait("1 tag, 1 yours")
        before = (place / "annotations" / DOC / "mei.jsonl").read_bytes()
        full.touch()
        window.press("j", "2")
        window.wait("NOT SAVED (No space left on device): tagged power-infrastructure")
        assert (place / "annotations" / DOC / "mei.jsonl").read_bytes() == before
        assert [p.name for p in (place / "annotations" / DOC).iterdir()] == ["mei.jsonl"]
        window.press("j")
        window.wait("2 tags, 2 yours · mei  NOT SAVED: 1")
        window.press("q")
        window.wait("1 changes are NOT SAVED (No space left on device). Leave and lose them?")
        window.press("n")
        full.unlink()
        window.press("3")
        window.wait(lambda text: "tagged export-controls" in text and "NOT SAVED" not in text)
        assert len(tags(place)) == 3
        full.touch()
        window.press("j", "1")
        window.wait("NOT SAVED (")
        full.unlink()
        window.press("\x13")
        window.wait("everything is saved")
        assert len(tags(place)) == 4
        full.touch()
        window.press("j", "1")
        window.wait("NOT SAVED (")
        window.press("q")
        window.wait("Leave and lose them?")
        assert window.end("y") == 0
    assert len(tags(place)) == 4


def test_a_file_that_may_not_grow_is_left_as_it_was(place):
    resource = pytest.importorskip("resource")
    if not hasattr(resource, "prlimit"):
        pytest.skip("no limit can be put on a running program here")
    with Window(place) as window:
        window.wait("0 tags")
        window.press("1")
        window.wait("1 tag, 1 yours")
        _, most = resource.prlimit(window.pid, resource.RLIMIT_FSIZE, (100, -1))
        window.press("j", "2")
        window.wait("NOT SAVED (File too large): tagged power-infrastructure")
        assert tags(place) == [sentence(0)]
        resource.prlimit(window.pid, resource.RLIMIT_FSIZE, (most, most))
        window.press("\x13")
        window.wait("everything is saved")
    assert tags(place) == [sentence(0), sentence(1, "power-infrastructure")]


def test_what_waits_is_saved_on_leaving_if_it_can_be(place, tmp_path):
    full = tmp_path / "full"
    full.touch()
    with Window(place, str(full), program=("-c", FULL)) as window:
        window.wait("0 tags")
        window.press("1")
        window.wait("NOT SAVED")
        full.unlink()
        assert window.end("q") == 0
    assert tags(place) == [sentence(0)]
