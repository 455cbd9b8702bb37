"""Which topics are suggested for a sentence, and why."""

import json
import shutil
from pathlib import Path

import pytest

from seedread.cli import main
from seedread.corpus import Corpus
from seedread.suggest import Learner, alike, around
from seedread.tags.cues import DENIED, Cues
from seedread.tags.edit import Edit
from seedread.tags.guess import Guesses, blended
from seedread.tags.record import Record
from seedread.tags.tag import file_of, make
from seedread.tags.topic import Codebook, Topic
from seedread.tags.typical import Typical
from seedread.text import script
from seedread.text.fold import fold
from seedread.text.grams import grams
from seedread.text.passage import Passage
from seedread.text.units import Units
from seedread.trial import Trial, trial
from seedread.workspace import find

CODED = Path(__file__).parent / "suggestions"


def _words(*hans: str, en: tuple[str, ...] = ()) -> dict[str, list[str]]:
    return {"en": [*en], "hans": [*hans], "hant": []}


TOPICS = [
    Topic("standards", en="Standards war", hans="标准之争", keywords=_words("标准", "标准争夺")),
    Topic("power", en="Power", hans="电力", keywords=_words("电网", "能源", "R1")),
    Topic("openness", en="Openness", hans="开放", keywords=_words("竞争", "开放")),
    Topic("lock-in", en="Lock-in", hans="生态绑定", keywords=_words("竞争壁垒", "CUDA")),
    Topic("visits", en="Visits", hans="外交", keywords=_words("访华", "华盛顿", "夸")),
    Topic("gone", en="Gone", hans="过时", keywords=_words("过时"), retired=True),
]


def _guesses(*seen: str) -> Guesses:
    found = Guesses(Codebook(topic.record() for topic in TOPICS))
    for text in seen:
        found.see(text)
    found.settle()
    return found


def _best(guesses: Guesses, text: str) -> list[str]:
    return [one.topic for one in guesses.rank([guesses.sight(text)], 0)]


def _terms(text: str) -> list[tuple[str, float]]:
    return [(cue.term, cue.weight) for cue in Cues(TOPICS).found(fold(text))]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("比CUDA更重要的竞争壁垒", ["cuda", "竞争壁垒"]),
        ("新能源汽车与能源", ["能源"]),
        ("他多次造访华盛顿", ["华盛顿"]),
        ("他今年访华三次", ["访华"]),
        ("R1模型和R100不同", ["r1"]),
        ("標準爭奪之戰", ["标准争夺"]),
        ("这已经过时了", []),
    ],
)
def test_the_longest_term_wins_and_consumes_what_it_holds(text, terms):
    assert [term for term, _ in _terms(text)] == terms


def test_what_a_sentence_denies_weighs_less():
    assert _terms("这不是标准,是电网") == [("标准", DENIED), ("电网", 1.0)]
    assert _terms("是不是标准") == [("标准", 1.0)]


def test_a_rare_keyword_weighs_more_than_a_common_one():
    guesses = _guesses(*["大家都在谈开放"] * 30, "当地电网瘫痪")
    assert _best(guesses, "电网也要开放")[:2] == ["power", "openness"]


def test_reasons_stand_in_the_sentence_in_its_own_script():
    guesses = _guesses()
    [best, *_] = guesses.rank([guesses.sight("他說標準爭奪之戰不能輸")], 0)
    assert (best.topic, best.because) == ("standards", ("標準爭奪",))


def test_one_character_speaks_but_is_no_reason():
    guesses = _guesses()
    [best, *_] = guesses.rank([guesses.sight("老黄单独夸他")], 0)
    assert (best.topic, best.because) == ("visits", ())


def test_a_retired_topic_is_not_suggested_and_not_learnt():
    guesses = _guesses()
    guesses.learn("工厂停工", ["gone"])
    assert guesses.examples == 0
    assert "gone" not in _best(guesses, "工厂停工,这已经过时了")


def test_what_is_learnt_is_suggested_and_can_be_taken_back():
    guesses = _guesses()
    text = "光刻机的产能有限"
    assert _best(guesses, text) == []
    for _ in range(2):
        guesses.learn("台积电的光刻机产能不足", ["power"])
    assert _best(guesses, text) == ["power"]
    for _ in range(2):
        guesses.learn("台积电的光刻机产能不足", ["power"], -1)
    assert _best(guesses, text) == []
    assert guesses.examples == 0


def test_a_keyword_that_was_wrong_weighs_less_and_speaks_for_what_was_right():
    guesses = _guesses()
    for _ in range(12):
        guesses.learn("华盛顿又出台了新规", ["openness"])
    assert _best(guesses, "华盛顿")[0] == "openness"


def test_learnt_reasons_are_words():
    from seedread.text import words

    words.load()
    guesses = _guesses("天气很好", "他走了")
    for _ in range(3):
        guesses.learn("因为光刻机可以决定产能", ["power"])
        guesses.learn("因为天气可以决定心情", ["openness"])
    [best, *_] = guesses.rank([guesses.sight("因为他们可以自己做光刻机")], 0)
    assert best.topic == "power"
    assert "光刻机" in best.because
    assert not {"因为", "可以", "自己"} & {*best.because}


def test_a_sentence_that_says_nothing_takes_the_topic_of_those_around_it():
    guesses = _guesses()
    sights = [guesses.sight(t) for t in ("当地电网瘫痪", "为什么呢?", "谁用的多谁就是标准")]
    best = guesses.rank(sights, 1)
    assert {one.topic for one in best} == {"power", "standards"}
    assert all(one.because == () and one.near for one in best)
    assert "power" not in blended(sights[1:], 0)


def test_a_tag_beside_a_sentence_speaks_for_its_topic():
    guesses = _guesses()
    alone = guesses.sight("他走了")
    assert (
        guesses.rank([alone, guesses.sight("嗯", tagged=["power", "gone"])], 0)[0].topic == "power"
    )


def test_ranking_is_the_same_in_both_scripts(workspace):
    book = find(workspace).codebook
    texts = [
        "美國對中國的出口管制適得其反",
        "華為用超節點集群彌補單晶片的差距",
        "国家电网有输电技术",
    ]

    def ranked(convert):
        guesses = Guesses(book)
        for text in texts:
            guesses.see(convert(text))
        guesses.learn(convert("華為的雲端伺服器"), ["ai-factories"])
        guesses.settle()
        sights = [guesses.sight(convert(text)) for text in texts]
        return [[one[:2] for one in guesses.rank(sights, n)] for n in range(len(texts))]

    assert ranked(str) == ranked(lambda text: script.convert(text, "t2s").text)


def test_likeness_forgets_what_it_learnt_and_knows_what_is_rare():
    like = Typical()
    for text in ("甲乙 common", "丙丁 common", "戊己 common"):
        like.see(grams(text))
    like.learn({"rare", "common"}, ["a"])
    before = like.scores({"common", "rare"})
    like.learn({"common"}, ["b"])
    both = like.scores({"common", "rare"})
    assert both["a"] == before["a"] == pytest.approx(1.0)
    assert 0 < both["b"] < both["a"]
    like.learn({"common"}, ["b"], -1)
    assert like.scores({"common", "rare"}) == pytest.approx(before)


def test_grams_hold_no_particles():
    assert grams("他的标准r1") == {"标准", "r1"}
    assert grams("超高压") == {"超高", "高压", "超高压"}


def test_what_is_around_a_passage(workspace):
    space = find(workspace)
    units = Units(space.read(space.find("003")))
    first = units.around("sentence", 0)
    spans, at = around(units, first)
    assert (at, len(spans)) == (0, 3)
    second = spans[1][0]
    inside = Passage(second.start + 2, second.start + 4)
    spans, at = around(units, inside)
    assert spans[at][0] == inside
    assert spans[at - 1][0] == second


def test_a_tag_speaks_of_a_sentence_it_shares_half_with():
    assert alike(Passage(0, 10), Passage(0, 10))
    assert alike(Passage(2, 4), Passage(0, 10))
    assert alike(Passage(0, 100), Passage(20, 30))
    assert not alike(Passage(0, 10), Passage(8, 30))


def test_a_trial_counts_what_was_confused():
    tried = Trial()
    tried.count({"a"}, ["a", "b"])
    tried.count({"a", "c"}, ["x", "y", "c"])
    tried.count({"a"}, [])
    assert (tried.sentences, tried.first, tried.three) == (3, 1, 2)
    assert dict(tried.confused) == {("a", "x"): 1, ("c", "x"): 1, ("a", ""): 1}
    assert tried.topics["a"] == {"sentences": 3, "first": 1, "three": 1}


# ------------------------------------------------------------------- the command


def _fill(root: Path, *docs: str) -> None:
    """Tag documents as they are coded by hand in tests/suggestions/."""
    space = find(root)
    changes: dict[tuple[str, str], tuple[Record | None, Record | None]] = {}
    for entry in space.entries():
        if entry.id[:3] in docs:
            seed = space.read(entry)
            for line in (CODED / f"{entry.id[:3]}.jsonl").read_text().splitlines():
                fields = json.loads(line)
                passage = Passage(fields["start"], fields["end"])
                record = make(seed, passage, fields["topics"], f"m{len(changes):09}", "mei")
                changes[file_of(entry.id, "mei"), record.id] = (None, record)
    assert space.shelf.write(Edit(changes)).error == ""


@pytest.fixture(scope="module")
def coded(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("coded")
    ours = Path(__file__).parent.parent
    shutil.copytree(ours / "seeds", root / "seeds")
    (root / "annotations").mkdir()
    shutil.copy(ours / "annotations" / "topics.jsonl", root / "annotations")
    _fill(root, "000", "001", "002", "003", "004")
    return root


def _lines(capsys) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_sentence_has_its_line(workspace, capsys):
    assert main(["sentences", "003", "--json", "-C", str(workspace)]) == 0
    sentences = [(one["start"], one["end"], one["text"]) for one in _lines(capsys)]
    assert main(["suggest", "003", "--json", "-C", str(workspace)]) == 0
    lines = _lines(capsys)
    assert [(one["start"], one["end"]) for one in lines] == [s[:2] for s in sentences]
    for (_, _, text), line in zip(sentences, lines, strict=True):
        scores = [one["score"] for one in line["topics"]]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) <= 5
        assert all(word in text for one in line["topics"] for word in one["because"])
    talent = next(line for line in lines if line["start"] == 2319)
    assert talent["topics"][0]["topic"] == "ai-talent"
    assert {"AI人才", "一半"} <= {*talent["topics"][0]["because"]}


def test_its_own_tags_say_nothing_of_a_sentence(workspace):
    space = find(workspace)
    entry = space.find("003")
    seed = space.read(entry)
    record = make(seed, Passage(156, 170), ["patents"], "m000000000", "mei")
    space.shelf.write(Edit({(file_of(entry.id, "mei"), record.id): (None, record)}))
    learner = Learner(Corpus(space), space.codebook)
    learner.see(seed)
    learner.learn_all()
    assert learner.count == 1
    ranked = {passage.start: [one.topic for one in best] for passage, best in learner.ranked(seed)}
    assert "patents" not in ranked[156]
    assert "patents" in ranked[171]  # the sentence beside it


def test_learning_follows_the_tags(coded, tmp_path):
    shutil.copytree(coded, tmp_path / "w")
    space = find(tmp_path / "w")
    learner = Learner(Corpus(space), space.codebook)
    doc = space.find("003").id
    assert learner.learn(doc)
    count = learner.count
    assert not learner.learn(doc)
    file = file_of(doc, "mei")
    record = next(iter(space.shelf.records(file).values()))
    space.shelf.write(Edit({(file, record.id): (record, None)}))
    assert learner.learn(doc)
    assert learner.count == count - 1


@pytest.mark.parametrize(("doc", "three", "first"), [("001", 0.9, 0.83), ("004", 0.9, 0.8)])
def test_suggestions_reach_what_they_promise_on_a_document_not_learnt_from(
    coded, doc, three, first
):
    space = find(coded)
    learner = Learner(Corpus(space), space.codebook)
    ids = [entry.id for entry in space.entries()]
    learner.learn_all([id for id in ids if not id.startswith(doc)])
    tried = trial(learner, [id for id in ids if id.startswith(doc)])
    assert tried.sentences == len((CODED / f"{doc}.jsonl").read_text().splitlines())
    assert tried.three / tried.sentences >= three
    assert tried.first / tried.sentences >= first


def test_trying_prints_rates_and_confusions(coded, capsys):
    words = ["suggest", "--train", "001,004", "--test", "003", "-C", str(coded)]
    assert main([*words, "--json"]) == 0
    [whole, *rest] = _lines(capsys)
    assert (whole["kind"], whole["sentences"], whole["learnt"]) == ("all", 67, 137)
    assert whole["hit@1"] <= whole["hit@3"] <= 1
    assert {one["kind"] for one in rest} == {"topic", "confused"}
    assert main(words) == 0
    assert "suggested instead" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "which document?"),
        (["--train", "001"], 2, "which to try"),
        (["--train", "001", "--test", "001"], 2, "proves nothing"),
        (["--test", "003"], 1, "no tagged sentences"),
        (["nothing"], 2, "no document"),
    ],
)
def test_what_cannot_be_done_is_said(workspace, capsys, words, code, said):
    assert main(["suggest", *words, "-C", str(workspace)]) == code
    assert said in capsys.readouterr().err
