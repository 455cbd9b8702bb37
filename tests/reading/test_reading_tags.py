"""Tagging from the keyboard: what a person does, sees, and then has on disk."""

import json
from pathlib import Path

from desk import Desk, read

DOCUMENTS = ("000_7ce4e99437b5047b.txt", "001_6cbf5dd94d21163e.txt")


def tags(workspace: Path, by: str = "mei", doc: str = DOCUMENTS[0]) -> list[tuple[str, list[str]]]:
    """Return what one person's file says: (quote, topics) of every line."""
    file = workspace / "annotations" / doc / f"{by}.jsonl"
    lines = file.read_text("utf-8").split("\n") if file.exists() else [""]
    assert lines.pop() == ""
    return [(tag["quote"], tag["topics"]) for tag in map(json.loads, lines)]


def contents(workspace: Path) -> dict[str, bytes]:
    found = (p for p in (workspace / "annotations").rglob("*") if p.is_file())
    return {p.relative_to(workspace).as_posix(): p.read_bytes() for p in found}


def topics(workspace: Path) -> dict[str, dict]:
    lines = (workspace / "annotations" / "topics.jsonl").read_text("utf-8").splitlines()
    return {topic["id"]: topic for topic in map(json.loads, lines)}


SENTENCE = "这样的一篇文章登上了人民日报的头版。"


async def to_sentence(desk: Desk) -> None:
    await desk.press("J", "J", "J", "j", "j", "j")
    assert desk.lit == SENTENCE


def test_a_sentence_a_clause_and_a_word_are_tagged_by_a_digit(workspace):
    async def story(desk: Desk) -> None:
        await to_sentence(desk)
        await desk.press("1")
        assert desk.said == "tagged standards-war"
        assert "● SW Standards war 标准之争 mei" in desk.screen()
        await desk.press("k", ")", "2")
        clause = desk.lit
        await desk.press("j", "l", "l", "l", "3")
        word = desk.lit
        assert len(word) < len(clause)
        assert tags(workspace) == [
            (clause, ["power-infrastructure"]),
            (SENTENCE, ["standards-war"]),
            (word, ["export-controls"]),
        ]

    read(workspace, story)


def test_a_passage_over_sentences_and_paragraphs_is_tagged_whole(workspace):
    async def story(desk: Desk) -> None:
        await to_sentence(desk)
        start = desk.reader.cursor.passage.start
        await desk.press("v", "J", "j", "1")
        passage = desk.reader.cursor.passage
        assert not desk.reader.cursor.extending
        assert passage.start == start
        assert "\n" in desk.lit
        assert tags(workspace) == [(desk.lit, ["standards-war"])]

    read(workspace, story)


def test_while_extending_o_lets_the_other_end_move(workspace):
    async def story(desk: Desk) -> None:
        await to_sentence(desk)
        await desk.press("v", "j", "o", "k", "k")
        assert desk.lit.startswith("大家好") is False
        assert desk.lit.startswith("6月10号头版头条") is False
        assert SENTENCE in desk.lit
        end = desk.reader.cursor.passage.end
        await desk.press("o", "j")
        assert desk.reader.cursor.passage.end > end
        await desk.press("escape")
        assert not desk.reader.cursor.extending

    read(workspace, story)


def test_the_same_digit_takes_the_tag_off_again(workspace):
    before = contents(workspace)

    async def story(desk: Desk) -> None:
        await desk.press("j", "1", "2")
        assert tags(workspace) == [(desk.lit, ["power-infrastructure", "standards-war"])]
        await desk.press("1")
        assert desk.said == "untagged standards-war"
        await desk.press("2")
        assert desk.said == "untagged power-infrastructure"
        assert "no tag here" in desk.screen()

    read(workspace, story)
    assert contents(workspace) == before


def test_undo_and_redo_lead_to_the_same_bytes(workspace):
    states = [contents(workspace)]

    async def story(desk: Desk) -> None:
        for key in ("1", "j2", "3", "kx", "eyes\r", "t標準\r"):
            for one in key:
                await desk.press({"\r": "enter"}.get(one, one))
            states.append(contents(workspace))
        assert len({repr(state) for state in states}) == len(states)
        for state in reversed(states[:-1]):
            await desk.press("u")
            assert desk.said.startswith("undone: ")
            assert contents(workspace) == state
        await desk.press("u")
        assert desk.said == "nothing to undo here"
        for state in states[1:]:
            await desk.press("ctrl+r")
            assert contents(workspace) == state
        await desk.press("U")
        assert desk.said == "nothing to redo here"

    read(workspace, story)


def test_the_picker_finds_a_topic_by_its_name_in_any_script(workspace):
    async def story(desk: Desk) -> None:
        for typed in ("標準", "标准", "standards w", "STANDARDS-W"):
            await desk.press("t", *("space" if c == " " else c for c in typed))
            assert "标准之争" in desk.screen()
            await desk.press("enter")
            assert desk.said == "tagged standards-war"
            await desk.press("u", "j")
        await desk.press("t", "escape")
        assert tags(workspace) == []

    read(workspace, story)


def test_tab_marks_several_topics_and_enter_tags_with_all(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("t", "down", "tab", "down", "tab")
        assert desk.screen().count("✓") == 2
        await desk.press("enter")
        assert tags(workspace) == [(desk.lit, ["export-controls", "power-infrastructure"])]
        await desk.press("t", "down", "tab")
        assert desk.screen().count("✓") == 1
        await desk.press("enter")
        assert tags(workspace) == [(desk.lit, ["export-controls"])]
        await desk.press("t", "tab", "enter")  # the recent ones come first now
        assert tags(workspace) == []

    read(workspace, story)


def test_marking_goes_on_while_one_types(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("t", *"標準", "tab", *"电力", "tab", "enter")
        assert tags(workspace) == [(desk.lit, ["power-infrastructure", "standards-war"])]

    read(workspace, story)


def test_what_no_topic_is_called_makes_a_new_one(workspace):
    known = topics(workspace)

    async def story(desk: Desk) -> None:
        await desk.press("t", *"台湾问题")
        assert "+ new topic “台湾问题”" in desk.screen()
        await desk.press("up", "enter")
        (new,) = topics(workspace).keys() - known.keys()
        topic = topics(workspace)[new]
        assert (topic["hans"], topic["hant"]) == ("台湾问题", "臺灣問題")
        assert topic["mark"] not in {t["mark"] for t in known.values()}
        assert tags(workspace) == [(desk.lit, [new])]
        assert "台湾问题 mei" in desk.screen()
        await desk.press("u")
        assert topics(workspace).keys() == known.keys()
        assert tags(workspace) == []

    read(workspace, story)


def test_a_topic_pinned_in_the_picker_is_on_its_digit_at_once(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("t", *"rare", "ctrl+k")
        assert "press a digit" in desk.screen()
        await desk.press("1", "escape", "1")
        assert desk.said == "tagged rare-earth-leverage"

    read(workspace, story)


def test_the_last_topics_again(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("1", "j", "full_stop", "t", *"rare", "enter", "j", "full_stop")
        assert [names for _, names in tags(workspace)] == [
            ["standards-war"],
            ["rare-earth-leverage", "standards-war"],
            ["rare-earth-leverage", "standards-war"],
        ]

    read(workspace, story)


def test_x_removes_the_tag_on_the_passage_and_asks_among_several(workspace):
    async def story(desk: Desk) -> None:
        await to_sentence(desk)
        await desk.press("1", "l", "l", "2", "v", "l", "3", "k", "j")
        assert desk.lit == SENTENCE
        assert len(tags(workspace)) == 3
        await desk.press("x")
        assert desk.said == "removed standards-war"
        await desk.press("x")
        assert "Remove which tag?" in desk.screen()
        await desk.press("escape")
        assert len(tags(workspace)) == 2
        await desk.press("x", "enter")
        assert desk.said == "removed power-infrastructure"
        await desk.press("x")
        assert desk.said == "removed export-controls"
        await desk.press("x")
        assert desk.said == "no tag of yours here"

    read(workspace, story)


def test_a_tag_of_somebody_else_is_not_removed(workspace):
    async def by_li(desk: Desk) -> None:
        await desk.press("1")

    async def story(desk: Desk) -> None:
        assert "○ SW Standards war 标准之争 li" in desk.screen()
        await desk.press("x")
        assert desk.said == "no tag of yours here: this one is li's"
        await desk.press("1")
        assert "● SW" in desk.screen()

    read(workspace, by_li, by="li")
    read(workspace, story)
    assert len(tags(workspace, "li")) == len(tags(workspace, "mei")) == 1


def test_a_note_is_written_changed_and_emptied(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("e", *"weil", "enter")
        assert desk.said == "noted"
        assert "“weil”" in desk.screen()
        await desk.press("e", *"en", "enter")
        assert "“weilen”" in desk.screen()
        await desk.press("e", "backspace", "escape")
        assert "“weilen”" in desk.screen()
        await desk.press("1", "1")
        assert tags(workspace) == [(desk.lit, [])]
        await desk.press("e", "ctrl+u", "enter")
        assert tags(workspace) == []
        await desk.press("e", "enter")
        assert desk.said == "nothing noted"

    read(workspace, story)


def test_n_goes_from_tag_to_tag_and_semicolon_through_those_that_overlap(workspace):
    async def story(desk: Desk) -> None:
        await to_sentence(desk)
        await desk.press("1", ")", "2")
        inner = desk.lit
        await desk.press("J", "3", "g", "n")
        third = "那任正非说了些什么呢?"
        assert desk.lit == SENTENCE
        await desk.press("n")
        assert desk.lit == third
        await desk.press("n")
        assert desk.said == "no tag further on"
        await desk.press("N")
        assert desk.lit in (SENTENCE, inner)
        await desk.press("N")
        assert desk.said in ("", "no tag before this")
        await desk.press("g", "n")
        seen = {desk.lit}
        for _ in range(2):
            await desk.press("semicolon")
            seen.add(desk.lit)
        assert seen == {SENTENCE, inner}

    read(workspace, story)
