"""Finding text whatever its script, width or case, against folding the whole text and looking."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from seedread.text import seed as seeds
from seedread.text.find import fold, hits, pattern
from seedread.text.seed import Seed

PATHS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
SEEDS = {path.name[:3]: path.read_text("utf-8") for path in PATHS}
EVERYTHING = "\n".join(SEEDS.values())
CONVERT = {c: OpenCC(c).convert for c in ("t2s", "tw2s", "hk2s", "s2t", "s2tw", "s2hk")}
QUERIES = [
    *(
        "标准",
        "標準",
        "芯片",
        "晶片",
        "台湾",
        "臺灣",
        "裏",
        "裡",
        "里",
        "后",
        "發展",
        "头髮",
        "的",
        "一",
    ),
    *("回复", "回覆", "了解", "瞭解", "凭借", "憑藉", "复杂", "複雜", "面条", "著", "為什麼"),
    *("AI", "ai", "ＡＩ", "nvidia", "NVIDIA", "Cuda", "deepseek", "H20", "h２０", "50%", "５０％"),
    *(
        ".",
        ".*",
        "?",
        "??",
        "[",
        "]",
        "\\",
        "\\d",
        "^",
        "$",
        "(",
        ")",
        "(注",
        "a|b",
        "{2}",
        "+",
        "-",
    ),
    *("，", ",", "！", "“", "”", "——", "…", "Ben Thompson", "ben  thompson", "台 湾", "　", " "),
    *("不存在的话", "😀", "é", "è", "(lián)", "\u0301"),
]


def found(text: str, query: str, start: int = 0) -> list[tuple[int, int]]:
    return [tuple(hit) for hit in hits(Seed.of(text.encode()), pattern(query), start)]


def naive(text: str, query: str) -> list[tuple[int, int]]:
    """Look for each spelling of a query that has no white space in the folded text."""
    spellings = {fold(written) for written in (query, *(c(query) for c in CONVERT.values()))}
    assert {len(s) for s in spellings} == {len(query)}
    folded, hits_, at = fold(text), [], 0
    while at < len(folded):
        if any(folded.startswith(s, at) for s in spellings):
            hits_.append((at, at + len(query)))
            at += len(query)
        else:
            at += 1
    return hits_


# ------------------------------------------------------------------ folding


def test_either_script_either_width_either_case() -> None:
    for a, b in (
        ("標準", "标准"),
        ("臺灣", "台湾"),
        ("ＡＩ２", "ai2"),
        ("，！（", ",!("),
        ("裡裏", "里里"),
    ):
        assert fold(a) == fold(b)
    assert fold("⻓⾯") != fold("长")  # a radical that is no presentation form stays
    assert (fold("⾯⾧"), fold("\uf900")) == ("面长", "岂")
    assert fold("　\xa0") == "  "


def test_folding_keeps_every_code_point_in_its_place() -> None:
    every = "".join(c for c in map(chr, range(0x32000)) if not "\ud800" <= c <= "\udfff")
    folded = fold(every)
    assert len(folded) == len(every)
    assert fold(folded) == folded
    assert fold("ﬁẞßİı㎏\ud800") == "ﬁßßİı㎏\ud800"


@pytest.mark.parametrize("config", CONVERT)
def test_single_characters_fold_alike_in_every_script(config: str) -> None:
    every = sorted({c for c in EVERYTHING if not c.isspace()})
    converted = CONVERT[config]("\n".join(every)).split("\n")
    assert [c for c, d in zip(every, converted, strict=True) if fold(c) != fold(d)] == []


# ------------------------------------------------------------------ patterns


def test_a_query_finds_the_other_script() -> None:
    for query in ("标准", "標準", "標准"):
        assert found("标准、標準、标準", query) == [(0, 2), (3, 5), (6, 8)]
    for query in ("了解", "瞭解"):
        assert found("了解，瞭解", query) == [(0, 2), (3, 5)]
    for query in ("回复", "回覆"):
        assert found("回复，回覆，回復", query) == [(0, 2), (3, 5), (6, 8)]
    assert found("複雜，复杂，覆雜", "复杂") == [(0, 2), (3, 5)]


def test_a_query_finds_any_width_and_case() -> None:
    for query in ("h20", "H20", "Ｈ２０"):
        assert found("H20 h20 Ｈ20", query) == [(0, 3), (4, 7), (8, 11)]
    for query in ("ß", "ẞ"):
        assert found("ẞß", query) == [(0, 1), (1, 2)]
    assert found("café CAFÉ", "café") == [(0, 4), (5, 9)]


def test_white_space_is_any_white_space_within_a_line() -> None:
    text = "Ben Thompson Ben\u3000Thompson Ben \t\xa0Thompson Ben\nThompson BenThompson"
    for query in ("ben thompson", "ben　thompson", "ben \t  thompson"):
        assert [text[a:b] for a, b in found(text, query)] == [
            "Ben Thompson",
            "Ben\u3000Thompson",
            "Ben \t\xa0Thompson",
        ]
    assert found("甲 \n 乙", " ") == [(1, 2), (3, 4)]


def test_marks_that_mean_something_in_expressions_mean_themselves() -> None:
    for query in (
        ".",
        ".*",
        "[a-z]",
        "a|b",
        "\\d",
        "^",
        "$",
        "(?i)",
        "{2}",
        "]",
        "a-z",
        "\\",
        "~&",
    ):
        assert found(f"甲{query}乙", query) == [(1, 1 + len(query))]
        assert found("甲乙 丙", query) == []


def test_odd_queries() -> None:
    assert found("标准", "") == []
    assert found("甲𠮷😀乙", "𠮷") == [(1, 2)]
    assert found("甲𠮷😀乙", "😀乙") == [(2, 4)]
    assert found("e\u0301é", "\u0301") == [(1, 2)]
    assert found("e\u0301é", "e\u0301") == [(0, 2)]
    assert found("甲\x00\x1b[乙\u202e", "\x00\x1b[") == [(1, 4)]
    assert found("甲\u200b乙", "甲乙") == []
    assert found("标准", "标准" * 500) == []
    assert found("甲", "\ud800") == []


@given(st.text(max_size=8), st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_looked_for_is_found_and_looks_like_it(query, before, after) -> None:
    text = before + query + after
    folds = {fold(w) for w in (query, *(c(query) for c in CONVERT.values()))}
    hit = [text[m.start() : m.end()] for m in pattern(query).finditer(text)]
    if query and not any(c.isspace() for c in query):
        assert hit
        assert {fold(h) for h in hit} <= folds


def test_every_character_finds_all_that_fold_like_it() -> None:
    classes: dict[str, str] = {}
    for c in map(chr, range(0x21, 0x2FA20)):
        if fold(c) != c and unicodedata.category(c) != "Zs":
            classes[fold(c)] = classes.get(fold(c), "") + c
    assert len(classes) > 3000
    for folded, others in list(classes.items())[::7]:
        wanted = pattern(folded)
        assert [c for c in folded + others if not wanted.fullmatch(c)] == []


# ------------------------------------------------------------------ hits


@pytest.mark.parametrize("name", SEEDS)
def test_hits_are_those_of_looking_in_the_folded_text(name: str) -> None:
    counts = {}
    for query in QUERIES:
        if not any(c.isspace() for c in query):
            counts[query] = found(SEEDS[name], query)
            assert counts[query] == naive(SEEDS[name], query), query
    assert len(counts["标准"]) == len(counts["標準"])
    assert sum(map(bool, counts.values())) > 15


@pytest.mark.parametrize(("piece", "long"), [(30, 12), (64, 40)])
def test_hits_do_not_depend_on_how_a_document_is_cut(monkeypatch, piece: int, long: int) -> None:
    texts = [SEEDS["003"], SEEDS["002"].replace("\n", ""), "标准" * 300, "Ben Thompson " * 50]
    asked = [*QUERIES[::3], "ben  thompson"]
    whole = {(n, q): found(text, q) for n, text in enumerate(texts) for q in asked}
    monkeypatch.setattr(seeds, "PIECE", piece)
    monkeypatch.setattr(seeds, "LONG", long)
    for (n, query), expected in whole.items():
        assert found(texts[n], query) == expected, query
    assert len(whole[3, "ben  thompson"]) == 50


def test_hits_from_somewhere_on() -> None:
    text = "标准，標準。\n标准"
    for start, expected in ((0, 3), (1, 2), (3, 2), (4, 1), (7, 1), (8, 0), (99, 0)):
        assert found(text, "标准", start) == found(text, "标准")[3 - expected :]


def test_hits_come_one_by_one() -> None:
    seed = Seed.of(("标准。\n" * 100_000).encode())
    assert next(hits(seed, pattern("标准"))) == (0, 2)
    assert not seed.counted
