"""Who is annotating: as said, else as settled, else as git knows them."""

import os
import re
import unicodedata
from pathlib import Path

from seedread import git
from seedread.workspace import UnusableError

MAY_BE = (
    "an annotator's name is up to 32 lower-case letters a–z, digits, - and _, "
    "and begins with a letter or digit"
)
_LENGTH = 32
_NAME = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{_LENGTH - 1}}}")
_NOBODY = frozenset({"root", "user", "admin", "ubuntu"})  # accounts that many people have
_HAN = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")
# Latin letters that are no letter with an accent, so that Unicode does not take them apart.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)


def who(root: Path, explicit: str | None, settled: str, known: dict[str, str] | None = None) -> str:
    """Return the annotator's name, "" if nothing says who that is.

    `known` keeps what has been derived from a name once: to spell Chinese takes a while.

    `explicit` is what the command line says, `settled` what the settings do. Raises UnusableError
    as `said` does.
    """
    name = said(explicit) or settled
    if name:
        return name
    full = git.config(root, "user.name")
    known = {} if known is None else known
    if f"spelled:{full}" not in known:
        known[f"spelled:{full}"] = derive(full)
    derived = known[f"spelled:{full}"]
    return "" if derived in _NOBODY else derived


def said(explicit: str | None) -> str | None:
    """Return the name that was said for this once, on the command line or by SEEDREAD_AS.

    Raises UnusableError if no annotator can have it.
    """
    name = explicit if explicit is not None else os.environ.get("SEEDREAD_AS") or None
    if name is not None and not valid(name):
        raise UnusableError(f"{name!r}: {MAY_BE}")
    return name


def valid(name: str) -> bool:
    """Whether an annotator can have this name."""
    return bool(_NAME.fullmatch(name))


def derive(name: str) -> str:
    """Return a valid name made of a person's: 李明 → liming, Jean Dupont → jean-dupont; or ""."""
    plain = unicodedata.normalize("NFKD", _latin(name).casefold()).translate(_LETTERS)
    spelled = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub("[^a-z0-9_]+", "-", spelled).strip("-_")[:_LENGTH].rstrip("-_")


def stranger(root: Path, name: str) -> str:
    """Return the address of who last committed this annotator's tags, if it is not one's own.

    "" if it is, or if nobody did: then the name is free, as far as git knows.
    """
    authors = git.last_authors(root, f"annotations/**/{name}.jsonl")
    own = git.config(root, "user.email")
    return "" if own.casefold() in {a.casefold() for a in authors} else authors[0]


def _latin(name: str) -> str:
    if not _HAN.search(name):
        return name
    from pypinyin import lazy_pinyin

    return _HAN.sub(lambda han: "".join(lazy_pinyin(han[0], errors="ignore")), name)
