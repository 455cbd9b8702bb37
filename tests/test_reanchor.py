"""Rewriting one's lines for a changed document, and the screen for what needs a person."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from changed import BAN, CHIPS, GONE, NEW, OLD, changed, git, lines, on, write
from seedread.cli import main
from seedread.corpus import Corpus
from seedread.tags import seen
from seedread.tags.record import Record
from seedread.text.seed import blob_rev
from seedread.workspace import find


@pytest.fixture
def root(tmp_path):
    return changed(tmp_path)


def files(root):
    return {path: path.read_bytes() for path in (root / "annotations").rglob("*.jsonl")}


def reanchor(root, *words):
    return main(["reanchor", "-C", str(root), "--as", "mei", *words])


def test_reading_a_changed_document_rewrites_nothing_and_finds_by_its_old_version(root):
    before = files(root)
    margin = Corpus(find(root)).margin("a.txt")
    assert {(p.status, NEW[slice(*p.passage)]) for p in margin.tags} == {
        ("moved", CHIPS),
        ("doubtful", "出口禁令反倒加速了进步。"),
    }
    assert [lost.quote for lost in margin.orphans] == [GONE]
    assert files(root) == before


def test_what_is_certain_is_rewritten_and_the_rest_is_listed(root, capsys):
    before, others = lines(root), lines(root, "a.txt/li.jsonl")
    assert reanchor(root) == 1
    said = capsys.readouterr().out
    assert "2 moved" not in said.splitlines()[1]
    assert BAN in said
    assert GONE in said
    assert CHIPS not in said
    after, rev = lines(root), find(root).read_id("a.txt").rev
    changed = after.pop("中mei")
    assert (changed["start"], changed["end"]) == on(NEW, CHIPS)
    assert (changed["quote"], changed["rev"]) == (CHIPS, rev)
    assert changed["before"] == NEW[changed["start"] - 8 : changed["start"]]
    assert changed["topics"] == ["x"]
    before.pop("中mei")
    assert after == before
    assert lines(root, "a.txt/li.jsonl") == others
    ends = lines(root, "_links/mei.jsonl")["linklinkli"]
    assert [ends[side]["start"] for side in ("from", "to")] == [
        NEW.index(CHIPS),
        NEW.index("出口禁令"),
    ]
    assert lines(root, "_memos/mei.jsonl")["memomemome"]["about"]["rev"] == rev


def test_a_second_time_only_what_is_open_is_left(root, capsys):
    reanchor(root)
    before = files(root)
    capsys.readouterr()
    assert reanchor(root) == 1
    assert files(root) == before
    assert "rewrote 0" in capsys.readouterr().out


def test_a_dry_run_writes_nothing_and_json_has_it_all(root, capsys):
    before = files(root)
    assert reanchor(root, "a.txt", "--dry-run", "--json") == 1
    assert files(root) == before
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["id"], one["status"]) for one in found if one["file"] == "a.txt/mei.jsonl"] == [
        ("中mei", "moved"),
        ("出mei", "doubtful"),
        ("别mei", "orphan"),
    ]
    doubtful = next(one for one in found if one["status"] == "doubtful")
    assert doubtful["candidates"][0] == doubtful["now"] == list(on(NEW, "出口禁令反倒加速了进步。"))
    assert 0 < doubtful["confidence"] < 1
    assert not any(one["rewritten"] for one in found)


def see(root, text, rev=""):
    seed = find(root).read_id("a.txt")
    record = seen.marked(seed, [on(OLD, text)], "mei").but(rev=rev or blob_rev(OLD.encode()))
    (root / "annotations/_seen").mkdir()
    write(root, seen.file_of("mei"), [record])
    return record


def test_what_is_marked_as_seen_moves_with_its_text(root, capsys):
    see(root, OLD[:-1])
    reanchor(root, "--dry-run", "--json")
    told = [json.loads(row) for row in capsys.readouterr().out.splitlines()]
    (told,) = (one for one in told if one["part"] == "seen")
    assert (told["id"], told["status"], told["rewritten"]) == ("a.txt", "moved", False)
    assert lines(root, "_seen/mei.jsonl")["a.txt"]["seen"] == [[0, len(OLD) - 1]]
    reanchor(root)
    assert f"of {len(OLD) - 1} characters you marked as seen still are" in capsys.readouterr().out
    after = lines(root, "_seen/mei.jsonl")["a.txt"]
    assert (after["seen"], after["rev"]) == (told["now"], find(root).read_id("a.txt").rev)
    assert "".join(NEW[a:b] for a, b in after["seen"]) == OLD[: OLD.index(CHIPS)] + CHIPS
    reanchor(root)
    assert "marked as seen" not in capsys.readouterr().out


@pytest.mark.parametrize(("text", "rev"), [(GONE, ""), (CHIPS, "0" * 12)])
def test_marks_that_count_for_nothing_are_told_and_left(root, capsys, text, rev):
    see(root, text, rev)
    before = lines(root, "_seen/mei.jsonl")
    reanchor(root)
    assert "nothing is left or known of the text you marked as seen" in capsys.readouterr().out
    assert lines(root, "_seen/mei.jsonl") == before


def test_with_nothing_to_do_it_says_so_and_ends_well(root, capsys):
    (root / "seeds/a.txt").write_text(OLD)
    assert reanchor(root) == 0
    assert "as it is today" in capsys.readouterr().out


def test_a_document_that_is_gone_is_said_and_its_lines_stay(root, capsys):
    before = files(root)
    (root / "seeds/a.txt").unlink()
    reanchor(root, "a.txt")
    assert "no such document" in capsys.readouterr().err
    assert files(root) == before


def test_without_git_the_quote_and_its_context_must_do(root):
    git(root, "checkout", "-q", "--orphan", "none")
    (root / ".git").rename(root / "elsewhere")
    statuses = {p.tag.quote: p.status for p in Corpus(find(root)).margin("a.txt").tags}
    assert statuses[CHIPS] == "moved"
    assert statuses.get(BAN) == "doubtful"


def test_a_parked_tag_is_nowhere_until_the_document_changes_again(root):
    kept = lines(root)["出mei"] | {"parked": find(root).read_id("a.txt").rev}
    write(root, "a.txt/mei.jsonl", [Record(kept)])
    assert "出mei" in {t.id for t in Corpus(find(root)).margin("a.txt").orphans}
    Path(root / "seeds/a.txt").write_text(OLD)
    assert "出mei" in {p.tag.id for p in Corpus(find(root)).margin("a.txt").tags}


def test_an_unchanged_document_costs_no_library():
    code = (
        "import sys; from seedread.text.seed import Seed;"
        "from seedread.tags.anchor import Anchorer;"
        "from seedread.tags.link import End; from seedread.text.passage import Passage;"
        "s = Seed.of('中国的芯片'.encode(), 'a');"
        "e = End('a', Passage(0, 2), '中国', '', '', s.rev);"
        "assert Anchorer(s).place(e).status == 'exact';"
        "assert not {m for m in sys.modules if m.startswith(('rapidfuzz', 'opencc'))}"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
