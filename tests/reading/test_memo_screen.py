"""Writing memos and claims in the reader, and going through all memos."""

import json
from pathlib import Path

from desk import Desk, read
from textual import events

from seedread.drafts import Drafts
from seedread.ui.reader.screen import Reader
from seedread.ui.writing.area import Area, harmless
from seedread.ui.writing.claim import Form
from seedread.ui.writing.memo import Editor
from seedread.ui.writing.memos import Memos

FIRST = "000_7ce4e99437b5047b.txt"


def lines(root: Path, file: str) -> list[dict]:
    path = root / "annotations" / file
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_a_memo_is_written_listed_and_removed(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("j", "M", "enter")
        assert isinstance(desk.app.screen, Editor)
        area = desk.app.screen.query_one(Area)
        await desk.press("网", "ctrl+p")
        desk.app.post_message(events.Paste("a\x1b]0;x\x07b\r\nc\u202e"))
        await desk.settle()
        # A killed program would find it again.
        assert [d.text for d in Drafts(workspace)] == [area.text]
        await desk.press("escape")
        assert isinstance(desk.app.screen, Reader)
        assert desk.said == "wrote a memo"
        [written] = lines(workspace, "_memos/mei.jsonl")
        passage = desk.reader.cursor.passage
        assert written["about"]["kind"] == "passage"
        assert (written["about"]["start"], written["about"]["end"]) == passage
        assert written["text"][:3] == ["网", "", f"> {desk.lit}"]
        assert written["text"][4].endswith(f", {FIRST}:{passage.start}–{passage.end}")
        assert written["text"][-2:] == ["a␛]0;x␇b", "c⟨202E⟩"]
        assert list(Drafts(workspace)) == []

        await desk.press("j", "ctrl+e")
        assert isinstance(desk.app.screen, Memos)
        assert "网" in desk.screen()
        await desk.press("x")
        assert lines(workspace, "_memos/mei.jsonl") == []
        assert "no memos yet" in desk.screen() or "removed a memo" in desk.screen()
        await desk.press("u", "enter")
        assert lines(workspace, "_memos/mei.jsonl") == [written]
        assert isinstance(desk.app.screen, Reader)
        assert desk.reader.cursor.passage == passage
        await desk.press("backspace")
        assert isinstance(desk.app.screen, Memos)
        assert "Memos  1" in desk.screen()

    read(workspace, story, (100, 30))


def test_what_was_typed_and_not_saved_is_there_again(workspace):
    async def killed(desk: Desk) -> None:
        await desk.press("M", "enter", "甲")

    async def later(desk: Desk) -> None:
        await desk.press("M")
        assert "not saved yet: 甲" in desk.screen()
        await desk.press("enter", "乙", "escape")
        [written] = lines(workspace, "_memos/mei.jsonl")
        assert written["text"] == ["甲乙"]

    read(workspace, killed)
    assert lines(workspace, "_memos/mei.jsonl") == []
    read(workspace, later)


def test_a_claim_is_proposed_kept_and_shown(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("/", *"放弃全球", "enter", "escape", "]", "]", "1", "#")
        assert isinstance(desk.app.screen, Form)
        await desk.press("黄", "enter")
        [tag] = lines(workspace, f"{FIRST}/mei.jsonl")
        assert list(tag)[-1] == "claim"
        assert tag["claim"]["speaker"].endswith("黄")
        assert (tag["claim"]["value"], tag["claim"]["unit"], tag["claim"]["of"]) == (
            *("50", "%"),
            "AI研究员",
        )
        assert "# 黄: 50% AI研究员" in desk.screen()
        await desk.press("#", "ctrl+x", "enter")
        [tag] = lines(workspace, f"{FIRST}/mei.jsonl")
        assert "claim" not in tag

    read(workspace, story)


def test_what_may_be_typed_is_what_may_be_shown():
    assert harmless("a\tb\r\nc\rd\n网") == "a\tb\nc\nd\n网"
    assert harmless("\x00\x1b\x7f\x85\u2028") == "␀␛␡⟨0085⟩⟨2028⟩"
    assert harmless(harmless("\x1b⟨202E⟩")) == harmless("\x1b⟨202E⟩")
