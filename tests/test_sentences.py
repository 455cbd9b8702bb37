"""Sentences, clauses, quotations and speaker labels: hand-made cuts, the seeds, and soup."""

import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seedread.text.label import label
from seedread.text.passage import Passage
from seedread.text.sentences import clauses, quotation, sentences

SEEDS = {
    path.name[:3]: path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
}
Cut = Callable[[str], list[Passage]]


def pieces(text: str, cut: Cut) -> list[str]:
    return [text[start:end] for start, end in cut(text)]


def assert_tiles(text: str, cut: Cut) -> None:
    found = cut(text)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    held = "".join(text[start:end] for start, end in found)
    assert "".join(held.split()) == "".join(text.split())


# `|` marks every expected boundary; white space beside it belongs to no sentence.
SENTENCES = """
他走了。|她来了！|真的？|是。
能不能卖?|不能!|那就算了
这是怎么做到的呢?|NVL72的利用率只有82%。
什么?!|真的！！！|什么……？|好
等等……然后他走了——真的——走了；她没走;都走了。|好
什么？……|我不懂。
英偉達的股價下跌2.6%就是明證。|好
1.“雙向脫鉤”加速
2. 華為的戰略是什么
就在全聯(lián)接大會,繼續(xù)支持。|好
聯(shì?)接大会。|好
轉變?yōu)榱艘粋€主動。|好
见https://a.cn/b?c=1!d,然后呢?|好
见(https://a.cn/b?c=1)。|好
见a.cn/b?c=1好。|好
![图](a.png)好
他走了。”|她来了
甲。(笑)|乙。（完）|丙。[1]|丁?|(戊)?
甲。|(1)乙。|(二)丙。|(这是真的。)|丁
不行？，行
什么?,他说。|行

他说“好。”然后走了。|再见。
“好。”|他走了。
“好。”他说。|“走吧。”
“是吗?”黄仁勋说,“我不信。”|他笑了。
他直言不讳地说:“长期依赖我们。”|卢特尼克的分析如下:若是。
他说，「走吧。」|她也走了。
他說「走吧。」她也走了。
“甲。乙!丙？”|丁
“甲。”|“乙。”
“甲。”的意思。|“谁？”等问题。
“黃仁勛所謂‘更大’的辭令,意思是‘棋子’。”|好
“黃仁勛說:‘我們是棋子。’”|好
坦言“只有當我們進入時”。|好
『甲。』|「乙『丙。』」|丁
"好。"|他走了。
他问:"真的吗?"|没人知道。
他读《谁动了我的奶酪？》很开心。|好
《谁动了我的奶酪？》很好。|好
(注:甲。乙。)|丙。
【编者按：甲。】|乙。
他走了(真的。)然后回来了。|好
他走了(真的。）然后回来了。|好

“他走了。|她来了。
他走了(真的。|她来了。
《他走了。|她来了。
甲”。|乙)。|丙》。|丁
“甲。|“乙。”|丙。
“甲(乙”。|丙)。|丁
"甲。|乙。
他说，it’s好。|don’t。|好

Comments are closed. |We left.
标题叫 I Just Saw the Future. It Was Not in America,也就是《未来》。|好
He met Mr. Smith. |They left.
We met J. D. Vance at Nvidia Corp. Then we left. |All of us.
the version 2.6 is out. |Good
他在 Anthropic Inc. OpenAI 也在。|好
Notice: The content above is provided by a user. |It is not ours.

老黄: |热,但不潮湿。|好
阿笨：|“好。”|他走了。
　　Ben Thompson:|本次访谈。
发布时间:2025-05-20 19:58  浏览量:2
原因很简单:劳动力短缺。|好
"""

CLAUSES = """
中国在电力、|通信、|网络领域,|有1,000个;|都好；|10:30见:|好,|真的:|比分3：2，|好。
美国——|真的——|走了
模型,,|AI是全栈的
模型, ,|AI
AI, |既属于技术
叫《国家越开放,会促使我们——对话》,|好
打造(完全整合,同时解耦)计算机(甲，乙）,|好
一種“一個世界、兩個體系”的態勢,|好
提供“完全集成、又可拆分协作work together, but disintegrated”的技术栈
他说:|“目前,|我們落后。|不過,|也好。”
他说“好。”|然后走了
他问“谁?”的问题
他说“这一句很长很长很长很长很长很长很长很长很长很长很长,|比五十个字还要长很长很长很长很长很长很长很长很长很长很长”了
「甲，|乙『丙，丁』，|戊。」
——不,|好
“——不,|好。”
见https://a.cn/b,c;d:e,|好
(甲,|乙
1、Arab AI,|好
十二、中国、|美国
甲,”|乙
甲，
"""


def table(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize("marked", table(SENTENCES))
def test_sentences(marked: str) -> None:
    expected = [piece.strip() for piece in marked.split("|")]
    assert pieces(marked.replace("|", ""), sentences) == expected


@pytest.mark.parametrize("marked", table(CLAUSES))
def test_clauses(marked: str) -> None:
    expected = [piece.strip() for piece in marked.split("|")]
    assert pieces(marked.replace("|", ""), clauses) == expected


def test_a_line_end_is_a_boundary_even_inside_quotes() -> None:
    assert pieces("“甲，\n\n 乙。”丙\n", sentences) == ["“甲，", "乙。”", "丙"]
    assert sentences("") == sentences(" \n\u3000\n") == []


def test_marks_without_a_word_join_their_neighbour() -> None:
    assert pieces("甲。 。 ”", sentences) == ["甲。 。 ”"]
    assert pieces("。甲。乙", sentences) == ["。甲。", "乙"]
    assert pieces("？？ ！！", sentences) == ["？？ ！！"]


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("他说“黄‘更大’的”好", "黄", "“黄‘更大’的”"),
        ("他说“黄‘更大’的”好", "更", "‘更大’"),
        ("他说“黄‘更大’的”好", "”", "“黄‘更大’的”"),
        ("他说“黄‘更大’的”好", "“", "“黄‘更大’的”"),
        ("他说“黄‘更大’的”好", "好", None),
        ("他读「甲『乙』」", "乙", "『乙』"),
        ("他读《看到了(未来)》", "未", "《看到了(未来)》"),
        ('他说"好"和"行"了', "行", '"行"'),
        ('他说"好"和"行"了', "和", None),
        ("“他走了", "走", None),
        ("“甲\n乙”", "乙", None),
        ("“甲”\n“乙”\n“丙”", "乙", "“乙”"),
        ("“甲”\n“乙”", "\n", None),
        ("(真的)", "真", None),
        ("‘it’s好’", "好", "‘it’s好’"),
    ],
)
def test_quotation(text: str, at: str, expected: str | None) -> None:
    found = quotation(text, text.index(at))
    assert (found and text[found.start : found.end]) == expected


def test_no_quotation_outside_the_text() -> None:
    assert quotation("“甲”", -1) is quotation("“甲”", 3) is quotation("", 0) is None


SPEAKERS = (
    "阿笨:|老黄：|老黄 :|黄仁勋:|黃仁勳:|任总：|张教授:|欧阳锋:|李笑来:|马云:|王女士：|问：|答:"
    "|Q: |A：|Q1:|主持人:|央视记者：|CNN记者:|外交部发言人：|本·汤普森：|黄仁勋（英伟达CEO）："
    "|黄仁勋(Jensen Huang):|Ben Thompson:|JENSEN HUANG:|Sean McDonald:|Conan O’Brien:"
    "|J. D. Vance:|Tae-hyun Kim:"
)
NOT_SPEAKERS = (
    "黄仁勋与任正非的隔空对话:|发布时间:|时间:10|10:30|原因很简单:|黄仁勋表示:|黄仁勋说:|老黄说：|老黄问道:"
    "|黄认为:|回答:|黄仁勋回答:|地址:|特別聲明:|(注:|作者:|编辑：|来源:|一是:|第一:|1:|结论:|方案一:|高度:|小结:|江苏:"
    "|周三:|例如:|更重要的是:|任务:|许多人:|马上:|他说:|高管:|毛利率:|黄金:|责任编辑:|Notice: "
    "|EMAIL:|GPU:|AI:|Nvidia:|DeepSeek:|Key Points:|Full Text:|http:|Http://|:|：| "
)


@pytest.mark.parametrize("head", SPEAKERS.split("|"))
def test_speaker(head: str) -> None:
    end = len(head.rstrip())
    assert label(head + "好,10:30见。") == Passage(0, end)
    assert label("  " + head + "好") == Passage(2, 2 + end)
    assert label("好," + head + "好") is None


@pytest.mark.parametrize("head", NOT_SPEAKERS.split("|"))
def test_no_speaker(head: str) -> None:
    assert label(head + "好") is None


def test_speakers_of_the_seeds() -> None:
    # What the eye finds: only the interview has them, and nothing else begins a line like that.
    spoken = ("Ben Thompson:", "阿笨:", "老黄:")
    for name, text in SEEDS.items():
        for line in text.split("\n"):
            head = next((head for head in spoken if line.startswith(head)), None)
            assert label(line) == (head and Passage(0, len(head))), (name, line)
    found = [line for line in SEEDS["002"].split("\n") if label(line)]
    assert len(found) == 51


@pytest.mark.parametrize("text", SEEDS.values(), ids=SEEDS.keys())
def test_seeds_are_tiled(text: str) -> None:
    assert_tiles(text, sentences)
    for sentence in pieces(text, sentences):
        assert "\n" not in sentence
        assert pieces(sentence, sentences) == [sentence]
        assert_tiles(sentence, clauses)


@pytest.mark.parametrize("text", SEEDS.values(), ids=SEEDS.keys())
def test_plain_lines_of_the_seeds_are_cut_after_every_end_mark(text: str) -> None:
    for line in text.split("\n"):
        if not re.search(r"[“”‘’「」《》()\[\].]", line) and not label(line):
            naive = [piece.strip() for piece in re.split(r"(?<=[。!?])", line)]
            assert pieces(line, sentences) == [piece for piece in naive if piece]


def test_hard_places_of_the_seeds() -> None:
    found = [p for text in SEEDS.values() for p in pieces(text, sentences)]
    for whole in (
        "“我對此保持耐心。我們將按照他們的意愿,繼續(xù)支持中國政府和中國企業(yè)。”",
        "从国家竞争的角度看,让这些国家——",
        "你不能只保护某一层,而牺牲其他层,这毫无道理。",
        "![]()",
        "英偉達的股價在星期三下跌2.6%就是明證,",
    ):
        assert whole in found
    for start in ("Running Point Capital", "卢特尼克的分析", "NVL72在使用", "已关闭评论"):
        assert any(sentence.startswith(start) for sentence in found)
    assert not any(re.match(r"[a-zà-ǜ”’」』》)）,，、。]", sentence) for sentence in found)


MARKS = '。！？!?.,，、；：:;“”‘’「」『』《》()（）[]【】"—…·*| \u3000\t\n'
soup = st.text(st.sampled_from(MARKS + "的中他说问老黄阿aA1") | st.characters(), max_size=80)


@given(soup)
@example("“好。”(笑)")
@example("老黄: 。”")
@example("\x1c老黄:\x85")
def test_soup_is_tiled(text: str) -> None:
    assert_tiles(text, sentences)
    assert_tiles(text, clauses)


@given(soup, soup)
def test_lines_do_not_meet(one: str, other: str) -> None:
    both = pieces(one, sentences) + pieces(other, sentences)
    assert pieces(one + "\n" + other, sentences) == both


@given(soup, st.integers(-1, 80))
def test_quotation_holds_the_offset(text: str, offset: int) -> None:
    if found := quotation(text, offset):
        held = text[found.start : found.end]
        assert offset in found
        assert "\n" not in held
        assert held[0] + held[-1] in (
            "“”",
            "‘’",
            "「」",
            "『』",
            "《》",
            '""',
            "＂＂",
            "〈〉",
            "｢｣",
        )


@pytest.mark.parametrize(
    "unit",
    [
        "“",
        "”",
        '"',
        "（",
        "“‘",
        "“,",
        "ab. C",
        "。 ",
        ", ",
        "?![",
        "https://..",
        " “",
        "“好。”",
        "说:“好。”(",
    ],
)
def test_long_lines_come_to_an_end(unit: str) -> None:
    """Anything quadratic in these would take minutes."""
    line = "好" + unit * (100_000 // len(unit)) + "好"
    assert_tiles(line, sentences)
    assert_tiles(line, clauses)
    quotation(line, 50_000)
    label(line)


def test_loads_nothing_heavy() -> None:
    code = "import sys, seedread.text.sentences as _; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ran.stdout.split()}
    assert not loaded & {"textual", "rich", "opencc", "jieba", "asyncio", "json"}
