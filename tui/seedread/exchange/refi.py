"""What both files of REFI-QDA have: codes, which are topics, and how one says what they cannot.

A code has a name, a colour and a description. What else a topic says stands behind its definition
in the description, a line each: "[hans] 标准之争"; who reads it in another program understands it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from seedread import __version__
from seedread.exchange import guid
from seedread.exchange.account import Account
from seedread.exchange.markup import children, fit, local, text
from seedread.tags.topic import Codebook, Topic
from seedread.text.script import detect

ORIGIN = f"seedread {__version__}"
PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
_LINE = re.compile(r"\[([a-z]+(?: [a-z]+)?)\] (.*)")
_TEXTS = ("en", "hans", "hant", "include", "exclude")
_LANGUAGES = ("en", "hans", "hant")


def labelled(values: Mapping[str, str]) -> str:
    """Return a line for each value that says something."""
    lines = (f"[{key}] {_one_line(value)}" for key, value in values.items() if value)
    return "\n".join(lines)


def unlabelled(given: str, first: str = "") -> tuple[str, dict[str, str]]:
    """Return the text before the labelled lines at the end of one, and what they say.

    None are found if the first of them is not labelled `first`.
    """
    before, _, last = given.rpartition("\n\n")
    found = [_LINE.fullmatch(line) for line in last.split("\n")]
    values = {m[1]: _lines(m[2]) for m in found if m}
    if not all(found) or (first and next(iter(values), "") != first):
        # A program of Windows may have made its own line ends of ours.
        return unlabelled(given.replace("\r\n", "\n"), first) if "\r\n" in given else (given, {})
    return before, values


def _one_line(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n")


def _lines(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)


def codes(book: Codebook, used: Iterable[str], account: Account) -> Element | None:
    """Return all topics, groups with theirs inside; None if there are none, as none may be empty.

    Topics that are used and stand in no codebook are there too, by their id.
    """
    used = {*used}
    topics = [*book.all.values(), *(book.get(id) for id in sorted(used) if id not in book)]
    inside: dict[str, list[Topic]] = {}
    for topic in topics:
        parent = topic.parent if topic.parent in book and _rooted(topic, book) else ""
        inside.setdefault(parent or "", []).append(topic)
        if fit(said := json.dumps(topic.record().fields["keywords"]) + _told(topic)) != said:
            account.lose("a character XML cannot hold, in a topic", topic.id)
    found = Element("Codes")
    _put(found, inside, "", used)
    return found if len(found) else None


def _rooted(topic: Topic, book: Codebook) -> bool:
    """Whether one comes to an end above a topic, and soon: a group may stand inside itself."""
    for _ in range(20):
        if topic.parent is None or topic.parent not in book:
            return True
        topic = book.get(topic.parent)
    return False


def _put(into: Element, inside: Mapping[str, list[Topic]], parent: str, used: set[str]) -> None:
    for topic in inside.get(parent, ()):
        group = topic.id in inside and topic.id not in used
        code = SubElement(
            into,
            "Code",
            guid=guid.named("topic", topic.id),
            name=_name(topic),
            isCodable="false" if group else "true",
            color=topic.colour,
        )
        SubElement(code, "Description").text = _told(topic)
        _put(code, inside, topic.id, used)


def _name(topic: Topic) -> str:
    return topic.en or topic.hans or topic.hant or topic.id


def _told(topic: Topic) -> str:
    """Return all there is to say of a topic, its definition first."""
    words = topic.keywords or {}
    values = {"id": topic.id, **{key: getattr(topic, key) for key in _TEXTS}}
    for language in _LANGUAGES:
        if words.get(language):
            values[f"keywords {language}"] = json.dumps(words[language], ensure_ascii=False)
    values["mark"] = topic.mark
    values["pin"] = str(topic.pin or "")
    values["retired"] = "yes" if topic.retired else ""
    return f"{topic.definition}\n\n{labelled(values)}" if topic.definition else labelled(values)


def topics(given: Element | None) -> dict[str, Topic]:
    """Return the topics that codes are, by their GUID; groups as others have them stay groups."""
    found = dict(_read(given, None))
    count = Counter(_name(topic) for topic in found.values())
    for key, topic in found.items():
        above = found.get(topic.parent or "")
        if count[_name(topic)] > 1 and above:  # of one name: told apart by what they stand below
            found[key] = replace(topic, en=f"{_name(above)} / {_name(topic)}")
    return found


def _read(given: Element | None, parent: str | None) -> Iterator[tuple[str, Topic]]:
    for code in children(given, "Code"):
        key = guid.plain(code.get("guid", "")) or f"{parent} {code.get('name')}"
        yield key, _topic(code, parent)
        yield from _read(code, key)


def _topic(code: Element, parent: str | None) -> Topic:
    name, colour = code.get("name", "").strip(), code.get("color", "")
    before, values = unlabelled(text(code, "Description"), "id")
    if len(colour) == 4:
        colour = "#" + "".join(2 * digit for digit in colour[1:])
    colour = colour if re.fullmatch("#[0-9a-fA-F]{6}", colour) else ""
    if "id" not in values:
        return replace(_called(name), parent=parent, definition=before.strip(), colour=colour)
    found = Topic(
        values["id"],
        parent,
        definition=before,
        keywords={key: _words(values.get(f"keywords {key}", "")) for key in _LANGUAGES},
        colour=colour,
        mark=values.get("mark", ""),
        pin=int(values["pin"]) if values.get("pin", "") in tuple("123456789") else None,
        retired="retired" in values,
        **{key: values.get(key, "") for key in _TEXTS},
    )
    return found if name in (_name(found), "") else replace(found, en=name)


def _called(name: str) -> Topic:
    """Return a topic of others', its name in the language it is in."""
    script = detect(name)
    language = script if script in ("hans", "hant") else "en" if script == "none" else "hans"
    names: dict[str, Any] = {language: name}
    return Topic("", **names)


def _words(given: str) -> list[str]:
    try:
        found = json.loads(given or "[]")
    except ValueError:
        return []
    return [word for word in found if isinstance(word, str)] if isinstance(found, list) else []


def sets(given: Element | None, account: Account) -> None:
    """Account for the sets of a codebook or a project: topics have one group, others have sets."""
    for one in given if given is not None else ():
        account.lose(f"a {local(one).lower()}", one.get("name", "without a name"))
