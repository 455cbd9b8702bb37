"""The two sides, the floor and seedread, and one run of either."""

import compileall
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from corpus import Corpus
from measure import Session, StoppedError

PRESSES = 100


class Program(NamedTuple):
    """One side; its legs are how far it can go in the short document before it turns round."""

    name: str
    command: Callable[[Corpus], list[str]]
    line_leg: int
    page_leg: int

    def legs(self, corpus: Corpus) -> tuple[int, int]:
        """Return how many lines or sentences, and how many pages, to go in one direction."""
        return (self.line_leg, self.page_leg) if corpus.short else (PRESSES, PRESSES)


def floor_command(corpus: Corpus) -> list[str]:
    return [sys.executable, str(Path(__file__).with_name("floor.py")), str(corpus.lines)]


def seedread_command(corpus: Corpus) -> list[str]:
    return [str(Path(sys.executable).with_name("seedread")), str(corpus.path)]


FLOOR = Program("floor", floor_command, line_leg=40, page_leg=1)
SEEDREAD = Program("seedread", seedread_command, line_leg=PRESSES, page_leg=4)


class Run(NamedTuple):
    """What one run gave: milliseconds and MiB; keys that drew nothing are left out."""

    start: float
    line: list[float]  # or sentence
    page: list[float]
    memory: float


@contextmanager
def opened(program: Program, corpus: Corpus) -> Iterator[Session]:
    """Start `program` as a user who has never run it before."""
    with (
        TemporaryDirectory() as home,
        Session(program.command(corpus), environment(home), Path(home)) as session,
    ):
        yield session


def environment(home: str) -> dict[str, str]:
    """Return an environment without user state, in which Python keeps what it compiles."""
    state = ("XDG_", "SEEDREAD_", "TEXTUAL", "LC_", "PYTHONDONTWRITEBYTECODE")
    screen = ("COLUMNS", "LINES", "TMUX", "STY")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(state) and k not in screen}
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    return kept | terminal | {"HOME": home, "SEEDREAD_AS": "reader"}


def run(program: Program, corpus: Corpus) -> Run:
    """Measure one run.  Raises StoppedError."""
    line_leg, page_leg = program.legs(corpus)
    with opened(program, corpus) as session:
        start = session.shown(corpus.opening)
        line = walk(session, "j", "k", line_leg)
        session.press("g")
        page = walk(session, "space", "pageup", page_leg)
        session.press("G", patience=30)  # what it takes to show the end is part of the peak
        session.rest(0.5)
        return Run(start, line, page, session.memory())


def walk(session: Session, down: str, up: str, leg: int) -> list[float]:
    """Press `down` `leg` times, then `up` as often, and so on; return the times.

    Raises StoppedError if more than a key here and there drew nothing.
    """
    keys = islice(cycle([down] * leg + [up] * leg), PRESSES)
    times = [time for key in keys if (time := session.press(key)) is not None]
    if len(times) < 0.9 * PRESSES:
        raise StoppedError(f"the key {down} drew something {len(times)} times of {PRESSES}")
    return times


def rehearse(program: Program, corpus: Corpus) -> None:
    """Run once unmeasured, to have files and caches warm.

    Raises StoppedError, also if a key that will be timed changes nothing on the screen.
    """
    with opened(program, corpus) as session:
        session.shown(corpus.opening)
        session.rest(1)
        for key in ("j", "k", "space", "pageup", "G", "g"):
            before = session.look()
            session.press(key, patience=30)
            if session.look() == before:
                raise StoppedError(f"the key {key} changes nothing")


def compiled() -> None:
    """Compile what both sides import, so that neither does while it is timed."""
    for package in ("seedread", "textual", "rich"):
        found = importlib.util.find_spec(package)
        for folder in (found and found.submodule_search_locations) or []:
            compileall.compile_dir(folder, quiet=2)
