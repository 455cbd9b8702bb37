"""The report: complete, escaped, in both scripts; opened in a browser, it asks for nothing."""

import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from laboratory import TEXTS, put, tags, workspace

from seedread import workspace as workspaces
from seedread.cli import main
from seedread.corpus import Corpus
from seedread.exchange.material import Wanted
from seedread.exchange.report import contents as contents_room
from seedread.exchange.report import pictures
from seedread.exchange.report.contents import Contents
from seedread.exchange.report.page import page
from seedread.tags import link, memo
from seedread.tags.edit import Edit
from seedread.text.passage import Passage
from seedread.text.safe import shown

sys.path.append(str(Path(__file__).parent.parent))  # where the browser is
from chromium import browsing

VOID = {"meta", "br", "path", "rect", "link", "img"}
AT = "2026-11-22T08:15:00Z"
EVIL = "<script>alert('x')</script>]]>\"'&amp;<!--"
HIDDEN = "\u202eevil\x1b]0;x\x07\u200b\x00"


class Read(HTMLParser):
    """A page as a foreign parser reads it: what is open where, ids, links, and texts."""

    def __init__(self, html):
        super().__init__()
        self.stack, self.ids, self.links, self.asked, self.bad = [], [], [], [], []
        self.sides: list[str] = []
        self.texts: list[str] = []
        self.scripts = 0
        self.unscoped = 0
        self.feed(html)
        self.close()
        assert not self.stack, self.stack

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        self.ids += [about["id"]] if "id" in about else []
        self.links += [about["href"]] if "href" in about else []
        self.asked += [about[key] for key in ("src", "srcset", "action", "data") if key in about]
        self.bad += [key for key in about if key.startswith("on") or key == "style"]
        self.scripts += tag == "script"
        self.unscoped += tag == "th" and "scope" not in about
        side = self.stack and self.stack[-1][1].startswith("row") and not about.get("class")
        if side and tag == "div":
            self.sides.append("")
        if tag not in VOID:
            self.stack.append((tag, about.get("class") or ""))

    def handle_startendtag(self, tag, attrs):
        if tag not in VOID:
            super().handle_startendtag(tag, attrs)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.stack.pop()[0] == tag

    def handle_data(self, data):
        self.texts.append(data)
        kinds = [kind for _, kind in self.stack]
        row = next((n for n, kind in enumerate(kinds) if kind.startswith("row")), len(kinds))
        if len(kinds) > row + 1 and kinds[row + 1] != "said" and self.stack[-1][0] != "b":
            self.sides[-1] += data

    @property
    def text(self):
        return "".join(self.texts)


def made(corpus, wanted=None, text=True):
    return page(Contents(corpus, wanted or Wanted(), text), AT, text=text)


def read(corpus, *more):
    found = Read(made(corpus, *more))
    assert len(found.ids) == len(set(found.ids))
    assert all(one.startswith("#") and one[1:] in found.ids for one in found.links), found.links
    assert not found.asked
    assert not found.bad
    assert not found.unscoped
    assert found.scripts == 1
    return found


@settings(
    max_examples=8,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(tags())
def test_every_document_is_whole_and_every_link_leads_somewhere(tmp_path_factory, said):
    corpus = workspace(tmp_path_factory.mktemp("report"))
    put(corpus, said)
    found = read(corpus)
    for doc in TEXTS:
        seed = corpus.seed(doc)
        for line in seed[0 : len(seed)].split("\n"):
            if line.strip():
                assert shown(line).text in found.sides
    for doc, start, *_ in said:
        assert f"doc-{doc}-{start}" in map(unquote, found.ids)


def test_tags_lie_on_both_scripts(tmp_path):
    corpus = workspace(tmp_path)
    text = TEXTS["plain.txt"]
    start, end = text.index("讲标"), text.index("争") + 1
    put(corpus, [("plain.txt", start, end, ("standards-war",), "看法", "mei")])
    html = made(corpus)
    names = 'title="Standards war · 标准之争 · 標準之爭 (mei)"'
    assert html.count(f'class="l0 c0" {names}>') == 2
    assert ">讲标准之争</mark>" in html
    assert ">講標準之爭</mark>" in html
    assert '<div lang="zh-Hans">' in html
    assert '<div lang="zh-Hant">' in html
    assert '<div class="said"><p><span class="k">SW</span> 看法' in html


def test_what_overlaps_has_lines_of_its_own(tmp_path):
    corpus = workspace(tmp_path)
    topics = ("standards-war", "export-controls", "power-infrastructure")
    put(corpus, [("plain.txt", 2 * n, 12 - n, (t,), "", "mei") for n, t in enumerate(topics)])
    html = made(corpus)
    assert 'class="l2' in html
    inner = html[html.index('<mark class="l2') :]
    assert (
        inner.index('class="l1') < inner.index('class="l0') < inner.index("</mark></mark></mark>")
    )


def hostile(tmp_path):
    """Make a workspace in which everything people can write is hostile."""
    corpus = workspace(tmp_path)
    doc = "it's \"<b>&amp;.txt"
    (tmp_path / "seeds" / doc).write_text(
        f"{EVIL}{HIDDEN}这们来国时说对会为过发经动开关\n第二行说话", "utf-8"
    )
    topics = tmp_path / "annotations" / "topics.jsonl"
    lines = [json.loads(line) for line in topics.read_text("utf-8").splitlines()]
    evil = {"id": f"t{EVIL}", "en": EVIL + HIDDEN, "hans": EVIL, "hant": EVIL, "mark": "<>"}
    evil["definition"] = evil["include"] = evil["exclude"] = EVIL
    evil["colour"] = "red;}</style><script>"
    lines.append({**lines[0], **evil})
    topics.write_text("".join(json.dumps(x, ensure_ascii=True) + "\n" for x in lines), "utf-8")
    corpus = Corpus(workspaces.find(tmp_path))
    put(corpus, [(doc, 3, 30, (f"t{EVIL}", f"unknown{EVIL}"), EVIL + HIDDEN, "mei")])
    seed = corpus.seed(doc)
    place = Passage(5, 20)
    written = [
        (link.file_of("mei"), link.make(seed, place, seed, place, "agrees", EVIL, "mei", EVIL)),
        (link.file_of("mei"), link.make(seed, place, seed, place, EVIL, "l2", "mei", EVIL)),
        (memo.file_of("mei"), memo.make(memo.on_passage(seed, place), EVIL + HIDDEN, "m1", "mei")),
        (memo.file_of("mei"), memo.make(memo.on("document", doc=doc), EVIL, "m2", "mei")),
    ]
    saved = corpus.workspace.shelf.write(Edit({(f, r.id): (None, r) for f, r in written}))
    assert not saved.left
    return Corpus(workspaces.find(tmp_path))


def test_whatever_people_write_is_text(tmp_path):
    corpus = hostile(tmp_path)
    found = read(corpus)
    html = made(corpus)
    assert html.count("<script") == 1
    assert html.count("</style") == 1
    assert found.text.count(EVIL) > 10
    assert not any(char in html for char in HIDDEN if not char.isascii() or ord(char) < 32)
    assert "⟨202E⟩evil␛]0;x␇⟨200B⟩␀" in found.text


def test_only_what_is_wanted(tmp_path):
    corpus = workspace(tmp_path)
    said = [
        ("plain.txt", 0, 5, ("standards-war",), "", "mei"),
        ("plain.txt", 6, 9, ("export-controls",), "", "li"),
        ("astral.txt", 0, 5, ("standards-war",), "", "li"),
    ]
    put(corpus, said)
    ours = Contents(corpus, Wanted(docs=["plain.txt"], by=["mei"]))
    assert [doc.id for doc in ours.documents] == ["plain.txt"]
    assert (ours.tags, ours.topics) == (1, ["standards-war"])
    ours = Contents(corpus, Wanted(topics=frozenset({"standards-war"})))
    assert (ours.tags, ours.topics, [*ours.lines]) == (2, ["standards-war"], ["standards-war"])
    without = read(corpus, None, False)
    assert not without.sides
    assert not any(one.startswith("doc-") for one in without.ids)


def test_a_tag_whose_passage_or_document_is_gone_is_told(tmp_path):
    corpus = workspace(tmp_path)
    put(corpus, [("plain.txt", 0, 5, ("standards-war",), "", "mei")])
    put(corpus, [("astral.txt", 0, 5, ("standards-war",), "", "li")])
    (tmp_path / "seeds" / "plain.txt").write_text("全部都是別的話，沒有一句從前的。", "utf-8")
    (tmp_path / "seeds" / "astral.txt").unlink()
    corpus = Corpus(workspaces.find(tmp_path))
    found = read(corpus)
    assert "(2)" in found.text[found.text.index("Tags whose passage is not") :][:60]
    assert "not there" in found.text


def test_of_many_documents_only_what_is_tagged_and_it_says_so(tmp_path, monkeypatch):
    corpus = workspace(tmp_path)
    put(corpus, [("plain.txt", 28, 38, ("standards-war",), "", "mei")])
    monkeypatch.setattr(contents_room, "FEW", 2)
    found = read(corpus)
    assert len(found.sides) == 2
    assert "characters without a tag" in found.text
    assert "those without tags are left out here" in found.text
    monkeypatch.setattr(contents_room, "ROOM", 0)
    found = read(corpus)
    assert not found.sides
    assert "no room for more" in found.text


def test_numbers_of_the_pictures():
    assert [pictures.shade(n, 10) for n in (None, 0, 0.01, 5, 10)] == [0, 0, 1, 4, 6]
    assert pictures.shade(1, 0) == 0
    spans = [Passage(0, 10), Passage(10, 20), Passage(99, 100)]
    assert pictures.strip(spans, 100) == "M0 0h200v10h-200zM990 0h10v10h-10z"
    assert pictures.strip([Passage(99_999, 100_000)], 100_000) == "M997 0h3v10h-3z"
    assert pictures.bar([1, 1, 0, 2]) == [(0, 250), (250, 250), (500, 0), (500, 500)]


def test_a_bar_has_the_colours_of_its_numbers(tmp_path):
    """Of a document nobody has marked as seen, what is not tagged is unseen: the fourth colour."""
    corpus = workspace(tmp_path)
    put(corpus, [("plain.txt", 0, 5, ("standards-war",), "", "mei")])
    html = made(corpus, Wanted(docs=["plain.txt"]))
    bar = html[html.index('<svg class="bar"') :]
    bar, numbers = bar[: bar.index("</svg>")], bar[bar.index("</svg>") : bar.index("</tr>")]
    assert re.findall(r'<rect class="(p\d)"', bar) == ["p0", "p3"]
    counts = [int(n) for n in re.findall(r'<td class="n">(\d+)', numbers)]
    assert [n > 0 for n in counts] == [True, False, False, True]


def test_the_command(workspace, tmp_path, capsys):
    assert main(["tag", "-C", str(workspace), "--as", "mei", "000", "0", "9", "standards-war"]) == 0
    file = tmp_path / "out.html"
    where, only = ["-C", str(workspace)], ["--topic", "standards-war", "--doc", "000"]
    assert main(["report", *where, *only, "-o", str(file)]) == 0
    found = Read(file.read_text("utf-8"))
    assert "only topic standards-war, document 000" in found.text
    assert main(["report", *where, "--by", "nobody"]) == 2
    assert main(["report", *where, "--topic", "standard-war"]) == 2
    assert main(["report", *where, "-o", str(tmp_path / "none" / "out.html")]) == 2
    assert "could not be written" in capsys.readouterr().err


@pytest.mark.parametrize("width", [1400, 420])
def test_a_browser_has_nothing_to_complain_of_and_asks_for_nothing(tmp_path, width):
    corpus = hostile(tmp_path)
    file = tmp_path / "report.html"
    file.write_text(made(corpus), "utf-8")
    with browsing() as browser:
        browser.look(width, 900, dark=True)
        browser.open(file.as_uri())
        light = "getComputedStyle(document.body).backgroundColor"
        dark = browser.run(light)
        browser.run("document.getElementById('light').click()")
        assert browser.run(light) != dark
        assert browser.run("document.documentElement.scrollWidth") <= width
        assert browser.run("document.querySelectorAll('script').length") == 1
        place = browser.run("document.querySelector('b[id]').id")
        browser.run("for (const one of document.querySelectorAll('details')) one.open = false")
        browser.run(f"location.hash = '#' + {json.dumps(place)}")
        browser.until(lambda: browser.run("document.querySelector('b[id]').checkVisibility()"))
        assert browser.complaints == []
        assert browser.requests == [file.as_uri()]
