"""The label of a speaker at the beginning of a line: 老黄:, 主持人:, Ben Thompson:."""

import re

from .passage import Passage

HAN = r"(?:(?![\x00-\xff])\w)"

# A line can begin with a speaker (老黄:), but more often a colon there ends a heading (发布时间:),
# a remark (原因很简单:) or a report (黄仁勋表示:). Those are open sets, names are nearly closed, so
# we ask for the shape of a name and let the rest be text: a label that is missed costs a motion,
# one that is invented puts words into somebody's mouth. A name is
#   - a nickname: 老, 小 or 阿 with one or two characters (老黄, 阿笨);
#   - a surname with one or two characters (黄仁勋, 任总), unless they spell a common word (方案) or
#     end in a verb of saying (老黄说, 黄认为);
#   - parts joined by a dot (本·汤普森); a role (主持人, 外交部发言人); 问, 答, Q, A;
#   - two to four capitalised Latin words (Ben Thompson), none of them the head of metadata (Full
#     Text) or an acronym, unless all are in capitals; one word (Nvidia:) is as often a company.
# It may carry a bracketed remark (英伟达CEO) and stands alone before the colon.
_SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭"
    "曾肖萧蕭田董袁潘蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范石廖贾賈夏韦韋傅方白"
    "邹鄒孟熊秦邱江尹薛闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴戴莫孔汤湯倪庄莊聂聶鲁魯岳"
    "俞柳祝阮柯纪紀梅童凌裴霍翁骆駱蓝藍游辛鲍鮑喻祁蒲屈饶饒牟尤芦麦麥褚娄婁窦竇戚岑"
)
# Common words that begin like a name: a first character and the second ones it must not have.
_FALSE_NAMES = (
    "方案法向面式便针針 高度端级級层層管校考速盛通 白天皮色宫宮 江苏蘇西南 万一元科达"
    " 石油墨头 夏天季 史料 毛利病 程序度式 余额下量 许多可 許多可"
    " 周一二三四五六日期末边邊围圍年 任务務何期意职 马上来力 馬上來力 何时時地为為谓謂以"
    " 严重格 嚴重格 龙头 雷达達 莫非 田野园 陆续地 陸續地 曾经經用 段落 谢谢幕 謝謝幕 顾客问"
    " 顧客問 郑州 鄭州 徐州 沈阳 韩国 韓國 黄金河色 黃金河色 罗马 羅馬 陈述列 陳述列 陶瓷"
    " 祝福贺 纪念要录 紀念要錄 梅花 游戏客 麦克 蓝图色 藍圖色"
    " 小时時结結贴貼计計标標组組说說型麦 老家年 阿拉"
)
_COMMON_WORDS = frozenset(group[0] + end for group in _FALSE_NAMES.split() for end in group[1:])
_ROLES = (
    "记者|記者|主持人|主持|嘉宾|嘉賓|发言人|發言人|提问者?|提問者?|观众|觀眾|听众|聽眾|网友|網友|主播|旁白"
    "|[采採]访者|[采採]訪者|受访者|受訪者|教授|先生|女士"
)
_LATIN_NAME = r"[A-Z](?:[a-zÀ-ɏ]|[.’'-]|(?<=Mc|O'|O’)[A-Z]|(?<=[.-])[A-Z]){0,15}"
_LABEL = re.compile(
    r"\s*+(?P<name>[问問答QA]\d{0,2}"
    rf"|(?:[老小阿{_SURNAMES}]|欧阳|歐陽|司马|司馬|诸葛|諸葛|上官){HAN}{{1,2}}"
    rf"|{HAN}{{1,6}}(?:[·•・‧]{HAN}{{1,6}}){{1,3}}"
    rf"|(?:{HAN}|[A-Za-z ]){{0,8}}?(?:{_ROLES})"
    rf"|{_LATIN_NAME}(?: {_LATIN_NAME}){{1,3}}|[A-Z]{{3,15}}(?: [A-Z]{{3,15}}){{1,2}})"
    r"(?:\s?[（(][^（()）:：]{1,20}[)）])?\s?[:：](?!//)"
)
_NO_NAME = re.compile(
    r".*[的了是在很就都也不没沒把被让讓从從对對这這那哪么麼与與及或]"
    r"|.+(?:[说說道问問答曰称稱讲講写寫喊叫笑叹嘆]|认为|認為|表示|坦言|指出|强调|強調|直言)$"
    r"|(?i:.*\b(?:abstract|address|author|background|chapter|conclusion|contact|contents?|copyright"
    r"|credit|date|editor|e-?mail|example|fax|figure|full|image|introduction|keywords?|key|links?"
    r"|notes?|notice|part|phone|photo|published|section|sources?|step|summary|table|tel|text|time"
    r"|tip|title|update|url|warning|web|website)\b)"
)


def label(line: str) -> Passage | None:
    """Return the speaker label at the beginning of `line`, colon included (阿笨:), or None."""
    found = _LABEL.match(line)
    if not found or found["name"][:2] in _COMMON_WORDS or _NO_NAME.match(found["name"]):
        return None
    return Passage(found.start("name"), found.end())
