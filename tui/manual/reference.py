"""Write the manual's reference anew from the program: `python tui/manual/reference.py`."""

import argparse
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from seedread.commands.table import COMMANDS, Command
from seedread.exchange.formats import FORMATS
from seedread.ui import keys
from seedread.ui.charts.matrix import Matrix
from seedread.ui.codebook.splitting import Splitting
from seedread.ui.codebook.topics import Topics
from seedread.ui.coders.adjudication import Settle
from seedread.ui.coders.agreement import Agreeing
from seedread.ui.lines.concordance import Concordance
from seedread.ui.pairs.alike import Alikes
from seedread.ui.pairs.compare import Compare
from seedread.ui.pairs.links import LinkList
from seedread.ui.upkeep.changes import Changes
from seedread.ui.upkeep.conflicts import Conflicts
from seedread.ui.upkeep.orphans import Orphans
from seedread.ui.writing.memos import Memos

FILE = Path(__file__).with_name("reference.md")
SCREENS = (
    *(Topics, Splitting, Concordance, Alikes, Compare, LinkList, Memos, Matrix),
    *(Agreeing, Settle, Changes, Conflicts, Orphans),
)
HEAD = """# Reference

Made from the program's own tables by `python tui/manual/reference.py`; \
back to the [manual](index.md).

## Opening

`seedread [PATH]` opens a workspace, a folder of texts or one file. \
A first word that is a command is the command: `seedread ./tags` opens a folder of that name.

Every command has `--help` and takes `-C DIR`, the workspace it is about (default: here). \
Those that do something as a person take `--as NAME`; without it the name is `SEEDREAD_AS`, \
else what the settings say, else what git knows. \
DOC is the id of a document, a unique beginning of one, or a path. \
Exit codes: 0 well, 1 findings (of `search`: none), 2 bad usage or input that cannot be used.
"""
KEYS = """
## Keys

The name at the end of a line is what the section `[keys]` of the settings calls the act. \
If an input method is left on, the full-width marks it sends work as the keys they stand for.
"""
SCREEN_KEYS = """
## Keys of the lists

Every list has the keys of “List”; the others are those of the screen of that name. \
`?` shows them there.
"""
FORMAT = """
## Formats

What `seedread export` writes, under which name, and what `seedread import` reads.

"""


def main() -> None:
    """Write the page."""
    FILE.write_text(page(), "utf-8")


def page() -> str:
    """Return the whole page, a line end at the end of it."""
    told = "".join(_command(name, command) for name, command in COMMANDS.items())
    own = [key for screen in (keys.LIST, *(s.table for s in SCREENS)) for key in screen]
    tables = KEYS + _keys(keys.TABLE) + SCREEN_KEYS + _keys(own)
    return f"{HEAD}\n## Commands\n{told}{tables}{FORMAT}{''.join(_formats())}"


def _command(name: str, command: Command) -> str:
    parser = argparse.ArgumentParser(f"seedread {name}", add_help=False)
    command.arguments(parser)
    if command.personal:
        parser.add_argument("--as", metavar="NAME", help="who is annotating")
    usage = " ".join(parser.format_usage().split()).removeprefix("usage: ")
    rows = "".join(f"- `{_said(one)}`: {_about(one)}\n" for one in parser._actions)
    return f"\n### seedread {name}\n\n{_sentence(command.about)}\n\n```\n{usage}\n```\n\n{rows}"


def _said(action: argparse.Action) -> str:
    """Return how an argument is written."""
    if not action.option_strings:
        return str(action.metavar or action.dest)
    value = f" {action.metavar or '|'.join(action.choices or ())}" if action.nargs != 0 else ""
    return ", ".join(action.option_strings) + value


def _about(action: argparse.Action) -> str:
    return (action.help or "") % vars(action)  # as argparse does: %% is a percent sign


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _keys(table: Iterable[keys.Key]) -> str:
    """Return keys by group, a line for each act."""
    told = ""
    for group, members in groupby(table, key=lambda key: key.group):
        lines = (f"- {_pressed(key)}: {key.help} ({key.id})\n" for key in members)
        told += f"\n### {group}\n\n{''.join(lines)}"
    return told


def _pressed(key: keys.Key) -> str:
    return " ".join(f"`{keys.NAMES.get(name, name)}`" for name in key.keys)


def _formats() -> Iterator[str]:
    for one in FORMATS.values():
        ways = "out and in" if one.reads else "out only"
        needs = f", needs the extra `{one.extra}`" if one.extra else ""
        yield f"- `{one.name}`: {one.about} ({one.file or 'a folder'}; {ways}{needs})\n"


if __name__ == "__main__":
    main()
