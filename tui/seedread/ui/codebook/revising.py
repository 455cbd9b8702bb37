"""Changing topics from the topics page: new ones, names, groups, meaning, colours, digits."""

import re
from typing import TYPE_CHECKING

from textual.content import Content

from seedread import annotator, settings
from seedread.tags import revise
from seedread.tags.revise import Book
from seedread.tags.topic import COLOURS, slug
from seedread.text.safe import safe
from seedread.ui.ask import Ask
from seedread.ui.chooser import Choice, Chooser
from seedread.ui.codebook.change import Change
from seedread.ui.codebook.fields import Fields

if TYPE_CHECKING:
    from seedread.ui.codebook.topics import Topics

COLOUR_NAMES = ("blue", "rust", "green", "purple", "ochre", "teal", "rose", "indigo")
NAMES = (("en", "English"), ("hans", "简体"), ("hant", "繁體"))
TEXTS = (("definition", "what it is"), ("include", "belongs"), ("exclude", "does not"))
OUT = ""  # what stands for no group


class Revising:
    """What the keys do that change a topic and no tags."""

    def __init__(self, page: "Topics") -> None:
        self.page, self.reader, self.change = page, page.reader, Change(page)

    def create(self, parent: str | None = None, out: bool = False) -> None:
        """A new topic in the group one stands in."""
        topic = self.page.current
        if topic and not out:
            group = topic.id if topic in self.change.codebook.groups else topic.parent
            parent = group if group in self.change.codebook.all else None
        where = f"in the group {self.change.name(parent)}" if parent else "of no group"

        def filled(given: dict[str, str] | None) -> None:
            if given is None or not any(given[key] for key, _ in NAMES):
                return
            names = [given[key] for key, _ in NAMES]
            if not any(names[1:]):  # a Chinese name typed into the first line is one all the same
                names = list(revise.named(names[0]))
            id = free_id(self.change.book, *names)
            self.page.state.typed = ""
            self.change.do(
                f"added {id}",
                lambda book: revise.create(
                    book, id, *names, parent=parent, definition=given["definition"]
                ),
                f"added {id}",
                on=id,
            )

        fields = [*((key, label, "") for key, label in NAMES), ("definition", "what it is", "")]
        hint = "one name is enough: the other script's is made of it · enter keeps · esc leaves"
        self.change.ask(Fields(f"A new topic {where}", fields, hint), filled)

    def found(self) -> None:
        """A new topic of no group: one can move others into it."""
        self.create(out=True)

    def rename(self) -> None:
        """Other names for the topic."""
        topic = self.change.current()
        if topic is None:
            return

        def filled(given: dict[str, str] | None) -> None:
            changed = {k: v for k, v in (given or {}).items() if v != getattr(topic, k)}
            told = f"renamed {topic.id}"
            self.change.do(told, lambda book: revise.rename(book, topic.id, **changed), told)

        fields = [(key, label, getattr(topic, key)) for key, label in NAMES]
        self.change.ask(Fields(f"Names of {topic.id}; its id stays", fields), filled)

    def move(self) -> None:
        """Put the topic into another group, or out of its group."""
        topic = self.change.current()
        if topic is None:
            return
        book = self.change.codebook
        named = {group.id for group in book.groups}
        others = [t for t in book.topics if not t.parent and not t.retired and t is not topic]
        choices = [
            Choice(g.id, self.change.name(g.id), g.id) for g in book.groups if g is not topic
        ]
        choices += [Choice(OUT, "— of no group")] if topic.parent in named else []
        choices += [
            Choice(t.id, f"{self.change.name(t.id)}  (becomes a group)", t.id) for t in others
        ]

        def chosen(parent: object) -> None:
            if isinstance(parent, str):
                where = f"into {parent}" if parent else "out of its group"
                told = f"moved {topic.id} {where}"
                self.change.do(told, lambda book: revise.move(book, topic.id, parent or None), told)

        self.change.ask(
            Chooser(f"Move {self.change.name(topic.id)} into which group?", choices), chosen
        )

    def describe(self) -> None:
        """Say what the topic means."""
        topic = self.change.current()
        if topic is None:
            return
        words = {key: ", ".join((topic.keywords or {}).get(key, ())) for key, _ in NAMES}
        fields = [(key, label, getattr(topic, key)) for key, label in TEXTS]
        fields += [(f"words-{key}", f"words {label}", words[key]) for key, label in NAMES]

        def filled(given: dict[str, str] | None) -> None:
            if given is None:
                return
            texts = {k: given[k] for k, _ in TEXTS if given[k] != getattr(topic, k)}
            new = {key: given[f"words-{key}"] for key, _ in NAMES}
            listed = {k: re.split("[,，、;；]", v) for k, v in new.items() if v != words[k]}
            told = f"described {topic.id}"
            self.change.do(
                told, lambda book: revise.describe(book, topic.id, listed, **texts), told
            )

        self.change.ask(Fields(f"What {self.change.name(topic.id)} means", fields), filled)

    def colour(self) -> None:
        """Choose another colour."""
        topic = self.change.current()
        if topic is None:
            return

        def chosen(colour: object) -> None:
            if colour == "":
                question = f"Colour of {topic.id}, as #rrggbb"
                self.change.ask(Ask(question, topic.colour), lambda text: chosen(text or None))
            elif isinstance(colour, str):
                told = f"coloured {topic.id}"
                self.change.do(
                    told, lambda book: revise.colour(book, topic.id, colour.strip()), told
                )

        choices = []
        for colour, name in zip(COLOURS, COLOUR_NAMES, strict=True):
            mark = safe(topic.mark)
            sign = Content.assemble((f"● {mark} ", colour), f"{name:<8}{colour}")
            choices.append(Choice(colour, sign))
        choices.append(Choice("", f"another one; now it is {topic.colour}"))
        self.change.ask(Chooser(f"Colour of {self.change.name(topic.id)}", choices), chosen)

    def mark(self) -> None:
        """Give it another mark."""
        topic = self.change.current()
        if topic is None:
            return

        def answered(text: str | None) -> None:
            if text:
                told = f"{topic.id} has the mark {text.strip()}"
                self.change.do(
                    f"marked {topic.id}", lambda book: revise.mark(book, topic.id, text), told
                )

        now = topic.mark or "none"
        question = f"Mark of {self.change.name(topic.id)} (now {now}): one or two cells, its alone"
        self.change.ask(Ask(question), answered)

    def own(self, digit: int) -> None:
        """Pin the topic to a digit for oneself, or take that pin off again."""
        topic, pins = self.change.current(), self.reader.settings.pins
        if topic is None:
            return
        if topic in self.change.codebook.groups or topic.retired:
            self.page.say("only topics that one tags with can have a digit")
            return
        off = pins.get(digit) == topic.id
        for other in [d for d, id in pins.items() if id == topic.id]:
            del pins[other]
            self._keep(other, None)
        if not off:
            pins[digit] = topic.id
            self._keep(digit, topic.id)
        self.reader.learn_pins()
        self.page.say(f"{digit} {'no longer ' if off else ''}tags with {topic.id}, for you")
        self.page.fill()

    def pin(self) -> None:
        """Pin the topic to a digit for everybody."""
        topic = self.change.current()
        if topic is None:
            return

        def answered(text: str | None) -> None:
            if text is None:
                return
            text = text.strip()
            if text and text not in tuple("123456789"):
                self.page.say("a digit from 1 to 9, or nothing")
                return
            digit = int(text) if text else None
            others = [id for id in revise.pinned(self.change.book, digit or 0) if id != topic.id]
            taken = f", taken from {others[0]}" if others else ""
            told = (
                f"{topic.id} is pinned to {digit}{taken}" if digit else f"{topic.id} has no digit"
            )
            self.change.do(
                f"pinned {topic.id}", lambda book: revise.pin(book, topic.id, digit), told
            )

        now = f"now {topic.pin}" if topic.pin else "now none"
        question = (
            f"Digit for {self.change.name(topic.id)}, for everybody ({now}): 1–9, empty: none"
        )
        self.change.ask(Ask(question), answered)

    def _keep(self, digit: int, id: str | None) -> None:
        try:
            settings.keep("pins", str(digit), id)
        except OSError as error:
            self.page.say(f"the pin could not be kept: {error.strerror or error}", alert=True)


def free_id(book: Book, *names: str) -> str:
    """Return an id for a topic called so, which no other has."""
    spelled = (slug(name) or slug(annotator.derive(name)) for name in names if name)
    stem = id = next((found for found in spelled if found), "topic")
    n = 1
    while id in book:
        n += 1
        id = f"{stem[:44]}-{n}".replace("--", "-")
    return id
