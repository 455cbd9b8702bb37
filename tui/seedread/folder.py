"""Which files of a folder are documents, and why the others cannot be."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TEXTS = (".txt", ".md", ".text", ".markdown")
RESERVED = "_"  # folders of annotations/ that are not a document's begin with it
# A document's folder would have to stand where these files do.
_OURS = frozenset(
    f"{name}.jsonl" for name in ("topics", "documents", "names", "glossary", "relations")
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the list, or a file that cannot be one, with the reason."""

    id: str
    path: Path
    problem: str = ""


def walk(
    folder: Path, prefix: str = "", bare: bool = False, above: frozenset[str] = frozenset()
) -> Iterator[Entry]:
    """Yield the files below `folder` in order of their ids, which begin with `prefix`.

    One we cannot look into is yielded itself. Of a `bare` folder, which was not made for
    documents, only texts count.
    """
    real, found = os.path.realpath(folder), listed(folder)
    if found is None or real in above:
        id = prefix.removesuffix("/") or "."
        yield Entry(id, folder, problem(folder, id))
        return
    named = {f"{i.name}/" if _leads_on(i) else i.name: i for i in found}
    for name, item in sorted(named.items()):
        if item.name.startswith(".") or (bare and item.name == "annotations"):
            continue
        if name.endswith("/"):
            yield from walk(folder / item.name, prefix + name, bare, above | {real})
        elif not bare or name.lower().endswith(TEXTS):
            id = prefix + name
            path = folder / name
            yield Entry(id, path, "" if _plain(item, id) else problem(path, id))


def problem(path: Path, id: str) -> str:
    """Return why a file cannot be a document, as far as a look at its name and size tells."""
    try:
        if path.is_dir():
            list(path.iterdir())
            return "a directory that contains itself"
        if not path.exists():
            return "a link to nothing" if path.is_symlink() else "vanished"
        if not path.is_file():
            return "not a regular file"
        if path.stat().st_size == 0:
            return "empty"
        if not os.access(path, os.R_OK):
            return "no permission to read it"
    except OSError as error:
        return error.strerror or str(error)
    if id in _OURS:
        return "its name is kept for our own files"
    if id.startswith(RESERVED):
        return "its name begins with _, which is kept for our own files"
    try:
        id.encode()
    except UnicodeEncodeError:
        return "its name is not UTF-8"
    return ""


def is_folder(path: Path) -> bool:
    """Whether there is a folder, as far as we may look."""
    return os.path.isdir(path)  # noqa: PTH112 (is_dir raises where we may not look)


def listed(folder: Path) -> list[os.DirEntry[str]] | None:
    """Return what is in a folder, None if we cannot look into it."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return None


def _leads_on(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:
        return False


def _plain(item: os.DirEntry[str], id: str) -> bool:
    """Whether a look at a listed file shows that there is nothing wrong with it.

    Of thousands of files hardly any has more to be looked at.
    """
    try:
        if not item.is_file(follow_symlinks=False) or not item.stat().st_size:
            return False
    except OSError:
        return False
    named = id.isascii() and id not in _OURS and not id.startswith(RESERVED)
    return named and os.access(item.path, os.R_OK)
