"""What was said since the last commit, or between two: every change in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.worker import get_current_worker

from seedread import git
from seedread.differences import differences
from seedread.tags.changes import Changed, gained
from seedread.tags.topic import FILE as TOPICS
from seedread.tags.topic import Codebook
from seedread.text.passage import Passage
from seedread.ui import keys
from seedread.ui.bar import Part
from seedread.ui.charts.figures import many, pad
from seedread.ui.chooser import Choice, Chooser
from seedread.ui.page import Page
from seedread.ui.roll import Roll
from seedread.workspace import UnusableError

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

COMMITS = 20  # that can be chosen
NOW = "the files as they are"
KINDS = {
    "disputes": "dispute",
    "links": "link",
    "memos": "memo",
    "seen": "what was seen",
    "topics": "topic",
    "names": "name",
    "glossary": "conversion",
    "documents": "facts of the document",
    "relations": "kind of link",
}


@dataclass
class State:
    """Between which revisions, and what changed; "" stands for the files as they are."""

    old: str = "HEAD"
    new: str = ""
    changed: list[Changed] | None = None
    problem: str = ""
    at: int = 0
    rows: list[tuple[str, Changed | None]] = field(default_factory=list)  # heads, and changes


class Changes(Page):
    """A heading for each document, two rows for each change of it."""

    state: State
    table: ClassVar[tuple[keys.Key, ...]] = tuple(
        keys.group(
            "Changes",
            ("changes-old", "o", "choose old", "!since", "since which revision"),
            ("changes-new", "n", "choose new", "!until", "until which revision"),
            ("changes-again", "r", "look", "!again", "look again"),
        )
    )

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._words = _Words(Codebook([]), "none")

    def on_mount(self) -> None:
        """Ask git beside the screen, unless that has been done."""
        if self.state.changed is None:
            self.look()
        else:
            self._fill()

    def on_roll_chosen(self, event: Roll.Chosen) -> None:
        """Go to the passage, as it now stands."""
        change = self.state.rows[event.at][1]
        there = self._place(change) if change else None
        if there:
            self.dismiss(there)
        else:
            self.say("its passage is not in today's text")

    def look(self) -> None:
        """Look what has changed, in a thread."""
        self._head()
        self.say("asking git …")
        self.run_worker(self._look, thread=True, exclusive=True, group="look")

    def choose(self, side: str) -> None:
        """Choose one of the two revisions."""
        root = self.seedread.workspace.root
        commits = git.commits(root, COMMITS, self.seedread.workspace.shelf.folder.name)
        if not commits:
            self.say("no commit here has any annotations yet")
            return
        now = [Choice("", NOW)] if side == "new" else [Choice("HEAD", "the last commit")]
        choices = [
            Choice(hash, f"{hash} {day} {author}: {subject}")
            for hash, day, author, subject in commits
        ]

        def chosen(revision: str | None) -> None:
            if revision is not None:
                setattr(self.state, side, revision)
                self.state.at = 0
                self.look()

        title = "What was said since?" if side == "old" else "Until?"
        self.app.push_screen(Chooser(title, [*now, *choices]), chosen)

    def _look(self) -> None:
        worker, state = get_current_worker(), self.state
        found: list[Changed] = []
        try:
            found, problem = list(differences(self.seedread.workspace, state.old, state.new)), ""
        except UnusableError as error:
            problem = str(error)
        if not worker.is_cancelled and self.app.is_running:
            self.app.call_from_thread(self._take, found, problem)

    def _take(self, found: list[Changed], problem: str) -> None:
        self.state.changed, self.state.problem, self.state.rows = found, problem, []
        heading = ""
        for change in found:
            where = change.doc or change.file
            if where != heading:
                self.state.rows.append((where, None))
                heading = where
            self.state.rows += [("what", change), ("where", change)]
        if self.is_mounted:
            self._fill()

    def _fill(self) -> None:
        state, reader = self.state, self.seedread.reader
        self._head()
        if reader:
            self._words = _Words(reader.reading.codebook, reader.reading.script)
        if not state.rows:
            empty = self._empty()
            self.roll.fill(len(empty), lambda n, _: [(f" {empty[n]}", "")], lambda _: False)
            self.say("")
            return
        able = lambda n: state.rows[n][0] == "what" and state.rows[n][1] is not None  # noqa: E731
        self.roll.fill(len(state.rows), self._row, able, state.at)
        self.say("")

    def _head(self) -> None:
        state = self.state
        said = f"  since {state.old or NOW} · until {state.new or NOW}"
        count = "" if state.changed is None else f" · {many(len(state.changed), 'change')}"
        self.head((" Changes", "bar--strong"), (said + count, "bar--dim"))

    def _empty(self) -> Sequence[str]:
        if self.state.problem:
            return (
                f"{self.state.problem}.",
                "",
                "Changes are told from git: git init makes a repository, git add and git commit",
                "keep a state to compare with.",
            )
        return (
            "Nothing was said between the two.",
            "",
            "o chooses another revision to begin with, n one to end with.",
        )

    def _row(self, n: int, width: int) -> list[Part]:
        kind, change = self.state.rows[n]
        if change is None:
            title = self.seedread.corpus.title(kind) if self._is_document(kind) else ""
            return [(f" {kind}  {title}", "roll--head")]
        if kind == "what":
            return self._words.what(change)
        return [(" " * 12, ""), (_quote(change), "roll--dim")]

    def _is_document(self, name: str) -> bool:
        return not name.endswith(".jsonl") and not name.startswith("_")

    def _place(self, change: Changed) -> tuple[str, Passage] | None:
        """Return where in today's text the line is about; links lead to where they begin."""
        fields, doc = change.fields, change.doc
        for key in ("from", "about"):
            if isinstance(fields.get(key), dict):
                fields = {**fields[key]}
                doc = str(fields.get("doc") or "")
        if change.kind == "seen":
            doc = change.id
        seed = self.seedread.corpus.seed(doc) if doc else None
        if seed is None:
            return None
        margin = self.seedread.corpus.margin(doc)
        placed = next((p.passage for p in margin.tags if p.tag.id == change.id), None)
        start, end, quote = (fields.get(key) for key in ("start", "end", "quote"))
        if placed or not isinstance(start, int) or not isinstance(end, int):
            return doc, placed or Passage(0, min(1, len(seed)))
        return (doc, Passage(start, end)) if seed[start:end] == quote else None


class _Words:
    """Changes in words, topics by their names in a script."""

    def __init__(self, book: Codebook, script: str) -> None:
        self.book, self.script = book, script

    def what(self, change: Changed) -> list[Part]:
        """Return what was done, by whom, with which topics and notes."""
        fields = change.fields
        what = pad(", ".join(change.what), 9)
        who = str(fields.get("by") or "")
        parts: list[Part] = [(f" {what}  ", "roll--strong"), (f"{who}  ", "")]
        if change.kind in KINDS:
            parts.append((f"{KINDS[change.kind]}  ", "roll--dim"))
        parts += self._topics(change)
        note = str(fields.get("note") or "")
        if note and ("renoted" in change.what or None in (change.before, change.after)):
            parts.append((f" “{' '.join(note.split())}”", "roll--dim"))
        elif "renoted" in change.what and not note:
            parts.append((" without a note now", "roll--dim"))
        return parts

    def _topics(self, change: Changed) -> list[Part]:
        """Return the topics that came (+), went (−) and stayed, by their names."""
        if change.file == TOPICS:
            return [(self._called(change.id), "")]
        fields = change.fields
        if change.kind == "disputes":
            said = [f"+{self._called(topic)}" for topic in fields.get("add") or ()]
            said += [f"−{self._called(topic)}" for topic in fields.get("remove") or ()]
            said += ["hidden"] if fields.get("hide") else []
            return [(f"of {fields.get('of')}’s tag: {'  '.join(said)}", "")]
        if change.kind != "tags":
            return []
        more, less = gained(change)
        stay = sorted(set(map(str, fields.get("topics") or ())) - {*more, *less})
        named = [*(f"+{self._called(t)}" for t in more), *(f"−{self._called(t)}" for t in less)]
        rest = "".join(f"{self._called(topic)}  " for topic in stay)
        return [("".join(f"{name}  " for name in named), ""), (rest, "roll--dim")]

    def _called(self, topic: str) -> str:
        found = self.book.get(topic)
        return f"{found.mark} {found.name(self.script)}"


def show(reader: "Reader") -> None:
    """Show what was said since the last commit."""
    cast("SeedreadApp", reader.app).visit(Changes(State()))


def _quote(change: Changed) -> str:
    """Return the words it is about; of a memo its text, of what was seen how much."""
    quotes = [_quoted(fields) for fields in (change.before, change.after) if fields]
    if any(quotes):
        return " → ".join(dict.fromkeys(f"“{quote}”" for quote in quotes if quote))
    text = change.fields.get("text")
    return " ".join(map(str, text)) if isinstance(text, list) else change.id


def _quoted(fields: Mapping[str, Any]) -> str:
    """Return the words of the document that a line is about, a link's first end."""
    place = fields.get("from") or dict(fields)
    return " ".join(str(place.get("quote") or "").split()) if isinstance(place, dict) else ""
