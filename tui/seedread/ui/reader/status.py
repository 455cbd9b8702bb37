"""What the bars of the reader say: title above; tags here, state and keys below."""

from typing import TYPE_CHECKING, cast

from seedread.tags.claim import Claim
from seedread.tags.margin import Placed
from seedread.text.script import CONFIG_NAMES
from seedread.text.wrap import cells
from seedread.ui import keys
from seedread.ui.bar import Bar, Part
from seedread.ui.reader import links

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader

SCRIPTS = {"hans": "简体", "hant": "繁體", "mixed": "简繁 mixed", "none": "not Chinese"}


def tell(reader: "Reader") -> None:
    """Bring all bars up to date."""
    if not reader.is_mounted:
        return
    title, foot = reader.query_one("#title", Bar), reader.query_one("#foot", Bar)
    reading = reader.reading
    title.say(0, (f" {reading.title}", "bar--strong"), ("  " + reader.seed.id, "bar--dim"))
    foot.say(0, *links.held(reader), *_here(reader), *links.here(reader))
    foot.say(1, *_state(reader))
    foot.say(2, *_keys(reader))


def _here(reader: "Reader") -> list[Part]:
    passage = reader.cursor.passage
    found = reader.reading.margin.meeting(passage)
    found.sort(key=lambda p: (p.passage != passage, p.passage.end - p.passage.start))
    if not found:
        return [(" no tag here", "bar--dim")]
    parts: list[Part] = []
    for placed in found[:8]:
        parts += _tag(reader, placed)
    if len(found) > 8:
        parts.append((f"  and {len(found) - 8} more", "bar--dim"))
    return parts


def _tag(reader: "Reader", placed: Placed) -> list[Part]:
    book, kind = reader.reading.codebook, reader.reading.script
    names = []
    for id in placed.tag.topics:
        topic = book.get(id)
        names.append(f"{topic.mark} {topic.en or id} {topic.name(kind)}")
    own = placed.file == reader.reading.file
    parts: list[Part] = [
        (f" {'●' if own else '○'} ", ""),
        (" + ".join(names) or "note", "bar--strong"),
    ]
    note = f" “{placed.tag.note}”" if placed.tag.note else ""
    whole = (
        "" if placed.passage == reader.cursor.passage else " ⊂" if _inside(reader, placed) else " ⊃"
    )
    doubt = "" if placed.status == "exact" else f" ({placed.status})"
    claim = f" # {said.short}" if (said := Claim.read(placed.tag.claim)) else ""
    parts.append((f" {placed.tag.by}{whole}{doubt}{claim}{note} ", "bar--dim"))
    return parts


def _inside(reader: "Reader", placed: Placed) -> bool:
    """Whether the tag is a part of the passage, not the other way round."""
    return reader.cursor.passage.covers(placed.passage)


def _state(reader: "Reader") -> list[Part]:
    reading, seed = reader.reading, reader.seed
    if reader.message:
        parts: list[Part] = [
            (" " + reader.message + " ", "bar--alert" if reader.alert else "bar--strong")
        ]
    else:
        cursor = reader.cursor
        share = seed.share(cursor.passage.start)
        unit = (
            "extending" if cursor.extending else "passage" if cursor.unit == "free" else cursor.unit
        )
        parts = [(f" {share:4.0%} · {unit} {cursor.passage.start}–{cursor.passage.end}", "")]
    if topics := cast("SeedreadApp", reader.app).sticky:
        parts.append((f" sticky: {', '.join(topics)} — enter tags and goes on", "bar--strong"))
    own = reading.margin.counts.get(reading.file, 0)
    pane = CONFIG_NAMES.get(reader.config, "")
    facts = [f"{SCRIPTS[reading.script]} │ {pane}" if pane else SCRIPTS[reading.script]]
    if seed.encoding != "utf-8":
        facts.append(seed.encoding)
    count = len(reading.margin)
    facts.append(f"{count} {'tag' if count == 1 else 'tags'}, {own} yours")
    if reading.workspace.sample:
        facts.append("sample, read-only: seedread init makes your own")
    elif not reading.workspace.writable:
        facts.append("read-only")
    else:
        facts.append(reading.by or "nobody yet")
    parts.append(("  " + " · ".join(facts), "bar--dim"))
    return parts + _troubles(reader)


def _troubles(reader: "Reader") -> list[Part]:
    """Return what must not be overlooked, always in view."""
    reading = reader.reading
    waiting = len(reading.workspace.shelf.pending.changes)
    found: list[Part] = []
    if waiting:
        found.append((f"  NOT SAVED: {waiting}", "bar--alert"))
    if reading.problems:
        found.append((f"  {reading.problems} unreadable lines: seedread check", "bar--alert"))
    moved = reading.margin.moved
    lost = len(reading.margin.orphans)
    if moved or lost:
        text = f"  the text has changed: {moved} tags found by quote, {lost} not found"
        found.append((text, "bar--alert"))
    return found


def _keys(reader: "Reader") -> list[Part]:
    """Return the keys of the footer that fit; the way to all of them always does."""
    parts: list[Part] = [(" ", "")]
    room = reader.size.width - 1
    for key in keys.footer(reader.table):
        name, label = key.shown, f" {key.label}  "
        room -= cells(name + label)
        if room < 0:
            break
        parts += [(name, "bar--key"), (label, "bar--dim")]
    return parts
