"""A document by pieces is the document as a whole; its blocks tile it, whoever asks first."""

import json
import random
import subprocess
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from seedread.folder import Entry
from seedread.text import seed as room
from seedread.text.decode import UnreadableError
from seedread.text.passage import Passage
from seedread.text.seed import Seed, title
from seedread.workspace import find

PATHS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
SEEDS = {path.name[:3]: path.read_text("utf-8") for path in PATHS}
EVERYTHING = "".join(SEEDS.values())

ODD = {
    "emoji": "他说👨‍👩‍👧好😀。" * 40 + "\n🀄",
    "no final newline": "甲。\n乙",
    "only newlines": "\n" * 50,
    "one newline": "\n",
    "one character": "字",
    "blank lines": "\n\n甲\n\n\n乙\n\n",
    "no stops": "昇腾芯片算力" * 100,
    "no stops, spaces": "昇腾 芯片 " * 100,
    "only stops": "。" * 300,
    "stops before newlines": "一二三四五六七八九。\n" * 30,
    "quotes after stops": "他说：“好。”" * 60,
    "ascii": "plain words, in a row; and more\n" * 20 + "x" * 300,
    "separators that end no line": "甲\x0b乙\x0c丙\x1c丁\x85戊\u2028己\u2029庚" * 20,
}
# Texts that hit the borders: lines short and long, with and without anything to cut at.
TEXTS = st.lists(
    st.text("字标。！？”，, \n\na😀é", min_size=1, max_size=60)
    | st.sampled_from(["\n" * 9, "昇腾芯片" * 12, "。" * 30, "abc" * 15]),
    min_size=1,
    max_size=12,
).map("".join)


@pytest.fixture
def tiny(monkeypatch) -> None:
    """Pieces of 40 bytes, long lines from 20 code points on, cut into blocks of 8."""
    for name, value in (("PIECE", 40), ("LONG", 20), ("BLOCK", 8), ("KEPT", 3)):
        monkeypatch.setattr(room, name, value)


def assert_whole(text: str) -> None:
    """Everything a document says of itself, against the text as one string."""
    seed = Seed.of(text.encode())
    assert "".join(part for _, part in seed.pieces()) == text
    assert len(seed) == len(text)
    assert seed[:] == text
    blocks = list(seed.blocks())
    assert_tiles(text, blocks)
    assert blocks[-1] == Seed.of(text.encode()).last_block()
    for block, following in pairwise(blocks):
        assert seed.after(block) == following
        assert seed.before(following) == block
    assert seed.before(blocks[0]) is None
    assert seed.after(blocks[-1]) is None


def assert_tiles(text: str, blocks: list[Passage]) -> None:
    """What lies between two blocks is a newline or nothing, and no block holds one."""
    assert blocks[0].start == 0
    assert text[blocks[-1].end :] in ("", "\n")
    for block, following in pairwise(blocks):
        assert text[block.end : following.start] == "\n" * (following.start - block.end)
        assert following.start - block.end in (0, 1)
        assert following.start > block.start
        assert following.start < following.end or text[following.start : following.end + 1] == "\n"
    lines = [text[block.start : block.end] for block in blocks]
    assert not any("\n" in line for line in lines)
    by_line = "".join(
        line + ("\n" if text[block.end : block.end + 1] == "\n" else "")
        for line, block in zip(lines, blocks, strict=True)
    )
    assert by_line == text


# ------------------------------------------------------------------ text by pieces


@pytest.mark.parametrize("name", SEEDS)
def test_documents(name: str) -> None:
    assert_whole(SEEDS[name])


@pytest.mark.parametrize("name", SEEDS)
def test_documents_in_tiny_pieces(tiny, name: str) -> None:
    assert_whole(SEEDS[name])


@pytest.mark.parametrize("name", ODD)
def test_odd_texts(name: str) -> None:
    assert_whole(ODD[name])


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_in_tiny_pieces(tiny, name: str) -> None:
    assert_whole(ODD[name])


@given(TEXTS, st.integers(8, 50), st.integers(2, 20), st.integers(1, 10))
@settings(max_examples=150)
def test_any_text_whatever_the_sizes(text: str, piece: int, long: int, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("PIECE", piece), ("LONG", long), ("BLOCK", block), ("KEPT", 2)):
            patch.setattr(room, name, value)
        assert_whole(text)


@given(st.binary(min_size=1, max_size=200), st.integers(8, 50))
def test_broken_utf8_by_pieces_is_as_when_read_at_once(raw: bytes, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "PIECE", piece)
        seed = Seed("x", raw)
        assert "".join(text for _, text in seed.pieces()) == raw.decode("utf-8", "replace")


def test_line_ends_and_the_mark_are_gone_from_offsets() -> None:
    seed = Seed.of("\ufeff甲\r\n乙\r丙\n".encode())
    assert seed[:] == "甲\n乙\n丙\n"
    assert [*seed.blocks()] == [(0, 1), (2, 3), (4, 5)]


def test_any_stretch(tiny) -> None:
    text = ODD["emoji"] + SEEDS["003"]
    seed, dice = Seed.of(text.encode()), random.Random(1)
    for _ in range(300):
        start = dice.randrange(len(text))
        end = start + dice.choice((0, 1, 5, 70, 900))
        assert seed[start:end] == text[start:end]
    assert seed[len(text) :] == seed[len(text) + 9 : len(text) + 20] == ""


def test_only_as_much_is_counted_as_is_asked_for(tiny) -> None:
    seed = Seed.of(EVERYTHING.encode())
    assert seed[100:200] == EVERYTHING[100:200]
    assert not seed.counted
    assert len(seed) == len(EVERYTHING)
    assert seed.counted


# ------------------------------------------------------------------ blocks


@pytest.mark.parametrize("name", [*ODD, *SEEDS])
def test_a_block_is_the_same_from_whichever_offset_one_asks(tiny, name: str) -> None:
    text = ODD.get(name) or SEEDS[name]
    whole = list(Seed.of(text.encode()).blocks())
    seed, dice = Seed.of(text.encode()), random.Random(2)
    for offset in dice.sample(range(len(text)), min(len(text), 200)):
        expected = max((b for b in whole if b.start <= offset), key=lambda b: b.start)
        assert seed.block(offset) == expected
    assert seed.block(len(text)) == seed.block(len(text) + 99) == whole[-1]


def test_a_line_of_ordinary_length_is_one_block() -> None:
    for text in SEEDS.values():
        lines = text.removesuffix("\n").split("\n")
        assert max(map(len, lines)) <= room.LONG
        assert [text[a:b] for a, b in Seed.of(text.encode()).blocks()] == lines


def test_a_megabyte_in_one_line() -> None:
    line = EVERYTHING.replace("\n", "")
    line = (line * 40)[:350_000]
    for text in (line, line + "\n", "短\n" + line + "\n短"):
        assert_whole(text)
        seed = Seed.of(text.encode())
        assert max(end - start for start, end in seed.blocks()) <= 2 * room.LONG
        middle = seed.block(170_000)
        assert middle.end - middle.start < room.LONG
        first = text.index(line)
        assert seed.paragraph(170_000) == (first, first + len(line))


def test_a_long_line_is_cut_where_conversion_does_not_notice() -> None:
    for text in (SEEDS["000"], SEEDS["002"]):
        line = text.replace("\n", "") * 8
        seed = Seed.of(line.encode())
        blocks = list(seed.blocks())
        assert len(blocks) > 20
        for config in ("s2tw", "s2twp"):
            convert = OpenCC(config).convert
            assert "".join(convert(seed[a:b]) for a, b in blocks) == convert(line)


def test_a_long_line_without_a_full_stop_is_cut_after_lesser_marks() -> None:
    text = "昇腾芯片的算力,华为" * 12_000
    seed = Seed.of(text.encode())
    cuts = [block.end for block in seed.blocks()][:-1]
    assert len(cuts) > 20
    assert {text[cut - 1] for cut in cuts} == {","}


def test_closing_marks_stay_with_their_stop(tiny) -> None:
    text = "他说：“好。”" * 60
    assert not any(text[start] == "”" for start, _ in Seed.of(text.encode()).blocks())


@pytest.mark.parametrize("name", [*ODD, *SEEDS])
def test_a_paragraph_is_a_whole_line(tiny, name: str) -> None:
    text = ODD.get(name) or SEEDS[name]
    seed, dice = Seed.of(text.encode()), random.Random(3)
    for offset in dice.sample(range(len(text)), min(len(text), 100)):
        start = text.rfind("\n", 0, offset) + 1
        end = text.find("\n", offset)
        assert seed.paragraph(offset) == (start, end if end >= 0 else len(text))


# ------------------------------------------------------------------ bytes and shares


@pytest.mark.parametrize("name", ["emoji", "stops before newlines", "ascii", "no stops"])
def test_offset_of_byte(tiny, name: str) -> None:
    text = ODD[name]
    at = 0
    fresh = Seed.of(text.encode())
    for offset, c in enumerate(text):
        assert fresh.offset_of_byte(at) == offset
        at += len(c.encode())
    assert fresh.offset_of_byte(at) == len(text)
    assert Seed.of(text.encode()).offset_of_byte(at) == len(text)


@pytest.mark.parametrize("name", [*ODD, *SEEDS])
def test_the_share_grows_from_0_to_1(tiny, name: str) -> None:
    text = ODD.get(name) or SEEDS[name]
    seed = Seed.of(text.encode())
    step = 1 + len(text) // 500
    shares = [seed.share(offset) for offset in [*range(0, len(text), step), len(text)]]
    assert shares[0] == 0
    assert shares[-1] == 1
    assert all(a < b for a, b in pairwise(shares))
    assert seed.share(len(text) + 10) == 1


def test_the_share_of_broken_bytes_stays_below_1() -> None:
    seed = Seed("x", b"\xff" * 100 + b"ab")
    assert seed.share(50) == pytest.approx(0.5, abs=0.02)
    assert [seed.share(n) for n in (0, 102)] == [0, 1]


# ------------------------------------------------------------------ version, title, files


def git_hash(path: Path) -> str:
    done = subprocess.run(
        ["git", "hash-object", "--no-filters", str(path)], capture_output=True, check=True
    )
    return done.stdout.decode()[:12]


@pytest.mark.parametrize("path", PATHS, ids=SEEDS)
def test_rev_is_git_s(path: Path) -> None:
    assert Seed.read(path, path.name).rev == git_hash(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_rev_is_that_of_the_file_not_of_the_text(tmp_path, encoding: str, ends: str) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(SEEDS["001"].replace("\n", ends).encode(encoding))
    seed = Seed.read(path, "file.txt")
    assert seed[:] == SEEDS["001"]
    assert seed.rev == git_hash(path)


def test_titles() -> None:
    assert title(Seed.of(b"![]()\n\n# \xe6\xa0\x87\xe9\xa2\x98 #\n", "x")) == "标题"
    assert title(Seed.of("\n\n***\n > [甲乙](http://a.b) 丙\n".encode(), "x")) == "甲乙 丙"
    assert title(Seed.of("\n\n——\n".encode(), "x.txt")) == "x.txt"
    assert title(Seed.of(("长" * 9000).encode(), "x")) == "长" * 200
    assert title(Seed.of(SEEDS["004"].encode(), "x")).startswith("就在英偉達CEO黃仁勛")


def test_files_that_cannot_be_read(tmp_path) -> None:
    (tmp_path / "empty").touch()
    with pytest.raises(UnreadableError, match="empty"):
        Seed.read(tmp_path / "empty", "empty")
    with pytest.raises(UnreadableError, match="vanished"):
        Seed.read(tmp_path / "nothing", "nothing")
    with pytest.raises(UnreadableError, match="not a regular file"):
        Seed.read(tmp_path, "folder")


def test_the_encoding_a_person_wrote_down_is_obeyed(workspace) -> None:
    path = workspace / "seeds" / "short.txt"
    path.write_bytes("標準".encode("big5"))
    about = {"id": "short.txt", "title": "", "date": "", "source": "", "author": ""}
    line = json.dumps({**about, "encoding": "big5", "note": ""}, ensure_ascii=False)
    (workspace / "annotations" / "documents.jsonl").write_text(line + "\n", "utf-8")
    seed = find(workspace).read(Entry("short.txt", path))
    assert (seed[:], seed.encoding) == ("標準", "big5")


# ------------------------------------------------------------------ two threads


@pytest.mark.parametrize("turn", range(5))
def test_counting_beside_reading(tiny, turn: int) -> None:
    text = EVERYTHING
    at = {len(text[:n].encode()): n for n in range(0, len(text), 997)}
    seed, dice = Seed.of(text.encode()), random.Random(turn)
    found: list[tuple[object, object]] = []
    counting = Thread(target=lambda: found.append((len(seed), len(text))))
    counting.start()
    for _ in range(400):
        start = dice.randrange(len(text))
        found.append((seed[start : start + 50], text[start : start + 50]))
        block = seed.block(start)
        found.append((seed[block.start : block.end], text[block.start : block.end]))
        byte = dice.choice(list(at))
        found.append((seed.offset_of_byte(byte), at[byte]))
    counting.join()
    assert [pair for pair in found if pair[0] != pair[1]] == []
