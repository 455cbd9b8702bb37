"""`seedread agree`: how far annotators agree, for people and for programs."""

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import asdict

from seedread.agreement import Agreement, Value
from seedread.commands.here import here, known
from seedread.commands.output import complain, emit, say, table
from seedread.corpus import Corpus
from seedread.workspace import UnusableError

SHORT = {
    "percent": "%",
    "cohen_kappa": "κ",
    "scott_pi": "π",
    "fleiss_kappa": "Fleiss κ",
    "krippendorff_alpha": "α",
    "krippendorff_alpha_u": "α_U",
    "gwet_ac1": "AC1",
    "f1_exact": "F1 exact",
    "f1_overlap": "F1 overlap",
    "gamma": "γ",
}


def agree(options: Namespace) -> int:
    """Print every measure of every topic, and over all of them."""
    space = here(options)
    if options.topic:
        known(space.codebook, options.topic)
    found = Agreement(Corpus(space), options.unit, options.all, tuple(options.by or ()))
    for _ in found.gather():
        pass
    if len(found.annotators) < 2:
        raise UnusableError("nobody to compare: two people must have tagged one document")
    values = list(found.values(topic=options.topic or ""))
    if options.gamma:
        values += _gamma(found)
    if options.json:
        for value in values:
            emit({**asdict(value), "value": _rounded(value.value)})
    else:
        _tell(values, found)
    return 0


def _tell(values: Iterable[Value], found: Agreement) -> None:
    """Print a table for each group of annotators, a line a topic."""
    groups: dict[tuple[str, ...], dict[str | None, list[Value]]] = {}
    for value in values:
        groups.setdefault(value.annotators, {}).setdefault(value.topic, []).append(value)
    count = len(found.documents)
    over = f"{count} document{'' if count == 1 else 's'}, by {found.unit}"
    for names, topics in groups.items():
        if not any(value.units for line in topics.values() for value in line):
            say(f"{', '.join(names)}: nothing to compare in {over}: no unit that all have seen")
            continue
        say(f"{', '.join(names)}: {over}")
        measures = list(dict.fromkeys(v.measure for line in topics.values() for v in line))
        rows = [["topic", "units", *(SHORT[m] for m in measures)]]
        for topic, line in topics.items():
            each = {v.measure: v.value for v in line}
            numbers = [_number(each[m]) if m in each else "" for m in measures]
            rows.append([topic or "all decisions", str(line[0].units), *numbers])
        table(rows, right=range(1, len(rows[0])))
    complain("– is undefined: nobody varies, or nobody read what the other did")


def _gamma(found: Agreement) -> list[Value]:
    from seedread import gamma

    try:
        return list(gamma.values(found))
    except ImportError as error:
        what = f"γ needs {error.name}: pip install 'seedread[gamma]', in a clone '.[gamma]'"
        raise UnusableError(what) from None


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
