"""What the bars of the reader say: title above; tags here, state and keys below."""

from typing import TYPE_CHECKING, cast

from seedread.tags.claim import Claim
from seedread.tags.dispute import Dispute
from seedread.tags.margin import Placed
from seedread.tags.memo import FOLDER
from seedread.tags.readings import PASSAGE
from seedread.tags.topic import Codebook
from seedread.text.script import CONFIG_NAMES
from seedread.text.wrap import cells
from seedread.ui import keys
from seedread.ui.bar import Bar, Part
from seedread.ui.reader import links

if TYPE_CHECKING:
    from seedread.ui.app import SeedreadApp
    from seedread.ui.reader.screen import Reader
    from seedread.ui.reader.suggestions import Suggestions

# How briefly tags and suggestions are told, the fullest first: what somebody wrote goes last.
STAGES = ((0, 0), (0, 1), (0, 2), (0, 3), (1, 1), (1, 2), (1, 3), (2, 2), (2, 3))
SCRIPTS = {"hans": "简体", "hant": "繁體", "mixed": "简繁 mixed", "none": "not Chinese"}


def tell(reader: "Reader") -> None:
    """Bring all bars up to date."""
    if not reader.is_mounted:
        return
    title, foot = reader.query_one("#title", Bar), reader.query_one("#foot", Bar)
    reading = reader.reading
    title.say(0, (f" {reading.title}", "bar--strong"), ("  " + reader.seed.id, "bar--dim"))
    foot.say(0, *_first(reader))
    foot.say(1, *_state(reader))
    foot.say(2, *_keys(reader))


def _first(reader: "Reader") -> list[Part]:
    """Return the tags here and what is suggested, as fully as both have room."""
    suggestions: Suggestions = reader.hands["suggestions"]
    room = reader.size.width
    parts: list[Part] = []
    held, tied = links.held(reader), links.here(reader)
    if reader.reading.workspace.shelf.files(FOLDER):  # most workspaces have no memos yet
        tied = [*tied, *reader.hands["memos"].here()]
    for brief, level in STAGES:
        parts = [*held, *_here(reader, brief), *tied, *suggestions.told(level)]
        if sum(cells(text) for text, _ in parts) <= room:
            break
    return parts


def _here(reader: "Reader", brief: int) -> list[Part]:
    passage = reader.cursor.passage
    found = reader.reading.margin.meeting(passage)
    found.sort(key=lambda p: (p.passage != passage, p.passage.end - p.passage.start))
    if not found:
        return [(" no tag here", "bar--dim")]
    parts: list[Part] = []
    for placed in found[:8]:
        parts += _tag(reader, placed, brief)
    if len(found) > 8:
        parts.append((f"  and {len(found) - 8} more", "bar--dim"))
    return parts


def _tag(reader: "Reader", placed: Placed, brief: int) -> list[Part]:
    """Return what is said of a tag: all, or `brief` (1) its topics, or (2) their marks."""
    book, kind = reader.reading.codebook, reader.reading.script
    names = []
    for id in placed.tag.topics:
        topic = book.get(id)
        full = f"{topic.mark} {topic.en or id} {topic.name(kind)}"
        names.append((full, f"{topic.mark} {topic.name(kind)}", topic.mark)[brief])
    own, hidden = placed.file == reader.reading.file, placed.hidden_for(reader.reading.file)
    parts: list[Part] = [
        (f" {'●' if own else '○'} ", ""),
        (" + ".join(names) or "note", "bar--dim" if hidden else "bar--strong"),
    ]
    whole = (
        "" if placed.passage == reader.cursor.passage else " ⊂" if _inside(reader, placed) else " ⊃"
    )
    if "conflict" in placed.tag.record.fields:
        parts.append((" ≠" if brief else f" ≠ {_torn(placed)} (^x)", "bar--alert"))
    disputes = [
        (f" {_disputed(book, dispute, brief)} ", "bar--strong") for dispute in placed.disputes
    ]
    if brief:
        return [*parts, (f"{whole} ", "bar--dim"), *disputes]
    note = f" “{placed.tag.note}”" if placed.tag.note else ""
    doubt = "" if placed.status == "exact" else f" ({placed.status})"
    claim = f" # {said.short}" if (said := Claim.read(placed.tag.claim)) else ""
    parts.append((f" {placed.tag.by}{whole}{doubt}{claim}{note} ", "bar--dim"))
    return parts + disputes


def _disputed(book: Codebook, dispute: Dispute, brief: int) -> str:
    """Return how somebody else sees a tag: mei: +TA −CH; the shorter the more `brief`."""
    said = [f"+{book.get(id).mark}" for id in dispute.add]
    said += [f"−{book.get(id).mark}" for id in dispute.remove]
    said += ["hidden"] if dispute.hide else []
    if dispute.note:
        said.append("…" if brief else f"“{dispute.note}”")
    return f"{dispute.by}: {' '.join(said)}"


def _torn(placed: Placed) -> str:
    """Say of what a tag has two readings since a merge."""
    fields = dict.fromkeys(
        "passage" if name in PASSAGE else name for name in placed.tag.record.fields["conflict"]
    )
    return f"two readings of {', '.join(fields)}"


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
        unit = "passage" if cursor.unit == "free" else cursor.unit
        if cursor.extending:
            unit = "reshaping" if reader.hands["passages"].reshaping else "extending"
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
    return _with_troubles(reader, parts)


def _with_troubles(reader: "Reader", parts: list[Part]) -> list[Part]:
    """Return the state with what must not be overlooked: first, if not all of it fits."""
    room = reader.size.width
    troubles = _troubles(reader, 0)
    if sum(cells(text) for text, _ in parts + troubles) <= room or not troubles:
        return parts + troubles
    for brief in (0, 1, 2):
        troubles = _troubles(reader, brief)
        if sum(cells(text) for text, _ in troubles) <= room * (2 + brief) // 4:
            break
    return troubles + parts


def _troubles(reader: "Reader", brief: int) -> list[Part]:
    """Return what must not be overlooked, always in view; shorter the greater `brief` (0–2)."""
    reading = reader.reading
    waiting = len(reading.workspace.shelf.pending.changes)
    bad, moved, lost = reading.problems, reading.margin.moved, len(reading.margin.orphans)
    found: list[str] = []
    if waiting:
        found.append(f"NOT SAVED: {waiting}")
    if torn := len(reading.torn):
        files = "1 file" if torn == 1 else f"{torn} files"
        forms = (f"a merge left {files} open: ^x settles", f"{files} in conflict: ^x")
        found.append((*forms, f"conflict: {torn} ^x")[brief])
    if reading.unsettled:
        forms = (f"{reading.unsettled} with two readings: ^x", f"two readings: {reading.unsettled}")
        found.append((*forms, f"≠{reading.unsettled}")[brief])
    if bad:
        forms = (f"{bad} unreadable lines: seedread check", f"{bad} unreadable lines")
        found.append((*forms, f"unreadable: {bad}")[brief])
    if moved or lost:
        full = f"the text has changed: {moved} tags found by quote, {lost} not found"
        forms = (full, f"text changed: {moved} moved, {lost} lost")
        found.append((*forms, f"changed: {moved + lost}")[brief])
    space = " " if brief == 2 else "  "
    return [(space + text, "bar--alert") for text in found]


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
