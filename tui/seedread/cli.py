"""The commands: what is said on the command line, and how that ends."""

import argparse
import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from seedread import __version__
from seedread.commands.table import COMMANDS


class Parser(argparse.ArgumentParser):
    """argparse, but a mistake is one line that can be shown, and options are written in full."""

    def __init__(self, prog: str, about: str) -> None:
        super().__init__(prog, description=about, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Refuse the command line."""
        _refuse(f"{message} ({self.prog} --help says more)")


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; returns 0, 1 if something was found, 2 if it was unusable."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv))
        print(end="", flush=True)
    except BrokenPipeError:
        code = 141  # what a shell reports of any other program
    except KeyboardInterrupt:
        code = 130
    except (OSError, ValueError) as error:
        code = 2
        _explain(error)
    _finish_output()
    return code


def _run(words: list[str]) -> int:
    name, rest = _command(words)
    try:
        options = (_parser(name) if name else _opening()).parse_args(rest)
    except SystemExit as done:  # --help and --version
        return int(done.code or 0)
    room, _, function = COMMANDS[name].done.partition(":") if name else ("", "", "")
    # A command ends before looking for cycles would pay; the screens begin to when they stand.
    gc.disable()
    if not room:
        return _open(options)
    return int(getattr(import_module(f"seedread.commands.{room}"), function)(options))


def _command(words: list[str]) -> tuple[str, list[str]]:
    """Return the command and the words without it; "" if the first word is none, but a path."""
    plain = _plain(words)
    first = words[plain[0]] if plain else ""
    longer = [name for name in COMMANDS if name.startswith(f"{first} ")] if first else []
    taken = plain[: 2 if longer else 1]
    name = " ".join(words[n] for n in taken)
    if longer and name not in COMMANDS:
        if not {"-h", "--help"} & set(words):
            _refuse(f"{name}: {' or '.join(longer)}?")
        return "", ["--help"]
    if name not in COMMANDS:
        return "", words
    return name, [word for n, word in enumerate(words) if n not in taken]


def _plain(words: list[str]) -> list[int]:
    """Return which words are neither options nor what belongs to one, up to a --."""
    words = words[: words.index("--")] if "--" in words else words
    return [
        n
        for n, word in enumerate(words)
        if not word.startswith("-") and not (n and words[n - 1] in ("-C", "--as"))
    ]


def _parser(name: str) -> Parser:
    command = COMMANDS[name]
    parser = Parser(f"seedread {name}", command.about)
    command.arguments(parser)
    _common(parser, command.personal)
    return parser


def _opening() -> Parser:
    """Return the parser for no command: opening a workspace, and telling about the commands."""
    parser = Parser("seedread", "Read Chinese in both scripts side by side, and tag it.")
    parser.usage = "seedread [PATH] [-C DIR] [--as NAME]\n       seedread COMMAND [...]"
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    told = "\n".join(f"  {name:16} {command.about}" for name, command in COMMANDS.items())
    parser.epilog = f"commands (each has --help):\n{told}"
    parser.add_argument("path", metavar="PATH", nargs="?", help="workspace, folder or document")
    parser.add_argument("--version", action="version", version=f"seedread {__version__}")
    _common(parser, True)
    return parser


def _common(parser: Parser, personal: bool) -> None:
    parser.add_argument("-C", metavar="DIR", dest="workspace", help="the workspace (default: here)")
    about = "who is annotating" if personal else argparse.SUPPRESS
    parser.add_argument("--as", metavar="NAME", dest="annotator", help=about)


def _open(options: argparse.Namespace) -> int:
    """Open the screen."""
    from seedread import annotator, workspace

    where = [Path(p) for p in (options.workspace, options.path) if p is not None]
    path = Path(*where) if where else None
    if path and path.name == str(path) and not path.exists():
        _refuse(f"{path}: no such file or folder, and no command (seedread --help lists them)")
    space = workspace.find(path)
    name = annotator.said(options.annotator)
    terminal = all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout))
    served = "TEXTUAL_DRIVER" in os.environ  # seedread serve: a browser draws it
    if not served and (not terminal or os.environ.get("TERM") == "dumb"):
        _refuse("reading needs a terminal; seedread list prints a plain listing")
    from seedread.ui.app import run

    return run(space, name)


def _refuse(message: str) -> NoReturn:
    from seedread.workspace import UnusableError

    raise UnusableError(message)


def _explain(error: OSError | ValueError) -> None:
    """Say on stderr why nothing came of it; an error nobody foresaw is raised again."""
    from seedread.commands.output import complain, reason
    from seedread.text.decode import UnreadableError
    from seedread.workspace import UnusableError

    if not isinstance(error, (OSError, UnusableError, UnreadableError)):
        raise error
    complain(reason(error))


def _finish_output() -> None:
    """Print what is left; if nobody takes it, let it go, or Python complains when it ends."""
    try:
        print(end="", flush=True)
    except OSError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
