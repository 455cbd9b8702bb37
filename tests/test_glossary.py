"""Settled conversions: before every dictionary, locked, aligned; and the terms we ship."""

import json
from pathlib import Path
from random import Random

import pytest

from seedread.text import glossary
from seedread.text.engines import PHRASED
from seedread.text.glossary import Glossary, problem, shipped
from seedread.text.passage import Passage
from seedread.text.script import CONFIG_NAMES, Twin, convert, converted

SEEDS = {
    path.name[:3]: path.read_text("utf-8")
    for path in sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
}
LINES = Path(glossary.__file__).with_name("glossary.jsonl").read_text("utf-8").splitlines()


def entry(term: str, *, source: str = "hans", **to: str) -> dict[str, object]:
    given = {"*" if key == "every" else key: value for key, value in to.items()}
    return {"id": term, "from": source, "term": term, "to": given, "note": ""}


def kinds(twin: Twin) -> list[tuple[str, str, str]]:
    return [(twin.source[a:b], twin.text[c:d], kind) for a, b, c, d, kind in twin.pieces]


# ------------------------------------------------------------------ what a term does


def test_a_term_wins_over_every_dictionary_and_is_a_piece_of_its_own() -> None:
    terms = Glossary([entry("互联网", every="全球網")])
    for config in ("s2t", "s2tw", "s2hk", "s2twp", "s2hkp"):
        twin = convert("在互联网里", config, terms)
        assert (twin.text[:4], kinds(twin)[1]) == ("在全球網", ("互联网", "全球網", "g"))
        assert twin.across(Passage(2, 3)) == (1, 4)
        assert twin.back(Passage(3, 4)) == (1, 4)
    assert convert("互联网", "t2s", terms).text == "互联网"
    assert terms.terms("tw2sp") == {}


def test_no_later_stage_touches_a_term_nor_a_phrase_reaches_into_it() -> None:
    terms = Glossary([entry("里面", every="里面信息软件着")])
    assert converted("在里面", "s2twp", terms) == "在里面信息软件着"
    # 太后 is a word, but not if its second half belongs to a term.
    assert converted("太后来", "s2t") == "太后來"
    assert converted("太后来", "s2t", Glossary([entry("后来", every="後來")])) == "太後來"


def test_the_configuration_by_name_goes_before_the_star() -> None:
    terms = Glossary([entry("点赞", s2tw="按讚", every="點讚")])
    assert [converted("点赞", c, terms) for c in ("s2t", "s2tw", "s2twp")] == [
        "點讚",
        "按讚",
        "點讚",
    ]
    only = Glossary([entry("点赞", s2tw="按讚")])
    assert converted("点赞", "s2hk", only) == converted("点赞", "s2hk")


def test_the_longest_term_counts_and_of_overlapping_ones_the_first() -> None:
    terms = Glossary(
        [entry("甲乙", every="1"), entry("甲乙丙", every="2"), entry("丙丁", every="3")]
    )
    assert converted("甲乙丙丁甲乙丁", "s2t", terms) == "2丁1丁"
    assert converted("乙丙丁", "s2t", terms) == "乙3"
    signs = Glossary([entry("a.c*", every="1"), entry("(.|", every="2")])
    assert converted("abc a.c* (.|", "s2t", signs) == "abc 1 2"


def test_terms_beside_each_other_and_at_the_ends() -> None:
    terms = Glossary([entry("甲乙", every="三四五")])
    assert kinds(convert("甲乙甲乙后甲乙", "s2t", terms)) == [
        ("甲乙", "三四五", "g"),
        ("甲乙", "三四五", "g"),
        ("后", "後", "="),
        ("甲乙", "三四五", "g"),
    ]
    assert convert("", "s2t", terms).pieces == ()


def test_a_term_beside_what_opencc_cannot_take() -> None:
    terms = Glossary([entry("甲乙", every="三")])
    assert converted("后\0甲乙\ud800后", "s2tw", terms) == "後\0三\ud800後"
    assert convert("后\0甲乙\ud800后", "s2tw", terms).text == "後\0三\ud800後"


# ------------------------------------------------------------------ glossaries


def test_of_two_entries_for_a_term_the_later_wins_configuration_by_configuration() -> None:
    below = Glossary([entry("点赞", s2tw="甲", s2hk="乙"), entry("老范", every="老范")])
    above = Glossary([entry("点赞", s2tw="丙")])
    both = above.over(below)
    assert [converted("点赞老范", c, both) for c in ("s2tw", "s2hk")] == ["丙老范", "乙老范"]
    assert converted("点赞", "s2hk", Glossary([entry("点赞", every="丁")]).over(below)) == "丁"
    assert converted("点赞", "s2tw", below.over(above)) == "甲"


def test_glossaries_of_the_same_content_are_equal() -> None:
    one, two = (Glossary([entry("点赞", s2tw="甲", s2hk="乙")]) for _ in range(2))
    assert one == two
    assert hash(one) == hash(two)
    assert one != Glossary([entry("点赞", s2tw="甲", s2hk="丙")])
    assert one != Glossary()
    assert one.over(shipped()) == two.over(shipped()) != shipped().over(one)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (entry("范", every="范"), "too short"),
        (entry("", every="范"), "too short"),
        (entry("老范", source="zh", every="老范"), "from"),
        (entry("老\n范", every="老范"), "on one line"),
        (entry("老\ud800", every="老范"), "on one line"),
        (entry("老范", every=""), "a value"),
        (entry("老范", every="老\u2028范"), "a value"),
        (entry("老范", every="老\0范"), "a value"),
        (entry("老范", tw2s="老范"), "tw2s is no conversion from hans"),
        (entry("老范", s2jp="老范"), "s2jp is no conversion from hans"),
        ({"from": "hans", "term": 12, "to": {}}, "on one line"),
        ({"from": "hans", "term": "老范", "to": {"*": 3}}, "a value"),
        ({"from": "hans", "term": "老范", "to": ["老范"]}, "no object"),
        ({"from": ["hans"], "term": "老范", "to": {}}, "from"),
        ({}, "from"),
    ],
)
def test_what_is_refused_is_refused_with_the_reason(given: dict[str, object], reason: str) -> None:
    assert reason in problem(given)
    terms = Glossary([given, entry("点赞", every="點讚")])
    assert terms.refused == [(str(given.get("id", "")), problem(given))]
    assert terms.over(shipped()).refused == shipped().over(terms).refused == terms.refused
    assert converted("老范点赞", "s2tw", terms) == "老範點讚"
    assert problem(entry("老范")) == ""  # says nothing, and is none the worse for it


# ------------------------------------------------------------------ the terms we ship


def test_the_shipped_lines_are_written_our_way() -> None:
    entries = [json.loads(line) for line in LINES]
    assert [json.dumps(e, ensure_ascii=False) for e in entries] == LINES
    assert {tuple(e) for e in entries} == {("id", "from", "term", "to", "note")}
    assert all(e["note"] and e["id"] == f"{e['from']}-{e['term']}" for e in entries)
    ids = [e["id"] for e in entries]
    assert ids == sorted(set(ids))
    assert shipped().refused == []


def test_no_shipped_term_is_there_without_need() -> None:
    entries = [json.loads(line) for line in LINES]
    for e in entries:
        parts = [o for o in entries if o["term"] in e["term"] and o is not e]
        alone, rest = Glossary([e]), Glossary(parts)
        configs = [c for c in CONFIG_NAMES if e["term"] in alone.terms(c)]
        around = "合作" if e["term"] == "伙伴" else ""
        given = around + e["term"]
        assert configs
        assert any(converted(given, c, alone) != converted(given, c, rest) for c in configs), e
    assert len(entries) > 300


@pytest.mark.parametrize("config", [c for c in CONFIG_NAMES if c not in PHRASED])
def test_shipped_terms_keep_the_length_where_opencc_does(config: str) -> None:
    terms = shipped().terms(config)
    assert terms
    assert {t: v for t, v in terms.items() if len(t) != len(v)} == {}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("欢迎收听老范讲故事", "歡迎收聽老范講故事"),
        ("在更小范围内，是个古老范例", "在更小範圍內，是個古老範例"),
        ("小范先生和范老师说，师范老师规范总结", "小范先生和范老師說，師範老師規範總結"),
        ("请帮忙点赞、点个赞，收获三万个赞", "請幫忙點讚、點個讚，收穫三萬個讚"),
        ("找个赞助商，我很赞同，重点赞助", "找個贊助商，我很贊同，重點贊助"),
        ("合作伙伴与战略伙伴，小伙伴们", "合作夥伴與戰略夥伴，小夥伴們"),
        ("向员工致以新春的祝福，细致以及精致", "向員工致以新春的祝福，細緻以及精緻"),
        ("他在这个城邦里根本就没有任何事业", "他在這個城邦裡根本就沒有任何事業"),
        ("里根本人在心里根本不信", "里根本人在心裡根本不信"),
        ("专栏作家弗里德曼，托马斯·里德", "專欄作家弗里德曼，托馬斯·里德"),
        ("务实主义会回归，线性回归除外", "務實主義會回歸，線性迴歸除外"),
        ("做出台积电的芯片", "做出台積電的芯片"),
        ("余承东与剩余的人", "余承東與剩餘的人"),
        ("500只股票，不只股票", "500隻股票，不只股票"),
        ("干法刻蚀，若干法律", "乾法刻蝕，若干法律"),
        ("免签国家", "免簽國家"),
    ],
)
def test_from_simplified_to_that_of_taiwan(source: str, target: str) -> None:
    assert converted(source, "s2tw", shipped()) == target


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("我支持他，可持续地支持产业", "我支持他，可持續地支持產業"),
        ("美国商务部工业安全局", "美國商務部工業安全局"),
        ("核电设备与芯片制造设备", "核電設備與晶片製造設備"),
        ("构建供应链、扩展生态，扩展名", "構建供應鏈、擴展生態，副檔名"),
        ("需要通过NVLink连接起来", "需要通過NVLink連接起來"),
        ("报复与反报复的循环", "報復與反報復的循環"),
        ("平台绑定效应", "平臺綁定效應"),
        ("转向数字劳动力，远高于那个数字", "轉向數位勞動力，遠高於那個數字"),
        ("密切联系，关联系统", "密切聯繫，關聯系統"),
        ("对象征性的措施，结婚对象", "對象徵性的措施，結婚對象"),
        ("万亿参数，历史进程，抛出议题", "萬億參數，歷史進程，拋出議題"),
        ("字节跳动的信息", "字節跳動的資訊"),
    ],
)
def test_with_the_words_of_taiwan(source: str, target: str) -> None:
    assert converted(source, "s2twp", shipped()) == target


@pytest.mark.parametrize(
    ("config", "source", "target"),
    [
        ("tw2s", "昇騰芯片，上升", "昇腾芯片，上升"),
        ("t2s", "昇騰意味著著名的規畫", "昇腾意味着著名的规划"),
        ("hk2s", "這標誌著有著名的人、有著信心", "这标志着有著名的人、有着信心"),
        ("t2s", "本著作與本著良心，最為著名", "本著作与本着良心，最为著名"),
        ("tw2s", "原著與編著，討論著，翻譯著", "原著与编著，讨论着，翻译着"),
        ("tw2sp", "核心競爭力與Linux核心", "核心竞争力与Linux内核"),
        ("tw2sp", "很多工程與多工處理的資訊", "很多工程与多任务处理的信息"),
        ("tw2sp", "執行長執行政策，多執行緒", "首席执行官执行政策，多线程"),
        ("tw2sp", "戰略智慧與人工智慧", "战略智慧与人工智能"),
        ("tw2sp", "數位專家談數位經濟", "数位专家谈数字经济"),
        ("tw2sp", "區域性的程序，建立互動", "区域性的程序，建立互动"),
    ],
)
def test_from_traditional(config: str, source: str, target: str) -> None:
    assert converted(source, config, shipped()) == target


def test_each_script_keeps_its_own_forms() -> None:
    found = [converted("城邦里根本", c, shipped()) for c in ("s2t", "s2tw", "s2hk")]
    assert found == ["城邦裏根本", "城邦裡根本", "城邦裏根本"]
    assert converted("何立峰的伙伴", "s2hk", shipped()) == "何立峰的夥伴"


@pytest.mark.parametrize("config", CONFIG_NAMES)
def test_the_documents_by_our_terms(config: str) -> None:
    random = Random(5)
    for text in SEEDS.values():
        twin = convert(text, config, shipped())
        assert converted(text, config, shipped()) == twin.text
        terms = shipped().terms(config)
        at = to = 0
        for a, b, c, d, kind in twin.pieces:
            assert (a, c) == (at, to)
            assert kind in "=gp"
            assert kind != "=" or b - a == d - c
            assert kind != "g" or terms[text[a:b]] == twin.text[c:d]
            at, to = b, d
        assert (at, to) == (len(text), len(twin.text))
        for _ in range(200):
            start = random.randrange(len(text))
            passage = Passage(start, min(len(text), start + random.randint(1, 30)))
            assert twin.back(twin.across(passage)).covers(passage)
