"""Searching all documents: the commands, what is kept between searches, and what may befall it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from seedread import kept, search
from seedread import workspace as spaces
from seedread.cli import main
from seedread.kept import StoppedError
from seedread.text.find import hits, query
from seedread.text.noise import noise
from seedread.text.seed import Seed

SHIPPED = Path(__file__).parents[1]
SEEDS = {path.name: path.read_text("utf-8") for path in sorted((SHIPPED / "seeds").glob("*.txt"))}
ASKED = ["标准", "台湾", "聯接", "的", "nvlink", "Ben Thompson", "H20", "，", "一"]
OLD = 1_700_000_000


@pytest.fixture
def named(workspace) -> Path:
    shutil.copy(SHIPPED / "annotations" / "names.jsonl", workspace / "annotations")
    return workspace


@pytest.fixture
def folder() -> Path:
    return kept.Keeper().folder


def said(capsys, *words: object) -> list[dict]:
    main([*map(str, words), "--json"])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def total(root: Path, asked: str) -> int:
    return sum(search.Search(spaces.find(root)).counts(query(asked)).values())


# ---------------------------------------------------------------- the commands


def test_each_hit_is_told_with_where_it_is_and_what_is_around_it(named, capsys) -> None:
    found = said(capsys, "search", "台湾", "-C", named)
    assert [one["quote"] for one in found] == ["台 湾"] * 4
    for one in found:
        text = SEEDS[one["doc"]]
        assert text[one["start"] : one["end"]] == one["quote"]
        assert text[: one["start"]].endswith(one["before"])
        assert text[one["end"] :].startswith(one["after"])
        assert list(one) == ["doc", "start", "end", "quote", "before", "after"]


def test_what_is_found_by_a_name_says_so(named, capsys) -> None:
    found = said(capsys, "search", "升腾", "-C", named)
    quotes = {one["quote"].replace(" ", "") for one in found}
    assert {one.get("through", "") for one in found} <= {"", "ascend"}
    assert quotes & {"昇腾", "昇騰"}
    nvidia = said(capsys, "search", "輝達", "-C", named)
    assert {one["doc"] for one in nvidia} == set(SEEDS)
    assert {one["through"] for one in nvidia if one["quote"] == "Nvidia"} == {"nvidia"}


def test_exactly_is_what_grep_finds(named, capsys) -> None:
    for asked in ("标准", "台 湾", "英伟达", "(lián)", "AI"):
        found = said(capsys, "search", asked, "--exact", "-C", named)
        grep = subprocess.run(
            ["grep", "-roF", asked, named / "seeds"], capture_output=True, text=True, check=False
        )
        assert len(found) == len(grep.stdout.splitlines())
    assert said(capsys, "search", "台湾", "--exact", "-C", named) == []


def test_one_document_only(named, capsys) -> None:
    every = said(capsys, "search", "标准", "-C", named)
    for doc in SEEDS:
        found = said(capsys, "search", "标准", "--doc", doc[:3], "-C", named)
        assert found == [one for one in every if one["doc"] == doc]


def test_for_people_a_line_a_hit_and_the_count_beside_it(named, capsys) -> None:
    assert main(["search", "台湾", "-C", str(named)]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("002_3128ee1774a75189.txt:95  ")
    assert "美国和[台 湾] 之间" in lines[0]
    assert "\x1b" not in out
    assert err == "seedread: 4 hits in 1 document\n"
    assert main(["search", "没有这句话", "-C", str(named)]) == 1
    assert capsys.readouterr().out == ""
    assert main(["search", " ", "-C", str(named)]) == 2


def test_a_document_that_cannot_be_read_is_said_and_the_others_are_searched(named, capsys) -> None:
    (named / "seeds" / "x.txt").write_bytes(b"\x00\x01\x02\xff" * 500)
    assert main(["search", "标准", "-C", str(named)]) == 0
    out, err = capsys.readouterr()
    assert "x.txt: " in err
    assert len(out.splitlines()) == 37


def test_sentences_are_tiled_in_order_and_say_who_speaks(workspace, capsys) -> None:
    for doc, text in SEEDS.items():
        found = said(capsys, "sentences", doc, "-C", workspace)
        ends = [0]
        for one in found:
            assert text[one["start"] : one["end"]] == one["text"]
            assert ends[-1] <= one["start"] < one["end"]
            between = text[ends[-1] : one["start"]]
            lost = between.translate({ord(c): None for c in " \n\t\u3000"})
            assert not any(c.isalnum() for c in lost) or noise(between), (doc, lost)
            ends.append(one["end"])
        assert len(found) > 20
    (workspace / "seeds" / "talk.txt").write_text("前言。\n阿笨:你好。再见。\n小明：好。", "utf-8")
    found = said(capsys, "sentences", "talk.txt", "-C", workspace)
    assert [one.get("speaker") for one in found] == [None, *["阿笨"] * 3, *["小明"] * 2]


# ------------------------------------------------------------ what is kept


def test_what_is_kept_gives_the_hits_of_looking_afresh(named) -> None:
    space = spaces.find(named)
    for _ in range(2):  # the second time from what was kept
        found = search.Search(space)
        for asked in ASKED:
            wanted = query(asked, space.names)
            counts = found.counts(wanted)
            for entry in found.entries:
                here = [(h, h.through) for _, h in found.hits(entry, wanted)]
                afresh = [(h, h.through) for h in hits(Seed.read(entry.path, entry.id), wanted)]
                assert here == afresh
                assert counts.get(entry.id, 0) == len(here), asked


def test_a_long_document_of_few_lines_is_no_other(tmp_path) -> None:
    (tmp_path / "a.txt").write_text("，".join(SEEDS.values()).replace("\n", "，") * 4, "utf-8")
    space = spaces.find(tmp_path)
    found = search.Search(space)
    (entry,) = found.entries
    for asked in ("标准", "的", "英伟达"):
        here = [hit for _, hit in found.hits(entry, query(asked))]
        assert here == list(hits(space.read(entry), query(asked)))
        assert found.counts(query(asked)) == {"a.txt": len(here)}


def test_the_second_search_folds_nothing(workspace, monkeypatch, folder) -> None:
    before = total(workspace, "标准")
    assert len(files(folder)) == 5
    monkeypatch.setattr(kept, "_write", None)
    assert total(workspace, "标准") == before == 37


def test_a_document_that_changed_is_folded_again(workspace) -> None:
    path = workspace / "seeds" / next(iter(SEEDS))
    found = search.Search(spaces.find(workspace))
    before = sum(found.counts(query("标准")).values())
    path.write_text(path.read_text("utf-8") + "標準", "utf-8")
    assert sum(found.counts(query("标准")).values()) == before + 1
    assert total(workspace, "标准") == before + 1


def test_a_file_of_the_same_size_and_time_is_told_by_what_it_holds(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("标准标准", "utf-8")
    assert total(tmp_path, "标准") == 2
    stamp = path.stat()
    path.write_text("标准台湾", "utf-8")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert total(tmp_path, "标准") == 1


def test_a_file_that_was_only_touched_is_not_folded_again(tmp_path, monkeypatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("标准", "utf-8")
    assert total(tmp_path, "标准") == 1
    monkeypatch.setattr(kept, "_write", None)
    monkeypatch.setattr(kept, "young", lambda stamp: False)
    os.utime(path, (OLD, OLD))
    assert total(tmp_path, "标准") == 1
    monkeypatch.setattr(kept, "blob_rev", None)  # that has been remembered
    assert total(tmp_path, "标准") == 1


def test_the_encoding_a_person_gives_is_heeded(workspace) -> None:
    (workspace / "seeds" / "big5.txt").write_bytes("標準在這裡".encode("big5"))
    before = total(workspace, "标准")
    for encoding, more in (("gb18030", -1), ("big5", 0)):
        about = {"id": "big5.txt", "title": "", "date": "", "source": "", "author": ""}
        line = json.dumps({**about, "encoding": encoding, "note": ""})
        (workspace / "annotations" / "documents.jsonl").write_text(line + "\n", "utf-8")
        assert total(workspace, "标准") == before + more


@pytest.mark.parametrize("harm", ["cut", "emptied", "flipped", "another version", "noise"])
def test_a_kept_file_that_is_broken_is_made_anew(workspace, folder, harm) -> None:
    assert total(workspace, "标准") == 37
    for path in files(folder):
        data = path.read_bytes()
        flipped = bytes([data[100] ^ 1])
        path.write_bytes(
            {
                "cut": data[: len(data) // 2],
                "emptied": b"",
                "flipped": data[:100] + flipped + data[101:],
                "another version": data.replace(b'"version": "1', b'"version": "0'),
                "noise": os.urandom(500),
            }[harm]
        )
    assert total(workspace, "标准") == 37
    assert len(files(folder)) == 5


def test_where_nothing_can_be_kept_one_can_search(workspace, folder) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("in the way")
    found = search.Search(spaces.find(workspace))
    assert sum(found.counts(query("标准")).values()) == 37
    (entry, *_) = found.entries
    assert next(found.hits(entry, query("标准")))[1]


def test_nothing_is_left_of_a_search_that_was_stopped_and_what_was_done_stays(
    workspace, folder
) -> None:
    shares: list[float] = []
    found = search.Search(spaces.find(workspace))
    with pytest.raises(StoppedError):
        found.prepare(shares.append, lambda: len(shares) == 3)
    assert len(files(folder)) == 2
    assert shares == sorted(shares)
    found.prepare(shares.append)
    assert shares[-1] == 1
    assert len(files(folder)) == 5


def test_what_is_kept_is_nobody_elses_to_read(workspace, folder) -> None:
    total(workspace, "标准")
    assert {path.stat().st_mode & 0o077 for path in [folder, *files(folder)]} == {0}


def test_nothing_is_written_in_the_workspace(workspace) -> None:
    before = sorted(workspace.rglob("*"))
    total(workspace, "标准")
    assert sorted(workspace.rglob("*")) == before
