"""How topics answer to what is typed: in any script, in pinyin, by initials, by keywords."""

import pytest
from pypinyin import Style, lazy_pinyin

from conftest import ROOT
from seedread.tags.ranking import Findable, Match, ranked, readings
from seedread.tags.record import parse
from seedread.tags.topic import Codebook, Topic
from seedread.text.fold import fold

LINES = (ROOT / "annotations" / "topics.jsonl").read_bytes().split(b"\n")
BOOK = Codebook([parse(line) for line in LINES if line])


@pytest.fixture(scope="module")
def topics() -> list[Findable]:
    return [Findable(topic, readings()) for topic in BOOK.topics]


def one(**names) -> Findable:
    return Findable(Topic("x", **names), readings())


POWER = ("dljcss", "dianlijichusheshi", "dianli", "dian li", "DianLi", "dianljc", "电力", "電力基")


@pytest.mark.parametrize("typed", POWER)
def test_the_power_grid_is_first_however_it_is_typed(topics, typed):
    assert ranked(topics, typed)[0] == "power-infrastructure"


def test_every_topic_answers_to_its_names_its_pinyin_and_its_initials(topics):
    for topic in BOOK.topics:
        chinese = "".join(c for c in topic.hans if "\u4e00" <= c <= "\u9fff" or c.isascii())
        said = lazy_pinyin(chinese)
        first = lazy_pinyin(chinese, style=Style.FIRST_LETTER)
        for typed in (topic.id, topic.en, topic.hans, topic.hant, topic.mark):
            assert ranked(topics, typed)[0] == topic.id, typed
        for typed in ("".join(said), "".join(first)):
            assert topic.id in ranked(topics, typed.lower()), typed


def test_a_character_with_several_readings_is_found_by_each():
    bank = one(hans="银行乐", hant="銀行樂")
    for typed in ("yinhang", "yinxing", "yinhangyue", "yinxingle", "yhl", "yxy"):
        assert bank.match(typed) == Match.PINYIN, typed
    assert bank.match("yinheng2") is None


@pytest.mark.parametrize("typed", ["nvxing", "nuxing", "nüxing", "nx"])
def test_u_with_dots_is_typed_as_people_type_it(typed):
    assert one(hans="女性").match(typed) == Match.PINYIN


def test_a_name_that_is_only_in_traditional_is_heard_too():
    assert one(hant="電力").match("dianli") == Match.PINYIN


def test_better_matches_go_first():
    names = {
        "exact": Topic("exact", en="Chip"),
        "beginning": Topic("beginning", en="Chips and more"),
        "word": Topic("word", en="The chip"),
        "inside": Topic("inside", en="Microchips"),
        "pinyin": Topic("pinyin", hans="吃坯"),
        "initials": Topic("initials", en="China has its past"),
        "keyword": Topic("keyword", keywords={"en": ["chip"]}),
        "nothing": Topic("nothing", en="Trade"),
    }
    wrong_way_round = [Findable(t, readings()) for t in reversed(names.values())]
    assert ranked(wrong_way_round, "chip") == [*names][:-1]


def test_english_initials_do_not_go_before_what_really_begins_so(topics):
    found = ranked(topics, "si")
    assert found[0] == "media-signal"
    assert ranked(topics, "etpd") == []
    assert ranked(topics, "elipd") == ["ecosystem-lock-in"]


def test_among_equals_the_recent_then_the_frequent_go_first():
    topics = [Findable(Topic(id, en=f"trade {id}")) for id in "abcd"]
    assert ranked(topics, "trade") == ["a", "b", "c", "d"]
    assert ranked(topics, "trade", ["d"], {"b": 1, "c": 5}) == ["d", "c", "b", "a"]
    assert ranked(topics, "trade b", ["d"], {"c": 5}) == ["b"]
    assert ranked(topics, "", ["d"]) == ["d", "a", "b", "c"]


def test_words_typed_in_any_order_must_all_be_there(topics):
    assert ranked(topics, "leverage rare") == ["rare-earth-leverage"]
    assert ranked(topics, "rare zzz") == []


def test_before_the_readings_are_loaded_all_else_is_found():
    topics = [Findable(topic) for topic in BOOK.topics]
    assert ranked(topics, "dljcss") == []
    assert ranked(topics, "電力")[0] == "power-infrastructure"


def test_what_people_write_into_a_codebook_does_no_harm():
    odd = Topic("o", en="\x1b[2J", hans="\U0002a6d6❤️、", keywords={"en": [1], "hans": "no list"})
    topic = Findable(odd, readings())
    for typed in ("", " ", "a", "\x1b", "❤", fold("ＡＢ"), "ü", "'"):
        ranked([topic], typed)
