"""How far annotators agree: what counts, held against plain counting."""

import json
import random
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changed import git
from seedread import workspace as workspaces
from seedread.agreement import Agreement
from seedread.cli import main
from seedread.corpus import Corpus
from seedread.tags import dispute
from seedread.tags.edit import Edit
from seedread.tags.measures import alpha_u
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
        see(corpus, doc, by, 0, 32)
    agreement, _ = measured(corpus, unit=unit)
    for found in agreement.values():
        assert found.value in (None, pytest.approx(1)), found
    whole = [v for v in agreement.values() if v.annotators == ("li", "mei", "wu") and v.value]
    assert {v.measure for v in whole} >= {"percent", "krippendorff_alpha", "gwet_ac1"}


PLAIN = (
    "甲说了一句。乙也说了一句。丙不说。\n\n丁走了。戊来了,己也来了。\n庚。\n辛壬癸。子丑。寅卯。\n"
)
SENTENCES = [found.span() for found in re.finditer("[^。\n]+。", PLAIN)]
PARAGRAPHS = [found.span() for found in re.finditer("[^\n]+", PLAIN)]
UNITS = {
    "sentence": SENTENCES,
    "paragraph": PARAGRAPHS,
    "character": [(n, n + 1) for n in range(len(PLAIN))],
}
spans = st.builds(
    lambda a, n: (a, min(a + n, len(PLAIN))), st.integers(0, len(PLAIN) - 1), st.integers(1, 15)
)
people = st.fixed_dictionaries(
    {
        by: st.tuples(
            st.lists(st.tuples(spans, st.sampled_from([["x"], ["x", "y"], []])), max_size=4),
            st.lists(spans, max_size=4),
        )
        for by in ("li", "mei")
    }
)


def plain(root, people, doc="a.txt"):
    """A workspace of PLAIN: each person's tags ((start, end), topics), and what they have seen."""
    (root / "seeds").mkdir()
    (root / "seeds" / doc).write_text(PLAIN)
    space = workspaces.find(root)
    seed, edit = space.read_id(doc), Edit({})
    for by, (tags, marks) in people.items():
        for n, (span, topics) in enumerate(tags):
            record = make(seed, Passage(*span), topics, f"{by}{n:08}"[-10:], by)
            if not topics:
                record = record.but(note="hm")
            edit += Edit({(file_of(doc, by), record.id): (None, record)})
        if marks:
            record = marked(seed, [Passage(*span) for span in marks], by)
            edit += Edit({(seen_file(by), doc): (None, record)})
    assert space.shelf.write(edit).done or not edit
    return Corpus(space)


def points(span):
    return set(range(*span))


def read_by_counting(tags, marks):
    """For every unit: the numbers of those read, by a look at every code point."""
    said = set().union(*(points(span) for span, _ in tags))
    marked_ = set().union(*map(points, marks))
    done = {s for s in SENTENCES if points(s) & said or points(s) <= marked_}
    inside = said | marked_ | {n for s in done for n in points(s)}
    within = {p: [s for s in SENTENCES if points(s) & points(p)] for p in PARAGRAPHS}
    return {
        "sentence": [s in done for s in SENTENCES],
        "paragraph": [done.issuperset(within[p]) for p in PARAGRAPHS],
        "character": [n in inside for n in range(len(PLAIN))],
    }


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(people)
def test_what_is_read_is_what_a_look_at_every_sentence_finds(tmp_path_factory, people):
    corpus = plain(tmp_path_factory.mktemp("w"), people)
    tagged = any(tags for tags, _ in people.values())
    both = tagged and all(tags or marks for tags, marks in people.values())
    for unit, units_ in UNITS.items():
        agreement, docs = measured(corpus, unit=unit)
        assert docs == (["a.txt"] if both else [])
        reads = {by: read_by_counting(*said)[unit] for by, said in people.items()}
        for topic in agreement.topics:
            wanted = Counter(
                tuple(
                    int(any(topic in t and points(s) & points(u) for s, t in people[by][0]))
                    for by in ("li", "mei")
                )
                for n, u in enumerate(units_)
                if reads["li"][n] and reads["mei"][n]
            )
            assert agreement.items(topic) == wanted, unit


def test_a_paragraph_is_read_when_all_its_sentences_are(tmp_path):
    first, second, third = SENTENCES[:3]
    whole = [(PARAGRAPHS[0], ["x"])]
    corpus = plain(tmp_path, {"mei": (whole, []), "li": ([(first, ["x"]), (second, [])], [])})
    agreement, _ = measured(corpus, unit="paragraph")
    assert agreement.items("x") == {}
    assert list(agreement.apart("x")) == []
    record = marked(corpus.seed("a.txt"), [Passage(*third)], "li")
    corpus.workspace.shelf.write(Edit({(seen_file("li"), "a.txt"): (None, record)}))
    agreement, _ = measured(corpus, unit="paragraph")
    assert agreement.items("x") == {(1, 1): 1}


def test_a_note_and_a_rejection_say_that_one_has_read(tmp_path):
    tags = [(SENTENCES[0], ["x"]), (SENTENCES[4], ["x"])]
    corpus = plain(tmp_path, {"mei": (tags, []), "gold": ([(SENTENCES[0], [])], [])})
    agreement, docs = measured(corpus, by=("mei", "gold"))
    assert docs == ["a.txt"]
    assert agreement.annotators == ("gold", "mei")
    assert agreement.items("x") == {(0, 1): 1}


@pytest.mark.parametrize(
    ("said", "x", "y"),
    [
        ({"add": ["y"]}, (1, 1), (1, 0)),
        ({"remove": ["x"]}, (0, 1), None),
        ({"remove": ["x"], "add": ["y"]}, (0, 1), (1, 0)),
        ({"hide": True}, (0, 1), None),
        ({"hide": True, "add": ["y"]}, (0, 1), None),
        ({"note": "why?"}, (0, 1), None),
    ],
)
def test_who_disputes_a_tag_has_read_it_and_says_what_they_would_have(tmp_path, said, x, y):
    corpus = plain(tmp_path, {"mei": ([(SENTENCES[0], ["x"]), (SENTENCES[4], ["x"])], [])})
    (placed, _) = corpus.margin("a.txt").tags
    line = dispute.make(corpus.seed("a.txt"), placed.tag, placed.passage, "dddddddddd", "li")
    line = dispute.changed(line, **said)
    assert corpus.workspace.shelf.write(Edit({(file_of("a.txt", "li"), line.id): (None, line)}))
    agreement, docs = measured(corpus)
    assert docs == ["a.txt"]
    assert agreement.items("x") == {x: 1}
    assert ("y" in agreement.topics) == (y is not None)
    if y:
        assert agreement.items("y") == {y: 1}


def test_an_edit_of_the_document_leaves_read_what_it_did_not_touch(tmp_path):
    people = {"mei": ([(SENTENCES[3], ["x"])], [(0, len(PLAIN))]), "li": ([], [(0, len(PLAIN))])}
    plain(tmp_path, people)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "read")
    new = "新的一段。\n" + PLAIN.replace("丙不说。", "丙说。").replace("庚。\n", "")
    (tmp_path / "seeds" / "a.txt").write_text(new)
    agreement, _ = measured(Corpus(workspaces.find(tmp_path)))
    # All but what is new, what has changed and what is gone.
    assert agreement.items("x") == {(0, 1): 1, (0, 0): len(SENTENCES) - 3}
    (one,) = agreement.documents
    silent = [new[slice(*u)] for n, u in enumerate(one.units) if not one.read["li"][n]]
    assert silent == ["新的一段。", "丙说。"]


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


def crowd(corpus):
    """Let five people code three documents by chance, and one of them dispute."""
    chance = random.Random(7)
    for doc in corpus.documents()[:3]:
        number = len(units(corpus, doc))
        for by in ("an", "bo", "li", "mei", "wu"):
            given = {
                n: sorted(chance.sample(TOPICS, chance.choice([0, 1, 1, 2])))
                for n in chance.sample(range(number), 12)
            }
            code(corpus, doc, by, given)
            see(corpus, doc, by, 0, chance.randrange(number))
    (placed, *_) = (one for one in corpus.margin(corpus.documents()[0]).tags if one.tag.by != "li")
    seed = corpus.seed(corpus.documents()[0])
    line = dispute.make(seed, placed.tag, placed.passage, "dddddddddd", "li")
    line = dispute.changed(line, add=[TOPICS[2]])
    assert corpus.workspace.shelf.write(Edit({(file_of(seed.id, "li"), line.id): (None, line)}))


@pytest.mark.parametrize("unit", ["sentence", "paragraph", "character"])
def test_one_topic_alone_has_the_numbers_of_its_row_in_the_whole_table(
    corpus, capsys, workspace, unit
):
    crowd(corpus)

    def told(*options):
        assert main(["agree", "--json", "--unit", unit, "-C", str(workspace), *options]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    whole = told()
    assert len({tuple(one["annotators"]) for one in whole}) == 11
    for topic in TOPICS:
        rows = [one for one in whole if one["topic"] == topic]
        assert told("--topic", topic) == rows != []
        for first, second in (("bo", "li"), ("an", "wu")):  # one disputes, these two do not
            pair = [one for one in rows if one["annotators"] == [first, second]]
            assert told("--topic", topic, "--by", first, "--by", second) == pair != []


def by_looking_at_every_unit(agreement, topic, names):
    found = Counter()
    for one in agreement.documents:
        for n, weight in enumerate(one.weights):
            codes = [
                (1 if name in one.given(topic).get(n, ()) else 0)
                if name in one.names and one.read[name][n]
                else None
                for name in names
            ]
            if sum(code is not None for code in codes) > 1:
                found[tuple(codes)] += weight
    return found


def pieces_by_looking_at_every_code_point(agreement, topic, names):
    """What each gave the topic of the text all have read, as the numbers of its code points."""
    sides, at = [set() for _ in names], 0
    for one in agreement.documents:
        given = {name: one.passages.get(topic, {}).get(name, ()) for name in names}
        for n, unit in enumerate(one.units):
            if not all(name in one.names and one.read[name][n] for name in names):
                continue
            for offset in range(*unit):
                for side, name in zip(sides, names, strict=True):
                    if any(offset in passage for passage in given[name]):
                        side.add(at)
                at += 1
    return sides, at


@pytest.mark.parametrize("unit", ["sentence", "character"])
def test_what_is_counted_at_once_is_what_a_look_at_every_unit_finds(corpus, unit):
    crowd(corpus)
    agreement, _ = measured(corpus, unit=unit)
    for topic in TOPICS:
        for group in agreement.groups():
            wanted = by_looking_at_every_unit(agreement, topic, group)
            if len(group) > 2:
                told = Counter()
                for codes, n in wanted.items():
                    told[tuple(sorted(codes, key=(1, 0, None).index))] += n
                wanted = told
            assert agreement.items(topic, group) == wanted
            sides, length = pieces_by_looking_at_every_code_point(agreement, topic, group)
            drawn = [[Passage(n, n + 1) for n in side] for side in sides]
            found = [
                v.value
                for v in agreement.values([group], topic)
                if v.measure == "krippendorff_alpha_u"
            ]
            assert found == [pytest.approx(alpha_u(drawn, Passage(0, length)))]
