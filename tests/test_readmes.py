"""The three READMEs tell the same: shape, code, keys, commands, links, numbers, part by part."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = {"English": "README.md", "简体中文": "README.zh-Hans.md", "繁體中文": "README.zh-Hant.md"}
TRANSLATIONS = list(FILES.values())[1:]
PART = re.compile(
    r"^(?:(?P<code>```\w*\n(?s:.*?)^```)|(?P<heading>#+ .+)|(?P<row>\|.+)|(?P<text>.+))$", re.M
)
COMMENT = re.compile(r"(?<=[^│\s]) {2,}\S.*")  # of TOML, shell or the tree of files
CELL = re.compile(r"(?<!\\)\|")
TARGET = re.compile(r"\]\(([^)]+)\)")
SPAN = re.compile(r"`[^`]+`")
# What no language translates: keys, options, configurations, abbreviations, numbers, measures.
NAME = re.compile(
    r"ctrl\+\w|--[a-z]+|\b(?:enter|backspace)\b|\b[a-z]+2[a-z]+\b"
    r"|[A-Z][A-Z\d_]+|\d+(?:\.\d+)*|[κπαγ]",
    re.ASCII,
)


def parts(name: str) -> list[tuple[str, str]]:
    """The kind and the text of every part of a file below its line of links."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [(found.lastgroup or "", found[0]) for found in PART.finditer(text)][1:]


def shape(kind: str, text: str) -> str:
    if kind == "heading":
        return text.split()[0]
    return f"row of {len(CELL.findall(text)) - 1}" if kind == "row" else kind


def named(kind: str, text: str) -> Counter[str]:
    if kind == "code":  # itself compared elsewhere; here, what its comments name
        return Counter(NAME.findall(text))
    return Counter(SPAN.findall(text) + TARGET.findall(text) + NAME.findall(SPAN.sub("", text)))


@pytest.mark.parametrize("name", TRANSLATIONS)
def test_a_translation_has_the_same_headings_rows_and_blocks_in_the_same_order(name):
    assert [shape(*part) for part in parts(name)] == [shape(*part) for part in parts("README.md")]


@pytest.mark.parametrize("name", TRANSLATIONS)
def test_a_translation_has_the_same_code_and_may_translate_its_comments(name):
    ours, theirs = (
        [COMMENT.sub("", text) for kind, text in parts(of) if kind == "code"]
        for of in (name, "README.md")
    )
    assert ours == theirs


@pytest.mark.parametrize("name", TRANSLATIONS)
def test_a_translation_names_the_same_keys_commands_links_and_numbers(name):
    for part, original in zip(parts(name), parts("README.md"), strict=True):
        assert named(*part) == named(*original), (part, original)


@pytest.mark.parametrize(("language", "name"), FILES.items())
def test_each_begins_with_links_to_the_other_two_that_lead_somewhere(language, name):
    first, rest = (ROOT / name).read_text(encoding="utf-8").split("\n", 1)
    links = (f"[{of}]({to})" if to != name else language for of, to in FILES.items())
    assert first == " · ".join(links)
    assert [to for to in TARGET.findall(first + rest) if not (ROOT / to).exists()] == []


def test_all_of_them_are_shipped():
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]
    assert set(FILES.values()) <= set(built["build"]["targets"]["sdist"]["include"])
