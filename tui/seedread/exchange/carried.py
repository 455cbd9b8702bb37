"""What a tag may say beside what every format knows: a claim, and keys of its line we do not."""

from collections.abc import Mapping

from seedread.exchange.account import Account
from seedread.tags import claim
from seedread.tags.claim import Claim
from seedread.tags.record import KEYS
from seedread.tags.tag import Tag


def claimed(tag: Tag, account: Account) -> Claim:
    """Return a tag's claim, for a format that has room for one; the rest is a loss."""
    given = tag.record.fields.get("claim")
    found = Claim.read(given)
    if given is not None and (claim.problem(given) or not found or set(given) - set(claim.KEYS)):
        account.lose("a claim that is not as we write it", tag.id)
    rest(tag, account)
    return found


def rest(tag: Tag, account: Account) -> None:
    """Account for the keys of a tag's line that nobody here knows."""
    known = {*KEYS["tags"], "conflict"}
    for key in tag.record.fields:
        if key not in known:
            account.lose(f"the key {key} of a line", tag.id)
    if "conflict" in tag.record.fields:
        account.lose("readings that are not settled", tag.id)


def read(values: Mapping[str, str]) -> dict[str, object]:
    """Return the keys of a line for what was read of a claim; none if nothing is said.

    `doubtful` is true for any text.
    """
    texts = {key: values.get(key, "") for key in claim.TEXTS}
    found = Claim(**texts, doubtful=bool(values.get("doubtful")))
    return {"claim": {**texts, "doubtful": found.doubtful}} if found else {}
