"""Which script a text is in, and conversion as OpenCC does it, passage by passage."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from seedread.text.passage import Passage
from seedread.text.script import CONFIG_NAMES, CONFIGS, HANS, HANT, SCRIPTS, Twin, convert, detect

PATHS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
SEEDS = {path.name[:3]: path.read_text("utf-8") for path in PATHS}
OFFICIAL = {c: OpenCC(c) for c in ("s2t", "s2tw", "s2hk", "t2s", "tw2s", "hk2s")}
HAN = re.compile("[\u3400-\u9fff]")


def stretches(text: str, length: int) -> list[str]:
    """Every stretch of `text` of this length that is at least half Chinese."""
    found = [text[at : at + length] for at in range(0, len(text) - length, length)]
    return [s for s in found if len(HAN.findall(s)) * 2 > length]


# ------------------------------------------------------------------ which script


def test_the_documents() -> None:
    found = {name: detect(text) for name, text in SEEDS.items()}
    assert found == {"000": "hans", "001": "hans", "002": "hans", "003": "hans", "004": "hant"}


@pytest.mark.parametrize("name", SEEDS)
def test_every_stretch_of_a_document_converted_to_one_script(name: str) -> None:
    for config, expected in (("t2s", "hans"), ("s2t", "hant"), ("s2tw", "hant"), ("s2hk", "hant")):
        text = OFFICIAL[config].convert(SEEDS[name])
        found = stretches(text, 40)
        assert len(found) > 25
        assert [s for s in found if detect(s) != expected] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("标准", "hans"),
        ("標準", "hant"),
        ("漢字", "hant"),
        ("黃仁勳", "hant"),
        ("個", "hant"),
        ("你好", "hans"),  # written the same in both
        ("\u3007一二三", "hans"),
        ("", "none"),
        ("\n \n", "none"),
        ("plain words", "none"),
        ("Là-bas, à l'été", "none"),
        ("，。！？", "none"),
        ("😀" * 5, "none"),
        ("hello " * 100 + "标准", "none"),
        ("hello 标准", "hans"),
        ("这是汉字，這是漢字。", "mixed"),
        ("吾輩は猫である。名前はまだ無い。", "none"),
        ("東京都は新しい計画を発表した。", "none"),
        ("カタカナ", "none"),
        ("他在日本看到の字和カフェ的招牌，说这很有意思，大家都应该来看。", "hans"),
    ],
)
def test_short_texts(text: str, expected: str) -> None:
    assert detect(text) == expected


def test_a_few_quotations_do_not_make_a_document_mixed() -> None:
    quoted = SEEDS["001"] + OFFICIAL["s2tw"].convert(SEEDS["001"][:200])
    assert detect(quoted) == "hans"
    assert detect(SEEDS["001"] + OFFICIAL["s2tw"].convert(SEEDS["001"])) == "mixed"


def test_each_pair_of_characters_is_one() -> None:
    assert len(set(HANS)) == len(set(HANT)) == len(HANS) == len(HANT)
    assert not set(HANS) & set(HANT)
    for hans, hant in zip(HANS, HANT, strict=True):
        assert OFFICIAL["t2s"].convert(hant) == OFFICIAL["t2s"].convert(hans) == hans
        assert all(OFFICIAL[c].convert(hans) != hans for c in ("s2t", "s2tw", "s2hk")), hans
    # Where a simplified character answers to several, the regions choose among these.
    written = [{OFFICIAL[c].convert(hans) for c in ("s2t", "s2tw", "s2hk")} for hans in HANS]
    others = [hans for hans, hant, w in zip(HANS, HANT, written, strict=True) if hant not in w]
    assert others == ["钟"]


# ------------------------------------------------------------------ conversion


def test_conversions_on_offer() -> None:
    assert set(CONFIGS) == set(SCRIPTS)
    assert {config for configs in CONFIGS.values() for config in configs} == set(CONFIG_NAMES)
    assert (CONFIGS["hans"][0], CONFIGS["hant"][0], CONFIGS["none"]) == ("s2tw", "tw2s", ())


@pytest.mark.parametrize("config", OFFICIAL)
@pytest.mark.parametrize("name", SEEDS)
def test_a_document_line_by_line_is_converted_as_a_whole(name: str, config: str) -> None:
    lines = [convert(line, config) for line in SEEDS[name].split("\n")]
    assert "\n".join(twin.text for twin in lines) == OFFICIAL[config].convert(SEEDS[name])
    for twin in lines:
        assert twin.config == config
        tiles(twin)
        assert [kind for *_, kind in twin.pieces] == ["="] * bool(twin.source)


def test_phrases_and_regions() -> None:
    assert convert("太后面后的头发发展", "s2tw").text == "太后面後的頭髮發展"
    assert convert("为什么", "s2t").text == "爲什麼"
    assert convert("为什么", "s2tw").text == "為什麼"
    assert convert("群众", "s2hk").text == "羣眾"
    assert convert("顆", "tw2s").text == "颗"


@given(st.text(st.sampled_from("标准標準后後发髮干乾a \n😀𠮷é"), max_size=20))
def test_any_text_has_pieces_that_tile_it(text: str) -> None:
    for config in OFFICIAL:
        twin = convert(text, config)
        tiles(twin)
        assert twin.text == (OFFICIAL[config].convert(text) if text else "")


def test_unknown_conversions() -> None:
    for config in ("nonsense", "", "../s2t"):
        with pytest.raises(ValueError, match="no such conversion"):
            convert("标准", config)


def tiles(twin: Twin) -> None:
    source = target = 0
    for a, b, c, d, kind in twin.pieces:
        assert (a, c) == (source, target)
        assert kind in "=?"
        assert kind == "?" or b - a == d - c
        source, target = b, d
    assert (source, target) == (len(twin.source), len(twin.text))


# ------------------------------------------------------------------ across and back

# 互联网 | 的 | 信息 -> 網際網路 | 的 | 資訊, and one stretch that grows from 2 to 5.
PHRASES = Twin(
    "x",
    "甲互联网的信息乙",
    "甲網際網路的資訊ABC乙",
    (
        (0, 1, 0, 1, "="),
        (1, 4, 1, 5, "?"),
        (4, 5, 5, 6, "="),
        (5, 7, 6, 11, "?"),
        (7, 8, 11, 12, "="),
    ),
)


def test_across_within_a_stretch_is_the_same_place() -> None:
    twin = convert("标准争夺之战", "s2tw")
    for start in range(7):
        for end in range(start, 7):
            assert (
                twin.across(Passage(start, end)) == twin.back(Passage(start, end)) == (start, end)
            )


def test_a_piece_known_as_a_whole_is_taken_whole() -> None:
    for start, end in ((1, 2), (2, 3), (3, 4), (1, 4)):
        assert PHRASES.across(Passage(start, end)) == (1, 5)
    assert PHRASES.across(Passage(0, 2)) == (0, 5)
    assert PHRASES.across(Passage(3, 6)) == (1, 11)
    assert PHRASES.across(Passage(4, 5)) == (5, 6)
    assert PHRASES.back(Passage(4, 5)) == (1, 4)
    assert PHRASES.back(Passage(5, 7)) == (4, 7)
    assert PHRASES.back(Passage(11, 12)) == (7, 8)


def test_an_empty_passage_stays_empty() -> None:
    across = [PHRASES.across(Passage(n, n)) for n in range(9)]
    assert across == [(n, n) for n in (0, 1, 1, 1, 5, 6, 6, 11, 12)]
    back = [PHRASES.back(Passage(n, n)) for n in range(13)]
    assert back == [(n, n) for n in (0, 1, 1, 1, 1, 4, 5, 5, 5, 5, 5, 7, 8)]


def test_places_beyond_the_text_are_its_end() -> None:
    assert PHRASES.across(Passage(7, 99)) == (11, 12)
    assert PHRASES.across(Passage(50, 99)) == (12, 12)
    assert Twin("x", "", "", ()).across(Passage(0, 5)) == (0, 0)


@given(st.data())
def test_there_and_back_covers_what_one_began_with(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, 7))
    passage = Passage(start, data.draw(st.integers(start + 1, 8)))
    there = PHRASES.across(passage)
    assert PHRASES.back(there).covers(passage)
    assert PHRASES.across(PHRASES.back(there)) == there


def test_opencc_is_loaded_only_when_something_is_converted() -> None:
    code = "import sys; from seedread.text import script; print('opencc' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.split() == [b"False"]
