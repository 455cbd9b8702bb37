"""A claim: what a passage shows of it, and how a tag carries it."""

from pathlib import Path

import pytest

from seedread.tags import shape
from seedread.tags.claim import KEYS, Claim, problem
from seedread.tags.names import Names
from seedread.tags.propose import propose
from seedread.tags.record import parse
from seedread.tags.speaker import Context
from seedread.tags.tag import Tag, claimed
from seedread.text.noise import clean
from seedread.text.seed import Seed
from seedread.workspace import find

ROOT = Path(__file__).parents[1]
# (beginning of the document's id, a passage of it, value, unit, speaker), read by a person.
# Speaker None: not stated near the passage, whatever is proposed is the reader's to judge.
READ = [
    ("000", "占了1/3的版面", "1/3", "", ""),
    ("000", "咱们的油大概含3%到8%。", "3到8", "%", ""),
    ("000", "他们的那个含量是15%。", "15", "%", ""),
    ("000", "中国的进口量占全球的57%", "57", "%", ""),
    ("000", "全球有一半的这东西都卖给中国了", "一半", "", ""),
    ("000", "大概300美元一吨", "300", "美元", ""),
    ("000", "到中国呢就是500美元一吨", "500", "美元", ""),
    ("000", "每年使用的乙烷呢,大概80%是需要进口的。", "80", "%", ""),
    ("000", "这些乙烷呢,基本上是98%到100%来自于美国", "98到100", "%", ""),
    ("000", "黄仁勋说,英伟达的芯片技术呢,确实是领先中国一代", "一", "代", "黄仁勋"),
    ("000", "美国如果放弃全球50%的AI研究员,将削弱其技术主导地位。", "50", "%", ""),
    ("000", "他们发表的AI方面的论文基本上已经占到50%了。", "50", "%", ""),
    ("000", "可能几千万个出来", "几千万", "个", ""),
    ("000", "人家的这个比如说能够使1,000小时", "1,000", "小时", ""),
    ("000", "标准这个东西,千万不要以为这是国家一帮老专家坐在这", "", "", ""),
    ("000", "那升腾芯片怎么办", "", "", ""),
    ("000", "但是你要去比什么H100,已经可以想办法拼拼凑凑能够干活了。", "", "", ""),
    ("000", "跟现在什么GB 200这个比起来,肯定还差的比较远。", "", "", ""),
    ("000", "升腾最新的芯片据说已经接近了可能上一代英伟达芯片的这个水平。", "", "", ""),
    ("001", "比拥有百万张GPU的Meta还来得有效率得多", "百万", "张", ""),
    ("001", "国际能源署的数据是,它们目前大概会消耗全世界3%的电力", "3", "%", "国际能源署"),
    ("001", "如果在某个州部署超过10万张H100显卡", "10万", "张", ""),
    ("001", "这个系统包含384颗昇腾芯片", "384", "颗", ""),
    ("001", "导致算力利用率只有82%", "82", "%", ""),
    ("001", "实现了NVL72两倍的带宽", "两", "倍", ""),
    ("001", "算力利用率直接飙升至95%", "95", "%", ""),
    ("001", "每年1800亿元研发投入中", "1800亿", "元", ""),
    ("001", "华为有600用于基础理论研究", "600", "", ""),
    ("001", "任老说,人工智能发展要经历数十年、数百年。", "数十、数百", "年", "任老"),
    ("001", "中芯国际做出台积电的3NM很难", "3", "NM", ""),
    ("001", "四月份的时候,华为发布了Cloud Matrix 384。", "", "", ""),
    ("002", "全球AI研究人员里,有50%是中国人", "50", "%", ""),
    ("002", "那里开拥有全球 50%的开发者", "50", "%", ""),
    ("002", "反而等于完成了 90% 的“切断”", "90", "%", ""),
    ("002", "这并不是50%,而是90%。", "90", "%", ""),
    ("002", "我们只做了 10% 的活儿", "10", "%", ""),
    ("002", "大约是 55 亿美元吧", "55 亿", "美元", ""),
    ("002", "我们还放弃了 150 亿美元的销售机会", "150 亿", "美元", ""),
    ("002", "大概 30 亿美元的税收吧", "30 亿", "美元", ""),
    ("002", "中国市场一年大概 500 亿美元,不是 5000 万,而是 500 亿。", "500 亿", "美元", ""),
    ("002", "我们有五年路线图", "五", "年", None),
    ("002", "你估算的潜在市场规模只有 3 亿美元。", "3 亿", "美元", None),
    ("002", "大约 50 万亿美元,数字庞大。", "50 万亿", "美元", ""),
    ("002", "IT 产业,才 1 万亿美元左右。", "1 万亿", "美元", ""),
    ("002", "进一步禁止 H20,对我们伤害极大。", "", "", ""),
    ("003", "使得英伟达的市值一度攀升至4万亿美元之巨", "4万亿", "美元", ""),
    ("003", "其中英伟达股价跌幅最为显著,高达17%", "17", "%", ""),
    ("003", "市值蒸发近6000亿美元", "6000亿", "美元", ""),
    ("003", "关税水平迅速攀升至145%对135%", "145对135", "%", ""),
    (
        "003",
        "任正非在《人民日报》上谦逊地表示,我国芯片与美国相比至少落后一代",
        "一",
        "代",
        "任正非",
    ),
    ("003", "H20的性能仅相当于H100的70%", "70", "%", ""),
    ("003", "H20在中国市场已实现160亿美元的销售额", "160亿", "美元", ""),
    ("003", "英伟达为中国特别打造了RTX 9000Pro显卡", "", "", ""),
    ("003", "随后H800系列亦遭禁令", "", "", ""),
    ("004", "我就用一萬顆芯片的合力", "一萬", "顆", ""),
    ("004", "我們的單芯片技術與美國相比仍落后一代", "一", "代", "任正非"),
    ("004", "數百萬開發者", "數百萬", "", ""),
    ("004", "將成千上萬顆性能稍遜的昇騰芯片無縫連接成一個整體", "成千上萬", "顆", ""),
    ("004", "英偉達的股價在星期三下跌2.6%就是明證", "2.6", "%", ""),
    ("004", "Atlas 960 SuperPoD預計在2027年第四季度上市", "", "", ""),
    ("004", "這款名為RTX Pro 6000D的處理器", "", "", ""),
]
COUNTED = {
    "美国如果放弃全球50%的AI研究员,将削弱其技术主导地位。": "AI研究员",
    "他们发表的AI方面的论文基本上已经占到50%了。": "论文",
    "那里开拥有全球 50%的开发者": "开发者",
    "全球AI研究人员里,有50%是中国人": "全球AI研究人员",
    "国际能源署的数据是,它们目前大概会消耗全世界3%的电力": "电力",
    "这个系统包含384颗昇腾芯片": "昇腾芯片",
    "如果在某个州部署超过10万张H100显卡": "H100显卡",
    "每年1800亿元研发投入中": "研发投入",
    "英偉達的股價在星期三下跌2.6%就是明證": "股價",
    "數百萬開發者": "開發者",
    "你估算的潜在市场规模只有 3 亿美元。": "潜在市场规模",
    "关税水平迅速攀升至145%对135%": "关税水平",
}
MADE_UP = [  # what the five documents do not happen to have
    ("百分之五十的研究人员", "五十", "%", "研究人员", ""),
    ("三千亿美元的投资", "三千亿", "美元", "投资", ""),
    ("市场规模达到1.5万亿元。", "1.5万亿", "元", "市场规模", ""),
    ("營收約40億美元", "40億", "美元", "營收", ""),
    ("2030年将建成", "", "", "", "2030年"),
    ("二零二五年的计划", "", "", "", "二零二五年"),
    ("采用７nm工艺", "７", "nm", None, ""),
    ("H20 和 A100 都在名单上", "", "", "", ""),
    ("装机容量为12.5吉瓦", "12.5", "吉瓦", "装机容量", ""),
    ("用電量是3GW", "3", "GW", "用電量", ""),
    ("該廠月產能達2萬片", "2萬", "片", None, ""),
    ("资本开支预计在380亿至420亿美元之间", "380亿至420亿", "美元", None, ""),
    ("超过三分之一的市场", "三分之一", "", None, ""),
    ("去年增长了三成", "三", "成", None, "去年"),
    ("七成以上的產能在2026年3月投產", "七", "成", None, "2026年3月"),
    ("专业代表说第三个问题不成立", "", "", "", ""),
]


@pytest.fixture(scope="module")
def seeds():
    space = find(ROOT)
    return {entry.id[:3]: space.read(entry) for entry in space.entries()}, space.names


def proposed(seed: Seed, names: Names, text: str) -> Claim:
    """Return what is proposed for a passage as the reader would ask for it."""
    at = seed[0 : len(seed)].find(text)
    before = seed[max(0, at - 300) : max(0, at)]
    return propose(clean(text).text, Context(clean(before).text, "", names))


def test_what_is_proposed_is_what_a_person_read(seeds):
    documents, names = seeds
    wrong: dict[str, list[str]] = {"value": [], "unit": [], "speaker": []}
    for doc, text, value, unit, speaker in READ:
        found = proposed(documents[doc], names, text)
        for key, wanted in (("value", value), ("unit", unit), ("speaker", speaker)):
            if wanted is not None and getattr(found, key) != wanted:
                wrong[key].append(f"{text}: {getattr(found, key)!r}, not {wanted!r}")
    for key, missed in wrong.items():
        assert len(missed) <= len(READ) // 20, (key, missed)
    assert not wrong["value"], wrong["value"]


def test_most_of_what_was_read_stands_so_in_the_documents(seeds):
    documents, _ = seeds
    there = [
        text
        for doc, text, *_ in READ
        if text in clean(documents[doc][0 : len(documents[doc])]).text
    ]
    assert len(there) >= len(READ) - 3


@pytest.mark.parametrize("text", COUNTED)
def test_what_the_number_counts(seeds, text):
    assert propose(text, Context(names=seeds[1])).of == COUNTED[text]


@pytest.mark.parametrize(("text", "value", "unit", "of", "date"), MADE_UP)
def test_every_way_to_write_a_number(text, value, unit, of, date):
    found = propose(text)
    assert (found.value, found.unit, found.date) == (value, unit, date)
    if of is not None:
        assert found.of == of


@pytest.mark.parametrize(
    ("text", "before", "turn", "speaker"),
    [
        ("黄仁勋说,这是错的", "", "", "黄仁勋"),
        ("黃仁勳認為,這是錯的", "", "", "黃仁勳"),
        ("老黄表示,中国做得很好", "", "", "老黄"),
        ("按任正非的说法,没有问题", "", "", "任正非"),
        ("他说没有问题", "任正非表示要开放。", "", "任正非"),
        ("没有问题", "任正非在接受采访时表示:“", "", "任正非"),
        ("我们放弃了 150 亿美元", "", "黄仁勋", "黄仁勋"),
        ("特朗普表示,要谈判", "", "", "特朗普"),
        ("芯片很重要", "任正非说芯片。后来大家都走了。", "", ""),
        ("他们说得不对", "任正非表示要开放。", "", ""),
    ],
)
def test_who_says_so(seeds, text, before, turn, speaker):
    assert propose(text, Context(before, turn, seeds[1])).speaker == speaker


def test_a_number_without_a_unit_is_written_and_doubtful():
    assert propose("华为有600用于基础理论研究").doubtful
    assert not propose("华为有600亿元用于基础理论研究").doubtful
    assert not propose("数百万开发者").doubtful


@pytest.mark.parametrize(
    "text", ["", "。", "万", "一" * 5000, "1" * 5000, "的" * 3000 + "5%", "\0%"]
)
def test_odd_texts_are_no_trouble(text):
    assert isinstance(propose(text, Context("他说" * 50)), Claim)


LINE = (
    '{"id": "7f3kq9m2xd", "start": 1, "end": 3, "quote": "标准", "before": "的", "after": "之",'
    ' "topics": ["a"], "note": "", "by": "mei", "at": "2026-11-22T08:15:00Z", "rev": "3b18e512dbca"'
)
TOLD = (
    ', "claim": {"speaker": "任正非", "value": "50", "unit": "%", "of": "论文", "date": "",'
    ' "doubtful": true}'
)


def test_a_claim_stands_behind_the_tag_with_all_its_keys():
    record = parse((LINE + "}").encode())
    claim = Claim("任正非", "50", "%", "论文", "", True)
    told = claimed(record, claim)
    kept = parse(told.canonical())
    assert list(kept.fields)[-1] == "claim"
    assert kept.fields["claim"] == parse((LINE + TOLD + "}").encode()).fields["claim"]
    assert tuple(kept.fields["claim"]) == KEYS
    assert Claim.read(Tag.of(kept).claim) == claim
    assert claimed(kept, claim) is kept


def test_an_empty_claim_takes_it_away():
    record = claimed(parse((LINE + TOLD + "}").encode()), Claim())
    assert "claim" not in record.fields
    assert Tag.of(record).claim is None
    assert not Claim()
    assert Claim(doubtful=True)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ([], "not an object"),
        ({}, "no speaker"),
        ({**dict.fromkeys(KEYS, ""), "doubtful": "no"}, "doubtful"),
        ({**dict.fromkeys(KEYS, ""), "doubtful": False, "value": 50}, "value"),
    ],
)
def test_a_claim_of_another_form_is_told_and_the_tag_kept(given, reason):
    record = parse((LINE + "}").encode()).but(claim=given)
    assert reason in problem(given)
    assert reason in shape.problem(record, "tags")
    assert Tag.of(record).topics == ("a",)
    assert isinstance(Claim.read(Tag.of(record).claim), Claim)


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        *(("50", 50), ("1,000", 1000), ("2.6", 2.6), ("50 万亿", 5e13), ("1800亿", 1.8e11)),
        *(("三千亿", 3e11), ("1.5万亿", 1.5e12), ("40億", 4e9), ("一萬", 1e4), ("十五", 15)),
        *(("五十", 50), ("两", 2), ("百万", 1e6), ("数百万", 1e6), ("3到8", 3), ("1/3", 1 / 3)),
        *(("一半", 0.5), ("一百二十三", 123), ("两亿五千万", 2.5e8), ("", None), ("成千", None)),
        *(("1/0", None), ("若干", None), ("７", 7)),
    ],
)
def test_a_value_can_be_sorted_by(value, amount):
    assert Claim(value=value).amount == amount


def test_in_few_words():
    assert Claim("任正非", "50", "%", "论文", "2025年", True).short == "任正非: 50% 论文 (2025年)?"
    assert Claim(value="50", unit="%").short == "50%"
