"""Words of both scripts at their right offsets, and no trace in the shared temporary folder."""

import importlib
import re
import subprocess
import sys
from difflib import SequenceMatcher
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from threading import Thread
from typing import Any

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from seedread.text import words as room
from seedread.text.words import words

PATHS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
SEEDS = {path.name[:3]: path.read_text("utf-8") for path in PATHS}
SIMPLIFIED = {name: OpenCC("t2s").convert(text) for name, text in SEEDS.items()}


@pytest.fixture(scope="module")
def official(tmp_path_factory) -> jieba.Tokenizer:
    """The segmenter as its own authors load it, with a temporary folder of its own."""
    found = jieba.Tokenizer()
    found.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    found.initialize()
    return found


@cache
def segmenter(name: str) -> Any:
    return room._plain_segmenter() if name == "jieba" else importlib.import_module("rjieba").Jieba()


@pytest.fixture(params=["jieba", "rjieba"])
def cut_by(request, monkeypatch) -> str:
    """Cut with either segmenter, the fast one if it is here; nothing taught before."""
    if request.param == "rjieba":
        pytest.importorskip("rjieba")
    monkeypatch.setattr(room, "_segmenter", cache(lambda: segmenter(request.param)))
    monkeypatch.setattr(room, "_taught", set())
    return request.param


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


def assert_covers(text: str) -> None:
    """Words are in order, apart, and hold every letter, digit and Chinese character."""
    found = words(text)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(any(c.isalnum() for c in text[a:b]) for a, b in found)
    held = {offset for start, end in found for offset in range(start, end)}
    assert {n for n, c in enumerate(text) if c.isalnum()} <= held


@pytest.mark.parametrize("name", SEEDS)
def test_documents_are_cut_as_the_segmenter_cuts_their_simplified_text(
    name: str, official, cut_by
) -> None:
    simplified = SIMPLIFIED[name]
    assert len(simplified) == len(SEEDS[name])
    cut = "\x1f".join(official.lcut(simplified))
    whole = re.sub("(?<=[a-zà-ǜ])\x1f(?=[à-ǜ])|(?<=[à-ǜ])\x1f(?=[a-z])", "", cut)  # lián
    expected = [w for w in whole.split("\x1f") if any(c.isalnum() for c in w)]
    found = [simplified[a:b] for a, b in words(SEEDS[name])]
    if cut_by == "jieba":
        assert found == expected
    else:  # it keeps 2025-05-20 together, and decides a few words otherwise
        matched = SequenceMatcher(None, found, expected, autojunk=False).get_matching_blocks()
        assert sum(match.size for match in matched) > 0.99 * len(expected)
    assert_covers(SEEDS[name])


@pytest.mark.parametrize("config", ["s2t", "s2tw", "s2hk"])
@pytest.mark.parametrize("name", ["000", "002"])
def test_either_script_has_its_words_at_the_same_places(name: str, config: str, cut_by) -> None:
    lines = [line for line in SEEDS[name].split("\n") if line]
    convert = OpenCC(config).convert
    there = [words(convert(line)) for line in lines]
    # A few words lose their script on the way there and back (覆 for 复): no more than that.
    same = sum(words(line) == found for line, found in zip(lines, there, strict=True))
    assert same > 0.95 * len(lines)
    for line, found in zip(lines, there, strict=True):
        assert sum(b - a for a, b in found) == sum(b - a for a, b in words(line))


def test_words_in_both_scripts(cut_by) -> None:
    assert said("标准争夺之战。") == ["标准", "争夺", "之战"]
    assert said("標準爭奪之戰。") == ["標準", "爭奪", "之戰"]
    assert said("这是AI标准,H20 的 50%。") == ["这是", "AI", "标准", "H20", "的", "50%"]
    assert said("“全聯(lián)接”大會!") == ["全聯", "lián", "接", "大會"]


def test_words_of_scripts_that_write_spaces_are_not_cut(cut_by) -> None:
    assert said("Le café naïf — Все люди, über 5G和AI") == [
        *("Le", "café", "naïf", "Все", "люди", "über", "5G", "和", "AI")
    ]


def test_what_has_no_words(cut_by) -> None:
    for text in ("", " ", "\n\t　", "。，！？……——", "😀😀", "\x00\x1b\u202e", "“”"):
        assert words(text) == []


@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    assert_covers(text)


def test_odd_texts(cut_by) -> None:
    for text in (
        "标\x00准争夺",
        "𠮷野家标准",
        "标准\r\n争夺",
        "a" * 9000,
        "标" * 9000,
        "\u0301标e\u0301",
    ):
        assert_covers(text)


def test_a_segmenter_that_loses_characters_is_not_believed(monkeypatch) -> None:
    class Loses:
        def cut(self, text: str) -> list[str]:
            return [text[:1], text[2:]]

    monkeypatch.setattr(room, "_segmenter", lambda: Loses())
    assert said("标准，争") == ["标", "准", "争"]


def test_the_word_list_is_loaded_once_whoever_asks(monkeypatch) -> None:
    loading, original = [], jieba.Tokenizer.gen_pfdict

    def counted(file):
        loading.append(file)
        return original(file)

    monkeypatch.setattr(jieba.Tokenizer, "gen_pfdict", staticmethod(counted))
    monkeypatch.setattr(room, "_segmenter", cache(room._segmenter.__wrapped__))
    monkeypatch.setitem(sys.modules, "rjieba", None)  # as if it were not installed
    assert not room.ready()
    threads = [Thread(target=room.load), Thread(target=words, args=("标准",))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert room.ready()
    assert len(loading) == 1


def test_words_that_were_taught_are_whole(monkeypatch) -> None:
    fresh = room._plain_segmenter()
    monkeypatch.setattr(room, "_segmenter", cache(lambda: fresh))
    monkeypatch.setattr(room, "_taught", set())
    names = ["英伟达", "昇騰", "卢特尼克"]
    texts = ["黄仁勋的英伟达遇到昇腾", "黃仁勳的英偉達遇到昇騰", "卢特尼克说"]
    before = [said(text) for text in texts]
    room.teach(["的", "H20", "", "英 伟", *names])
    found = [said(text) for text in texts]
    assert before != found
    assert {"英伟达", "昇腾"} <= set(found[0])
    assert {"英偉達", "昇騰"} <= set(found[1])
    assert found[2] == ["卢特尼克", "说"]
    room.teach(names)
    assert [said(text) for text in texts] == found


@pytest.mark.parametrize("missing", [(), ("rjieba",)])
def test_nothing_is_written_to_the_shared_temporary_folder_nor_said(tmp_path, missing) -> None:
    code = f"""
import sys, tempfile
sys.modules.update(dict.fromkeys({missing!r}))  # as if it were not installed
tempfile.tempdir = {str(tmp_path)!r}
from seedread.text import words
assert not words.ready()
assert words.words("标准争夺之战") and words.ready()
"""
    ran = subprocess.run([sys.executable, "-W", "always", "-c", code], capture_output=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")
    assert list(tmp_path.iterdir()) == []


def test_the_word_list_is_not_loaded_before_it_is_asked_for() -> None:
    code = "import sys; from seedread.text import units; print('jieba' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ran.stdout.split() == [b"False"]


def test_the_faster_segmenter_cuts_alike() -> None:
    """Apart from ASCII hyphens, which it takes for a part of the word."""
    fast = pytest.importorskip("rjieba", reason="rjieba is not installed").Jieba()
    plain = room._plain_segmenter()
    for text in SIMPLIFIED.values():
        both = [_borders(list(segmenter.cut(text)), text) for segmenter in (plain, fast)]
        assert both[0] == both[1]
        assert len(both[0]) > 1000


def _borders(pieces: list[str], text: str) -> set[int]:
    """Where words end, but for numbers and Latin words with a hyphen."""
    assert "".join(pieces) == text
    ends = set(accumulate(map(len, pieces)))
    joined = [found.span() for found in re.finditer(r"[A-Za-z0-9]+(?:-[A-Za-z0-9 ]*)+", text)]
    return {end for end in ends if not any(a <= end <= b for a, b in joined)}
