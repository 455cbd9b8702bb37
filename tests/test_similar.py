"""The passages most like one: pairs found by reading the five documents, and why they are alike."""

import random
from pathlib import Path

import pytest

from seedread import similar as room
from seedread.kept import Keeper, StoppedError
from seedread.search import Search
from seedread.similar import Best, similar
from seedread.tags.alike import Likeness
from seedread.tags.names import Names
from seedread.tags.record import Record
from seedread.text import words
from seedread.text.passage import Passage
from seedread.text.units import Units
from seedread.workspace import find

ROOT = Path(__file__).parents[1]
# The beginning of a sentence, and the sentence of another document that says the same.
PAIRS = [
    ("001", "可能一半的研发人员都是华人", "000", "有一半的研发人员都是中国人"),
    ("001", "可能一半的研发人员都是华人", "002", "全球AI研究人员里,有50%是中国人"),
    ("003", "我国汇聚了全球一半的AI人才", "000", "美国如果放弃全球50%的AI研究员"),
    ("003", "H20在中国市场已实现160亿", "002", "我们还放弃了 150 亿美元的销售机会"),
    ("002", "芯片禁运反而加速", "003", "美国无法阻止我国在AI领域迈向世界级"),
    ("004", "幾乎成為行業(yè)標準的", "001", "虽然CUDA一般被认为是英伟达*的护城河"),
    ("000", "这是生态与标准之争", "004", "輸出一整套技術標準和生態(tài)系統(tǒng)"),
    ("001", "这也许是人类社会最后一次技术革命", "000", "再往后说,人工智能也许是人类社会最后一次"),
    ("001", "虽然芯片层面仍然落后", "000", "华为单芯片技术仍然落后美国一代"),
    ("004", "我們的單芯片技術與美國相比", "003", "我国芯片与美国相比至少落后一代"),
    ("001", "发展人工智能要有电力保障", "003", "凭借先进的通信网络技术以及我国强大的电力"),
    ("000", "叫《国家越开放", "001", "人民日报6月10日在头版刊发了"),
    ("003", "在5月份政策实施之前", "002", "美国政府刚刚同阿联酋和沙特签下了"),
    ("004", "英偉達的股價在星期三", "003", "其中英伟达股价跌幅最为显著"),
]


class Five:
    """The five documents, and what is similar in them."""

    def __init__(self) -> None:
        self.space = find(ROOT)
        self.names = self.space.names
        self.search = Search(self.space, Keeper())
        self.docs = {e.id[:3]: self.space.read(e) for e in self.space.entries()}

    def at(self, doc: str, quote: str) -> Passage:
        seed = self.docs[doc]
        return Units(seed).around("sentence", seed[0:].index(quote))

    def like(self, doc: str, quote: str, **more: object) -> list[room.Alike]:
        return similar(self.search, self.names, self.docs[doc], self.at(doc, quote), **more)


@pytest.fixture(scope="module")
def five(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield Five()


@pytest.mark.parametrize("cut", [False, True], ids=["pairs of characters", "words too"])
def test_the_sentence_that_says_the_same_is_among_the_first_five(five, cut, monkeypatch):
    monkeypatch.setattr(words, "ready", lambda: cut)
    missed = []
    for doc, quote, other, expected in PAIRS:
        wanted = (five.docs[other].id, five.at(other, expected))
        found = [(a.doc, a.passage) for a in five.like(doc, quote)[:5]]
        if wanted not in found:
            missed.append((quote, expected))
    assert not missed


def test_the_reasons_are_words_both_say_in_the_script_of_the_passage(five):
    found = five.like("004", "我們的單芯片技術與美國相比")
    (alike,) = [a for a in found if a.passage == five.at("003", "我国芯片与美国相比")]
    assert {"美國相比", "人民日報", "落后一代"} <= set(alike.shared)
    assert alike.shared.index("落后一代") < alike.shared.index("芯片")


def test_nothing_of_its_own_document_is_offered(five):
    assert {a.doc[:3] for a in five.like("001", "可能一半的研发人员")} == {
        "000",
        "002",
        "003",
        "004",
    }


def test_skipping_what_cannot_be_among_the_best_loses_nothing(five, monkeypatch):
    def plainly(quote):
        seed = five.docs["000"]
        at = five.at("000", quote)
        like, best = Likeness(seed[at.start : at.end], five.names), Best(5)
        others = [e for e in five.search.entries if e.id != seed.id]
        room._counted(like, five.search, others, lambda _: None, lambda: False)
        for doc in five.docs.values():
            for text in room._promising(like, doc, Best(5), lambda: False):
                if doc is not seed:
                    best.offer(like.score(text[1]), doc.id, *text)
        return [(a.doc, a.passage) for a in best.of(like)]

    for quote in ("有一半的研发人员", "叫《国家越开放", "这是生态与标准之争"):
        found = five.like("000", quote, most=5)
        assert [(a.doc, a.passage) for a in found] == plainly(quote)[: len(found)] != []


def test_it_can_be_given_up_and_tells_how_far_it_is(five):
    told: list[float] = []
    five.like("001", "可能一半的研发人员", told=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    with pytest.raises(StoppedError):
        five.like("001", "可能一半的研发人员", stop=lambda: True)


def test_of_much_text_only_the_most_promising_is_looked_at_closely(five, monkeypatch):
    monkeypatch.setattr(room, "CLOSELY", 1)
    found = five.like("001", "这也许是人类社会最后一次技术革命")
    assert {a.doc[:3] for a in found} == {"000"}


def test_a_sample_finds_what_all_that_is_there_finds(five, monkeypatch):
    whole = five.like("001", "虽然芯片层面仍然落后")[0]
    monkeypatch.setattr(room, "SAMPLE", 20_000)
    monkeypatch.setattr(room, "RARE", 5)
    found = five.like("001", "虽然芯片层面仍然落后")[0]
    assert (found.doc, found.passage) == (whole.doc, whole.passage)
    assert found.score != whole.score


def test_any_form_of_a_name_speaks_for_a_passage_and_parts_of_words_do_not():
    fields = {"id": "nvidia", "kind": "company", "forms": ["英伟达", "Nvidia", "輝達"], "not": []}
    like = Likeness("輝達的H20顯卡", Names([Record(fields)]))
    like.weigh([1] * len(like.terms), 100)
    assert like.score("nvidia卖什么") > 0
    assert like.score("英伟达卖什么") == like.score("辉达在卖什么")
    assert like.shared("英伟达卖h20显卡") == ("輝達", "H20", "顯卡")
    assert like.score("h200不是那个") == 0


def test_half_is_half_however_it_is_written():
    like = Likeness("占到50%了", Names([]))
    like.weigh([1] * len(like.terms), 100)
    assert like.shared("有一半是中国人") == ("50%",)


def test_white_space_and_script_do_not_part_what_is_alike(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "seeds").mkdir()
    texts = {"a": "台灣的晶圓代工。", "b": "别的话。说台 湾的晶 圆代工厂。", "c": "没有关系。"}
    for name, text in texts.items():
        (tmp_path / "seeds" / f"{name}.txt").write_text(text)
    space = find(tmp_path)
    (found,) = similar(Search(space), Names([]), space.read_id("a.txt"), Passage(0, 8))
    assert (found.doc, found.passage) == ("b.txt", Passage(4, 16))
    assert found.shared == ("台灣的晶圓代工",)


@pytest.mark.parametrize("text", ["一半的人才。", "…", ""])
def test_a_document_alone_or_a_passage_of_nothing_has_nothing_like_it(tmp_path, monkeypatch, text):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("一半的人才。…")
    space = find(tmp_path)
    seed, names = space.read_id("a.txt"), Names([])
    assert similar(Search(space), names, seed, Passage(0, len(text))) == []
    (tmp_path / "seeds" / "b.txt").write_text("\n")
    assert similar(Search(space), names, seed, Passage(6, 7)) == []


def test_the_best_are_kept_whatever_the_order():
    rng = random.Random(4)
    scores = [rng.randrange(1, 50) + n / 1000 for n in range(200)]
    best = Best(10)
    for n, score in enumerate(scores):
        best.offer(score, "a", Passage(n, n + 1), "")
    found = [a.score for a in best.of(Likeness("", Names([])))]
    assert found == sorted(scores, reverse=True)[:10]
