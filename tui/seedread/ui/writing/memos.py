"""All memos: what each is on, what it says, whose it is; and the way to the place."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.containers import Container

from seedread import memos
from seedread.drafts import Drafts
from seedread.memos import Pile
from seedread.tags import memo
from seedread.tags.edit import Edit
from seedread.tags.history import Outcome
from seedread.tags.memo import Memo
from seedread.text.safe import shown
from seedread.text.wrap import cells
from seedread.ui import keys
from seedread.ui.bar import Bar, Part, fit
from seedread.ui.page import Page, when_ready
from seedread.ui.roll import Roll
from seedread.ui.writing.preview import DEEP, Preview

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

WIDE = 120  # cells from which the memo stands beside the list, not below
NAME = "memos.md"


@dataclass
class Shown:
    """What the list shows: the words searched for, and the row one stands on."""

    at: int = 0
    typed: str = ""
    found: list[Memo] = field(default_factory=list)


def show(reader: "Reader") -> None:
    """Show everybody's memos."""
    cast("SeedreadApp", reader.app).visit(Memos(Shown()))


class Memos(Page):
    """The memos, the latest first."""

    table: ClassVar[tuple[keys.Key, ...]] = tuple(
        keys.group(
            "Memos",
            ("memo-edit", "e", "edit", "!edit", "go on with the memo; read somebody else's"),
            ("memo-search", "/", "search", "!search", "only memos with these words, either script"),
            ("memo-remove", "x delete", "drop", "!remove", "remove a memo of yours"),
            ("memo-undo", "u", "undo", "!undo", "undo your latest act"),
            ("memo-write", "w", "write", "!write", "write all that are shown as Markdown"),
        )
    )
    DEFAULT_CSS: ClassVar[str] = """
    Memos #both { layout: horizontal; height: 1fr; }
    Memos #roll { width: 3fr; height: 1fr; }
    Memos #preview { width: 2fr; height: 1fr; border-left: solid $primary; padding: 0 1; }
    Memos.narrow #both { layout: vertical; }
    Memos.narrow #roll { width: 1fr; height: 3fr; }
    Memos.narrow #preview {
        width: 1fr; height: 2fr; border-left: none; border-top: solid $primary;
    }
    """

    def __init__(self, state: Any) -> None:
        super().__init__(state)
        self.state.found = []  # read again: they may be others by now
        self._pile: Pile

    def compose(self) -> ComposeResult:
        """The rows and the memo one stands on."""
        yield Bar("title")
        with Container(id="both"):
            yield Roll(self.moved)
            yield Preview("preview", DEEP)
        yield Bar("foot", 2)

    def on_mount(self) -> None:
        """Show the rows."""
        self._fill()

    def on_resize(self) -> None:
        """Put the memo beside the list, or below."""
        self.set_class(self.app.size.width < WIDE, "narrow")
        self.call_after_refresh(self._look)

    def moved(self, at: int) -> None:
        """Show the memo one stands on."""
        super().moved(at)
        self._look()

    def on_roll_chosen(self, event: Roll.Chosen) -> None:
        """Go to the place, or open a memo that has none."""
        found = self.state.found[event.at]
        target = self._pile.target(found)
        if target.passage:
            self.dismiss((target.doc, target.passage))
        else:
            self.edit()

    def edit(self) -> None:
        """Go on with the memo under the cursor, or read it."""
        from seedread.ui.writing.memo import resume

        if self.current and self.reader:
            self.reader.message = ""
            resume(self.reader, self.current, self._fill)
            if self.reader.message:
                self.say(self.reader.message, self.reader.alert)

    def search(self) -> None:
        """Ask for words; empty: all memos again."""
        from seedread.ui.ask import Ask

        def answered(text: str | None) -> None:
            if text is not None:
                self.state.typed, self.state.at = text.strip(), 0
                self._fill()

        question = "Memos with these words, in either script; empty: all"
        self.app.push_screen(Ask(question, self.state.typed), answered)

    def drop(self) -> None:
        """Remove a memo of one's own."""
        found = self.current
        if found is None:
            return
        if found.file != memo.file_of(self.reader.reading.by):
            self.say(f"this memo is {found.by}'s: only they can remove it")
            return

        def ready() -> None:
            edit = Edit({(found.file, found.id): (found.record, None)})
            self._told(self.reader.reading.act("removed a memo", edit))

        when_ready(self, ready)

    def undo(self) -> None:
        """Take back the latest act, whichever document it is about."""
        self.reader.beside.turn("undo", self._told, self.say, ("", self.reader.reading.by))

    def write(self) -> None:
        """Write what is shown as one Markdown file."""
        from seedread.ui.ask import Ask

        if not self.state.found:
            self.say("there is nothing to write")
            return

        def answered(name: str | None) -> None:
            if name and name.strip():
                _write(self, name.strip())

        root = self.seedread.workspace.root
        question = f"Write {_many(len(self.state.found))} as Markdown to which file below {root}?"
        self.app.push_screen(Ask(question, NAME), answered)

    @property
    def reader(self) -> "Reader":
        """The reader screen below."""
        reader = self.seedread.reader
        assert reader is not None
        return reader

    @property
    def current(self) -> Memo | None:
        """The memo under the cursor."""
        found: list[Memo] = self.state.found
        return found[self.state.at] if self.state.at < len(found) else None

    def _told(self, outcome: Outcome) -> None:
        self.reader.tagging.told(outcome)
        self._fill()
        saved = outcome.saved
        self.say(outcome.message, alert=bool(saved and (saved.error or saved.left)))

    def _fill(self) -> None:
        """Read the memos again and show them."""
        state = self.state
        self._pile = Pile(self.seedread.corpus)
        state.found = self._pile.having(state.typed)
        _greet(self, len(self._pile.all))
        self.roll.fill(len(state.found), self._row, at=state.at)
        self._look()

    def _look(self) -> None:
        found = self.current
        words = self._pile.target(found).words if found else ""
        self.query_one(Preview).show(found, words)

    def _row(self, n: int, width: int) -> list[Part]:
        found = self.state.found[n]
        own = found.file == memo.file_of(self.reader.reading.by)
        signed = f" {found.by} {found.at[:10]}"
        room = max(10, width - cells(signed) - 3)
        about = min(room // 2, 44)
        words = _padded(" ".join(self._pile.target(found).words.split()), about)
        first = _padded(found.first, room - about)
        return [
            ("● " if own else "○ ", ""),
            (words + " ", "roll--dim"),
            (first, "roll--strong"),
            (signed, "roll--dim"),
        ]


def _greet(page: Memos, total: int) -> None:
    """Say how many memos there are, what waits, and what to do if there are none."""
    state = page.state
    told = f"  {len(state.found)} of {total} with “{state.typed}”" if state.typed else ""
    page.head((" Memos", "bar--strong"), (told or f"  {total}", "bar--dim"))
    waiting = sum(1 for _ in Drafts(page.seedread.workspace.root))
    if waiting:
        drafts = "1 draft is" if waiting == 1 else f"{waiting} drafts are"
        page.say(f"{drafts} not saved yet: esc, then M goes on with it", alert=True)
    elif state.typed and not state.found:
        page.say("no memo has these words: / and an empty line show all again")
    elif not total:
        page.say("no memos yet: esc, then M on a passage, tag, document … begins one")
    else:
        page.say("")


def _write(page: Memos, name: str, over: bool = False) -> None:
    """Write the memos that are shown to a file below the workspace."""
    from seedread.ui.ask import Confirm

    path = page.seedread.workspace.root / name
    if path.exists() and not over:
        question = f"{path} is there already. Write over it?"
        page.app.push_screen(
            Confirm(question, dangerous=True),
            lambda yes: _write(page, name, over=True) if yes else None,
        )
        return
    pile = Pile(page.seedread.corpus)
    found = [(one, pile.target(one)) for one in page.state.found]
    try:
        path.write_text(memos.markdown(page.seedread.corpus, found), "utf-8")
    except OSError as error:
        page.say(f"{path}: {error.strerror}", alert=True)
    else:
        page.say(f"{_many(len(page.state.found))} written to {path}")


def _padded(text: str, width: int) -> str:
    """Return text in just so many cells."""
    kept = fit(shown(text).text, width)
    return kept + " " * (width - cells(kept))


def _many(count: int) -> str:
    return "1 memo" if count == 1 else f"{count} memos"
