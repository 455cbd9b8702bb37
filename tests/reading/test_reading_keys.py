"""Every key of the table does what the table says; input methods, keymaps and the mouse too."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from desk import Desk, read

from seedread import settings
from seedread.text import cursor as go
from seedread.ui.keys import TABLE, Key
from seedread.ui.page import Page
from seedread.ui.reader.screen import Reader
from seedread.ui.reader.view import LANE, RULE
from seedread.ui.teaching.help import _text

INTERVIEW = "002_3128ee1774a75189.txt"


@dataclass
class Before:
    """What was so before a key was pressed."""

    cursor: go.Cursor
    top: tuple[int, int]
    config: str


Sense = Callable[[Desk, Before], bool]


def _moved(unit: str, by: int) -> Sense:
    def sense(desk: Desk, before: Before) -> bool:
        here, there = before.cursor.passage, desk.reader.cursor.passage
        way = there.start > here.start if by > 0 else there.start < here.start
        return way and desk.reader.cursor.unit == unit

    return sense


def _rolled(by: int) -> Sense:
    return lambda desk, before: (
        desk.reader.top > before.top if by > 0 else desk.reader.top < before.top
    )


def _said(text: str) -> Sense:
    return lambda desk, before: text in desk.said


def _opened(*words: str) -> Sense:
    return lambda desk, before: (
        not isinstance(desk.app.screen, Reader) and all(w in desk.screen() for w in words)
    )


def _lit(larger: bool) -> Sense:
    def sense(desk: Desk, before: Before) -> bool:
        here, there = before.cursor.passage, desk.reader.cursor.passage
        return there != here and (there.covers(here) if larger else here.covers(there))

    return sense


def _entered(unit: str) -> Sense:
    return lambda desk, before: desk.reader.cursor.unit == unit and _lit(False)(desk, before)


SENSES: dict[str, Sense] = {
    "sentence-next": _moved("sentence", 1),
    "sentence-previous": _moved("sentence", -1),
    "paragraph-next": _moved("sentence", 1),
    "paragraph-previous": _moved("sentence", -1),
    "word-next": _entered("word"),
    "word-previous": _entered("word"),
    "clause-next": _entered("clause"),
    "clause-previous": _entered("clause"),
    "quotation": _said("no quotation"),
    "turn": lambda d, b: _lit(True)(d, b) and d.lit.startswith("本次访谈"),
    "page-down": _rolled(1),
    "page-up": _rolled(-1),
    "half-down": _rolled(1),
    "half-up": _rolled(-1),
    "start": lambda d, b: d.reader.cursor.passage.start == 0,
    "end": lambda d, b: d.reader.cursor.passage.end >= len(d.reader.seed) - 1,
    "grow": _lit(True),
    "shrink": _lit(False),
    "extend": lambda d, b: d.reader.cursor.extending and "extending" in d.said,
    "swap": lambda d, b: d.reader.cursor == b.cursor,
    **{f"tag-{n}": _said("tagged ") for n in range(1, 10)},
    "pick": _opened("Topics for", "Standards war"),
    "again": _said("tagged "),
    "remove": _said("no tag of yours here"),
    "note": _opened("Note on", "enter keeps"),
    "undo": _said("nothing to undo"),
    "redo": _said("nothing to redo"),
    "next": _said("no tag further on"),
    "previous": _said("no tag before"),
    "overlapping": _said("no tag here"),
    "search": lambda d, b: d.reader.typing and "search in either script" in d.screen(),
    "documents": _opened("Documents (5)"),
    "topics": _opened("Topics  30 in 5 groups"),
    "search-all": _opened("all documents"),
    "search-passage": _said("hit 1 of"),
    "convert": _opened("Convert “", "enter keeps"),
    "describe": _opened("The text says: date 2025-05-20"),
    "names": _opened("No names"),
    "noise": _said("noise is hidden"),
    "script": lambda d, b: d.reader.config != b.config,
    "panes": lambda d, b: d.reader.rows.mode == "one" and "│" not in d.screen().split("\n")[5],
    "retry": _said("everything is saved"),
    "help": _opened("The keys, in a word each", "j sentence"),
    "reshape": _said("no tag of yours here"),
    "copy": _said("copied"),
    "link": lambda d, b: "L on the other passage" in d.screen(),
    "follow": _said("no link here"),
    "suggested": _said("tagged"),
    "suggested-next": _said("tagged"),
    "alike": _said("looks like"),
    "sticky": _said("S again: other topics"),
    "stick": _said("nothing at hand: S keeps"),
    "tag-hits": _said("no hits to tag"),
    "claim": _opened("enter tags", "tab marks several"),
    "dispute": _said("no tag of anybody else here"),
    "memo": _opened("A memo on what?"),
    "seen": _said("of the document seen"),
    "concordance": _opened("Concordance of which topic"),
    "matrix": _opened("Topics × documents"),
    "compare": _opened("Like “"),
    "links": _opened("No links yet"),
    "memos": _opened("no memos yet"),
    "return": lambda d, b: "no list" in d.said or isinstance(d.app.screen, Page),
    "jump-back": lambda d, b: d.reader.seed.id != INTERVIEW,
    "jump-forward": lambda d, b: d.reader.cursor != b.cursor or "no place" in d.said,
    "tutorial": lambda d, b: d.app.lesson is not None,
    "orphans": _opened("Every tag, link and memo of this document"),
    "agreement": _opened("Nobody to compare yet"),
    "adjudicate": _opened("Settle under which name"),
    "changes": _opened("is in no git repository"),
    "conflicts": _opened("What a merge left open: nothing"),
    "palette": _opened("Do what?", "next sentence"),
    "leave": lambda d, b: not d.app.is_running or d.app.return_value == 0,
    "escape": _said("q leaves"),
}


def test_there_is_a_sense_to_every_key():
    assert set(SENSES) == {key.id for key in TABLE}


@pytest.mark.parametrize("group", sorted({key.group for key in TABLE}))
def test_every_key_does_what_the_table_says(workspace, group):
    wrong = []

    async def story(desk: Desk) -> None:
        await desk.press("d", "0", "0", "2", "enter")
        await desk.press("l")  # loads the words
        names = [(k.id, n) for k in TABLE if k.group == group for n in k.keys]
        for id, name in sorted(names, key=lambda pair: pair[0] == "leave"):
            before = await middle(desk)
            await desk.press(name)
            if not SENSES[id](desk, before):
                wrong.append((id, name, desk.said, desk.lit))
            if id == "leave":
                return
            await desk.press("escape", "escape")
            if desk.app.lesson:
                await desk.press("q")
            if desk.reader.seed.id != INTERVIEW:
                await desk.press("d", "0", "0", "2", "enter")
            if desk.app.history.acts:
                await desk.press("u")
                desk.app.history.acts.clear()

    read(workspace, story)
    assert not wrong


async def middle(desk: Desk) -> Before:
    """Stand on a sentence in the middle of what a speaker says, in the middle of the document."""
    reader = desk.reader
    reader.mode, reader.config = "", "s2tw"
    reader.lay_out()
    at = reader.seed[0 : len(reader.seed)].index("以及为何美国在芯片管制上的做法")
    later = go.paragraph(reader.units, go.at(reader.units, at), 1)
    reader.top = reader.rows.top(at)
    reader.stand(go.move(reader.units, later, "sentence", 1))
    return Before(reader.cursor, reader.top, reader.config)


def test_full_width_marks_of_an_input_method_are_the_keys_they_stand_for(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("ｊ", "Ｊ", "ｊ")
        there = desk.reader.cursor
        await desk.press("ｋ", "Ｋ")
        assert desk.reader.cursor != there
        await desk.press("１")
        assert desk.said.startswith("tagged ")
        await desk.press("j", "。")
        assert desk.said == "tagged standards-war"
        await desk.press("】")
        assert desk.reader.cursor.unit == "paragraph"
        await desk.press("【")
        assert desk.reader.cursor.unit == "sentence"
        await desk.press("（")
        assert desk.reader.cursor.unit == "clause"
        await desk.press("“")
        assert desk.said == "no quotation around here"
        await desk.press("；")
        assert desk.said == ""
        await desk.press("？")
        assert "The keys, in a word each" in desk.screen()
        await desk.press("escape", "、")
        assert desk.reader.typing

    read(workspace, story)


def keymap(*lines: str) -> None:
    settings.path().parent.mkdir(parents=True, exist_ok=True)
    settings.path().write_text("\n".join(["[keys]", *lines]), "utf-8")


def test_a_person_can_have_other_keys(workspace):
    keymap('sentence-next = "a,f2"', 'note = "E"')

    async def story(desk: Desk) -> None:
        for key in ("a", "f2", "ａ"):
            before = desk.reader.cursor.passage
            await desk.press(key)
            assert desk.reader.cursor.passage > before
        before = desk.reader.cursor
        await desk.press("j", "down", "e")
        assert desk.reader.cursor == before
        await desk.press("E")
        assert "Note on" in desk.screen()
        await desk.press("escape", "question_mark", "question_mark")
        assert "a  f2" in desk.screen()

    read(workspace, story)


def test_a_key_that_another_act_has_is_refused_and_nothing_else(workspace):
    keymap('sentence-next = "n"', 'nonsense = "a"', 'note = "E"')

    async def story(desk: Desk) -> None:
        for word in ("sentence-next", "n is the key of next", "nonsense"):
            assert word in desk.said
        await desk.press("j")
        assert desk.reader.cursor.passage.start > 0
        await desk.press("n")
        assert desk.said == "no tag further on"
        await desk.press("E")
        assert "Note on" in desk.screen()

    read(workspace, story)


@pytest.mark.parametrize(("size", "twin"), [((160, 48), False), ((160, 48), True), ((80, 24), 0)])
def test_a_click_stands_on_the_sentence_and_a_drag_on_what_is_drawn(workspace, size, twin):
    async def story(desk: Desk) -> None:
        rows = desk.reader.rows
        left = LANE * (3 if size[0] >= 120 else 2) + (rows.width + len(RULE) if twin else 0)
        row = desk.screen()[: desk.screen().index("黄仁勋与任正非")].count("\n") - 1
        await desk.pilot.click("#spread", offset=(left + 2 * 20, row))
        await desk.settle()
        assert desk.lit == "中美伦敦贸易会谈——谁都没说,但谁都真正关心的话题。"
        await desk.pilot.mouse_down("#spread", offset=(left + 2 * 4, row))
        await desk.pilot.hover("#spread", offset=(left + 2 * 6 + 1, row))
        await desk.pilot.mouse_up("#spread", offset=(left + 2 * 6 + 1, row))
        await desk.settle()
        assert desk.lit == "任正非"
        await desk.pilot.hover("#spread", offset=(left, row + 1))
        assert desk.lit == "任正非"
        await desk.press("1")
        assert desk.said == "tagged standards-war"

    read(workspace, story, size)


def test_long_names_of_keys_do_not_run_into_their_help():
    names, help = ("escape", "q", "backspace", "ctrl+shift+left"), "what it does " * 6
    text = _text((Key("id", names, "act", (), "", help, "Group"),)).plain
    assert f"{names[-1]}  what it does" in text
    assert "does   id" in text
