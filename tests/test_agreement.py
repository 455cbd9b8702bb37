"""How far annotators agree: what counts, held against plain counting."""

import json
import random

import pytest

from seedread import workspace as workspaces
from seedread.agreement import Agreement
from seedread.cli import main
from seedread.corpus import Corpus
from seedread.tags.edit import Edit
from seedread.tags.seen import file_of as seen_file
from seedread.tags.seen import marked
from seedread.tags.tag import file_of, make
from seedread.text.passage import Passage
from seedread.text.sentences import sentences

TOPICS = ("export-controls", "domestic-substitution", "standards-war")


@pytest.fixture
def corpus(workspace):
    return Corpus(workspaces.find(workspace))


def units(corpus, doc):
    seed = corpus.seed(doc)
    return [
        sentence.shift(block.start)
        for block in seed.blocks()
        for sentence in sentences(seed[block.start : block.end])
    ]


def code(corpus, doc, by, given):
    """Let somebody give units topics: {number of a sentence: topics}."""
    seed, all_units, edit = corpus.seed(doc), units(corpus, doc), Edit({})
    for n, topics in given.items():
        record = make(seed, all_units[n], topics, f"{by}{n:08}"[-10:], by)
        edit += Edit({(file_of(doc, by), record.id): (None, record)})
    assert corpus.workspace.shelf.write(edit).done


def see(corpus, doc, by, first, last):
    all_units = units(corpus, doc)
    span = Passage(all_units[first].start, all_units[last].end)
    record = marked(corpus.seed(doc), [span], by)
    assert corpus.workspace.shelf.write(Edit({(seen_file(by), record.id): (None, record)})).done


def measured(corpus, **options):
    agreement = Agreement(corpus, **options)
    docs = list(agreement.gather())
    return agreement, docs


def value(agreement, topic, measure):
    found = [v for v in agreement.values() if (v.topic, v.measure) == (topic, measure)]
    assert len(found) == 1
    return found[0]


def test_only_what_both_have_read_counts(corpus):
    doc = corpus.documents()[1]
    code(corpus, doc, "mei", {3: TOPICS[:1], 5: TOPICS[:1], 7: TOPICS[1:2]})
    code(corpus, doc, "li", {3: TOPICS[:1], 7: TOPICS[:1], 9: TOPICS[:1]})
    agreement, docs = measured(corpus)
    assert docs == [doc]
    assert agreement.annotators == ("li", "mei")
    assert agreement.items(TOPICS[0]) == {(1, 1): 1, (1, 0): 1}
    see(corpus, doc, "mei", 8, 10)
    see(corpus, doc, "li", 0, 6)
    agreement, _ = measured(corpus)
    assert agreement.items(TOPICS[0]) == {(1, 1): 1, (1, 0): 2, (0, 1): 1}
    assert value(agreement, TOPICS[0], "percent").value == pytest.approx(1 / 4)
    assert value(agreement, TOPICS[0], "percent").units == 4


def test_all_counts_what_was_not_read_as_read_without_a_tag(corpus):
    doc = corpus.documents()[1]
    code(corpus, doc, "mei", {3: TOPICS[:1]})
    code(corpus, doc, "li", {3: TOPICS[:1]})
    agreement, _ = measured(corpus, everything=True)
    number = len(units(corpus, doc))
    assert agreement.items(TOPICS[0]) == {(1, 1): 1, (0, 0): number - 1}
    agreement, _ = measured(corpus)
    assert value(agreement, TOPICS[0], "cohen_kappa").value is None


def test_kappa_is_what_plain_counting_makes_it(corpus):
    chance = random.Random(5)
    given = {}
    for doc in corpus.documents()[:3]:
        number = len(units(corpus, doc))
        for by in ("mei", "li"):
            given[doc, by] = {
                n: sorted(chance.sample(TOPICS, chance.randint(1, 2)))
                for n in sorted(chance.sample(range(number), 25))
            }
            code(corpus, doc, by, given[doc, by])
            see(corpus, doc, by, 0, number - 1)
    agreement, _ = measured(corpus)
    for topic in TOPICS:
        pairs = [
            tuple(int(topic in given[doc, by].get(n, ())) for by in ("li", "mei"))
            for doc in corpus.documents()[:3]
            for n in range(len(units(corpus, doc)))
        ]
        total = len(pairs)
        same = sum(a == b for a, b in pairs) / total
        a, b = sum(x for x, _ in pairs) / total, sum(y for _, y in pairs) / total
        chance_same = a * b + (1 - a) * (1 - b)
        kappa = (same - chance_same) / (1 - chance_same)
        assert value(agreement, topic, "cohen_kappa").value == pytest.approx(kappa)
        apart = list(agreement.apart(topic))
        assert len(apart) == sum(x != y for x, y in pairs)
    table = agreement.confusion("li", "mei")
    for topic in TOPICS:
        both = sum(
            topic in given[doc, "li"].get(n, ()) and topic in given[doc, "mei"].get(n, ())
            for doc in corpus.documents()[:3]
            for n in given[doc, "li"]
        )
        assert table.get((topic, topic), 0) == both


@pytest.mark.parametrize("unit", ["sentence", "paragraph", "character"])
def test_the_same_tags_agree_wholly_whatever_the_unit(corpus, unit):
    doc = corpus.documents()[0]
    for by in ("mei", "li", "wu"):
        code(corpus, doc, by, {n: TOPICS[n % 2 : n % 2 + 1] for n in range(4, 30, 3)})
    agreement, _ = measured(corpus, unit=unit)
    for found in agreement.values():
        assert found.value in (None, pytest.approx(1)), found
    whole = [v for v in agreement.values() if v.annotators == ("li", "mei", "wu") and v.value]
    assert {v.measure for v in whole} >= {"percent", "krippendorff_alpha", "gwet_ac1"}


def test_the_command(corpus, capsys, workspace):
    doc = corpus.documents()[1]
    code(corpus, doc, "mei", {3: TOPICS[:1], 5: TOPICS[:1]})
    assert main(["agree", "-C", str(workspace)]) == 2
    assert "two people" in capsys.readouterr().err
    code(corpus, doc, "li", {3: TOPICS[:1], 5: TOPICS[1:2]})
    assert main(["agree", "-C", str(workspace), "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all(list(line) == ["topic", "measure", "value", "units", "annotators"] for line in found)
    assert {
        "topic": None,
        "measure": "percent",
        "value": 0.5,
        "units": 4,
        "annotators": ["li", "mei"],
    } in found
    assert main(["agree", "-C", str(workspace), "--unit", "character"]) == 0
    assert "undefined" in capsys.readouterr().err
