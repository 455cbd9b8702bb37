"""REFI-QDA codebook (.qdc): topics with their groups, colours and descriptions."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from seedread.exchange import refi
from seedread.exchange.account import Account
from seedread.exchange.incoming import Incoming
from seedread.exchange.markup import child, local, parsed, written
from seedread.exchange.material import Material
from seedread.workspace import UnusableError


def write(material: Material, account: Account) -> dict[str, bytes]:
    """Return the one file; raises UnusableError if there is no topic, as none may be empty."""
    codes = refi.codes(material.codebook, (), account)
    if codes is None:
        raise UnusableError("there are no topics, and an empty codebook is none in REFI-QDA")
    root = Element("CodeBook", xmlns=refi.CODEBOOK, origin=refi.ORIGIN)
    root.append(codes)
    for _, marked in material.marked():
        account.lose("a tag, as this is the codebook alone", marked.tag.id)
    return {"codebook.qdc": written(root)}


def read(files: Mapping[str, bytes], account: Account) -> Incoming:
    """Read codebooks; raises ValueError for what is none."""
    found = Incoming()
    for name, data in files.items():
        root = parsed(data)
        if local(root) != "CodeBook":
            raise ValueError(f"{name}: no codebook of REFI-QDA, but {local(root)}")
        found.topics |= refi.topics(child(root, "Codes"))
        refi.sets(child(root, "Sets"), account)
    return found
