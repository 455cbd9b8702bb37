"""The codebook as Markdown: groups and topics with all that is said of them, and how often used."""

from collections import Counter
from collections.abc import Iterator

from seedread.exchange.account import Account
from seedread.exchange.material import Material
from seedread.exchange.unmarked import line, lines
from seedread.tags.topic import Topic

_LANGUAGES = {"en": "English", "hans": "简体", "hant": "繁體"}
_RULES = {"definition": "Definition", "include": "Include", "exclude": "Exclude"}


def write(material: Material, account: Account) -> dict[str, bytes]:
    """Return the one file."""
    parts = list(_Book(material).parts())
    return {"codebook.md": ("\n\n".join(parts) + "\n").encode("utf-8", "replace")}


class _Book:
    def __init__(self, material: Material) -> None:
        self.book = material.codebook
        said = [(topic, doc.id) for doc, one in material.marked() for topic in one.tag.topics]
        self.tags = Counter(topic for topic, _ in said)
        self.documents = Counter(topic for topic, _ in set(said))
        self.strangers = sorted(topic for topic in self.tags if topic not in self.book)

    def parts(self) -> Iterator[str]:
        """Yield every block of the file in order."""
        topics, groups = self.book.topics, self.book.groups
        yield "# Codebook"
        yield f"{len(topics)} topics in {len(groups)} groups; {self.tags.total()} times used."
        if topics:
            yield self._table()
        for group in groups:
            yield from self._topic(group, "##")
            for topic in topics:
                if topic.parent == group.id:
                    yield from self._topic(topic, "###")
        named = {group.id for group in groups}
        alone = [topic for topic in topics if topic.parent not in named]
        if alone:
            yield "## Without a group"
        for topic in alone:
            yield from self._topic(topic, "###")
        if self.strangers:
            yield "## Used, but not in the codebook"
            yield "\n".join(f"- {line(id)}: {self._used(id)}" for id in self.strangers)

    def _table(self) -> str:
        head = "| topic | English | 简体 | 繁體 | tags | documents |\n|---|---|---|---|---:|---:|"
        rows = (
            f"| {line(t.id)} | {line(t.en)} | {line(t.hans)} | {line(t.hant)} "
            f"| {self.tags[t.id]} | {self.documents[t.id]} |"
            for t in (*self.book.topics, *(g for g in self.book.groups if self.tags[g.id]))
        )
        return "\n".join([head, *rows])

    def _topic(self, topic: Topic, level: str) -> Iterator[str]:
        yield f"{level} {line(topic.en or topic.name(''))}"
        names = [
            f"{name} {line(said)}"
            for key, name in _LANGUAGES.items()
            if key != "en" and (said := getattr(topic, key))
        ]
        facts = [line(topic.id), *names, f"mark {line(topic.mark)}" if topic.mark else ""]
        facts += [f"key {topic.pin}" if topic.pin else "", "retired" if topic.retired else ""]
        group = any(g.id == topic.id for g in self.book.groups)
        facts += [] if group and not self.tags[topic.id] else [self._used(topic.id)]
        yield " · ".join(filter(None, facts))
        for key, name in _RULES.items():
            if said := getattr(topic, key):
                yield f"**{name}.** {lines(said)}"
        words = topic.keywords or {}
        told = [
            f"- {name}: {', '.join(map(line, words[key]))}"
            for key, name in _LANGUAGES.items()
            if words.get(key)
        ]
        if told:
            yield "**Keywords**"
            yield "\n".join(told)

    def _used(self, id: str) -> str:
        tags, documents = self.tags[id], self.documents[id]
        return f"{tags} tag{'' if tags == 1 else 's'} in {documents} document" + (
            "" if documents == 1 else "s"
        )
