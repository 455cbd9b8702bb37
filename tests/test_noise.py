"""Noise: hand-made cases, the five documents, clean text, soup; SEEDREAD_GOLDENS=write for new."""

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pypinyin
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seedread.cli import main
from seedread.text.noise import HIDDEN, metadata, noise, of
from seedread.text.seed import Seed

ROOT = Path(__file__).parent.parent
SEEDS = {path.name[:3]: path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.txt"))}
TEXTS = {name: raw.decode("utf-8") for name, raw in SEEDS.items()}
GOLDEN = ROOT / "tests" / "goldens" / "noise.txt"
KINDS = ["pinyin", "mojibake", "split", "space", "star", "boilerplate", "title", "markdown"]
KINDS += ["nbsp", "metadata"]


def found(text: str, head: str = "") -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in noise(text, head)]


def hidden(text: str) -> str:
    """The text as it reads when what can be hidden is."""
    kept, at = [], 0
    for one in noise(text):
        if one.kind in HIDDEN:
            kept.append(text[at : one.passage.start])
            at = one.passage.end
    return "".join([*kept, text[at:]])


# What is noise: the text, and every noisy passage of it with its kind. ⍽ is a no-break space,
# ◌ an ideographic one, ∅ a zero-width one, ⇥ a tab, ¶ a line's end.
CASES = """
聯(lián)接 → pinyin (lián)
產(chǎn)業(yè)鏈 → pinyin (chǎn) pinyin (yè)
聯（lián）接 → pinyin （lián）
聯(lián）接 → pinyin (lián）
產業(chǎn yè)鏈 → pinyin (chǎn_yè)
产业(chǎnyè)链 → pinyin (chǎnyè)
产业(chan ye)链 → pinyin (chan_ye)
西安(xī’ān)人 → pinyin (xī’ān)
聯(lian)接 → pinyin (lian)
行(háng)(xíng)业 → pinyin (háng)(xíng)
女(nǚ)人 → pinyin (nǚ)
展(zhǎn)示 → pinyin (zhǎn)
張(zhɑ̄nɡ)三 → pinyin (zhɑ̄nɡ)
聯( lián )接 → pinyin (_lián_)
《聯(lián)合報》 → pinyin (lián)
聯∅(lián)接 → nbsp ∅ pinyin (lián)
聯(li∅án)接 → pinyin (li∅án)
台(tái) 湾的事,好 → pinyin (tái) split _
轉變?yōu)了 → mojibake ?yōu)
轉變？yōu)了 → mojibake ？yōu)
轉變?yōu)榱艘粋€主動 → mojibake ?yōu)榱艘粋€
华�为 → mojibake �
说��� → mojibake ���
锟斤拷锟斤拷 → mojibake 锟斤拷锟斤拷
好ä¸­å›½好 → mojibake ä¸­å›½
他说â€œ好 → mojibake â€œ
好ï¼Œ好 → mojibake ï¼Œ
cafÃ© → mojibake Ã©
鍗庝负的 → mojibake 鍗庝负
说:中 美之间 → split _
中 美 → split _
美国和台 湾 之间,好 → split _ split _
还说要在台 北市新建,好 → split _
面向 超大型云服务商,好 → split _
目 录 → split _
台 湾的 华 为公司,好 → split _ split _ split _
张三 李四 王五 赵 六,好 → split _ split _
好。_ → space _
____第一句 → space ____
◌◌第一句 → space ◌◌
⇥第一句 → space ⇥
____ → space ____
好_。 → space _
好_，坏 → space _
他说“ 好_”。 → space _ space _
（ 好_） → space _ space _
中国_,美国 → space _
end.  Start → space _
姓名  电话 → space _
Nvidia   与中国 → space __
台  湾的事,好 → space __
中国⍽美国之间,好 → nbsp ⍽
19:58⍽⍽浏览完了 → nbsp ⍽⍽
Nvidia⍽与中国 → nbsp ⍽
中国⍽Nvidia → nbsp ⍽
a⍽⍽b → nbsp ⍽
a_⍽b → nbsp ⍽
李◌明说,好 → nbsp ◌
好，◌坏 → nbsp ◌
中∅国 → nbsp ∅
Hello∅World → nbsp ∅
英伟达*进的GPU → star *
做出了*的开源模型 → star *
国内*,超过 → star *
这些GPU*还都要 → star *
这个**人 → star **
某＊＊公司 → star ＊＊
X**进的,技术和**的 → star ** star **
![]() → markdown ![]()
![图](a.png)好 → markdown ![ markdown ](a.png)
见[报告](https://a.cn/b-(c)?d)好 → markdown [ markdown ](https://a.cn/b-(c)?d)
见[报告](a.cn "题")好 → markdown [ markdown ](a.cn_"题")
# 标题 → markdown #_
  ### 标题 → space __ markdown ###_
这是**重点**内容 → markdown ** markdown **
**重点,第一**,好 → markdown ** markdown **
***都重*** → markdown *** markdown ***
--- → markdown ---
* * * → markdown *_*_*
**聯**(lián)接 → markdown ** markdown ** pinyin (lián)
已关闭评论 → boilerplate 已关闭评论
Comments are closed. → boilerplate Comments_are_closed.
他走了。已关闭评论 → boilerplate 已关闭评论
Copyright © 2018 某网 → boilerplate Copyright_©_2018_某网
© 2018 → boilerplate ©_2018
某某网 京ICP备2025091810号-6 → boilerplate 某某网_京ICP备2025091810号-6
All Rights Reserved → boilerplate All_Rights_Reserved
版权所有 某某网 → boilerplate 版权所有_某某网
Powered by WordPress → boilerplate Powered_by_WordPress
本文仅代表作者个人观点 → boilerplate 本文仅代表作者个人观点
未经授权,禁止转载 → boilerplate 未经授权,禁止转载
转载请注明出处 → boilerplate 转载请注明出处
如有侵权,请联系删除。 → boilerplate 如有侵权,请联系删除。
欢迎关注 → boilerplate 欢迎关注
欢迎关注本公众号 → boilerplate 欢迎关注本公众号
长按二维码关注 → boilerplate 长按二维码关注
阅读原文 → boilerplate 阅读原文
上一篇:别的 → boilerplate 上一篇:别的
特別聲明:以上內容為平臺用戶上傳 → boilerplate 特別聲明:以上內容為平臺用戶上傳
发布时间:2025-05-20 19:58 → metadata 发布时间:2025-05-20_19:58
2025-05-20 19:58 来源:新华社 → metadata 2025-05-20_19:58_来源:新华社
2025-05-20 → metadata 2025-05-20
作者:张三 → metadata 作者:张三
作者：张三◌来源：某报 → metadata 作者：张三◌来源：某报
2025-05-20◌◌来源：某报 → metadata 2025-05-20 nbsp ◌◌ metadata 来源：某报
本文作者 | 東叔 → metadata 本文作者_|_東叔
編輯/出品 | 東針 → metadata 編輯/出品_|_東針
浏览量:1.2万 → metadata 浏览量:1.2万
Author: Jane Doe → metadata Author:_Jane_Doe
"""
MARKS = str.maketrans({"⍽": "\xa0", "◌": "\u3000", "∅": "\u200b", "⇥": "\t", "¶": "\n", "_": " "})


def case(line: str) -> tuple[str, list[tuple[str, str]]]:
    text, _, told = line.partition(" → ")
    words = [word.translate(MARKS) for word in told.split()]
    return text.translate(MARKS), list(zip(words[::2], words[1::2], strict=True))


@pytest.mark.parametrize("line", [line for line in CASES.split("\n") if line])
def test_what_is_noise(line: str) -> None:
    text, expected = case(line)
    assert expected
    assert found(text) == expected


# What is none.
CLEAN = """
人工智能(ai)改变了一切。
华为(huawei)和小米(xiaomi)都在北京(beijing)有公司。
局域网(lan)和广域网(wan)是两回事,个人电脑(pc)是第三回事。
台积电(TSMC)和美国商务部工业安全局(BIS)都在场。
方案(a)比方案(b)好,见图(c)。
夏天(été)很热。
我们在这里(即北京)见面(他也来)。
他说(笑):“好。”
真的?(我不信)那就算了?)好
今天在 Computex 上,老黄讲了 AI 工厂和 GTC 2025 的事。
Nvidia 与中国,AI GDP Growth 与 token 数量。
大概 55 亿美元,损失 150 亿美元,还有 10% 的活儿。
3 月 5 日 星期三
2. 华为的战略是什么
1、Nvidia and China(Nvidia 与中国)
老黄: 没错。
问题是 “IT 预算” 还是别的。
第一章 总则
北京 上海 广州 深圳
主演:张三 李四 王五,导演:赵六 钱七 孙八
床前明月光 疑是地上霜
姓名	电话
- 第一项
* 第二项
· 第三项
1. 第四项
*注:本表单位为亿元
3*5=15, a*b, 5 * 3, SELECT * FROM t
#话题# 今天很热
C# 和 F# 都是语言
arr[i](x) 与 [1](见下) 与 [注](这是说明)
“好。”他说——然后走了……
The quick brown fox jumps over the lazy dog. It's 5 o'clock (more or less).
He said “hello” to New York, and “don’t” to the rock ’n’ roll band.
Café, naïve, déjà vu, Übermut, El Niño, São Paulo, «Être».
10 km, 20 °C, 3 × 4
Emoji: 👩‍🚀 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 می‌خواهم
大家好,欢迎收听老范讲故事的YouTube频道。今天咱们来讲一讲任正非的文章。
感谢大家收听,请帮忙点赞、点小铃铛,参加DISCORD讨论群。
本篇只包含前三部分,下篇会在这两天发出,欢迎关注。
点击率引发关注
请密切关注事态发展
扫描二维码支付在中国非常普遍。
版权所有者认为这件事没有完。
未经授权不得使用这项专利,这是规则。
声明:中美双方将继续谈判。
这篇文章仅仅代表一个开始。
他的微博已关闭评论,也没有人在意。
时间:现在
来源:我们不知道。他也不知道。
作者:我认为这件事很重要,所以写了下来。
记者:任总您好
编辑部里没有人,图里也没有人。
2025年5月20日
2025-05-20 新闻发布会召开
发布时间还没有定
浏览量很高,阅读量也很高。
Powered by AI, Nvidia grew.
Copyright law is hard. The date is not known: nobody said it.
价格是€100,欧元€兑美元$。
锂电动力汽车与猕猴桃、人寰风华、杞茶工。
啊(a)是叹词,诶(e)也是。
"""


@pytest.mark.parametrize("line", [line for line in CLEAN.split("\n") if line])
def test_what_is_no_noise(line: str) -> None:
    assert found(line) == []
    assert found(f"前一行\n{line}\n后一行") == []


def test_what_is_hidden_reads_on() -> None:
    assert hidden("產(chǎn)業(yè)鏈 \n美国和台 湾 之间") == "產業鏈\n美国和台湾之间"
    assert hidden("見[報告](https://a.cn)。\n**好** ") == "見報告。\n好"
    assert hidden("英伟达*进的GPU\n已关闭评论") == "英伟达*进的GPU\n已关闭评论"
    assert set(KINDS) - HIDDEN == {"star", "boilerplate", "title", "metadata"}


def test_what_is_laid_bare_is_hidden_too() -> None:
    assert hidden("台(tái) 湾。") == "台湾。"
    assert hidden("聯**(**lián)") == "聯"
    assert hidden("聯\u200b \u200b接(jiē) 。") == "聯接。"


def test_the_title_again() -> None:
    head = "中美伦敦会谈的桌面之下。"
    assert found(f"好\n{head}\n好", head) == [("title", head)]
    assert found(f"{head}已关闭评论", head) == [("title", head), ("boilerplate", "已关闭评论")]
    assert found(f"# {head}", f"**{head}**") == [("markdown", "# "), ("title", head)]
    split = [("title", "中美"), ("split", " "), ("title", "伦敦会谈的桌面之下。")]
    assert found("中美 伦敦会谈的桌面之下。", head) == split
    assert found(f"他说:{head}", head) == []
    assert found(f"{head}他说。", head) == []
    assert found(head) == []
    assert found("前言\n前言", "前言") == []


def test_a_document_knows_its_first_line() -> None:
    text = "\n![](a.png)\n中美伦敦会谈\n\n好。\n中美伦敦会谈\n"
    told = [(one.kind, one.passage) for one in of(Seed.of(text.encode()))]
    assert told == [("markdown", (1, 11)), ("title", (23, 29))]
    assert list(of(Seed.of(b"\n\n"))) == []


SAID = [
    ("发布时间:2025-05-20 19:58\xa0\xa0浏览量:2", "2025-05-20", None, None),
    ("好\n本文作者 | 東叔\n審校 | 童任", None, "東叔", None),
    ("2025年5月6日 10:00 来源:新华社 作者:张三", "2025-05-06", "张三", "新华社"),
    ("日期：2025/5/6\u3000\u3000來源：財聯(lián)社", "2025-05-06", None, "財聯社"),
    ("2025.5.6　来源：某报 阅读 1.2万", "2025-05-06", None, "某报"),
    ("作者:张三\n作者:李四", None, "张三", None),
    ("文 | 张三\n配图/封面来源 | 某网", None, "张三", None),
    ("来源 | 某网", None, None, "某网"),
    (
        "Published: 2025-05-20\nAuthor: Jane Doe\nSource: Reuters",
        "2025-05-20",
        "Jane Doe",
        "Reuters",
    ),
    ("发布时间:2025-13-40", None, None, None),
    ("阅读 1.2万", None, None, None),
    ("他在2025-05-20写了这篇文章。", None, None, None),
    ("", None, None, None),
]


@pytest.mark.parametrize(("text", "date", "author", "source"), SAID)
def test_metadata(text: str, date: str | None, author: str | None, source: str | None) -> None:
    expected = {"date": date, "author": author, "source": source}
    assert metadata(text) == {key: value for key, value in expected.items() if value}
    assert metadata(f"第一行\n{text}\n他说:“好。”") == metadata(text)


# The five documents.


def told(name: str) -> list[str]:
    seed, text = Seed.of(SEEDS[name]), TEXTS[name]
    lines = []
    for one in of(seed):
        start, end = one.passage
        before, after = text[max(0, start - 8) : start], text[end : end + 8]
        context = f"{before}[{one.text}]{after}".replace("\n", "¶").replace("\xa0", "⍽")
        lines.append(f"{name} {start} {end} {one.kind} {context}")
    return lines


def test_every_noisy_passage_of_the_five_documents() -> None:
    drawn = "\n".join(line for name in TEXTS for line in told(name)) + "\n"
    if os.environ.get("SEEDREAD_GOLDENS") == "write":
        GOLDEN.write_text(drawn, "utf-8", newline="\n")
    assert drawn.split("\n") == GOLDEN.read_text("utf-8").split("\n")


def test_leaked_pinyin_is_counted_another_way() -> None:
    """Count by Unicode, without our table of letters, and look each up in a dictionary."""
    text = TEXTS["004"]
    leaks = [one for one in noise(text) if one.kind == "pinyin"]
    accented = [
        inside
        for inside in re.findall(r"[一-鿿]\(([^()\s]{1,6})\)", text)
        if any(unicodedata.combining(c) for c in unicodedata.normalize("NFD", inside))
    ]
    assert len(leaks) == len(accented) == 164
    for leak in leaks:
        before = text[leak.passage.start - 1]
        assert leak.text[1:-1] in pypinyin.pinyin(before, heteronym=True)[0]


def between(text: str) -> int:
    """Count the spaces between two characters; those of the copyright line part its phrases."""
    lines = [line for line in text.split("\n") if "Copyright" not in line]
    return sum(len(re.findall(r"(?<=[一-鿿]) (?=[一-鿿])", line)) for line in lines)


def test_other_kinds_are_counted_another_way() -> None:
    kinds = {name: Counter(one.kind for one in noise(text)) for name, text in TEXTS.items()}
    for name, text in TEXTS.items():
        assert kinds[name]["split"] == between(text)
        assert kinds[name]["star"] == text.count("*")
        assert kinds[name]["pinyin"] == (164 if name == "004" else 0)


def test_without_its_noise_a_document_has_none_of_it() -> None:
    clean = hidden(TEXTS["004"])
    assert not re.search(r"[à-ǜ]", clean)
    assert "華為在今日的全聯接大會甩出了" in clean
    assert hidden(TEXTS["002"]).count("台湾") == 4


# The command.


def test_the_command_prints_objects_for_programs(workspace, capsys) -> None:
    assert main(["-C", str(workspace), "noise", "002", "--json"]) == 0
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert printed[0] == {
        "start": 31,
        "end": 52,
        "kind": "metadata",
        "text": "发布时间:2025-05-20 19:58",
    }
    for one in printed:
        assert list(one) == ["start", "end", "kind", "text"]
        assert TEXTS["002"][one["start"] : one["end"]] == one["text"]


def test_the_command_prints_lines_for_people(workspace, capsys) -> None:
    assert main(["-C", str(workspace), "noise", "001"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "437–438  split  参赛资格的玩家基本就是中[ ]美。"
    assert len(lines) == 9
    (workspace / "seeds" / "clean.txt").write_text("好。\n", "utf-8")
    assert main(["-C", str(workspace), "noise", "clean"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["-C", str(workspace), "noise", "nothing"]) == 2


# Soup.

PARTS = [
    *"中国台湾字(（)）ailoveāáōūzh*#[]!-—_ \t\n。，,;?!“”《》`|:：.0123=",
    *"\u3000\xa0\u200b\u200d\ufeff\u0304\ufffd€涓鈥😀",
    *["(lián)", "?yōu)", "**", "![](", "](a.cn)", "[x](http://a)", "  ", "涓浗鐨勪汉", "锟斤拷"],
    *["ä¸­å›½", "â€œ", "Comments are closed.", "已关闭评论", "作者:", "来源:新华社", "李(li)"],
    *["发布时间:2025-05-20 19:58", "\n# ", "\n---\n", "(chǎn yè)", "产业", "© 2018", "ICP备1号"],
]
SOUP = st.lists(st.sampled_from(PARTS), max_size=30).map("".join) | st.text(max_size=60)
HEAD = "中国台湾中国台湾"


@given(SOUP)
@example("行(háng)(xíng)")
@example("台 (tái) 湾")
def test_noise_is_in_order_and_told_apart(text: str) -> None:
    spans = noise(text, HEAD)
    assert all(0 <= start < end <= len(text) for (start, end) in (one.passage for one in spans))
    assert all(a.passage.end <= b.passage.start for a, b in pairwise(spans))
    assert all(text[one.passage.start : one.passage.end] == one.text for one in spans)
    assert all(one.kind in KINDS and "\n" not in one.text for one in spans)


@given(SOUP)
def test_hiding_twice_is_hiding_once(text: str) -> None:
    once = hidden(text)
    assert hidden(once) == once


@given(SOUP)
def test_every_line_is_judged_by_itself(text: str) -> None:
    by_line, at = [], 0
    for line in text.split("\n"):
        by_line += [(one.passage.shift(at), one.kind) for one in noise(line, HEAD)]
        at += len(line) + 1
    assert by_line == [(one.passage, one.kind) for one in noise(text, HEAD)]


@given(SOUP)
def test_hiding_takes_no_chinese_away(text: str) -> None:
    kept = "".join(c for c in text if "\u4e00" <= c <= "\u9fff")
    taken = "".join(one.text for one in noise(text) if one.kind in HIDDEN - {"mojibake"})
    assert not any("\u4e00" <= c <= "\u9fff" for c in taken)
    assert kept.count("国") >= hidden(text).count("国")


def test_a_text_without_doubtful_pinyin_loads_no_dictionary() -> None:
    program = (
        "import sys; from pathlib import Path; from seedread.text.noise import noise;"
        f"[noise(p.read_text('utf-8')) for p in Path({str(ROOT / 'seeds')!r}).glob('*.txt')];"
        "assert not {'pypinyin', 'jieba', 'opencc', 'textual'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


LONG = [
    "中 ",
    "中国 ",
    "中, 国 ",
    "中(",
    "中(zhōng)",
    "(lián)",
    "*",
    "**a",
    "[a](",
    '[](a "',
    "![]((",
]
LONG += ["- ", " ", "鈥", "涓浗", "ä¸", "来源:", "ICP备1号", "声明:", "作者 | ", "# "]


@pytest.mark.parametrize("piece", LONG)
def test_a_long_line_is_read_through(piece: str) -> None:
    """Were its time the square of its length, this would take minutes."""
    spans = noise("中" + piece * (60_000 // len(piece)))
    assert all(a.passage.end <= b.passage.start for a, b in pairwise(spans))
