"""What a person does with passages, sees, and then has on disk; and keys that come at once."""

import json
from pathlib import Path

import pytest
from desk import Desk, read

FIRST = "000_7ce4e99437b5047b.txt"


def lines(workspace: Path, doc: str = FIRST) -> list[dict]:
    file = workspace / "annotations" / doc / "mei.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_reshaping_moves_an_edge_and_the_line_keeps_its_id(workspace):
    async def story(desk: Desk) -> None:
        await desk.burst("jj1")
        (before,) = lines(workspace)
        await desk.burst("r")
        assert "reshaping: motions move the end" in desk.said
        await desk.burst("j")
        assert "reshaping " in desk.screen()
        assert "extending" not in desk.screen()
        await desk.burst("o)\r")
        assert desk.said == "reshaped standards-war"
        (after,) = lines(workspace)
        assert after["id"] == before["id"]
        assert after["start"] > before["start"]
        assert after["end"] > before["end"]
        assert after["quote"] == desk.lit
        await desk.burst("u")
        assert lines(workspace) == [before]
        await desk.burst("NrkJ\x1b")
        assert desk.said == "not reshaped"
        assert lines(workspace) == [before]

    read(workspace, story)


def test_two_tags_never_come_to_stand_on_one_passage(workspace):
    async def story(desk: Desk) -> None:
        await desk.burst("jj1j2k")
        one, two = lines(workspace)
        await desk.burst("rjoj")
        assert desk.lit == two["quote"]
        await desk.burst("r")
        assert "Join the two?" in desk.screen()
        await desk.burst("n\x1b")
        assert lines(workspace) == [one, two]
        await desk.burst("rjojry")
        (both,) = lines(workspace)
        assert (both["id"], both["quote"]) == (one["id"], two["quote"])
        assert both["topics"] == ["power-infrastructure", "standards-war"]

    read(workspace, story)


def test_a_passage_is_copied_with_its_source_in_either_script(workspace):
    async def story(desk: Desk) -> None:
        await desk.burst("Jy")
        start, end = desk.reader.cursor.passage
        title = desk.reader.reading.title[:30]
        source = f"— {title}…, {FIRST}:{start}–{end}"
        assert desk.app.clipboard == f"{desk.lit}\n{source}"
        assert "标准" in desk.lit
        await desk.burst("y")
        quote, again = desk.app.clipboard.split("\n")
        assert again == source
        assert "標準" in quote
        await desk.burst("y")
        assert desk.app.clipboard == f"{desk.lit}\n{source}"

    read(workspace, story)


def test_control_characters_do_not_reach_the_terminal_with_what_is_copied(tmp_path):
    (tmp_path / "a.txt").write_text("一\x1b]52;c;AAAA\x07二。", "utf-8")

    async def story(desk: Desk) -> None:
        written: list[str] = []
        desk.app._driver.write = written.append
        await desk.burst("y")
        assert "\x1b]52;c;AAAA" not in "".join(written)
        assert desk.app.clipboard.startswith("一\x1b]52;c;AAAA\x07二。\n")

    read(tmp_path, story)


def test_a_topic_at_hand_is_tagged_by_enter_from_sentence_to_sentence(workspace):
    async def story(desk: Desk) -> None:
        await desk.burst("\r")
        assert desk.said.startswith("nothing at hand: S keeps")
        await desk.burst("2jS")
        assert "sticky: power-infrastructure — enter tags and goes on" in desk.screen()
        await desk.burst("\rj\r")
        assert [line["topics"] for line in lines(workspace)] == [["power-infrastructure"]] * 3
        await desk.burst("S")
        assert desk.said == "no topic at hand any more"
        await desk.burst("\r")
        assert len(lines(workspace)) == 3
        await desk.burst("SS")
        assert "Keep which topics at hand?" in desk.screen()
        await desk.burst("rare\r")
        await desk.burst("\r\x1b")
        assert lines(workspace)[-1]["topics"] == ["rare-earth-leverage"]
        assert "sticky" not in desk.screen()

    read(workspace, story)


@pytest.mark.parametrize("which", ["hit", "sentence"])
def test_every_hit_of_a_search_is_tagged_in_one_act(workspace, which):
    async def story(desk: Desk) -> None:
        await desk.burst("&")
        assert desk.said == "no hits to tag: / searches first"
        await desk.burst("/標準\r")
        await desk.burst("1&")
        assert "Tag 33 hits of “標準”" in desk.screen()
        await desk.burst("biaozhun\r")
        assert "tag 32 hits: the words found; 1 has it already" in desk.screen()
        assert "tag 26 sentences: the whole sentences" in desk.screen()
        await desk.press(*(["down"] if which == "sentence" else []), "enter")
        count = {"hit": 32, "sentence": 26}[which]
        assert desk.said == f"tagged {count} passages standards-war"
        assert len(lines(workspace)) == count + 1
        assert all("标准" in line["quote"] for line in lines(workspace))
        await desk.burst("u")
        assert len(lines(workspace)) == 1

    read(workspace, story)


def test_keys_that_come_at_once_do_what_they_would_one_by_one(workspace):
    async def story(desk: Desk) -> None:
        await desk.burst("trare\r")
        assert desk.said == "tagged rare-earth-leverage"
        await desk.burst("/x1\r\x1b")
        assert [line["topics"] for line in lines(workspace)] == [["rare-earth-leverage"]]
        await desk.burst("exyz\r")
        assert lines(workspace)[0]["note"] == "xyz"
        await desk.burst("d001\rj1?\x1bj2")
        second = lines(workspace, "001_6cbf5dd94d21163e.txt")
        assert [line["topics"] for line in second] == [["standards-war"], ["power-infrastructure"]]

    read(workspace, story)


def test_while_the_word_list_loads_keys_wait_for_it(workspace, monkeypatch):
    from seedread.text import words

    loaded: list[bool] = []
    monkeypatch.setattr(words, "ready", lambda: bool(loaded))
    teach = words.teach
    monkeypatch.setattr(words, "teach", lambda found: (teach(found), loaded.append(True)))

    async def story(desk: Desk) -> None:
        await desk.burst("jl1l2")
        first, second = lines(workspace)
        assert (first["topics"], second["topics"]) == (["standards-war"], ["power-infrastructure"])
        assert first["end"] <= second["start"]
        assert len(first["quote"]) < 5

    read(workspace, story)


def test_n_after_no_hit_stays_where_one_is(workspace):
    async def story(desk: Desk) -> None:
        await desk.burst("/zzz\r")
        await desk.burst("jj")
        there = desk.reader.cursor
        await desk.burst("n")
        assert (desk.said, desk.reader.cursor) == ("no hit", there)

    read(workspace, story)


def test_enter_is_not_yes_where_something_would_be_lost(workspace):
    async def story(desk: Desk) -> None:
        desk.app._ask_to_leave("disk full")
        await desk.press("enter")
        assert "NOT SAVED (disk full)" in desk.screen()
        assert "y: yes" in desk.screen()
        await desk.press("n")
        assert "NOT SAVED (disk full)" not in desk.screen()

    read(workspace, story, (60, 20))
