"""One table of keys: bindings, footer, help and palette are all made from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from textual.binding import Binding

# What an input method that was left on sends when the key of an ASCII mark is pressed.
FULL_WIDTH = {
    "/": "、",
    "[": "【",
    "]": "】",
    "{": "「",
    "}": "」",
    ".": "。",
    "?": "？",
    "*": "×",
    "(": "（",
    ")": "）",
    '"': "“”",
    ";": "；",
    ":": "：",
}
NAMES = {"space": "space", "pageup": "pgup", "pagedown": "pgdn"}


@dataclass(frozen=True, slots=True)
class Key:
    """An act and its keys. `id` is stable: people's keymaps name it."""

    id: str
    keys: tuple[str, ...]
    act: str
    args: tuple[str | float, ...]
    label: str
    help: str
    group: str

    @property
    def shown(self) -> str:
        """The first key as people read it."""
        return NAMES.get(self.keys[0], self.keys[0].replace("ctrl+", "^")) if self.keys else ""


def group(name: str, *rows: tuple[str, str, str, str, str]) -> Iterable[Key]:
    """Read rows of (id, keys, act with its arguments, label, help); "" puts it in the footer.

    In the reader's own table an act names its room: `motions.move`.
    """
    for id, keys, what, label, text in rows:
        act, *args = what.split(" ")
        values = tuple(float(a) if a.lstrip("-")[0].isdigit() else a for a in args)
        yield Key(id, tuple(keys.split(" ")), act, values, label.removeprefix("!"), text, name)


TABLE: tuple[Key, ...] = (
    *group(
        "Move",
        ("sentence-next", "j down", "motions.move sentence 1", "sentence", "next sentence"),
        ("sentence-previous", "k up", "motions.move sentence -1", "back", "previous sentence"),
        ("paragraph-next", "J }", "motions.paragraph 1", "paragraph", "next paragraph"),
        ("paragraph-previous", "K {", "motions.paragraph -1", "back", "previous paragraph"),
        ("word-next", "l right", "motions.move word 1", "word", "next word inside the sentence"),
        (
            "word-previous",
            "h left",
            "motions.move word -1",
            "back",
            "previous word inside the sentence",
        ),
        ("clause-next", ")", "motions.move clause 1", "clause", "next clause"),
        ("clause-previous", "(", "motions.move clause -1", "back", "previous clause"),
        (
            "quotation",
            '"',
            "motions.take quotation",
            "quotation",
            "the quotation around the cursor",
        ),
        ("turn", "@", "motions.take turn", "speaker", "what the speaker around the cursor says"),
        ("page-down", "space pagedown", "motions.page 1", "page", "one page down"),
        ("page-up", "b pageup", "motions.page -1", "page up", "one page up"),
        ("half-down", "ctrl+d", "motions.page 0.5", "half", "half a page down"),
        ("half-up", "ctrl+u", "motions.page -0.5", "", "half a page up"),
        ("start", "g home", "motions.edge -1", "start", "start of the document"),
        ("end", "G end", "motions.edge 1", "end", "end of the document"),
    ),
    *group(
        "Passage",
        ("grow", "]", "motions.resize 1", "grow", "word → clause → sentence → paragraph"),
        ("shrink", "[", "motions.resize -1", "shrink", "paragraph → sentence → clause → word"),
        (
            "extend",
            "v",
            "motions.extend",
            "extend",
            "start or stop extending: motions stretch the passage",
        ),
        ("swap", "o", "motions.swap", "other end", "while extending: the other end moves"),
        (
            "reshape",
            "r",
            "passages.reshape",
            "reshape",
            "reshape a tag of yours: motions move its edge",
        ),
        ("copy", "y", "passages.copy", "copy", "copy the passage with its source"),
        ("link", "L", "links.link", "link", "link this passage with another one"),
        ("follow", ">", "links.follow", "follow", "follow a link from here"),
    ),
    *group(
        "Tag",
        *(
            (
                f"tag-{n}",
                str(n),
                f"tagging.tag {n}",
                "",
                f"tag with the topic pinned to {n}; again: untag",
            )
            for n in range(1, 10)
        ),
        ("pick", "t", "tagging.pick", "topic", "choose topics for the passage"),
        ("again", ".", "tagging.again", "again", "the last topics again"),
        ("suggested", "p", "suggestions.accept 1", "accept", "accept the first suggestion"),
        ("suggested-next", "P", "suggestions.accept 2", "second", "accept the second suggestion"),
        (
            "alike",
            "=",
            "suggestions.alike",
            "next alike",
            "next untagged sentence that looks like the topic",
        ),
        (
            "sticky",
            "S",
            "passages.sticky",
            "sticky",
            "keep a topic at hand: enter tags and goes on",
        ),
        ("stick", "enter", "passages.stick", "", "tag with the topic at hand, and go on"),
        ("tag-hits", "&", "passages.tag_hits", "tag hits", "tag every hit of the search"),
        ("remove", "x delete", "tagging.remove", "remove", "remove a tag of yours here"),
        ("note", "e", "tagging.note", "note", "write a note on the passage"),
        ("dispute", "!", "disputes.dispute", "dispute", "another's tag: retag, hide or answer it"),
        ("claim", "#", "claims.claim", "claim", "claim: whose words, which number of what, when"),
        ("memo", "M", "memos.memo", "memo", "write a memo on the passage, topic, document …"),
        ("seen", "Z", "progress.seen", "seen", "seen: from the last mark to here"),
        ("undo", "u", "tagging.undo", "undo", "undo your latest act that is about this document"),
        ("redo", "ctrl+r U", "tagging.redo", "redo", "redo"),
        ("next", "n", "motions.next 1", "next tag", "next tag, or hit while a search is on"),
        (
            "previous",
            "N",
            "motions.next -1",
            "previous",
            "previous tag, or hit while a search is on",
        ),
        (
            "overlapping",
            ";",
            "motions.overlapping",
            "overlapping",
            "next among the tags that overlap here",
        ),
    ),
    *group(
        "Look",
        ("search", "/", "looks.search", "search", "search this document, in either script"),
        ("search-all", "F", "looks.search_all", "search all", "search all documents"),
        (
            "search-passage",
            "*",
            "looks.search_passage",
            "search this",
            "search this document for the passage",
        ),
        ("documents", "d", "looks.documents", "documents", "the list of documents"),
        ("concordance", "f", "views.concordance", "concordance", "every passage with a topic, …"),
        ("matrix", "m", "views.matrix", "matrix", "topics × documents, and how far one is"),
        ("compare", "c", "compare.compare", "compare", "the most similar passages elsewhere"),
        ("agreement", "ctrl+a", "views.agreement", "agreement", "how far annotators agree"),
        (
            "adjudicate",
            "ctrl+y",
            "views.adjudication",
            "adjudicate",
            "settle where annotators differ",
        ),
        ("conflicts", "ctrl+x", "views.conflicts", "conflicts", "what a merge left open"),
        ("changes", "ctrl+t", "views.changes", "changes", "what was said since the last commit"),
        (
            "orphans",
            "ctrl+g",
            "views.orphans",
            "orphans",
            "what stands on passages that changed or are gone",
        ),
        ("links", "ctrl+l", "views.links", "links", "all links between passages"),
        ("memos", "ctrl+e", "views.memos", "memos", "all memos"),
        ("return", "backspace", "views.back", "back to list", "back to the list one came from"),
        ("jump-back", "ctrl+o", "views.jump -1", "jump back", "back to where one jumped from"),
        ("jump-forward", "tab", "views.jump 1", "forward", "forward again"),
        (
            "topics",
            "T",
            "looks.topics",
            "topics",
            "the topics, and where they are in this document",
        ),
        ("script", "s", "looks.script", "script", "other pane: next script"),
        ("panes", "w", "looks.panes", "panes", "two panes, one pane, interleaved rows"),
        (
            "convert",
            "C",
            "terms.convert",
            "convert as",
            "convert the passage as …, here and everywhere",
        ),
        (
            "names",
            "A",
            "terms.names",
            "names",
            "people, companies, products: every place that names them",
        ),
        (
            "describe",
            "D",
            "terms.describe",
            "date, author",
            "note the date, author and source the text gives itself",
        ),
        (
            "noise",
            "z",
            "looks.noise",
            "noise",
            "noise (leaked pinyin, stray spaces …) dimmed, hidden, shown",
        ),
        ("retry", "ctrl+s", "tagging.retry", "", "try again to save what could not be saved"),
        (
            "tutorial",
            "f1",
            "views.tutorial",
            "tutorial",
            "a tutorial of ten minutes, on a scratch copy",
        ),
        ("help", "?", "looks.help", "help", "all keys"),
        ("palette", ": ctrl+p", "looks.palette", "any act", "every act by name"),
        ("leave", "q", "looks.leave", "quit", "leave; every act is saved already"),
        ("escape", "escape", "looks.escape", "", "leave the innermost mode, never the program"),
    ),
)


# The keys the foot of the reader names, as many as fit: the ones a day is made of first.
FOOTER = (
    *("help", "leave", "sentence-next", "grow", "pick", "suggested", "undo", "search"),
    *("concordance", "documents", "compare", "note", "link", "memo", "matrix", "topics"),
    *("again", "extend", "script", "page-down", "word-next"),
)

# What the keys of every list do; its widget binds them itself.
LIST: tuple[Key, ...] = (
    *group(
        "List",
        ("list-next", "j down", "", "", "next row"),
        ("list-previous", "k up", "", "", "previous row"),
        ("list-page", "space pagedown", "", "", "one page down"),
        ("list-page-up", "b pageup", "", "", "one page up"),
        ("list-half", "ctrl+d", "", "", "half a page down"),
        ("list-half-up", "ctrl+u", "", "", "half a page up"),
        ("list-start", "g home", "", "", "first row"),
        ("list-end", "G end", "", "", "last row"),
        ("list-choose", "enter", "", "", "go to what the row is about"),
        ("list-help", "?", "", "", "these keys"),
        ("list-back", "escape q backspace", "", "", "back"),
    ),
)


def footer(table: Iterable[Key]) -> list[Key]:
    """Return the keys that the foot of the reader names, the most needed first."""
    known = {key.id: key for key in table}
    return [known[id] for id in FOOTER if id in known]


def table(own: Mapping[str, str]) -> tuple[tuple[Key, ...], list[str]]:
    """Return the table with a person's own keys (id → "key,key"), and what was wrong with them.

    A key that another act has is refused: it would be taken from it in silence.
    """
    keys = {key.id: key for key in TABLE}
    problems = []
    for id, given in own.items():
        names = tuple(n.strip() for n in given.split(",") if n.strip())
        taken = {n: k.id for k in keys.values() if k.id != id for n in k.keys}
        clash = next((n for n in names if n in taken), None)
        if id not in keys:
            problems.append(f"settings: there is no key {id!r}")
        elif clash or not names:
            why = f"{clash} is the key of {taken[clash]}" if clash else "no key given"
            problems.append(f"settings: {id}: {why}")
        else:
            keys[id] = replace(keys[id], keys=names)
    return tuple(keys.values()), problems


def bindings(keys: Iterable[Key]) -> list[Binding]:
    """Return Textual's bindings, full-width aliases included where they are still free."""
    keys = tuple(keys)
    taken = {name for key in keys for name in key.keys}
    found = []
    for key in keys:
        names = [*key.keys]
        for name in key.keys:
            names += [alias for alias in _aliases(name) if alias not in taken]
        tip, label = key.help, key.label or key.help
        found += [Binding(n, f"do({key.id!r})", label, tooltip=tip, id=key.id) for n in names]
    return found


def _aliases(name: str) -> str:
    if len(name) != 1 or not "" <= name <= "~":
        return ""
    wide = chr(ord(name) + 0xFEE0)
    return wide + FULL_WIDTH.get(name, "").replace(wide, "")
