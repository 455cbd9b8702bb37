"""Settling where annotators differ: what is a case, what settles it, what is written."""

from dataclasses import asdict

import pytest

from seedread import workspace as workspaces
from seedread.adjudication import Adjudication, is_rejection
from seedread.agreement import Agreement
from seedread.corpus import Corpus
from seedread.tags import dispute, seen
from seedread.tags.check import findings
from seedread.tags.claim import Claim
from seedread.tags.edit import Edit
from seedread.tags.history import History
from seedread.tags.tag import file_of, make, noted
from seedread.text.passage import Passage
from seedread.voices import Said, united

A, C, B = "chokepoint", "export-controls", "standards-war"  # in the order of their ids
DOC = "000_7ce4e99437b5047b.txt"
CLAIM = asdict(Claim(value="50", unit="%"))
OTHER = "001_6cbf5dd94d21163e.txt"


@pytest.fixture
def corpus(workspace):
    return Corpus(workspaces.find(workspace))


def say(corpus, by, start, end, *topics, doc=DOC, note="", **more):
    record = make(
        corpus.seed(doc), Passage(start, end), topics, f"{by}{start:05}{end:05}"[-10:], by
    )
    record = (noted(record, note) or record).but(**more)
    assert corpus.workspace.shelf.write(Edit({(file_of(doc, by), record.id): (None, record)})).done


def read(corpus, by, start, end, doc=DOC):
    record = seen.marked(corpus.seed(doc), [Passage(start, end)], by)
    edit = Edit({(seen.file_of(by), record.id): (None, record)})
    assert corpus.workspace.shelf.write(edit).done


def gathered(corpus, **options):
    found = Adjudication(corpus, **options)
    list(found.gather())
    return found


def write(found, edit, doc=DOC):
    saved = found.corpus.workspace.shelf.write(edit)
    found.look(doc)
    return saved


def told(case):
    """What a case comes to: who says what where; None: not read."""
    return {
        voice.name: [(*one.passage, *one.topics) for one in voice.said] if voice.read else None
        for voice in case.voices
    }


def gold(corpus, doc=DOC):
    mine = (p for p in corpus.margin(doc).tags if p.file == file_of(doc, "gold"))
    return [(*p.passage, *p.tag.topics) for p in mine]


def test_what_all_say_alike_is_no_case(corpus):
    say(corpus, "mei", 4000, 4030, A)
    say(corpus, "li", 4000, 4030, A)
    found = gathered(corpus)
    assert found.cases == []
    assert [(one.passage, one.topics) for one in found.agreed[DOC]] == [((4000, 4030), (A,))]


def test_other_topics_other_borders_and_silence_are_cases(corpus):
    say(corpus, "mei", 4000, 4030, A)
    say(corpus, "li", 4000, 4030, B)
    say(corpus, "mei", 4500, 4530, A)
    say(corpus, "li", 4510, 4540, A)
    say(corpus, "mei", 5000, 5010, C)
    say(corpus, "mei", 6000, 6010, C)  # nobody else has read that
    read(corpus, "li", 4900, 5200)
    cases = gathered(corpus).cases
    assert [case.passage for case in cases] == [(4000, 4030), (4500, 4540), (5000, 5010)]
    assert told(cases[0]) == {"mei": [(4000, 4030, A)], "li": [(4000, 4030, B)]}
    assert told(cases[1]) == {"mei": [(4500, 4530, A)], "li": [(4510, 4540, A)]}
    assert told(cases[2]) == {"mei": [(5000, 5010, C)], "li": []}
    assert len(gathered(corpus, everything=True).cases) == 4


def test_who_has_not_read_has_no_say(corpus):
    say(corpus, "mei", 4000, 4030, A)
    say(corpus, "li", 4000, 4030, B)
    say(corpus, "wang", 100, 110, B)
    (case,) = gathered(corpus).cases
    assert told(case) == {"mei": [(4000, 4030, A)], "li": [(4000, 4030, B)], "wang": None}


def test_a_passage_all_agree_on_is_left_out_of_a_case(corpus):
    for by in ("mei", "li"):
        say(corpus, by, 4000, 4030, A)
    say(corpus, "li", 4005, 4010, B)
    (case,) = gathered(corpus).cases
    assert case.passage == (4005, 4010)
    assert told(case) == {"mei": [], "li": [(4005, 4010, B)]}


def test_a_dispute_is_a_voice(corpus):
    say(corpus, "li", 4000, 4030, A, B)
    placed = corpus.margin(DOC).tags[0]
    line = dispute.make(corpus.seed(DOC), placed.tag, placed.passage, "dddddddddd", "mei")
    line = dispute.changed(line, remove=[A], add=[C], note="no")
    corpus.workspace.shelf.write(Edit({(file_of(DOC, "mei"), line.id): (None, line)}))
    (case,) = gathered(corpus).cases
    assert told(case) == {"li": [(4000, 4030, A, B)], "mei": [(4000, 4030, C, B)]}
    assert {v.name: v.said[0].note for v in case.voices}["mei"] == "no"


def test_taking_one_writes_theirs_as_the_adjudicators(corpus):
    say(corpus, "mei", 4000, 4030, A, note="why", claim=CLAIM)
    say(corpus, "li", 4000, 4031, B)
    found = gathered(corpus)
    (case,) = found.cases
    assert (found.settled, found.next_open(0)) == (0, 0)
    mei = next(voice for voice in case.voices if voice.name == "mei")
    assert write(found, found.settle(case, mei.tagged, "so be it")).done
    (placed,) = found.decided(case)
    assert (placed.passage, placed.tag.topics, placed.tag.by) == ((4000, 4030), (A,), "gold")
    assert placed.tag.note == "why / so be it"
    assert placed.tag.claim == CLAIM
    assert (found.settled, found.next_open(0)) == (1, None)
    assert [f for f in findings(corpus.workspace.shelf, corpus.seed) if f.severity == "error"] == []


def test_both_is_every_topic_in_its_longest_borders():
    both = united(
        [
            Said(Passage(0, 10), (A, B), "x"),
            Said(Passage(5, 15), (A,), "y"),
            Said(Passage(20, 30), (A,)),
        ]
    )
    assert both == [
        Said(Passage(0, 10), (B,), "x / y"),
        Said(Passage(0, 15), (A,), "x / y"),
        Said(Passage(20, 30), (A,)),
    ]


def test_a_rejection_is_remembered_by_the_files_alone(corpus, workspace):
    say(corpus, "mei", 4000, 4030, A)
    say(corpus, "li", 4000, 4030, B)
    found = gathered(corpus)
    write(found, found.settle(found.cases[0], []))
    elsewhere = gathered(Corpus(workspaces.find(workspace)))
    (placed,) = elsewhere.decided(elsewhere.cases[0])
    assert is_rejection(placed)
    assert placed.tag.note == f"rejected: {A}, {B}"
    assert elsewhere.settled == 1
    assert write(elsewhere, elsewhere.reopen(elsewhere.cases[0])).done
    assert elsewhere.settled == 0


def test_settling_again_puts_one_in_the_place_of_the_other(corpus):
    say(corpus, "mei", 4000, 4030, A)
    say(corpus, "li", 4000, 4040, B)
    found = gathered(corpus)
    (case,) = found.cases
    history = History(corpus.workspace.shelf)
    history.do("both", found.settle(case, united(case.said)), "gold")
    found.look(DOC)
    assert gold(corpus) == [(4000, 4030, A), (4000, 4040, B)]
    kept = found.decided(case)[0].tag.id
    history.do("one", found.settle(case, [Said(Passage(4000, 4030), (C,))]), "gold")
    found.look(DOC)
    assert gold(corpus) == [(4000, 4030, C)]
    assert found.decided(case)[0].tag.id == kept
    history.undo(DOC, "gold")
    assert gold(corpus) == [(4000, 4030, A), (4000, 4040, B)]
    history.undo(DOC, "gold")
    found.look(DOC)
    assert (gold(corpus), found.settled) == ([], 0)


def test_copying_takes_what_all_agree_on_once_and_settles_nothing(corpus):
    for doc in (DOC, OTHER):
        for by in ("mei", "li", "wang"):
            say(corpus, by, 1000, 1030, A, doc=doc)
    say(corpus, "li", 1005, 1010, B)
    found = gathered(corpus)
    assert found.uncopied == 2
    edit = found.copying()
    write(found, edit)
    found.look(OTHER)
    assert gold(corpus) == gold(corpus, OTHER) == [(1000, 1030, A)]
    assert (found.copying(), found.uncopied) == (Edit({}), 0)
    assert (len(found.cases), found.settled) == (1, 0)


def test_the_adjudicator_is_no_annotator(corpus):
    say(corpus, "mei", 4000, 4030, A)
    say(corpus, "li", 4000, 4030, B)
    found = gathered(corpus)
    write(found, found.settle(found.cases[0], [Said(Passage(4000, 4030), (A,))]))
    agreement = Agreement(corpus)
    list(agreement.gather())
    assert agreement.annotators == ("li", "mei")
    agreement = Agreement(corpus, by=("mei", "gold"))
    list(agreement.gather())
    assert agreement.annotators == ("gold", "mei")
    again = gathered(corpus)
    assert [voice.name for voice in again.cases[0].voices] == ["li", "mei"]


def test_letters_stay_and_do_not_follow_the_names(corpus):
    for n, by in enumerate(("ann", "bob", "cat", "dan")):
        say(corpus, by, 4000, 4030 + n, A)
    letters = gathered(corpus).letters()
    assert sorted(letters.values()) == ["A", "B", "C", "D"]
    assert letters == gathered(corpus).letters()
    assert list(letters) != sorted(letters)


def test_a_broken_chain_of_overlaps_is_one_case(corpus):
    say(corpus, "mei", 4000, 4020, A)
    say(corpus, "li", 4015, 4040, B)
    say(corpus, "mei", 4035, 4050, C)
    say(corpus, "li", 4050, 4060, C)  # touches, does not overlap
    read(corpus, "mei", 3900, 4100)
    cases = gathered(corpus).cases
    assert [case.passage for case in cases] == [(4000, 4050), (4050, 4060)]


def test_cells_of_the_table_have_their_passages(corpus):
    say(corpus, "mei", 4000, 4030, A)
    say(corpus, "li", 4000, 4030, A, B)
    say(corpus, "mei", 5000, 5010, C)
    read(corpus, "li", 4900, 5200)
    agreement = Agreement(corpus)
    list(agreement.gather())
    table = agreement.confusion("li", "mei")
    for cell, count in table.items():
        assert len(list(agreement.behind("li", "mei", cell))) == count
    assert table["", C] > 0
    assert list(agreement.behind("li", "mei", (C, C))) == []
