"""What is said about another person's tag: in one's own file, and folded in."""

import pytest

from seedread import workspace as workspaces
from seedread.corpus import Corpus
from seedread.tags import dispute
from seedread.tags.edit import Edit
from seedread.tags.margin import Margin
from seedread.tags.record import KEYS
from seedread.tags.tag import Tag, make
from seedread.text.passage import Passage
from seedread.text.seed import Seed

SEED = Seed.of("中国的AI水平是世界级的，芯片禁运反而加速了进步。\n".encode(), "a.txt")
LI = "a.txt/li.jsonl"
MEI = "a.txt/mei.jsonl"
TAG = make(SEED, Passage(13, 17), ["chips", "power"], "aaaaaaaaaa", "li")


def said(**changes):
    line = dispute.make(SEED, Tag.of(TAG), Passage(13, 17), "bbbbbbbbbb", "mei")
    return dispute.changed(line, **changes)


def margin(*disputes):
    return Margin.of(SEED, [(LI, [TAG]), (MEI, disputes)])


def test_its_line_has_the_keys_it_must_have():
    line = said(add=["talent"])
    assert tuple(line.fields) == KEYS["disputes"]
    assert (line.kind, line.fields["of"], line.fields["on"]) == ("disputes", "li", TAG.id)
    assert SEED[13:17] == line.fields["quote"]


def test_saying_nothing_is_no_line():
    assert said() is None
    assert dispute.changed(said(hide=True), hide=False) is None


def test_both_voices_are_there():
    placed = margin(said(add=["talent"], remove=["chips"], note="看錯了")).tags[0]
    assert placed.tag.topics == ("chips", "power")
    assert placed.topics_for(MEI) == ("power", "talent")
    assert placed.topics_for(LI) == ("chips", "power")
    assert placed.disputes[0].told() == "+talent −chips “看錯了”"


def test_who_hides_a_tag_has_no_topics_of_it():
    placed = margin(said(hide=True)).tags[0]
    assert placed.hidden_for(MEI)
    assert not placed.hidden_for(LI)
    assert placed.topics_for(MEI) == ()


def test_retagging_says_what_to_add_and_what_to_remove():
    tag = Tag.of(TAG)
    line = dispute.make(SEED, tag, Passage(13, 17), "bbbbbbbbbb", "mei")
    after = dispute.retagged(line, tag, ["power", "talent"])
    assert (after.fields["add"], after.fields["remove"]) == (["talent"], ["chips"])
    assert dispute.retagged(after, tag, ["chips", "power"]) is None


def test_what_is_said_of_a_tag_that_is_gone_is_kept_and_told():
    gone = Margin.of(SEED, [(MEI, [said(hide=True)])])
    assert [d.on for d in gone.unheard] == [TAG.id]
    assert len(gone) == 0


def test_a_line_that_is_none_is_left_out():
    broken = said(hide=True).but(hide="yes")
    assert margin(broken).tags[0].disputes == ()


@pytest.mark.parametrize("by", ["li", "mei"])
def test_check_finds_nothing_wrong(workspace, by):
    from seedread.tags.check import findings

    corpus = Corpus(workspaces.find(workspace))
    doc = corpus.documents()[0]
    seed, shelf = corpus.seed(doc), corpus.workspace.shelf
    tag = make(seed, Passage(60, 70), ["export-controls"], "aaaaaaaaaa", "li")
    line = dispute.make(seed, Tag.of(tag), Passage(60, 70), "bbbbbbbbbb", by)
    file = f"{doc}/{by}.jsonl"
    line = dispute.changed(line, hide=True)
    shelf.write(Edit({(f"{doc}/li.jsonl", tag.id): (None, tag)}))
    shelf.write(Edit({(file, line.id): (None, line)}))
    assert list(findings(shelf, corpus.seed)) == []
