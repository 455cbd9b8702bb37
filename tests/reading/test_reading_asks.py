"""Searching, looking, and coming back; and what the program asks before it does something."""

import subprocess
import threading
from pathlib import Path

import pytest
from desk import Desk, read

from seedread import settings
from seedread.text import find
from seedread.ui.reader.screen import POLL, Reader
from seedread.workspace import sample

FIRST = "000_7ce4e99437b5047b.txt"


def written(root: Path) -> list[str]:
    folder = root / "annotations"
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)


# ------------------------------------------------------------------------ looking


@pytest.mark.parametrize("typed", ["标准", "標準"])
def test_a_search_finds_either_script_and_escape_returns(workspace, typed):
    async def story(desk: Desk) -> None:
        await desk.press("j", "j", "j")
        there = desk.reader.cursor
        await desk.press("slash", *typed)
        assert desk.lit == "标准"
        assert "hit 3 of " in desk.said
        await desk.press("escape")
        assert desk.reader.cursor == there
        assert desk.reader.search is None
        await desk.press("slash", *typed, "enter")
        first = desk.reader.cursor.passage
        await desk.press("n", "n", "N")
        assert desk.lit == "标准"
        assert desk.reader.cursor.passage > first
        await desk.press("escape", "n")
        assert desk.said == "no tag further on"

    read(workspace, story)


def test_what_is_nowhere_is_no_hit_and_one_stays_where_one_was(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("j", "j")
        there = desk.reader.cursor
        await desk.press("slash", *"zzz")
        assert desk.said == "no hit"
        await desk.press("enter", "n")
        assert desk.reader.cursor == there

    read(workspace, story)


def test_a_search_given_up_before_it_has_ended_is_given_up(workspace, monkeypatch):
    going, search = threading.Event(), find.hits

    def slow(*what):
        going.wait(10)
        return search(*what)

    async def story(desk: Desk) -> None:
        await desk.press("slash")
        monkeypatch.setattr(find, "hits", slow)
        await desk.strike("标")
        await desk.strike("escape")
        going.set()
        await desk.settle()
        assert desk.reader.search is None
        assert desk.reader.cursor.passage.start == 0

    read(workspace, story)


def test_s_goes_through_the_scripts_of_the_other_pane(workspace):
    async def story(desk: Desk) -> None:
        seen = [desk.reader.config]
        for _ in range(5):
            await desk.press("s")
            seen.append(desk.reader.config)
        assert seen == ["s2tw", "s2t", "s2hk", "s2twp", "s2hkp", "s2tw"]
        await desk.press("d", *"004", "enter", "s")
        assert desk.reader.config == "t2s"

    read(workspace, story)


def test_what_one_types_becomes_the_word_instead_of_what_it_was(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("/", *"会谈", "enter", "C")
        assert "ctrl+u empties" in desk.screen()
        await desk.press(*"甲", "enter")
        assert desk.said.endswith(" becomes 甲")
        await desk.press("u", "e")
        assert "ctrl+u" not in desk.screen()  # there is nothing yet to empty

    read(workspace, story)


def test_who_leaves_the_list_of_names_is_told_no_more_that_they_are_counted(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("A")
        assert "names.jsonl" in desk.screen()
        await desk.press("escape")
        assert desk.said == ""

    read(workspace, story)


def test_w_goes_through_the_panes_and_back(workspace):
    async def story(desk: Desk) -> None:
        two = desk.screen()
        await desk.press("w")
        one = desk.screen()
        assert "倫敦會談" not in one
        assert "伦敦会谈" in one
        await desk.press("w")
        mixed = desk.screen()
        assert mixed.index("伦敦会谈") < mixed.index("倫敦會談")
        await desk.press("w")
        assert desk.screen() == two

    read(workspace, story)


def test_coming_back_to_a_document_finds_the_place_one_left(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("space", "j", "j")
        there = desk.reader.cursor.passage
        await desk.press("d", "down", "enter")
        assert desk.reader.seed.id != FIRST
        await desk.press("j", "d", *"000", "enter")
        assert desk.reader.seed.id == FIRST
        assert desk.reader.cursor.passage == there

    read(workspace, story)


def test_the_next_time_begins_where_one_stopped(workspace):
    left = []

    async def leaving(desk: Desk) -> None:
        await desk.press("d", *"003", "enter", "space", "j")
        left.append((desk.reader.seed.id, desk.reader.cursor.passage))
        desk.app.action_leave()

    async def coming_back(desk: Desk) -> None:
        assert [(desk.reader.seed.id, desk.reader.cursor.passage)] == left
        assert "⟦" in desk.screen()

    read(workspace, leaving)
    read(workspace, coming_back)


def test_a_document_that_changes_on_disk_is_read_again(workspace):
    file = workspace / "seeds" / FIRST

    async def story(desk: Desk) -> None:
        file.write_bytes("换了。".encode() + file.read_bytes())
        await desk.until(lambda: "换了。" in desk.screen())
        assert "read again" in desk.said
        await desk.press("T")
        file.write_bytes("又换了。".encode() + file.read_bytes())
        await desk.pilot.pause(POLL * 1.5)
        await desk.press("escape")
        await desk.until(lambda: "又换了。" in desk.screen())

    read(workspace, story)


def test_in_a_window_too_small_no_key_does_what_one_cannot_see(workspace):
    async def story(desk: Desk) -> None:
        await desk.press("j", "1", "t", "e")
        assert isinstance(desk.app.screen, Reader)
        await desk.pilot.resize_terminal(100, 30)
        await desk.settle()
        assert desk.reader.cursor.passage.start == 0
        assert "0 tags, 0 yours" in desk.screen()

    read(workspace, story, (39, 9))


# ------------------------------------------------------------------------- asking


def test_a_bare_folder_asks_once_before_it_makes_annotations(tmp_path):
    (tmp_path / "one.txt").write_text("他说标准。人又少。", "utf-8")

    async def story(desk: Desk) -> None:
        await desk.press("e")
        assert "Make " in desk.screen()
        await desk.press("n")
        assert desk.said == "nothing was made, nothing tagged"
        assert not (tmp_path / "annotations").exists()
        await desk.press("e", "y")
        assert (tmp_path / "annotations").is_dir()
        await desk.press(*"gut", "enter")
        assert desk.said == "noted"
        await desk.press("j", "e")
        assert "Note on" in desk.screen()

    read(tmp_path, story)
    assert written(tmp_path) == ["one.txt/mei.jsonl"]


def test_the_sample_is_read_only_and_says_how_to_begin():
    folder = sample().root / "annotations"

    def stamps() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    async def story(desk: Desk) -> None:
        assert "sample, read-only: seedread init makes your own" in desk.screen()
        for key in ("1", "t", "e", "x"):
            await desk.press(key)
            assert desk.said == (
                "the sample is read-only: seedread init makes a workspace of your own"
            )
            assert isinstance(desk.app.screen, Reader)

    before = stamps()
    read(sample(), story)
    assert stamps() == before


def test_the_first_tag_asks_for_a_name_where_git_knows_none(workspace):
    git(workspace, "config", "--global", "user.name", "root")

    async def story(desk: Desk) -> None:
        assert "nobody yet" in desk.screen()
        await desk.press("1")
        assert "Who is tagging?" in desk.screen()
        await desk.press(*"Not Me", "enter")
        assert "A name for files is 1–32" in desk.screen()
        assert "not-me" in desk.screen()
        await desk.press("escape", "1", "escape", "1", *"mei", "enter")
        assert desk.said == "tagged standards-war"
        await desk.press("d", *"001", "enter", "1")
        assert desk.said == "tagged standards-war"

    read(workspace, story, by=None)
    assert [f for f in written(workspace) if f != "topics.jsonl"] == [
        f"{FIRST}/mei.jsonl",
        "001_6cbf5dd94d21163e.txt/mei.jsonl",
    ]
    assert settings.load().annotator == "mei"


@pytest.fixture
def shared(workspace) -> Path:
    """A workspace in git in which another one has committed the tags of mei."""
    file = workspace / "annotations" / FIRST / "mei.jsonl"

    async def story(desk: Desk) -> None:
        await desk.press("1")

    read(workspace, story)
    git(workspace, "init", "-q")
    git(workspace, "config", "user.name", "Mei")
    git(workspace, "config", "user.email", "other@example.org")
    git(workspace, "add", ".")
    git(workspace, "commit", "-qm", "tags")
    git(workspace, "config", "user.email", "me@example.org")
    assert file.exists()
    return workspace


def test_before_tagging_under_a_name_others_use_one_is_asked(shared):
    file = shared / "annotations" / FIRST / "mei.jsonl"
    before = file.read_bytes()

    async def story(desk: Desk) -> None:
        await desk.press("j", "1")
        assert "The files of mei were last committed by other@example.org. Is that you?" in (
            desk.screen()
        )
        await desk.press("n")
        assert desk.said == "then tag under another name: the next tag asks"
        assert file.read_bytes() == before
        await desk.press("1", *"mei-2", "enter")
        assert desk.said == "tagged standards-war"
        assert file.read_bytes() == before

    read(shared, story)


def test_who_says_yes_is_not_asked_again(shared):
    async def story(desk: Desk) -> None:
        await desk.press("j", "1", "y")
        assert desk.said == "tagged standards-war"

    async def later(desk: Desk) -> None:
        await desk.press("J", "2")
        assert desk.said == "tagged power-infrastructure"

    read(shared, story)
    read(shared, later)
