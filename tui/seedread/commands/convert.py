"""`seedread convert`: a text in the other script, alone or with what answers to what."""

import codecs
import sys
from argparse import Namespace
from pathlib import Path

from seedread.commands.output import complain, emit
from seedread.text import script
from seedread.text.decode import UnreadableError, detect
from seedread.text.glossary import Glossary
from seedread.workspace import UnusableError

USUAL = {"hans": "tw2s", "hant": "s2tw"}


def convert(options: Namespace) -> int:
    """Write a text converted, byte for byte, or one object that says how it lines up."""
    config = USUAL.get(options.to, options.to)
    if config not in script.CONFIG_NAMES:
        known = ", ".join((*USUAL, *script.CONFIG_NAMES))
        raise UnusableError(f"--to {options.to}: no such conversion; there are {known}")
    terms = None if options.plain else _terms(options)
    raw = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    try:
        text = _text(raw)
    except UnreadableError as error:
        raise UnusableError(f"{options.file}: {error}") from None
    if options.align:
        twin = script.convert(text, config, terms)
        emit({"config": config, "source": text, "target": twin.text, "pieces": twin.pieces})
        return 0
    sys.stdout.flush()
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    sys.stdout.buffer.write(mark + script.converted(text, config, terms).encode())
    return 0


def _text(raw: bytes) -> str:
    """Decode as a document is decoded, but with its own line ends, and nothing is a text too."""
    return raw.decode(detect(raw), "replace").removeprefix("\ufeff") if raw else ""


def _terms(options: Namespace) -> Glossary:
    """Return the workspace's terms over those shipped; what cannot be used of them is reported."""
    from seedread.commands.here import here, records
    from seedread.tags import term

    terms = term.glossary(records(here(options), term.FILE))
    for id, reason in terms.refused:
        complain(f"annotations/{term.FILE}: {id}: {reason}")
    return terms
