"""GUIDs from which our own ids can be read again, for formats that know things by nothing else.

Version 8 of RFC 9562: 48 bits that spell "seedrd", 12 bits that say what kind of thing it is, and
62 bits: of a tag or a link its own id (10 characters of base32, 50 bits), of anything else, and of
an id that is not of that shape, the beginning of a hash of what it is called.
"""

import hashlib
import uuid

from seedread.tags.record import ALPHABET

_MARK = int.from_bytes(b"seedrd", "big")
_VERSION, _VARIANT = 8, 0b10
_KINDS = (
    *("", "tag", "link", "topic", "annotator", "document", "coding", "end", "claim", "said"),
    *("odd",),
)
_ID = 10  # characters of an id


def of_id(kind: str, id: str) -> str:
    """Return the GUID of a tag or a link; of one with an odd id a GUID that does not give it."""
    if not is_id(id):
        return named("odd", kind, id)
    number = 0
    for char in id:
        number = number << 5 | ALPHABET.index(char)
    return _guid(kind, number)


def named(kind: str, *names: str) -> str:
    """Return the GUID, always the same, of something of a kind that is called so."""
    said = "\0".join((kind, *names)).encode("utf-8", "surrogatepass")
    return _guid(kind, int.from_bytes(hashlib.sha256(said).digest()[:8], "big") >> 2)


def id_of(guid: str, kind: str) -> str:
    """Return the id a GUID of ours was made of; "" if it is of another kind, or not ours."""
    if kind_of(guid) != kind:
        return ""
    number = uuid.UUID(guid).int & (1 << 62) - 1
    return _spelled(number) if number < 1 << 5 * _ID else ""


def kind_of(guid: str) -> str:
    """Return what kind of thing a GUID of ours is of; "" if it is not ours."""
    try:
        number = uuid.UUID(guid).int
    except ValueError:
        return ""
    kind = number >> 64 & 0xFFF
    ours = number >> 80 == _MARK and number >> 76 & 0xF == _VERSION and number >> 62 & 3 == _VARIANT
    return _KINDS[kind] if ours and kind < len(_KINDS) else ""


def foreign_id(guid: str) -> str:
    """Return an id for what others know by a GUID, always the same: it does not come in twice."""
    digest = hashlib.sha256(plain(guid).encode("utf-8", "surrogatepass")).digest()
    return _spelled(int.from_bytes(digest[:7], "big"))


def plain(guid: str) -> str:
    """Return a GUID in the one spelling all others are compared by."""
    return guid.strip().strip("{}").lower()


def is_id(id: str) -> bool:
    """Whether an id is of the shape we give ours."""
    return len(id) == _ID and set(id) <= set(ALPHABET)


def _guid(kind: str, number: int) -> str:
    high = _MARK << 16 | _VERSION << 12 | _KINDS.index(kind)
    return str(uuid.UUID(int=high << 64 | _VARIANT << 62 | number))


def _spelled(number: int) -> str:
    return "".join(ALPHABET[number >> 5 * at & 31] for at in reversed(range(_ID)))
