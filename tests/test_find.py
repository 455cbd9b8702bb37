"""Finding what one means, against cleaning and folding the whole text and looking."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from seedread.tags.names import Names
from seedread.tags.record import parse
from seedread.text import seed as seeds
from seedread.text.find import Hit, fold, hits, query, within
from seedread.text.fold import Folded
from seedread.text.noise import HIDDEN, noise
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


def found(text: str, asked: str, start: int = 0, **more) -> list[tuple[int, int]]:
    return [tuple(hit) for hit in hits(Seed.of(text.encode()), query(asked, **more), start)]


def said(text: str, asked: str, **more) -> list[str]:
    return [text[a:b] for a, b in found(text, asked, **more)]


def bare(text: str) -> str:
    """Leave out, the slow way, what must not matter."""
    cut = {n for one in noise(text) if one.kind in HIDDEN for n in range(*one.passage)}
    return re.sub(
        r"(?<=[\u3400-\u9fff])[^\S\n]+|[^\S\n]+(?=[\u3400-\u9fff])",
        "",
        fold("".join(c for n, c in enumerate(text) if n not in cut)),
    )


def naive(text: str, asked: str) -> int:
    """Count each spelling of a query in the bare text."""
    spellings = {fold(written) for written in (asked, *(c(asked) for c in CONVERT.values()))}
    return sum(len(re.findall(re.escape(s), text)) for s in spellings)


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


# ------------------------------------------------------------------ queries


def test_a_query_finds_the_other_script() -> None:
    for asked in ("标准", "標準", "標准"):
        assert found("标准、標準、標準", asked) == [(0, 2), (3, 5), (6, 8)]
    for asked in ("了解", "瞭解"):
        assert found("了解，瞭解", asked) == [(0, 2), (3, 5)]
    for asked in ("回复", "回覆"):
        assert found("回复，回覆，回復", asked) == [(0, 2), (3, 5), (6, 8)]
    assert found("複雜，复杂，覆雜", "复杂") == [(0, 2), (3, 5)]


def test_a_query_finds_any_width_and_case() -> None:
    for asked in ("h20", "H20", "Ｈ２０"):
        assert found("H20 h20 Ｈ20", asked) == [(0, 3), (4, 7), (8, 11)]
    for asked in ("ß", "ẞ"):
        assert found("ẞß", asked) == [(0, 1), (1, 2)]
    assert found("café CAFÉ", "café") == [(0, 4), (5, 9)]
    assert said("Nvlink、NVLINK、NVLinks", "nvlink") == ["Nvlink", "NVLINK", "NVLink"]


def test_noise_inside_belongs_to_a_hit_and_noise_beside_it_does_not() -> None:
    text = "在台 湾，台(tái) 湾(wān)的臺灣"
    assert said(text, "台湾") == ["台 湾", "台(tái) 湾", "臺灣"]
    assert said("与聯(lián)接相联接", "联接") == ["聯(lián)接", "联接"]
    assert said("台\u200b湾", "台湾") == ["台\u200b湾"]
    assert said("一颗**芯**片", "芯片") == ["芯**片"]


def test_what_was_copied_with_its_noise_finds_the_same() -> None:
    for asked in ("台湾", "台 湾", "台(tái)湾", " 台湾 "):
        assert said("台湾 台 湾", asked) == ["台湾", "台 湾"]


def test_spaces_beside_chinese_do_not_matter_and_others_are_one() -> None:
    assert said("AI芯片 AI 芯片 AI　芯片", "ai芯片") == ["AI芯片", "AI 芯片", "AI　芯片"]
    text = "Ben Thompson Ben\u3000Thompson Ben \t\xa0Thompson Ben\nThompson BenThompson"
    for asked in ("ben thompson", "ben　thompson", "ben \t  thompson"):
        assert said(text, asked) == ["Ben Thompson", "Ben\u3000Thompson", "Ben \t\xa0Thompson"]
    assert said("今天 天气", "天天") == ["天 天"]
    assert said("今天\n天气", "天天") == []


def test_exactly_means_what_is_written() -> None:
    text = "台湾 台 湾 臺灣 Ai 聯(lián)接"
    assert said(text, "台湾", exact=True) == ["台湾"]
    assert said(text, "台 湾", exact=True) == ["台 湾"]
    assert said(text, "(lián)", exact=True) == ["(lián)"]
    assert said(text, " ", exact=True) == [" "] * 5
    assert said(text, "ai", exact=True) == []


def test_marks_that_mean_something_in_expressions_mean_themselves() -> None:
    for asked in (".", ".*", "[a-z]", "a|b", "\\d", "^", "$", "(?i)", "{2}", "]", "a-z", "~&"):
        assert found(f"甲{asked}乙", asked) == [(1, 1 + len(asked))]
        assert found("甲乙 丙", asked) == []


def test_odd_queries() -> None:
    assert found("标准", "") == found("标 准", " ") == []
    assert found("标准", "", exact=True) == []
    assert found("甲𠮷😀乙", "𠮷") == [(1, 2)]
    assert found("甲𠮷😀乙", "😀乙") == [(2, 4)]
    assert found("e\u0301é", "\u0301") == [(1, 2)]
    assert found("甲\x00\x1b[乙\u202e", "\x00\x1b[") == [(1, 4)]
    assert found("标准", "标准" * 500) == []
    assert found("甲", "\ud800") == []
    assert found("哈哈哈哈哈", "哈哈") == [(0, 2), (2, 4)]


@given(st.text(max_size=8), st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_looked_for_exactly_is_found(asked, before, after) -> None:
    text = before + asked + after
    here = within(text, query(asked, exact=True))
    assert [text[h.start : h.end] for h in here] == [asked] * (text.count(asked) if asked else 0)


# ------------------------------------------------------------------ names

NAMES = Names(
    parse(json.dumps(given).encode())
    for given in (
        {"id": "nvidia", "forms": ["英伟达", "輝達", "Nvidia", "英伟达公司"]},
        {"id": "ascend", "forms": ["昇腾", "升腾", "Ascend"], "not": ["蒸汽升腾", "升腾起"]},
        {"id": "us", "forms": ["美国", "US"]},
    )
)


def through(text: str, asked: str) -> list[tuple[str, str]]:
    found_ = hits(Seed.of(text.encode()), query(asked, NAMES))
    return [(text[h.start : h.end], h.through) for h in found_]


def test_one_form_of_a_name_finds_all_and_says_through_which_name() -> None:
    text = "英伟达公司，輝達，NVIDIA，辉达"
    expected = ["英伟达公司", "輝達", "NVIDIA", "辉达"]
    assert through(text, "nvidia") == list(
        zip(expected, ["nvidia", "nvidia", "", "nvidia"], strict=True)
    )
    assert through(text, "辉达") == list(zip(expected, ["nvidia", "", "nvidia", ""], strict=True))
    assert [t for t, _ in through(text, "英伟达")] == ["英伟达公司", *expected[1:]]
    assert through("英伟达的芯片", "英伟达的") == [("英伟达的", "")]


def test_a_form_in_letters_is_a_whole_word_unless_it_was_typed() -> None:
    assert through("US, focus, US国债 éus usé 美国", "美国") == [
        ("US", "us"),
        ("US", "us"),
        ("美国", ""),
    ]
    assert [t for t, _ in through("focus US", "us")] == ["us", "US"]


def test_what_a_form_is_not_found_in() -> None:
    assert through("蒸汽升腾，昇腾，升腾起来，Ascend", "ascend") == [
        ("昇腾", "ascend"),
        ("Ascend", ""),
    ]
    assert len(through("蒸汽升腾，昇腾", "升腾")) == 2  # that is what was typed


# ------------------------------------------------------------------ hits


@pytest.mark.parametrize("name", SEEDS)
def test_hits_are_those_of_looking_in_the_bare_text(name: str) -> None:
    text, counts = bare(SEEDS[name]), {}
    for asked in QUERIES:
        if asked.strip():
            wanted = query(asked)
            there = list(hits(Seed.of(SEEDS[name].encode()), wanted))
            plain = " ".join(re.sub("(?<=台) ", "", asked).split())
            counts[asked] = naive(text, plain)
            assert len(there) == counts[asked], asked
            data = "".join(f.text for f in (Folded.of(SEEDS[name]),)).encode()
            assert wanted.count(data) == len(there), asked
    assert counts["标准"] == counts["標準"]
    assert sum(map(bool, counts.values())) > 15


@pytest.mark.parametrize(("piece", "long"), [(300, 120), (640, 400)])
def test_hits_do_not_depend_on_how_a_document_is_cut(monkeypatch, piece: int, long: int) -> None:
    texts = [SEEDS["002"].replace("\n", "，")[:3000], "标准" * 300, "Ben Thompson " * 50]
    asked = ["标准", "的", "Ben Thompson", "AI", "芯片"]
    whole = {(n, q): found(text, q) for n, text in enumerate(texts) for q in asked}
    monkeypatch.setattr(seeds, "PIECE", piece)
    monkeypatch.setattr(seeds, "LONG", long)
    for (n, wanted), expected in whole.items():
        assert found(texts[n], wanted) == expected, wanted
    assert len(whole[2, "Ben Thompson"]) == 50


def test_hits_from_somewhere_on() -> None:
    text = "标准，標準。\n标准"
    for start, expected in ((0, 3), (1, 2), (3, 2), (4, 1), (7, 1), (8, 0), (99, 0)):
        assert found(text, "标准", start) == found(text, "标准")[3 - expected :]


def test_hits_come_one_by_one() -> None:
    seed = Seed.of(("标准。\n" * 100_000).encode())
    assert next(hits(seed, query("标准"))) == (0, 2)
    assert not seed.counted


def test_hits_of_a_part_are_those_of_the_whole() -> None:
    text = SEEDS["001"]
    seed, wanted = Seed.of(text.encode()), query("的")
    parts = [
        hit
        for block in seed.blocks()
        for hit in within(text[block.start : block.end], wanted, block.start)
    ]
    assert parts == list(hits(seed, wanted))
    assert isinstance(parts[0], Hit)
