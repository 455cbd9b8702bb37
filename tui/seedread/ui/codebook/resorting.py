"""Changes of the codebook that tags follow, from the topics page: retire, merge, split."""

from typing import TYPE_CHECKING

from seedread.tags import revise
from seedread.tags.edit import Edit
from seedread.tags.holdings import brief, tags
from seedread.tags.revise import Book, Lines
from seedread.tags.topic import FILE, Codebook, Topic
from seedread.text.find import fold
from seedread.ui.chooser import Choice, Chooser
from seedread.ui.codebook.change import Change
from seedread.ui.codebook.fields import Fields
from seedread.ui.codebook.revising import free_id
from seedread.ui.codebook.splitting import Splitting, Walk, stops

if TYPE_CHECKING:
    from seedread.ui.codebook.topics import Topics

AT_FIRST = 5  # lines for the topics another one is split into


class Resorting:
    """What the keys do that change what one's tags say."""

    def __init__(self, page: "Topics") -> None:
        self.page, self.reader, self.change = page, page.reader, Change(page)

    def retire(self) -> None:
        """Offer the topic no more, or again."""
        topic = self.change.current()
        if topic is None:
            return
        id = topic.id
        if topic.retired:
            self.change.do(
                f"brought back {id}",
                lambda book: revise.retire(book, id, back=True),
                f"{id} is offered again",
            )
            return
        if not self.change.possible(lambda book: revise.retire(book, id)):
            return

        def gathered(own: Lines, others: Lines) -> None:
            held = _count(own, id)
            question = f"Retire {id}? {tags(held)} of yours keep it. {brief(others, id)}"
            done, rest = f"retired {id}", brief(others, id)
            self.change.confirm(
                question, done, lambda book: revise.retire(book, id), done, rest=rest
            )

        self.change.gather(gathered)

    def merge(self) -> None:
        """Put another topic in the place of this one."""
        from seedread.ui.codebook.tree import row, words

        topic = self.change.current()
        if topic is None or not self.change.possible(lambda book: revise.retire(book, topic.id)):
            return
        old, script = topic.id, self.reader.reading.script
        others = [t for t in self.change.codebook.topics if not t.retired and t.id != old]
        choices = [Choice(t.id, row(t, script), words(t)) for t in others]

        def chosen(new: object) -> None:
            if isinstance(new, str):
                self.change.gather(lambda own, theirs: self._merge(old, new, own, theirs))

        self.change.ask(
            Chooser(f"Merge {self.change.name(old)} into which topic?", choices), chosen
        )

    def split(self) -> None:
        """Walk through one's tags of the topic and send each to a new one."""
        topic = self.change.current()
        if topic is None or not self.change.possible(lambda book: revise.retire(book, topic.id)):
            return

        def gathered(own: Lines, others: Lines) -> None:
            walk = Walk(topic.id, stops(own, topic.id), [])
            if not walk.stops:
                why = brief(others, topic.id)
                self.page.say(f"no tag of yours has {topic.id}{f': {why}' if why else ''}")
                return
            fields = [(str(n), f"topic {n}", "") for n in range(1, AT_FIRST + 1)]
            asked = f"Split {self.change.name(topic.id)} ({tags(len(walk.stops))} of yours) into"
            hint = "names in any language, new ones or some there are · enter begins · esc"
            self.change.ask(
                Fields(asked, fields, hint), lambda given: self._walk(walk, given, own, others)
            )

        self.change.gather(gathered)

    def _merge(self, old: str, new: str, own: Lines, others: Lines) -> None:
        docs = sum(any(revise.says(r, old) for r in of.values()) for of in own.values())
        many = "1 document" if docs == 1 else f"{docs} documents"
        count = tags(_count(own, old))
        question = (
            f"Merge {old} into {new}? {count} of yours in {many} will have {new} instead, "
            f"{old} is retired. {brief(others, old)}"
        )
        self.change.confirm(
            question,
            f"merged {old} into {new}",
            lambda book: revise.merge(book, own, old, new),
            f"merged {old} into {new}: {count} rewritten",
            rest=brief(others, old),
            on=new,
        )

    def _walk(self, walk: Walk, given: dict[str, str] | None, own: Lines, others: Lines) -> None:
        made = Made(self.change.book, walk.topic)
        walk.targets = list(
            dict.fromkeys(made.topic(name) for name in (given or {}).values() if name)
        )
        if not walk.targets:
            return

        def walked(done: Walk | None) -> None:
            if done is None:
                self.page.say("nothing was changed")
                return
            sent = {id: [topic] for id, topic in done.sent.items()}

            def edit(book: Book) -> Edit:
                new = made.edit
                return new + revise.split(new(FILE, book), own, walk.topic, sent)

            label = f"split {walk.topic}"
            rest = brief(others, walk.topic)
            self.change.do(label, edit, f"{label}: {done.told()}", rest=rest)

        self.change.ask(Splitting(walk, made.name, made.topic), walked)


class Made:
    """The topics a topic is split into: some there are, some made on the way."""

    def __init__(self, book: Book, old: str) -> None:
        self._before, self.edit = book, Edit({})
        self._parent = Topic.of(book[old]).parent

    @property
    def _book(self) -> Book:
        return self.edit(FILE, self._before)

    def topic(self, name: str) -> str:
        """Return the id of the topic called `name`; a new one if there is none to tag with."""
        wanted = fold(name)
        for topic in Codebook(self._book.values()).topics:
            called = (topic.id, topic.en, topic.hans, topic.hant)
            if not topic.retired and wanted in {fold(one) for one in called if one}:
                return topic.id
        names = revise.named(name)
        id = free_id(self._book, *names)
        self.edit += revise.create(self._book, id, *names, parent=self._parent)
        return id

    def name(self, id: str) -> str:
        """Return how a topic is called, its id included."""
        topic = Topic.of(self._book[id])
        return "  ".join(dict.fromkeys(one for one in (topic.en, topic.hans, f"({id})") if one))


def _count(lines: Lines, topic: str) -> int:
    return sum(revise.says(record, topic) for of in lines.values() for record in of.values())
