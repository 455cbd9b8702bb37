"""Linking two passages, following a link, comparing, the list of links: what a reader sees."""

import json
import re
import threading

import pytest
from desk import Desk, read

from seedread.text.passage import Passage
from seedread.ui.pairs.alike import Alikes
from seedread.ui.pairs.compare import Compare
from seedread.ui.pairs.links import Drawn
from seedread.ui.reader.screen import Reader

A = "开头。全球一半的AI人才在中国。结尾的话。\n"
B = "別的事情。\n世界一半的AI研究人員是中國人。\n還有別的話。\n"
LINKS = "annotations/_links"


@pytest.fixture
def space(tmp_path, monkeypatch):
    for name in ("STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    for folder in ("seeds", LINKS):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "seeds" / "a.txt").write_text(A)
    (tmp_path / "seeds" / "b.txt").write_text(B)
    return tmp_path


def links(space, by="mei"):
    file = space / LINKS / f"{by}.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def row(desk: Desk, text: str) -> str:
    return next(line for line in desk.screen().splitlines() if text in line)


def test_two_passages_of_two_documents_are_linked_and_the_link_leads_across(space):
    async def story(desk: Desk) -> None:
        await desk.press("j", "L")
        assert "⇄ from “全球一半的AI人才在中国。”: L on the other passage" in desk.screen()
        desk.reader.go("b.txt", Passage(6, 22))
        await desk.settle()
        assert "⇄ from “全球一半的AI人才在中国。”" in desk.screen()
        await desk.press("L", "enter")
        assert desk.said.startswith("linked, agrees")
        assert "from “" not in desk.screen()
        assert re.search(r"⇄⟦世界一半的AI研究人員", desk.screen())
        assert "⇄ agrees ← “全球一半的AI人才在中国。” a.txt" in desk.screen()
        await desk.press(">")
        assert (desk.reader.seed.id, desk.lit) == ("a.txt", "全球一半的AI人才在中国。")
        await desk.press("u")
        assert "⇄" not in desk.screen()

    read(space, story)
    assert links(space) == []


def test_esc_puts_the_passage_in_hand_down(space):
    async def story(desk: Desk) -> None:
        await desk.press("L", "escape")
        assert "⇄" not in desk.screen()
        await desk.press(">")
        assert desk.said.startswith("no link here")

    read(space, story)


def test_what_is_similar_is_compared_linked_as_a_new_kind_and_listed(space):
    async def story(desk: Desk) -> None:
        await desk.press("j", "c")
        assert isinstance(desk.app.screen, Alikes)
        assert "世界一半的AI研究人員是中國人。" in row(desk, "  1  ")
        assert "both say 一半 · AI · 中国" in desk.screen()
        await desk.press("enter")
        assert isinstance(desk.app.screen, Compare)
        assert "⟦全球一半的AI人才在中国。⟧" in desk.screen()
        assert "⟦世界一半的AI研究人員是中國人。⟧" in desk.screen()
        await desk.press("tab", "tab", "s")
        assert "⟦世界一半的AI研究人员是中国人。⟧" in desk.screen()
        await desk.press("l", "h", "L")
        desk.app.screen.query_one("#filter").value = "呼應"
        await desk.settle()
        await desk.press("enter", "enter")
        assert desk.screen().count("⇄") == 2
        (made,) = links(space)
        assert made["kind"] == "huying"
        assert (made["from"]["quote"], made["to"]["quote"]) == (A[3:16], B[6:22])
        assert (made["to"]["doc"], made["by"]) == ("b.txt", "mei")
        await desk.press("o")
        assert (desk.reader.seed.id, desk.lit) == ("b.txt", B[6:22])
        assert isinstance(desk.app.screen, Reader)

    read(space, story)
    relation = json.loads((space / "annotations" / "relations.jsonl").read_text())
    assert relation == {"id": "huying", "en": "", "hans": "呼应", "hant": "呼應"}


def test_links_are_listed_filtered_in_either_script_removed_and_brought_back(space):
    def end(doc, text, start, stop):
        fields = {"doc": doc, "start": start, "end": stop, "quote": text[start:stop]}
        return {**fields, "before": "", "after": text[stop : stop + 8], "rev": ""}

    ends = {"from": end("a.txt", A, 3, 16), "to": end("b.txt", B, 6, 22)}
    for by in ("mei", "li"):
        fields = {"id": by * 3, "kind": "agrees", **ends, "note": "數字" if by == "mei" else ""}
        line = json.dumps({**fields, "by": by, "at": "2026-11-22T08:15:00Z"}, ensure_ascii=False)
        (space / LINKS / f"{by}.jsonl").write_text(line + "\nno json\n")

    async def story(desk: Desk) -> None:
        await desk.press("ctrl+l")
        assert "Links (2)" in desk.screen()
        assert "“全球一半的AI人才在中国。”" in row(desk, "agrees 一致")
        assert "○ li" in desk.screen()
        assert "✎ 數字" in desk.screen()
        await desk.press("x")
        assert "this link is li's" in desk.screen()
        desk.app.screen.state.filter = "数字"
        desk.app.screen.refill()
        await desk.press("x")
        assert links_of("mei") == []
        await desk.press("u")
        assert "undone: removed a link, agrees" in desk.screen()
        assert "brings" not in desk.screen()
        assert [one["id"] for one in links_of("mei")] == ["meimeimei"]
        assert "Links (1 of 2) · with “数字”" in desk.screen()
        await desk.press(">")
        assert (desk.reader.seed.id, desk.lit) == ("b.txt", B[6:22])

    def links_of(by):
        lines = (space / LINKS / f"{by}.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    read(space, story)


def test_without_links_the_list_says_how_to_make_one(space):
    async def story(desk: Desk) -> None:
        await desk.press("ctrl+l")
        assert "press L, go to another one" in desk.screen()

    read(space, story, size=(80, 24))


def test_every_row_of_a_link_fits_any_width():
    from seedread.tags.link import End, Link
    from seedread.tags.record import Record
    from seedread.text.wrap import cells

    ends = tuple(End(d, Passage(0, 90), "一半的AI人才 " * 9, "", "", "") for d in ("甲" * 9, "b"))
    one = Link(Record({"id": "x"}), "", "agrees", ends, "注", "mei")
    drawn = Drawn({}, "", lambda doc: "標題" * 20)
    for width in (79, 99, 159):
        for part in (0, 1):
            assert sum(cells(text) for text, _ in drawn.row(one, part, width)) in (width, width - 1)


def test_backspace_opens_the_list_again_where_it_was_left(space):
    (space / "seeds" / "c.txt").write_text("半數AI人才說話。\n全球一半的AI人才。\n")

    async def story(desk: Desk) -> None:
        await desk.press("j", "c", "j", "enter", "o")
        here = desk.reader.seed.id
        assert here != "a.txt"
        await desk.press("backspace")
        assert isinstance(desk.app.screen, Alikes)
        assert desk.app.screen.roll.at == 2
        assert "Like “全球一半的AI人才在中国。”" in desk.screen()

    read(space, story)


def test_the_other_script_alone_has_rows_of_its_own_and_finds_every_offset():
    from seedread.text import script
    from seedread.text.rows import ALONE, Layout, Top
    from seedread.text.seed import Seed

    text = "互联网和数据库的信息,软件里的网络。\n\n第二行:鼠标和内存都是硬件。\n"
    seed = Seed.of(text.encode(), "a.txt")
    layout = Layout(seed, 12, 12, ALONE, lambda part: script.convert(part, "s2twp"))
    lines = layout.window(Top(0, 0), 50)
    sides = [(line.facing.twin or line.facing.source, line.row) for line in lines]
    shown = ["".join(side.text[side.row(n).start : side.row(n).end]) for side, n in sides]
    expected = "".join(script.convert(part, "s2twp").text for part in text.split("\n"))
    assert "".join(shown) == expected
    assert sum(layout.lines(layout.facing(block)) for block in seed.blocks()) == len(lines)
    for offset in (n for n, c in enumerate(text) if c != "\n"):
        top = layout.top(offset)
        (line,) = layout.window(top, 1)
        row = line.facing.twin.row(line.row)
        assert line.facing.to_twin(Passage(offset, offset + 1)).start in row


def test_documents_are_read_beside_the_screen_and_one_that_is_gone_is_no_end(space, monkeypatch):
    threads = set()

    async def story(desk: Desk) -> None:
        seed = desk.app.corpus.seed

        def watched(doc):
            threads.add(threading.current_thread())
            return seed(doc)

        monkeypatch.setattr(desk.app.corpus, "seed", watched)
        await desk.press("j", "L")
        desk.reader.go("b.txt", Passage(6, 22))
        await desk.settle()
        (space / "seeds" / "a.txt").unlink()
        await desk.press("c")
        assert isinstance(desk.app.screen, Compare)
        assert "a.txt cannot be read" in desk.screen()
        assert "⟦世界一半的AI研究人員是中國人。⟧" in desk.screen()
        await desk.press("l", "tab", "G", "d", "escape", "escape")
        assert isinstance(desk.app.screen, Reader)

    read(space, story)
    assert threads
    assert threading.main_thread() not in threads
