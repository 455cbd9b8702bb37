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
    footer: bool = False

    @property
    def shown(self) -> str:
        """The first key as people read it."""
        return NAMES.get(self.keys[0], self.keys[0].replace("ctrl+", "^")) if self.keys else ""


def _rows(group: str, *rows: tuple[str, str, str, str, str]) -> Iterable[Key]:
    """Read rows of (id, keys, act with its arguments, label, help); "!" puts it in the footer."""
    for id, keys, what, label, text in rows:
        act, *args = what.split(" ")
        values = tuple(float(a) if a.lstrip("-")[0].isdigit() else a for a in args)
        footer, names = label.startswith("!"), tuple(keys.split(" "))
        yield Key(id, names, act, values, label.removeprefix("!"), text, group, footer)


TABLE: tuple[Key, ...] = (
    *_rows(
        "Move",
        ("sentence-next", "j down", "move sentence 1", "!sentence", "next sentence"),
        ("sentence-previous", "k up", "move sentence -1", "", "previous sentence"),
        ("paragraph-next", "J }", "paragraph 1", "", "next paragraph"),
        ("paragraph-previous", "K {", "paragraph -1", "", "previous paragraph"),
        ("word-next", "l right", "move word 1", "!word", "next word inside the sentence"),
        ("word-previous", "h left", "move word -1", "", "previous word inside the sentence"),
        ("clause-next", ")", "move clause 1", "", "next clause"),
        ("clause-previous", "(", "move clause -1", "", "previous clause"),
        ("quotation", '"', "take quotation", "", "the quotation around the cursor"),
        ("turn", "@", "take turn", "", "what the speaker around the cursor says"),
        ("page-down", "space pagedown", "page 1", "!page", "one page down"),
        ("page-up", "b pageup", "page -1", "", "one page up"),
        ("half-down", "ctrl+d", "page 0.5", "", "half a page down"),
        ("half-up", "ctrl+u", "page -0.5", "", "half a page up"),
        ("start", "g home", "edge -1", "", "start of the document"),
        ("end", "G end", "edge 1", "", "end of the document"),
    ),
    *_rows(
        "Passage",
        ("grow", "]", "resize 1", "!grow", "word → clause → sentence → paragraph"),
        ("shrink", "[", "resize -1", "", "paragraph → sentence → clause → word"),
        (
            "extend",
            "v",
            "extend",
            "!extend",
            "start or stop extending: motions stretch the passage",
        ),
        ("swap", "o", "swap", "", "while extending: the other end moves"),
    ),
    *_rows(
        "Tag",
        *(
            (f"tag-{n}", str(n), f"tag {n}", "", f"tag with the topic pinned to {n}; again: untag")
            for n in range(1, 10)
        ),
        ("pick", "t", "pick", "!topic", "choose topics for the passage"),
        ("again", ".", "again", "!again", "the last topics again"),
        ("remove", "x delete", "remove", "!remove", "remove a tag of yours here"),
        ("note", "e", "note", "!note", "write a note on the passage"),
        ("undo", "u", "undo", "!undo", "undo your latest act in this document"),
        ("redo", "ctrl+r U", "redo", "", "redo"),
        ("next", "n", "next 1", "", "next tag, or hit while a search is on"),
        ("previous", "N", "next -1", "", "previous tag, or hit while a search is on"),
        ("overlapping", ";", "overlapping", "", "next among the tags that overlap here"),
    ),
    *_rows(
        "Look",
        ("search", "/", "search", "!search", "search this document, in either script"),
        ("search-all", "F", "search_all", "", "search all documents"),
        ("search-passage", "*", "search_passage", "", "search this document for the passage"),
        ("documents", "d", "documents", "!documents", "the list of documents"),
        ("topics", "T", "topics", "", "the topics, and where they are in this document"),
        ("script", "s", "script", "!script", "other pane: next script"),
        ("panes", "w", "panes", "", "two panes, one pane, interleaved rows"),
        ("convert", "C", "convert", "", "convert the passage as …, here and everywhere"),
        ("names", "A", "names", "", "people, companies, products: every place that names them"),
        ("describe", "D", "describe", "", "note the date, author and source the text gives itself"),
        ("noise", "z", "noise", "", "noise (leaked pinyin, stray spaces …) dimmed, hidden, shown"),
        ("retry", "ctrl+s", "retry", "", "try again to save what could not be saved"),
        ("help", "?", "help", "!help", "all keys"),
        ("palette", ": ctrl+p", "palette", "", "every act by name"),
        ("leave", "q", "leave", "!quit", "leave; every act is saved already"),
        ("escape", "escape", "escape", "", "leave the innermost mode, never the program"),
    ),
)


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
    if len(name) != 1 or not "!" <= name <= "~":
        return ""
    wide = chr(ord(name) + 0xFEE0)
    return wide + FULL_WIDTH.get(name, "").replace(wide, "")
