"""Searching all documents, and searching for what one stands on."""

import shutil
from pathlib import Path

import pytest
from desk import Desk, read

from seedread import search
from seedread.kept import StoppedError
from seedread.ui.lines.found import Found
from seedread.ui.reader.screen import Reader

SHIPPED = Path(__file__).parents[2] / "annotations" / "names.jsonl"
FIRST, TRADITIONAL = "000_7ce4e99437b5047b.txt", "004_1110d360e7397345.txt"


@pytest.fixture
def named(workspace) -> Path:
    """The workspace with the names of the five documents."""
    shutil.copy(SHIPPED, workspace / "annotations")
    return workspace


def rows(desk: Desk) -> list[str]:
    assert isinstance(desk.app.screen, Found)
    return [choice.plain for choice in desk.app.screen.offered]


def test_all_documents_are_searched_while_one_types(named):
    async def story(desk: Desk) -> None:
        await desk.press("F", *"英伟达")
        headings = [row for row in rows(desk) if row.count("  ·  ") == 2]
        assert len(headings) == 5
        assert sum(int(row.split()[-2]) for row in headings) == len(rows(desk)) - 5
        assert f"{len(rows(desk)) - 5} hits in 5 documents" in desk.screen()
        assert any("英偉達" in row for row in rows(desk))
        assert any(row.endswith("(nvidia)") for row in rows(desk))
        await desk.press("backspace", *"王")
        assert "0 hits in 0 documents" in desk.screen()
        assert rows(desk) == []

    read(named, story)


def test_enter_goes_to_the_hit_and_n_goes_on_from_there(named):
    async def story(desk: Desk) -> None:
        await desk.press("F", *"臺灣")
        await desk.press("down", "enter")
        assert isinstance(desk.app.screen, Reader)
        assert desk.reader.seed.id != FIRST
        assert desk.lit == "台 湾"
        assert desk.said.startswith("hit 2 of 4")
        await desk.press("n")
        assert desk.said.startswith("hit 3 of 4")
        assert desk.lit == "台 湾"

    read(named, story)


def test_a_hit_in_the_document_one_reads_is_gone_to_as_well(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("F", *"标准", "down", "enter")
        assert desk.reader.seed.id == FIRST
        assert desk.lit == "标准"
        assert desk.said.startswith("hit 2 of ")
        await desk.press("escape")
        assert desk.reader.search is None

    read(workspace, story)


def test_escape_returns_to_where_one_was(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("j", "j")
        there = desk.reader.cursor
        await desk.press("F", *"标准", "down", "escape")
        assert desk.reader.cursor == there
        assert desk.reader.search is None
        assert desk.said == ""

    read(workspace, story)


def test_a_first_search_can_be_left_while_it_reads(workspace, monkeypatch):
    given_up = []

    def endless(self, told, stop):
        told(0.5)
        while not stop():
            pass
        given_up.append(True)
        raise StoppedError

    async def story(desk: Desk) -> None:
        monkeypatch.setattr(search.Search, "prepare", endless)
        await desk.press("F")
        await desk.strike("标")
        await desk.pilot.pause(0.1)
        assert "reading them, 50%" in desk.screen()
        await desk.strike("escape")
        await desk.settle()
        assert given_up
        assert isinstance(desk.app.screen, Reader)
        assert desk.reader.search is None

    read(workspace, story)


def test_the_search_one_has_on_is_searched_for_everywhere(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("slash", *"标准", "enter", "F")
        assert "37 hits in 2 documents" in desk.screen()
        assert len(rows(desk)) > 10

    read(workspace, story)


def test_the_passage_is_searched_for(named):
    async def story(desk: Desk) -> None:
        await desk.press("slash", *"芯片", "enter", "escape")
        there = desk.reader.cursor.passage
        await desk.press("*")
        assert desk.reader.cursor.passage == there
        assert desk.said.startswith("hit 1 of ")
        await desk.press("n")
        assert desk.reader.cursor.passage > there
        assert desk.lit in ("芯片", "晶片", "chip", "chips")

    read(named, story)


def test_noise_inside_a_hit_is_lit_with_it(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("d", *"004", "enter", "slash", *"聯接", "enter")
        assert desk.lit == "聯(lián)接"

    read(workspace, story)
