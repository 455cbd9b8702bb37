"""The tutorial: the program itself on a scratch copy, with what to do next above the text."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from platformdirs import user_cache_dir
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.screen import ModalScreen
from textual.widgets import Static

from seedread.founding import found
from seedread.ui.reader.screen import LESSON, Reader
from seedread.ui.teaching.lessons import STEPS, Facts
from seedread.workspace import Workspace, find, sample

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp

PUPIL = "you"  # who tags in the scratch copy
LOOK = 0.25  # seconds between two looks at how far one is


def show(reader: Reader) -> None:
    """Begin the tutorial, or go on to its next step."""
    app = cast("SeedreadApp", reader.app)
    if app.lesson is not None:
        app.lesson.pass_over()
        return
    try:
        space = scratch()
    except (OSError, shutil.Error) as error:
        reader.say(f"no scratch copy could be made: {error}", alert=True)
        return
    app.lesson = Course(app)
    app.turn_to(space, PUPIL)


def scratch() -> Workspace:
    """Make a new copy of the shipped documents to try things on; raises OSError."""
    root = Path(user_cache_dir("seedread")) / "tutorial"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    found(root)
    shutil.copytree(sample().seeds, root / "seeds", dirs_exist_ok=True)
    return find(root)


class Course:
    """How far the learner has come. It looks by itself, so that no act has to know of it."""

    def __init__(self, app: "SeedreadApp") -> None:
        self.app = app
        self.at = 0
        self._before = Facts(start=-1)
        self._timer = app.set_interval(LOOK, self.look)

    def look(self) -> None:
        """See whether the step is done, and show what is to be done."""
        now = _facts(self.app)
        if now is None:
            return
        if self._before.start < 0:
            self._before = now
        if STEPS[self.at].done(self._before, now):
            self._next(now)
        self._tell()

    def pass_over(self) -> None:
        """Go on without doing the step."""
        now = _facts(self.app)
        if now is not None:
            self._next(now)
            self._tell()

    def end(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _next(self, now: Facts) -> None:
        self.at = min(self.at + 1, len(STEPS) - 1)
        self._before = now

    def _tell(self) -> None:
        screen = self.app.screen
        if isinstance(screen, ModalScreen) or not screen.is_mounted:
            return
        step = STEPS[self.at]
        try:
            lesson = screen.query_one(Lesson)
        except NoMatches:
            lesson = Lesson()
            screen.mount(lesson, before=0)
        lesson.tell(f"{self.at + 1}/{len(STEPS)} {step.topic}", step.text)


class Lesson(Vertical):
    """What to do next, above whatever screen one is on."""

    DEFAULT_CSS: ClassVar[str] = f"""
    Lesson {{ height: {LESSON}; padding: 0 1; background: $boost; }}
    Lesson Static {{ height: auto; }}
    """

    def __init__(self) -> None:
        super().__init__()
        self._told = ("", "")

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(_content(*self._told), markup=False)

    def tell(self, topic: str, text: str) -> None:
        """Show a step."""
        if (topic, text) != self._told:
            self._told = (topic, text)
            for shown in self.query(Static):
                shown.update(_content(topic, text))


def _content(topic: str, text: str) -> Content:
    return Content.assemble((f"{topic}  ", "bold"), text, ("  f1 skips", "dim"))


def _facts(app: "SeedreadApp") -> Facts | None:
    """Say where the learner stands; None while a document is being opened."""
    reader = app.reader
    if reader is None or not reader.begun:
        return None
    tags = [said.tag for doc in app.corpus.annotated() for said in app.corpus.tags(doc)]
    shelf = app.workspace.shelf
    counted = {
        folder: sum(len(shelf.records(file)) for file in shelf.files(folder))
        for folder in ("_links", "_memos")
    }
    return Facts(
        doc=reader.seed.id,
        start=reader.cursor.passage.start,
        unit=reader.cursor.unit,
        config=reader.config,
        screen=type(app.screen).__name__,
        searching=reader.search is not None and not reader.typing,
        visited=app.visited,
        tags=len(tags),
        topics=frozenset(topic for tag in tags for topic in tag.topics),
        undone=any(
            act.state == "undone" for act in (app.history.acts.values() if app.history else ())
        ),
        links=counted["_links"],
        memos=counted["_memos"],
    )
