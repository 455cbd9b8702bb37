"""Simplified ⇄ traditional: which script a text is in, its conversion, and how the two line up."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from seedread.text import align, engines
from seedread.text.engines import Step
from seedread.text.glossary import Glossary
from seedread.text.passage import Passage

# Pairs of frequent characters that each belong to one script only.
HANS = (
    "这们来国时说对会为过发经动开关还进两样见长问现实话电东车门业产总应机气爱马书买卖岁飞龙"
    "亿义乐习从众优传伤儿军农决别办务劳势区医华单卫压双变号听员响团园围图场坏报择换护数断旧显"
    "术权条极构标树检欢济测湾满灵灭热环画监盘确码离种积称竞笔简类红约级纪纸线练组细织终结给络"
    "绝统继续维综绿缓编网罗职联胜脑脸节荣药营虑装观规视览觉计订认让议记讲许论设访证评识诉词译"
    "试诚该详语误请读课调谁谈谢负财责败货质购贵费资赛赞轮软轻载较输边达运远违连选释针钟钱铁银"
    "错间队阳阴阶际陆险随难页顶项顺须顾预领频题额风馆验"
    "个点无将导层态战仅举亲严专击带帮录尽头师币担挥损敌杂楼汉涨独状献矿础礼稳纯绍罚罢胁虽补诸"
    "谋贡贸赢跃转辆逻锁锋阅闻陈颗鲁鸡麦黄齐龄刚归剧块蓝励临刘乱脉梦鸟凭桥穷审兽孙汤厅纹雾牺戏"
    "县兴亚杨养鱼渊张赵争执壮钻没吨"
)
HANT = (
    "這們來國時說對會為過發經動開關還進兩樣見長問現實話電東車門業產總應機氣愛馬書買賣歲飛龍"
    "億義樂習從眾優傳傷兒軍農決別辦務勞勢區醫華單衛壓雙變號聽員響團園圍圖場壞報擇換護數斷舊顯"
    "術權條極構標樹檢歡濟測灣滿靈滅熱環畫監盤確碼離種積稱競筆簡類紅約級紀紙線練組細織終結給絡"
    "絕統繼續維綜綠緩編網羅職聯勝腦臉節榮藥營慮裝觀規視覽覺計訂認讓議記講許論設訪證評識訴詞譯"
    "試誠該詳語誤請讀課調誰談謝負財責敗貨質購貴費資賽贊輪軟輕載較輸邊達運遠違連選釋針鐘錢鐵銀"
    "錯間隊陽陰階際陸險隨難頁頂項順須顧預領頻題額風館驗"
    "個點無將導層態戰僅舉親嚴專擊帶幫錄盡頭師幣擔揮損敵雜樓漢漲獨狀獻礦礎禮穩純紹罰罷脅雖補諸"
    "謀貢貿贏躍轉輛邏鎖鋒閱聞陳顆魯雞麥黃齊齡剛歸劇塊藍勵臨劉亂脈夢鳥憑橋窮審獸孫湯廳紋霧犧戲"
    "縣興亞楊養魚淵張趙爭執壯鑽沒噸"
)
_IS_HANS, _IS_HANT = frozenset(HANS), frozenset(HANT)
SCRIPTS = ("hans", "hant", "mixed", "none")

# The conversions that fit a document's script, the default first.
CONFIGS = {**engines.CONFIGS, "mixed": sum(engines.CONFIGS.values(), ()), "none": ()}
CONFIG_NAMES = {
    "s2t": "繁體",
    "s2tw": "繁體·台灣",
    "s2hk": "繁體·香港",
    "s2twp": "繁體·台灣用語",
    "s2hkp": "繁體·香港用語",
    "t2s": "简体",
    "tw2s": "简体·由台湾",
    "hk2s": "简体·由香港",
    "tw2sp": "简体·由台湾用语",
    "hk2sp": "简体·由香港用语",
}


def detect(text: str) -> str:
    """Return the script of `text`, one of SCRIPTS; text that fits both counts as simplified.

    Text with hardly any Chinese character is of none, and so is Japanese.
    """
    each = Counter(text)
    han = sum(n for c, n in each.items() if "\u3400" <= c <= "\u9fff")
    kana = sum(n for c, n in each.items() if "\u3041" <= c <= "\u30fa")
    if han * 50 < len(text) or kana * 3 > han or not text:
        return "none"
    hans = sum(n for c, n in each.items() if c in _IS_HANS)
    hant = sum(n for c, n in each.items() if c in _IS_HANT)
    if min(hans, hant) * 7 > hans + hant:
        return "mixed"
    return "hant" if hant > hans else "hans"


_Piece = tuple[int, int, int, int, str]
_Side = Callable[[_Piece], tuple[int, int]]
_SOURCE: _Side = itemgetter(0, 1)
_TARGET: _Side = itemgetter(2, 3)


@dataclass(frozen=True, slots=True)
class Twin:
    """A converted text and how it lines up with its source, both in code points.

    `pieces` tile both texts in order: (source start, end, target start, end, kind); kind "="
    is a stretch in which every code point answers to one. The others are known as a whole only,
    even if they are equally long: "p" is a phrase, "g" a term of the glossary, "?" unknown.
    """

    config: str
    source: str
    text: str
    pieces: tuple[_Piece, ...]

    def across(self, passage: Passage) -> Passage:
        """Return the passage of the target that answers to `passage` of the source."""
        return _answer(passage, self.pieces, _SOURCE, _TARGET)

    def back(self, passage: Passage) -> Passage:
        """Return the passage of the source that answers to `passage` of the target."""
        return _answer(passage, self.pieces, _TARGET, _SOURCE)


def convert(text: str, config: str, glossary: Glossary | None = None) -> Twin:
    """Convert `text` by a configuration of OpenCC, the terms of `glossary` before all else.

    Without a glossary the target is what OpenCC makes of the text, to the byte. A NUL, at which
    OpenCC would stop, and half a surrogate pair, which it refuses, stay where they are, and the
    text around them is converted. Raises ValueError if there is no such configuration.
    """
    said: list[str] = []
    pieces: list[_Piece] = []
    source = target = 0
    steps = _steps(text, _known(config), glossary)
    for plain, run in groupby(steps, key=lambda step: step[2] == "="):
        for length, part, kind in (_joined(run),) if plain else run:
            pieces.append((source, source + length, target, target + len(part), kind))
            source, target = source + length, target + len(part)
            said.append(part)
    return Twin(config, text, "".join(said), tuple(pieces))


def converted(text: str, config: str, glossary: Glossary | None = None) -> str:
    """Return what `convert` makes of `text`, in less time because nothing is aligned."""
    if glossary is None:
        return align.converted(text, _known(config))
    stretches = glossary.cut(text, _known(config))
    return "".join(value or align.converted(part, config) for part, value in stretches)


def _known(config: str) -> str:
    if config not in CONFIG_NAMES:
        raise ValueError(f"no such conversion: {config}")
    return config


def _steps(text: str, config: str, glossary: Glossary | None) -> Iterator[Step]:
    for part, value in glossary.cut(text, config) if glossary else ((text, None),):
        if value is None:
            yield from align.steps(part, config)
        else:
            yield len(part), value, "g"


def _joined(steps: Iterable[Step]) -> Step:
    lengths, parts, _ = zip(*steps, strict=True)
    return sum(lengths), "".join(parts), "="


def _answer(passage: Passage, pieces: tuple[_Piece, ...], here: _Side, there: _Side) -> Passage:
    """Carry `passage` over; what is known as a whole is taken whole, unless `passage` is empty."""
    start, end = max(0, passage.start), passage.end
    first = _place(start, pieces, here, there)
    if start >= end or not pieces or start >= here(pieces[-1])[1]:
        return Passage(first, first)
    piece = pieces[bisect_left(pieces, end, key=lambda piece: here(piece)[0]) - 1]
    beyond = max(0, here(piece)[1] - end) if piece[4] == "=" else 0
    return Passage(first, there(piece)[1] - beyond)


def _place(offset: int, pieces: tuple[_Piece, ...], here: _Side, there: _Side) -> int:
    """Return where `offset` stands on the other side; inside a whole, that is its beginning."""
    if not pieces or offset >= here(pieces[-1])[1]:
        return there(pieces[-1])[1] if pieces else 0
    piece = pieces[bisect_right(pieces, offset, key=lambda piece: here(piece)[0]) - 1]
    return there(piece)[0] + (offset - here(piece)[0] if piece[4] == "=" else 0)
