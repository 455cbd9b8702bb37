"""Rows as a typesetter would cut them, checked by rules written down a second time."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
import wcwidth
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC
from rich.cells import cell_len

from seedread.text.passage import Passage
from seedread.text.safe import safe
from seedread.text.wrap import at_cell, cells, offsets, wrap

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
LINES = [line for seed in SEEDS for line in seed.read_text("utf-8").split("\n") if line]

# Borders that may not be, as the end of one row, a newline, and the beginning of the next.
WRONG = re.compile(
    r"""
      \n [，。、；：？！）】》」』”’…—％,.!?:;)%\]}〉〕｝·～々ー°℃‰\s]     # begins with a closer
    | [（【《〈〔「『“‘(\[{｛<¥￥$#€] [ ]* \n                          # ends with an opener
    | [A-Za-z0-9À-ɏ] \n [A-Za-z0-9À-ɏ]                              # cuts a word
    | [A-Za-z0-9] (?: [-._/'&+] \n | \n [-._/'&+] ) [A-Za-z0-9]
    | \d (?: ,\n | \n, ) \d{3} (?!\d)                               # cuts a number
    | \d [ ]? \n (?: [年月日号號亿億万萬个個家倍元人] | 美元 | 纳米 | 奈米 | (?:nm|GB|W)\b )
    """,
    re.VERBOSE,
)
HAN = "[\u4e00-\u9fff]"


def rows(text: str, width: int) -> list[str]:
    return [text[row.start : row.end] for row in wrap(text, width)]


def faults(text: str, width: int) -> list[str]:
    """Every border that breaks a rule, and every row too wide, or cut short between two Han."""
    found = rows(text, width)
    assert "".join(found) == text
    wrong = [row for row in found if cell_len(row.rstrip()) > width]
    for row, after in pairwise(found):
        if WRONG.search(f"{row[-8:]}\n{after[:8]}"):
            wrong.append(f"{row}|{after}")
        room = re.search(rf"^[^0-9]*?{HAN}\s*(?={HAN})", after)
        if room and cell_len((row + room[0]).rstrip()) <= width:
            wrong.append(f"{row} <- {after}")
    return wrong


@pytest.mark.parametrize("start", [20, 21])
@pytest.mark.parametrize("config", ["", "s2tw", "tw2s"])
def test_no_row_of_the_documents_breaks_a_rule(config: str, start: int) -> None:
    """At every width from 20 to 200, in either pane."""
    lines = LINES
    if config:
        converted = OpenCC(config).convert("\n".join(LINES)).split("\n")
        lines = [line for line, before in zip(converted, LINES, strict=True) if line != before]
    assert len(lines) > 50
    for line in lines:
        widest = min(200, cell_len(line))
        for width in range(start, widest + 1, 2):
            assert faults(line, width) == [], (line, width)


def test_the_checker_finds_faults() -> None:
    for border in [
        "中|，文",
        "（|中",
        "“ |中",
        "NV|L",
        "GPT|-4o",
        "2.|6",
        "50|%",
        "10|年",
        "5 |nm",
    ]:
        assert WRONG.search(border.replace("|", "\n")), border
    for border in ["中|文", "，|中", "3 |The", "中 |A", "10|系列", "说:|“", "GB200|系列", "a,|b"]:
        assert not WRONG.search(border.replace("|", "\n")), border


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (8, "标准争夺|之战"),
        (8, "标准争|夺，之战"),
        (8, "标准争|夺）。之|战"),
        (8, "标准争|（夺）之"),
        (8, "标准争夺  |之战"),
        (8, "标准争夺  "),
        (8, "  标准争|夺"),
        (9, "中 美之间|的竞争"),
        (9, "标准 ，之|战"),
        (9, "标准之 |（ 战）争"),
        (9, "英伟达|NVL72系列"),
        (10, "用GPT-4o的|人"),
        (10, "增长了很|2.6%之多"),
        (10, "增长了大|2.6 ％多"),
        (10, "他在二的|2025年说"),
        (11, "他在二的|2025 年"),
        (12, "做二的三的|5 nm工艺"),
        (10, "二三5 |Alpha"),
        (10, "合计三的|1,000,000"),
        (10, "一二三1,2,|3"),
        (10, "他说三的|10:30到"),
        (7, "好吗|三……我|们"),
        (7, "好吗|三——我|们"),
        (7, "好吗|三──我|們"),
        (9, "好吗三|「我们」"),
        (10, "价钱三的|¥100多"),
        (10, "价钱三的|US$100"),
        (10, "大概三四 |-5℃左右"),
        (8, "大概三|四-五左|右"),
        (7, "大概三|A+的"),
        (10, '他说:"好|的"的话'),
        (9, '他说的:|"好的"的'),
        (9, "他说的:|'好的'的"),
        (8, '宽2" 高|"好"的'),
        (8, "标准之|（\u0301战争"),
        (8, "标准争夺| \u0301之"),
        (9, "葛\U000e0100飾区的|家"),
        (8, "a\u0301a\u0301a\u0301a\u0301 |bbbcc"),
        (10, "the cat's |node.js"),
        (6, "👩\u200d👩\u200d👧👍🏽🇨🇳|🇨🇳"),
        (10, "⟨202E⟩中|⟨202E⟩文"),
        (8, "コン|ピュー|ター"),
        (8, "時時時|時々刻々"),
    ],
)
def test_cases(width: int, expected: str) -> None:
    assert "|".join(rows(expected.replace("|", ""), width)) == expected


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (10, "看|abcdefghij|klm"),
        (20, "看https://|example.com/a/b?c=d&|e=1234567890123456"),
        (6, "（abcd|ef）"),
        (8, "abc，，|，，，，"),
        (4, "，，|，，|，"),
        (4, "（（|（（|（"),
        (2, "中|，|文"),
        (1, "中|，|a|b |é"),
        (0, "a|b"),
        (1, "👍🏽|e\u0301|🇨🇳"),
    ],
)
def test_what_cannot_be_kept_is_cut(width: int, expected: str) -> None:
    assert "|".join(rows(expected.replace("|", ""), width)) == expected


def test_an_empty_text_has_one_empty_row() -> None:
    assert wrap("", 40) == [Passage(0, 0)]
    assert offsets("") == [0]
    assert (cells(""), at_cell("", 0), at_cell("", 5)) == (0, 0, 0)


def test_a_million_characters_are_cut_in_one_go() -> None:
    assert len(wrap("中" * 1_000_000, 100)) == 20_000
    assert len(wrap('"a/' * 300_000, 100)) >= 9_000


pieces = st.sampled_from(
    [
        *"中文字，。：“”（）《》……——·々 \u3000\u00a0a1B.-'/%$\"#é─ー‰\ue000𠀀😀🇹ᄀா",
        *["NVL72", "2.6%", "2025年", "5 nm", "https://a.bc/d?e=f&g-h", "，" * 12, "⟨202E⟩"],
        *["👩\u200d❤\ufe0f\u200d👩", "👍🏽", "🇨🇳", "1\ufe0f\u20e3", "©\ufe0f", "葛\U000e0100"],
        *["e\u0301", " \u0301", "（\u0301", "각", "か\uff9e", "กำ", "क्ष"],
    ]
)
mixed = st.lists(pieces, max_size=60).map("".join) | st.text(max_size=40)


@given(mixed, st.integers(-1, 40))
def test_rows_tile_and_fit_and_advance(text: str, width: int) -> None:
    text = safe(text)
    found = wrap(text, width)
    assert found[0].start == 0
    assert found[-1].end == len(text)
    assert all(row.end == after.start for row, after in pairwise(found))
    assert not text or all(row.start < row.end for row in found)
    for row in found:
        ink = text[row.start : row.end].rstrip()
        one = sum(cell_len(grapheme) > 0 for grapheme in wcwidth.iter_graphemes(ink)) <= 1
        assert one or cell_len(ink) <= width, (ink, width)


@given(mixed, st.integers(1, 40))
def test_no_row_splits_a_grapheme(text: str, width: int) -> None:
    text = safe(text)
    borders = {0, *(row.end for row in wrap(text, width))}
    whole, at = {0}, 0
    for grapheme in wcwidth.iter_graphemes(text):
        whole.add(at := at + len(grapheme))
    assert borders <= whole


@given(mixed)
def test_cells_are_those_of_rich(text: str) -> None:
    assert cells(text) == cell_len(text)
    assert offsets(safe(text))[-1] == cell_len(safe(text))


@given(mixed)
def test_each_cell_finds_its_grapheme(text: str) -> None:
    text = safe(text)
    begins = offsets(text)
    assert len(begins) == len(text) + 1
    for cell in range(cell_len(text)):
        at = at_cell(text, cell)
        assert begins[at] <= cell < cell_len(text)
        assert cell_len(text[:at]) == begins[at]
        assert at == 0 or begins[at - 1] < begins[at]
    assert at_cell(text, -1) == at_cell(text, 0)
    if cell_len(text):
        assert at_cell(text, cell_len(text)) == at_cell(text, 10**6) == len(text)
