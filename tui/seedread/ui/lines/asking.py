"""Asking what a concordance shall be of: topics, the search that is on, a name, a text."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList
from textual.worker import get_current_worker

from seedread.concordance.question import Question, parse
from seedread.tags.names import FILE, Name
from seedread.ui.chooser import Choice, Chooser
from seedread.ui.codebook.topics import row, words

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

MARK = "●"


class Asking(Chooser):
    """Topics with how often each is tagged, then names; returns a Question."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "mark", "several", priority=True)]
    HINT = "enter shows its passages · tab several · type a & b, a - b, a | b or any text · esc"
    TALL = True

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader
        self.counts: Counter[str] = Counter()
        self.marked: list[str] = []
        meeting = reader.reading.margin.meeting(reader.cursor.passage)
        self.here = list(dict.fromkeys(t for p in meeting for t in p.tag.topics))
        super().__init__("Concordance of which topic, name or text?")

    def on_mount(self) -> None:
        """Fill the rows; the counts come when they have been counted."""
        super().on_mount()
        corpus = cast("SeedreadApp", self.app).corpus
        worker_gone: Callable[[], bool] = lambda: get_current_worker().is_cancelled  # noqa: E731

        def count() -> None:
            counts: Counter[str] = Counter()
            for doc in corpus.annotated():
                for said in corpus.tags(doc):
                    counts.update(said.tag.topics)
                if worker_gone():
                    return
            if self.app.is_running:
                self.app.call_from_thread(self._counted, counts)

        self.run_worker(count, thread=True)

    def refill(self) -> None:
        """Offer what answers to what is typed; first, what typing it as a question would ask."""
        self.choices = self._choices()
        super().refill()

    def ordered(self, matching: list[Choice]) -> list[Choice]:
        """Put what was typed as a question where it belongs: first if it joins topics."""
        typed = self.query_text
        if not typed:
            return matching
        asked = parse(typed, self.reader.reading.codebook)
        told = asked.told(self.reader.reading.codebook)
        if not asked.kind:
            return matching
        doubt = f"  ({asked.doubt})" if asked.doubt else ""
        if asked.kind == "text":
            told = f"search all documents for {told}"
        own = Choice(asked, f"  → {told}{doubt}")
        return [own, *matching] if asked.kind == "tags" and not matching else [*matching, own]

    def action_mark(self) -> None:
        """Mark a topic, to have the passages of several."""
        choice = self.current
        if choice is None or not isinstance(choice.value, str):
            return
        if choice.value in self.marked:
            self.marked.remove(choice.value)
        else:
            self.marked.append(choice.value)
        rows = self.query_one("#rows", OptionList)
        at = rows.highlighted
        self.query_one("#filter", Input).value = ""
        self.refill()
        rows.highlighted = at

    def action_choose(self) -> None:
        """Ask for what is marked, else for what is highlighted."""
        choice = self.current
        book = self.reader.reading.codebook
        ids = list(self.marked)
        if choice and isinstance(choice.value, Question):
            self.dismiss(choice.value)
        elif choice or ids:
            if choice and choice.value not in ids and (self.query_text or not ids):
                ids.append(choice.value)
            self.dismiss(parse(" | ".join(ids), book, sure=True))

    def _counted(self, counts: Counter[str]) -> None:
        if self.is_attached:
            rows = self.query_one("#rows", OptionList)
            moved, before = bool(rows.highlighted), self.current
            self.counts = counts
            self.refill()
            values = [choice.value for choice in self.offered]
            if moved and before and before.value in values:  # else the first is meant
                rows.highlighted = values.index(before.value)

    def _choices(self) -> list[Choice]:
        reader = self.reader
        book, script = reader.reading.codebook, reader.reading.script
        found: list[Choice] = []
        if reader.search:
            text = reader.search.text
            found.append(Choice(Question(f"text:{text}", text=text), f"  / the search: “{text}”"))
        groups = {g.id for g in book.groups}
        known = [t.id for t in book.topics if not t.retired or self.counts[t.id]]
        known.sort(key=lambda id: -self.counts[id])
        unknown = [id for id in self.counts if id not in book.all]
        order = [*self.here, *(t for t in known if t not in self.here)]
        order += [id for id in sorted(unknown) if id not in self.here]
        for id in (*order, *sorted(groups)):
            topic = book.get(id)
            total = sum(self.counts[t.id] for t in book.topics if t.parent == id)
            sign = MARK if id in self.marked else " "
            text = row(topic, script, None, self.counts[id] + total)
            kind = "   group" if id in groups else "   here" if id in self.here else ""
            found.append(Choice(id, f"{sign}{text}{kind}", words(topic)))
        found.append(Choice(Question("*", parse("*", book).clauses), "   every tag", "all *"))
        claims = parse("claim:any", book)
        return [*found, Choice(claims, "   every claim", "claims"), *self._names(script)]

    def _names(self, script: str) -> list[Choice]:
        try:
            records = self.reader.reading.workspace.shelf.records(FILE).values()
        except OSError:
            return []
        found = []
        for name in map(Name.of, records):
            called = (name.hant if script == "hant" else name.hans) or name.en or name.id
            forms = " ".join([name.id, name.en, name.hans, name.hant, *name.forms])
            found.append(Choice(Question(name=name.id), f"   {name.kind}: {called}", forms))
        return found


def ask(reader: "Reader", then: Callable[[Question], None]) -> None:
    """Ask, then go on with the question."""

    def chosen(question: Any) -> None:
        if isinstance(question, Question) and question.kind:
            then(question)

    reader.app.push_screen(Asking(reader), chosen)
