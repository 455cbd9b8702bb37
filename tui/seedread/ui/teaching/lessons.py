"""What the tutorial teaches, step by step: what to do, and how one sees that it was done."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What a learner has come to: where they stand, and what there is in the scratch copy."""

    doc: str = ""
    start: int = 0  # code points: where the passage begins
    unit: str = "sentence"
    config: str = ""  # the conversion in the other pane
    screen: str = ""  # the name of the screen, such as Reader or Concordance
    searching: bool = False
    visited: bool = False  # whether they have come back from a list
    tags: int = 0
    topics: frozenset[str] = frozenset()
    undone: bool = False
    links: int = 0
    memos: int = 0


Done = Callable[[Facts, Facts], bool]  # (as the step began, now)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; `topic` is what it is about, in a word or two."""

    topic: str
    text: str
    done: Done


def _more(what: str) -> Done:
    return lambda before, now: getattr(now, what) > getattr(before, what)


def _seen(screen: str) -> Done:
    return lambda before, now: now.screen == screen


STEPS = (
    Step(
        "reading",
        "On the left the document as it was written, on the right the other script. "
        "j goes to the next sentence, k back. Go three sentences on.",
        lambda before, now: now.start > before.start + 40,
    ),
    Step(
        "passages",
        "What is lit is the passage: every act is about it. [ makes it smaller, ] larger, "
        "l and ) go by word and clause. Make it a clause or a word.",
        lambda before, now: now.unit in ("clause", "word"),
    ),
    Step(
        "scripts",
        "s shows the next script in the other pane: Taiwan's, Hong Kong's, with their words or "
        "without. Press it once.",
        lambda before, now: now.config != before.config,
    ),
    Step(
        "tagging",
        "j to a sentence, then 1: it is tagged with the topic pinned to 1, and saved. "
        "The mark stands in the margin, its name below.",
        _more("tags"),
    ),
    Step(
        "undo",
        "u takes back your latest act, U does it again. Take the tag back.",
        lambda before, now: now.undone,
    ),
    Step(
        "topics",
        "t asks for a topic by any of its names, in either script, in pinyin or its initials: "
        "press t, type dljcss, enter.",
        lambda before, now: "power-infrastructure" in now.topics,
    ),
    Step(
        "suggestions",
        "Go on with j: below, the program says which topics a sentence looks like, and by which "
        "words. p accepts the first. Accept one that is right.",
        _more("tags"),
    ),
    Step(
        "searching",
        "/ searches in either script: type 標準, enter. The document says 标准; both are found. "
        "n goes to the next hit, esc ends the search.",
        lambda before, now: now.searching,
    ),
    Step(
        "documents",
        "d lists the documents. Open one that is written in the other script, 004: type 004, "
        "enter.",
        lambda before, now: now.doc.startswith("004"),
    ),
    Step(
        "concordance",
        "f asks for a topic and shows every passage that has it, in all documents, aligned. "
        "Open one; enter on a row goes there, backspace comes back to the list.",
        lambda before, now: now.visited and now.screen == "Reader",
    ),
    Step(
        "comparing",
        "c on a passage lists the most similar ones elsewhere, and says "
        "by which words. Open that list, and compare two with enter.",
        lambda before, now: now.screen in ("Alike", "Compare"),
    ),
    Step(
        "links",
        "Esc returns. L on a passage begins a link; go to another passage, L again, and choose "
        "what the first one does to it: agrees, contradicts, answers, …",
        _more("links"),
    ),
    Step(
        "memos",
        "M writes a memo on the passage, its topic, the document or all of them. Write a line, "
        "esc keeps it.",
        _more("memos"),
    ),
    Step(
        "help",
        "? shows the keys one needs most, and pressed again all of them; : finds any act by its "
        "name. Press ?",
        lambda before, now: now.screen in ("Hints", "Help"),
    ),
    Step(
        "the end",
        "That is the day's work. q leaves the tutorial: your own documents are as they were.",
        lambda before, now: False,
    ),
)
