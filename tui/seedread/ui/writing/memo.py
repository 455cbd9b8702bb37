"""Writing a memo: a screen to type in, from which nothing typed is ever lost."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from seedread import memos
from seedread.drafts import Draft, Drafts
from seedread.memos import Target
from seedread.tags import memo
from seedread.tags.edit import Edit
from seedread.tags.memo import About, Memo
from seedread.tags.record import new_id
from seedread.text.passage import Passage
from seedread.text.wrap import cells
from seedread.ui.bar import Bar, Part
from seedread.ui.writing.area import Area, harmless

if TYPE_CHECKING:
    from seedread.corpus import Corpus
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

Then = Callable[[], None]
KEYS = (
    ("^s", "save"),
    ("esc", "save and go back"),
    ("^p", "insert the passage"),
    ("^e", "$EDITOR"),
    ("^z", "undo typing"),
)


def edit(reader: "Reader", about: About, then: Then | None = None) -> None:
    """Go on with one's memo on something, or begin one; `then` is done when it is left."""
    corpus = corpus_of(reader)

    def begin() -> None:
        mine = memo.file_of(reader.reading.by)
        own = (m for m in memos.every(corpus) if m.file == mine and memo.same(m.about, about))
        found = next(own, None)
        write(reader, found.about if found else about, found, then)

    reader.tagging.when_ready(begin)


def resume(reader: "Reader", found: Memo, then: Then | None = None) -> None:
    """Go on with a memo; somebody else's can be read only."""
    if found.file and found.file != memo.file_of(reader.reading.by):
        write(reader, found.about, found, then, theirs=True)
    else:
        reader.tagging.when_ready(lambda: write(reader, found.about, found, then))


def write(
    reader: "Reader",
    about: About,
    found: Memo | None,
    then: Then | None = None,
    draft: Draft | None = None,
    theirs: bool = False,
) -> None:
    """Show the screen to write on; `draft` is what was typed earlier, if that is known already."""
    editor = Editor(reader, about, found, draft, theirs)
    reader.app.push_screen(editor, lambda _: then() if then else None)


def corpus_of(reader: "Reader") -> "Corpus":
    """Return all documents of the workspace one reads in."""
    return cast("SeedreadApp", reader.app).corpus


class Editor(Screen[None]):
    """One memo. What is typed is kept as a draft at once, and saved when one leaves."""

    AUTO_FOCUS: ClassVar[str] = "#text"
    DEFAULT_CSS: ClassVar[str] = """
    Editor #text { height: 1fr; border: none; padding: 0 1; }
    Editor #foot { height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", priority=True),
        Binding("escape", "save_and_leave", "save and go back", priority=True),
        Binding("ctrl+p", "quote", "insert the passage", priority=True),
        Binding("ctrl+e", "outside", "$EDITOR", priority=True),
    ]

    def __init__(
        self, reader: "Reader", about: About, found: Memo | None, draft: Draft | None, theirs: bool
    ) -> None:
        super().__init__()
        self.reader, self.about, self.theirs = reader, about, theirs
        self.record = found.record if found else None
        self.corpus = corpus_of(reader)
        self.on: Target = memos.target(self.corpus, about)
        self.drafts = Drafts(reader.reading.workspace.root)
        self.key = draft.id if draft else found.id if found else ""  # of the draft
        self.base = harmless(found.text) if found else ""
        draft = None if theirs else draft or self.drafts.of(about, self.key)
        self.begun, self.greeting = _restored(self.base, draft)

    def compose(self) -> ComposeResult:
        """What it is on, the text, two lines at the foot."""
        yield Bar("title")
        yield Area(self.begun, "text", self.theirs)
        yield Bar("foot", 2)

    def on_mount(self) -> None:
        """Stand at the end of what is there."""
        if not self.theirs:
            self.area.move_cursor(self.area.document.end)
        by = self.record.fields["by"] if self.record else self.reader.reading.by
        head = f" Memo by {by}, to be read only" if self.theirs else " Memo"
        self.query_one("#title", Bar).say(0, (head, "bar--strong"), ("  on " + self.on.words, ""))
        self.say(self.greeting)

    def on_resize(self) -> None:
        """Show the keys that fit."""
        self.query_one("#foot", Bar).say(1, *self._keys())

    @property
    def area(self) -> Area:
        """Where one types."""
        return self.query_one(Area)

    def say(self, message: str, alert: bool = False) -> None:
        """Say something above the keys."""
        self.query_one("#foot", Bar).say(0, (f" {message}", "bar--alert" if alert else "bar--dim"))

    def on_text_area_changed(self) -> None:
        """Keep what has been typed so far: it outlives the program."""
        text = self.area.text
        if self.theirs:
            return
        if text == self.base:
            self.drafts.forget(self.about, self.key)
        elif not self.drafts.keep(Draft(self.about, self.key, self.base, text)):
            self.say("no draft of this can be kept: save with ctrl+s", alert=True)

    def action_save(self) -> None:
        """Save, and go on writing."""
        self.save()

    def action_save_and_leave(self) -> None:
        """Save and go back; what cannot be saved stays as a draft."""
        self.save()
        self.dismiss(None)

    def action_quote(self) -> None:
        """Insert the passage one stands on in the reader, with its source."""
        doc, passage = self.reader.seed.id, self.reader.cursor.passage
        if self.on.passage and self.on.doc != doc:
            doc, passage = self.on.doc, self.on.passage
        seed = self.corpus.seed(doc)
        if seed and not self.theirs:
            quote = seed[passage.start : passage.end]
            self._insert(memos.cited(self.corpus.title(doc), doc, Passage(*passage), quote))

    def action_outside(self) -> None:
        """Go on in the person's own editor."""
        from seedread.ui.writing.outside import edited

        if self.theirs:
            return
        now, message = edited(self.app, self.area.text)
        if now != self.area.text:
            self.area.replace(now, (0, 0), self.area.document.end)
        self.say(message)

    def save(self) -> None:
        """Write the memo, if it says anything else than before; an empty one is removed."""
        text = self.area.text
        if self.theirs:
            return
        if text.rstrip() == self.base.rstrip():
            self.drafts.forget(self.about, self.key)
            return
        label, change = self._change(text)
        outcome = self.reader.reading.act(label, change)
        saved = outcome.saved
        trouble = bool(saved and (saved.error or saved.left))
        if not trouble:
            self.drafts.forget(self.about, self.key)
            [(_, self.record)] = change.changes.values() or [(None, None)]
            self.key = self.record.id if self.record else ""
            self.base = text
        self.reader.tagging.told(outcome)
        self.say(outcome.message, alert=trouble)

    def _change(self, text: str) -> tuple[str, Edit]:
        reading = self.reader.reading
        file = memo.file_of(reading.by)
        if self.record:
            after = memo.changed(self.record, text)
            label = "wrote on in a memo" if after else "removed a memo"
            return label, Edit({(file, self.record.id): (self.record, after)})
        if not text.strip():
            return "nothing written", Edit({})
        record = memo.make(self.about, text, new_id(reading.workspace.shelf.ids()), reading.by)
        return "wrote a memo", Edit({(file, record.id): (None, record)})

    def _insert(self, text: str) -> None:
        row, column = self.area.cursor_location
        line = self.area.document.get_line(row)
        before = "\n\n" if line[:column].strip() else ""
        self.area.insert(f"{before}{text}\n")

    def _keys(self) -> list[Part]:
        parts: list[Part] = [(" ", "")]
        room = self.app.size.width - 1
        for name, label in (("esc", "back"),) if self.theirs else KEYS:
            room -= cells(f"{name} {label}  ")
            if room >= 0:
                parts += [(name, "bar--key"), (f" {label}  ", "bar--dim")]
        return parts


def _restored(base: str, draft: Draft | None) -> tuple[str, str]:
    """Return the text to go on with, and what to say of it."""
    if draft is None or draft.text == base:
        hint = "" if base else "type, or paste; ctrl+p inserts the passage one stands on"
        return base, hint
    if draft.base == base or not base:
        return harmless(draft.text), "here is what was typed and not saved last time"
    both = f"{base}\n\n--- typed and not saved ---\n{harmless(draft.text)}"
    return both, "the memo has changed since: what was typed and not saved stands below it"
