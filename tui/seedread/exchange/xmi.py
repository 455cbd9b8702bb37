"""UIMA CAS as XMI with its type system: a file for each document and annotator.

dkpro-cassis writes it and turns code points into UTF-16; a type of our own holds what a tag says.
"""

from cassis import Cas, TypeSystem

from seedread.exchange import layers
from seedread.exchange.account import Account
from seedread.exchange.layers import FEATURES, LAYER
from seedread.exchange.markup import fit
from seedread.exchange.material import Material, Written
from seedread.exchange.spans import unlinked
from seedread.exchange.xmi_in import read

__all__ = ["read", "write"]
TYPES = "TypeSystem.xml"


def write(material: Material, account: Account) -> dict[str, bytes]:
    """Return the type system, and the files, each in a folder of its document's name."""
    unlinked(material, account)
    types = TypeSystem()
    ours = types.create_type(name=LAYER, supertypeName="uima.tcas.Annotation")
    for name in FEATURES:
        types.create_feature(ours, name=name, rangeType="uima.cas.String")
    found = {TYPES: types.to_xml().encode()}
    for doc in material.documents:
        if fit(doc.text) != doc.text:
            account.lose("characters that XML cannot write", doc.id)
        for by in sorted({one.tag.by for one in doc.tags}) or ["nobody"]:
            found[f"{doc.id}/{by}.xmi"] = _written(doc, by, types)
    return found


def _written(doc: Written, by: str, types: TypeSystem) -> bytes:
    cas = Cas(types, sofa_string=fit(doc.text), sofa_mime="text/plain", document_language="zh")
    ours = types.get_type(LAYER)
    for one in doc.tags:
        if one.tag.by == by:
            for values in layers.features(one, fit):
                begin, end = one.passage
                cas.add(ours(begin=begin, end=end, **{k: v for k, v in values.items() if v}))
    return str(cas.to_xmi()).encode()
