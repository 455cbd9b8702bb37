"""The manual says what there is: its reference is the program's, its links lead somewhere."""

import importlib.util
import json
import re
import tomllib
from pathlib import Path

import pytest

from seedread import settings
from seedread.commands.table import COMMANDS
from seedread.exchange.formats import FORMATS
from seedread.tags import shape
from seedread.tags.record import KEYS, parse
from seedread.ui import keys
from seedread.ui.lines.found import Found
from seedread.ui.picking.picker import Picker
from seedread.ui.teaching.help import Help
from seedread.ui.teaching.lessons import STEPS
from seedread.ui.teaching.manual import PAGES, folder
from seedread.ui.writing.claim import Form
from seedread.ui.writing.memo import Editor

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "tui" / "manual"
TEXTS = {name: (MANUAL / f"{name}.md").read_text("utf-8") for name in PAGES}

pages = pytest.mark.parametrize("page", PAGES)


def _script():
    spec = importlib.util.spec_from_file_location("reference", MANUAL / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = _script()


def blocks(text: str, kind: str = "") -> list[str]:
    """The fenced blocks of a page."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.M | re.S)


def spans(text: str) -> list[str]:
    """What stands between backticks in a page's running text."""
    running = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    return re.findall(r"`([^`\n]+)`", running)


def anchors(text: str) -> set[str]:
    """What a link can name in a page: its headings, as they are named on the web."""
    heads = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def said(text: str) -> list[str]:
    """The command lines of a page, without what follows them."""
    lines = [line for block in blocks(text) for line in block.splitlines()]
    found = (re.search(r"(?:^|&& )(seedread\b[^#&|]*)", one) for one in [*lines, *spans(text)])
    return [one[1].strip() for one in found if one]


def test_the_reference_is_what_the_script_writes():
    assert TEXTS["reference"] == REFERENCE.page(), "python tui/manual/reference.py writes it anew"


def test_every_command_key_and_format_is_in_the_reference():
    heads = re.findall(r"^### seedread (.+)$", TEXTS["reference"], re.M)
    assert heads == list(COMMANDS)
    told = re.findall(r"^- ((?:`[^`]+` ?)+): .*\(([\w-]+)\)$", TEXTS["reference"], re.M)
    pressed = {id: names for names, id in told}
    for key in keys.TABLE:
        assert pressed[key.id] == " ".join(f"`{keys.NAMES.get(n, n)}`" for n in key.keys)
    formats = TEXTS["reference"].partition("\n## Formats\n")[2]
    assert re.findall(r"^- `(\w+)`: ", formats, re.M) == list(FORMATS)


def test_the_tutorial_inside_names_no_key_that_its_page_has_not():
    told = {key for step in STEPS for key in re.findall(r"ctrl\+\w|\b[A-Z]\b", step.text)}
    assert "U" in told
    assert told <= set(spans(TEXTS["tutorial"]))


@pages
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)]+)\)", TEXTS[page]):
        name, _, anchor = target.partition("#")
        assert not name or (MANUAL / name).is_file(), target
        if anchor:
            there = TEXTS[name.removesuffix(".md") if name else page]
            assert anchor in anchors(there), target


@pages
def test_pages_are_written_in_what_the_program_draws(page):
    running = re.sub(r"^```.*?^```$", "", TEXTS[page], flags=re.M | re.S)
    assert re.findall(r"^(?:\||>|<|[ \t]+[-*] ).*", running, re.M) == []  # no table, no quotation


def test_every_page_can_be_reached_from_the_first():
    assert {f"{name}.md" for name in PAGES[1:]} <= set(re.findall(r"\]\((.+?)\)", TEXTS["index"]))


@pages
def test_no_command_is_made_up(page):
    given = said(TEXTS[page])
    for line in given:
        words = line.split()[1:]
        if not words or words[0].startswith((".", "[", "-")):
            continue
        name = " ".join(words[:2]) if words[0] == "topics" else words[0]
        assert name in COMMANDS, line
        options = _options(name)
        for word in re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", line):
            assert word in options, line
        if name in ("export", "import") and words[1:] and re.fullmatch("[a-z]\\w*", words[1]):
            assert words[1] in FORMATS, line
            assert name == "export" or FORMATS[words[1]].reads, line
    assert given or page not in ("how-to", "reference")


def _options(name: str) -> set[str]:
    parser = REFERENCE.argparse.ArgumentParser()
    COMMANDS[name].arguments(parser)
    own = {option for action in parser._actions for option in action.option_strings}
    return {*own, "-C", *(["--as"] if COMMANDS[name].personal else [])}


@pages
def test_no_key_is_made_up(page):
    tables = (keys.TABLE, keys.LIST, *(screen.table for screen in REFERENCE.SCREENS))
    real = {name for table in tables for key in table for name in key.keys}
    for screen in (Picker, Editor, Found, Form, Help):
        real |= {name for binding in screen.BINDINGS for name in binding.key.split(",")}
    one = re.compile(r"ctrl\+\w|f\d+|[^\w*/_-]|[a-zA-Z0-9]")
    assert [name for name in spans(TEXTS[page]) if one.fullmatch(name) and name not in real] == []


def test_every_line_shown_is_one_we_write():
    shown = []
    for line in "".join(blocks(TEXTS["formats"], "json")).splitlines():
        record = parse(line.encode())
        kinds = [kind for kind in KEYS if tuple(record.fields) in (KEYS[kind], KEYS[kind][:-1])]
        assert len(kinds) == 1, line
        assert shape.problem(record, kinds[0]) == "", line
        assert json.dumps(record.fields, ensure_ascii=False) == line
        for place in (record.fields, *record.fields.values()):
            if isinstance(place, dict) and "quote" in place:
                assert len(place["quote"]) == place["end"] - place["start"]
        shown += kinds
    assert set(shown) == set(KEYS)


def test_the_settings_shown_can_be_used(tmp_path, monkeypatch):
    [text] = blocks(TEXTS["formats"], "toml")
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    monkeypatch.setattr(settings, "path", lambda: file)
    found = settings.load()
    assert (found.problems, keys.table(found.keys)[1]) == ([], [])
    assert (found.annotator, found.pins) == ("mei", {3: "chip-gap"})
    assert set(found.panes) == {"hans", "hant"}


def test_the_pages_are_shipped():
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]
    shipped = table["build"]["targets"]["wheel"]["force-include"]
    wanted = {f"tui/manual/{name}.md": f"seedread/manual/{name}.md" for name in PAGES}
    assert wanted.items() <= shipped.items()
    assert {file.stem for file in MANUAL.glob("*.md")} == set(PAGES)
    assert all((folder() / f"{name}.md").is_file() for name in PAGES)
