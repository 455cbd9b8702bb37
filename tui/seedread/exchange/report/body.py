"""The text of a document as HTML: rows of both scripts, with their marks and underlines.

This and `parts` stand on a page by the thousand, where a template takes ten times as long to put
them together. Whatever people wrote goes through `said` or `escape`, and comes from nowhere else.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from markupsafe import escape

from seedread.exchange.report.facing import Piece, Row
from seedread.text.safe import safe


def said(text: str) -> str:
    """Return what people wrote as HTML, with nothing invisible left in it."""
    return str(escape(safe(text)))


label = lru_cache(maxsize=8192)(said)  # the same, of what comes again and again


def of_language(lang: str) -> str:
    """Return the attribute that tells a language, if there is one to tell."""
    return f' lang="{lang}"' if lang else ""


def notes(given: Iterable[tuple[str, str, str]]) -> str:
    """Return what is said beside a passage: marks, words and who said them."""
    return "".join(
        f'<p><span class="k">{label(sign)}</span> {said(words)} '
        f'<span class="dim">— {label(who)}</span></p>'
        for sign, words, who in given
    )


def rows(given: Iterable[Row], lang: str, other: str, titled: bool) -> Iterator[str]:
    """Yield rows as they stand in the page, the right side in `other`, if there is one.

    If they are `titled`, what is underlined tells its topics; a mark always does.
    """
    for row in given:
        found = ""
        if row.skipped:
            found = f'<p class="gap">… {row.skipped:,} characters without a tag …</p>\n'
        if row.left:
            found += f'<div class="row{"" if other else " one"}">\n'
            found += f"<div{of_language(lang)}>{_side(row.left, titled)}</div>\n"
            found += f'<div lang="{other}">{_side(row.right, titled)}</div>\n' if other else ""
            found += f'<div class="said">{notes(row.notes)}</div>\n' if row.notes else ""
            found += "</div>\n"
        yield found


def _side(pieces: Iterable[Piece], titled: bool) -> str:
    # A piece's text is safe as it is: by itself, a cut emoji would look as if it hid something.
    return "".join(_begun(p) + _underlined(p, str(escape(p.text)), titled) for p in pieces)


def _begun(piece: Piece) -> str:
    found = ""
    for one in piece.begins:
        id = f' id="{one.anchor}"' if one.anchor else ""
        names, mark = label(one.title), label(one.mark)
        found += f'<b class="k c{one.colour}"{id} title="{names}">{mark}</b>'
    return found


def _underlined(piece: Piece, text: str, titled: bool) -> str:
    if not piece.lines:
        return text
    title = f' title="{label(piece.title)}"' if titled else ""
    marks = "".join(f'<mark class="{line}">' for line in piece.lines[1:])
    return f'<mark class="{piece.lines[0]}"{title}>{marks}{text}{"</mark>" * len(piece.lines)}'
