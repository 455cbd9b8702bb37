"""What is drawn is the whole document, row facing row, and the lit passage in both scripts."""

from collections.abc import Iterator
from functools import cache

import opencc
import pytest
from desk import Desk, read
from rich.cells import cell_len
from textual.strip import Strip

from conftest import ROOT
from seedread import reading
from seedread.tags import term
from seedread.text import cursor as go
from seedread.text import noise
from seedread.text.clean import Clean
from seedread.text.glossary import Glossary
from seedread.text.passage import Passage
from seedread.text.rows import Line
from seedread.ui.reader.spread import Spread
from seedread.ui.reader.view import LANE, RULE

SIZES = [(160, 48), (100, 30), (80, 24)]
# Noise dimmed stands on the left only, and row need not face row; hidden it stands nowhere.
WAYS = [(s, m, "dimmed") for s in SIZES for m in ("two", "mixed")] + [(SIZES[1], "two", "hidden")]
DOCUMENTS = sorted(path.name for path in (ROOT / "seeds").iterdir())


@cache
def clean(name: str) -> Clean:
    return noise.clean(text(name))


@cache
def official(config: str, name: str) -> str:
    """The clean document as the official converter writes it: code point for code point."""
    return opencc.OpenCC(config).convert(clean(name).text)


@pytest.fixture(autouse=True)
def _no_glossary(monkeypatch):
    """What people settled against the dictionaries other tests speak of."""
    monkeypatch.setattr(reading, "shipped", Glossary)
    monkeypatch.setattr(term, "shipped", Glossary)


@cache
def text(name: str) -> str:
    return (ROOT / "seeds" / name).read_bytes().decode().removeprefix("\ufeff").replace("\r", "")


def panes(desk: Desk, line: Line, strip: Strip) -> tuple[Strip, Strip]:
    """Return the source's and the twin's part of a drawn line; a part that is not there is ""."""
    rows, left = desk.reader.rows, strip.cell_length - desk.reader.size.width
    left += LANE * (3 if desk.app.size.width >= 120 else 2)
    source = strip.crop(left, left + rows.width)
    if line.sides != "both":
        return (source, Strip([])) if line.sides == "source" else (Strip([]), source)
    start = left + rows.width + len(RULE)
    return source, strip.crop(start, start + rows.twin_width)


def lines(desk: Desk, about: Passage | None = None) -> Iterator[tuple[Line, Strip]]:
    """Yield the lines on the screen, as laid out and as drawn; only those about a passage."""
    spread = desk.reader.query_one(Spread)
    for y, line in enumerate(desk.reader.rows.window(desk.reader.top, desk.reader.height)):
        if about and not line.facing.block.meets(about):
            continue
        strip = spread.render_line(y)
        assert cell_len(strip.text) == strip.cell_length == desk.app.size.width
        yield line, strip


def said(rows: list[str], whole: str) -> None:
    """Check that rows, drawn without the spaces at their ends, say `whole` and nothing else."""
    at = 0
    for row in filter(None, rows):
        while whole[at : at + 1] in (" ", "\n") and not whole.startswith(row, at):
            at += 1
        assert whole.startswith(row, at), (row, whole[at : at + 80])
        at += len(row)
    assert not whole[at:].strip(" \n")


async def on_document(desk: Desk, name: str) -> None:
    await desk.press("d", *name[:3], "enter")
    assert desk.reader.seed.id == name
    desk.reader.action_do("start")


@pytest.mark.parametrize(("size", "mode", "noise"), WAYS)
def test_paging_from_start_to_end_shows_all_of_both_texts_side_by_side(
    workspace, size, mode, noise
):
    async def story(desk: Desk) -> None:
        for name in DOCUMENTS:
            await on_document(desk, name)
            while desk.reader.rows.mode != mode:
                await desk.press("w")
            while desk.reader.noise != noise:
                await desk.press("z")
            source, twin = walk(desk)
            said(source, clean(name).text if noise == "hidden" else text(name))
            said(twin, official(desk.reader.config, name))
            if noise == "hidden" or not clean(name).cuts:
                assert [len(row) for row in source] == [len(row) for row in twin]

    read(workspace, story, size)


def walk(desk: Desk) -> tuple[list[str], list[str]]:
    """Page down to the end; returns the rows of either side, each once."""
    drawn: dict[tuple[int, int, str], tuple[str, str]] = {}
    top = None
    while top != desk.reader.top:
        top = desk.reader.top
        for line, strip in lines(desk):
            parts = panes(desk, line, strip)
            shown = parts[0].text.rstrip(" "), parts[1].text.rstrip(" ")
            key = (line.facing.block.start, line.row, line.sides)
            assert drawn.setdefault(key, shown) == shown
        desk.reader.action_do("page-down")
    both = ("both", "source"), ("both", "twin")
    source, twin = ([d[n] for k, d in drawn.items() if k[2] in both[n]] for n in (0, 1))
    return source, twin


@pytest.mark.parametrize("size", [(160, 48), (80, 24)])
def test_the_lit_passage_is_the_passage_and_its_conversion(workspace, size):
    async def story(desk: Desk) -> None:
        await desk.press("l")  # loads the words
        for name in DOCUMENTS:
            await on_document(desk, name)
            units = desk.reader.units
            sentences, words = list(every(units, "sentence")), list(every(units, "word"))[::20]
            assert len(sentences) > 20
            assert len(words) > 60
            for passage in (*sentences, *words):
                # Without the noise the twin may begin a row earlier than the source.
                above = -2 if clean(name).cuts else 0
                top = desk.reader.rows.top(passage.start)
                desk.reader.top = desk.reader.rows.move(top, above)
                desk.reader.stand(go.on(desk.reader.cursor, passage), follow=False)
                source, twin = lit(desk, passage)
                said(source, text(name)[slice(*passage)])
                said(twin, official(desk.reader.config, name)[slice(*clean(name).across(passage))])

    read(workspace, story, size)


def test_a_sentence_one_goes_to_is_in_view_in_both_scripts(workspace):
    async def story(desk: Desk) -> None:
        await on_document(desk, DOCUMENTS[0])
        for passage in every(desk.reader.units, "sentence"):
            desk.reader.stand(go.on(desk.reader.cursor, passage))
            source, twin = lit(desk, passage)
            said(source, desk.lit)
            said(twin, official(desk.reader.config, DOCUMENTS[0])[slice(*passage)])

    read(workspace, story, (80, 24))


def every(units, unit: str) -> Iterator[Passage]:
    found = units.around(unit, 0)
    while found:
        yield found
        found = units.step(unit, found, 1)


def lit(desk: Desk, passage: Passage) -> tuple[list[str], list[str]]:
    """Return what is lit on the screen, row by row, on either side."""
    colour = desk.reader.query_one(Spread).get_component_rich_style("spread--lit").bgcolor
    found: tuple[list[str], list[str]] = [], []
    for line, strip in lines(desk, passage):
        for side, part in zip(found, panes(desk, line, strip), strict=True):
            side.append("".join(s.text for s in part if s.style and s.style.bgcolor == colour))
    return found
