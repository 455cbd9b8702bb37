"""The picker as a person sees it: pinyin, recent topics by digits, what topics mean."""

import json
from pathlib import Path

import pytest
from desk import Desk, read

from seedread.tags import ranking

FIRST = "000_7ce4e99437b5047b.txt"


def topics(workspace: Path, doc: str = FIRST) -> list[list[str]]:
    file = workspace / "annotations" / doc / "mei.jsonl"
    return [json.loads(line)["topics"] for line in file.read_text("utf-8").splitlines()]


def test_initials_of_pinyin_find_a_topic_even_before_the_readings_are_loaded(workspace):
    ranking.readings.cache_clear()

    async def story(desk: Desk) -> None:
        await desk.burst("tdljcss\r")
        assert desk.said == "tagged power-infrastructure"
        await desk.burst("jtdianli\r")
        assert topics(workspace) == [["power-infrastructure"]] * 2

    read(workspace, story)


def test_a_digit_takes_a_recent_topic_only_while_nothing_is_typed(workspace):
    async def story(desk: Desk) -> None:
        await desk.burst("3jtrare\r")
        await desk.burst("jt")
        assert " 1   RE     Rare-earth" in desk.screen()
        assert " 2   EC [3] Export controls" in desk.screen()
        await desk.burst("2")
        assert desk.said == "tagged export-controls"
        await desk.burst("d001\rt2")
        assert desk.said == "tagged rare-earth-leverage"
        await desk.burst("jta2")
        assert "+ new topic “a2”" in desk.screen()
        await desk.burst("\x1bj.")
        assert desk.said == "tagged rare-earth-leverage"

    read(workspace, story)


def test_beside_the_list_stands_what_a_topic_means_with_passages_that_have_it(workspace):
    async def story(desk: Desk) -> None:
        await desk.burst("J1d001\r")
        await desk.burst("tsw")
        shown = desk.screen()
        assert "Who sets the technical standard" in shown
        assert "+ '谁用的多" in shown
        assert "− Habit and switching cost" in shown
        assert "000 “" in shown

    read(workspace, story)


@pytest.mark.parametrize("size", [(160, 48), (100, 30), (80, 24)])
def test_the_list_can_be_used_at_every_size(workspace, size):
    async def story(desk: Desk) -> None:
        await desk.burst("t")
        shown = desk.screen()
        assert shown.count("[") >= 9
        assert "Standards war  标准之争" in shown
        assert "Who sets the" in shown

    read(workspace, story, size)


def test_enter_with_nothing_to_choose_says_so(workspace):
    async def story(desk: Desk) -> None:
        desk.reader.tagging.choose("Which?", (), lambda chosen: None)
        await desk.settle()
        await desk.press(*"zzqq", "enter")
        assert "no topic answers to “zzqq”" in desk.screen()
        await desk.press("backspace")
        assert "no topic answers" not in desk.screen()

    read(workspace, story)
