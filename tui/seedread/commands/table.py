"""The commands: what each is for, where it is done, what may be said to it."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

Arguments = Callable[[argparse.ArgumentParser], None]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what it is for, where it is done (room:function), what may be said to it.

    `personal` commands do something as a person; the others take --as in silence, so that a
    script can say it to all of them.
    """

    about: str
    done: str
    arguments: Arguments
    personal: bool = False


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def _init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", nargs="?", help="the folder (default: this one)")


def _convert(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help="- for what comes in")
    about = "hans, hant, or a configuration of OpenCC: s2t, s2tw, s2twp, s2hk, s2hkp, t2s, tw2s, …"
    parser.add_argument("--to", metavar="CONFIG", required=True, help=about)
    parser.add_argument("--plain", action="store_true", help="as OpenCC has it, without a glossary")
    about = "one JSON object that says which stretch answers to which"
    parser.add_argument("--align", action="store_true", help=about)


def _tags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--topic", metavar="T", help="only tags with this topic, or of this group")
    parser.add_argument("--doc", metavar="ID", help="only tags of this document")
    parser.add_argument("--by", metavar="NAME", help="only tags of this annotator")
    _json(parser)


def _tag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("doc", metavar="DOC", help="id, unique beginning of one, or path")
    parser.add_argument("start", metavar="START", type=int, help="first code point, from 0")
    parser.add_argument("end", metavar="END", type=int, help="code point after the last")
    parser.add_argument("topics", metavar="TOPIC", nargs="+", help="id of a topic")
    parser.add_argument("--note", metavar="TEXT", help="a note on the passage")


def _untag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="id of one of your tags")


def _names(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--doc", metavar="ID", help="only in this document")
    _json(parser)


def _noise(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("doc", metavar="DOC", help="id, unique beginning of one, or path")
    _json(parser)


def _search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", metavar="QUERY", help="in either script, any form of a name")
    parser.add_argument("--doc", metavar="ID", help="only in this document")
    parser.add_argument("--exact", action="store_true", help="only what is written just so")
    _json(parser)


def _sentences(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("doc", metavar="DOC", help="id, unique beginning of one, or path")
    _json(parser)


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="lower-case letters, digits and hyphens")
    for name, about in (("en", "English"), ("hans", "simplified"), ("hant", "traditional")):
        parser.add_argument(f"--{name}", metavar="NAME", default="", help=f"its name, {about}")
    parser.add_argument("--parent", metavar="ID", help="the group it belongs to")
    parser.add_argument("--definition", metavar="TEXT", default="", help="what it stands for")


def _rename(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the topic; its id stays")
    for name, about in (("en", "English"), ("hans", "simplified"), ("hant", "traditional")):
        parser.add_argument(f"--{name}", metavar="NAME", help=f"its name, {about}")


def _move(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the topic")
    parser.add_argument("group", metavar="GROUP", nargs="?", help="none: out of its group")


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the topic")
    for name, about in (
        ("definition", "what it stands for"),
        ("include", "what belongs to it"),
        ("exclude", "what does not"),
    ):
        parser.add_argument(f"--{name}", metavar="TEXT", help=about)
    for name in ("en", "hans", "hant"):
        about = "words that speak for it, with commas between"
        parser.add_argument(f"--keywords-{name}", metavar="WORDS", help=about)


def _colour(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the topic")
    parser.add_argument("colour", metavar="COLOUR", help="#rrggbb")


def _mark(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the topic")
    parser.add_argument("mark", metavar="MARK", help="one or two cells that no other topic has")


def _pin(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the topic")
    parser.add_argument("digit", metavar="DIGIT", type=int, nargs="?", help="none: no digit")


def _merge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="the topic that is retired")
    parser.add_argument("new", metavar="NEW", help="the one your tags have instead")


def _split(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="the topic; retired when no tag of yours has it")
    about = "the new topics; those there are not yet are added"
    parser.add_argument("--into", metavar="ID", nargs="+", default=[], help=about)
    about = 'lines {"id": tag, "topics": [ids]}, -: what comes in; without it tags are listed'
    parser.add_argument("--assign", metavar="FILE", help=about)


def _retire(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the topic")
    parser.add_argument("--back", action="store_true", help="offer it again")


def _stats(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", metavar="NAME", help="only what this annotator tagged and saw")
    parser.add_argument("--doc", metavar="ID", help="only this document")
    _json(parser)


def _suggest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("doc", metavar="DOC", nargs="?", help="id, unique beginning, or path")
    parser.add_argument(
        "--train", metavar="A,B", help="learn from these documents only, and try it"
    )
    parser.add_argument("--test", metavar="C", help="… on the tagged sentences of these")
    parser.add_argument("--by", metavar="NAME", help="only the tags of this annotator")
    _json(parser)


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--fix",
        action="store_true",
        help="rewrite what only looks wrong, and settle conflict markers",
    )
    parser.add_argument(
        "--history", action="store_true", help="list what was deleted once and is back"
    )
    _json(parser)


def _merge_driver(parser: argparse.ArgumentParser) -> None:
    for name, about in (
        ("base", "%%O, what both come from"),
        ("ours", "%%A, ours; the result is written over it"),
        ("theirs", "%%B, theirs"),
        ("size", "%%L, how long conflict markers are"),
        ("path", "%%P, which file it is"),
    ):
        parser.add_argument(name, help=about)


def _agree(parser: argparse.ArgumentParser) -> None:
    units = ("sentence", "paragraph", "character")
    parser.add_argument("--unit", choices=units, default="sentence", help="what is coded at once")
    parser.add_argument("--topic", metavar="T", help="only this topic")
    about = "only this annotator; say it twice or more"
    parser.add_argument("--by", metavar="NAME", action="append", help=about)
    about = "γ (Mathet et al. 2015) over all topics, too; needs the extra gamma"
    parser.add_argument("--gamma", action="store_true", help=about)
    about = "what somebody did not read counts as read without a tag"
    parser.add_argument("--all", action="store_true", help=about)
    _json(parser)


def _diff(parser: argparse.ArgumentParser) -> None:
    about = "a revision of git, or two (default: what is not committed)"
    parser.add_argument("revisions", metavar="REV", nargs="*", help=about)
    about = "in which script topics are named: hans (default) or hant"
    parser.add_argument("--script", choices=("hans", "hant"), default="hans", help=about)
    _json(parser)


def _reanchor(parser: argparse.ArgumentParser) -> None:
    about = "only these documents: ids, unique beginnings, or paths"
    parser.add_argument("docs", metavar="DOC", nargs="*", help=about)
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    _json(parser)


def _textconv(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="an annotation file")


def _export(parser: argparse.ArgumentParser) -> None:
    from seedread.exchange.formats import FORMATS

    about = "; ".join(f"{one.name}: {one.about}" for one in FORMATS.values())
    parser.add_argument("format", metavar="FORMAT", choices=FORMATS, help=about)
    about = "where to (default: the format's own name here; - is standard output)"
    parser.add_argument("-o", metavar="PATH", dest="output", help=about)
    for name, what in (("topic", "topic"), ("doc", "document"), ("by", "annotator")):
        about = f"only of this {what}; may be said several times"
        parser.add_argument(f"--{name}", metavar=name.upper(), action="append", help=about)
    about = "count UTF-16 units, as Recogito and Hypothesis do (w3c)"
    parser.add_argument("--utf16", action="store_true", help=about)
    _account(parser, "what the format could not hold, whole; the exit code is 0 all the same")


def _import(parser: argparse.ArgumentParser) -> None:
    from seedread.exchange.formats import FORMATS

    names = [one.name for one in FORMATS.values() if one.reads]
    parser.add_argument("format", metavar="FORMAT", choices=names, help=", ".join(names))
    parser.add_argument("file", metavar="FILE", help="the file, or the folder of files")
    parser.add_argument("--dry-run", action="store_true", help="only say what would come in")
    about = "write the documents it brings, and that are not here, into seeds/ (qdpx)"
    parser.add_argument("--documents", action="store_true", help=about)
    _account(parser, "what could not come in, whole; the exit code is then 1")


def _report(parser: argparse.ArgumentParser) -> None:
    about = "where to (default: report.html here; - is standard output)"
    parser.add_argument("-o", metavar="FILE", dest="output", help=about)
    for name, what in (("topic", "topic"), ("doc", "document"), ("by", "annotator")):
        about = f"only of this {what}; may be said several times"
        parser.add_argument(f"--{name}", metavar=name.upper(), action="append", help=about)
    parser.add_argument("--no-text", action="store_true", help="leave the documents' text out")


def _serve(parser: argparse.ArgumentParser) -> None:
    about = "where it is served on this machine (default: 8000; 0: any that is free)"
    parser.add_argument("--port", metavar="N", type=int, default=8000, help=about)


def _account(parser: argparse.ArgumentParser, about: str) -> None:
    parser.add_argument("--account", metavar="FILE", help=f"write there {about}")


def _nothing(parser: argparse.ArgumentParser) -> None:
    pass


COMMANDS: dict[str, Command] = {
    "init": Command("make a workspace of a folder", "init:init", _init),
    "list": Command("list the documents", "listing:documents", _json),
    "convert": Command("convert a text to the other script", "convert:convert", _convert),
    "tags": Command("list the tags, with what they quote", "listing:tags", _tags),
    "tag": Command("tag a passage; prints the id of the tag", "tagging:tag", _tag, True),
    "untag": Command("remove one of your tags", "tagging:untag", _untag, True),
    "topics list": Command("list the topics", "topics:show", _json),
    "topics add": Command("add a topic", "topics:add", _add),
    "topics rename": Command("give a topic other names", "topics:rename", _rename),
    "topics move": Command("put a topic into a group, or out", "topics:move", _move),
    "topics describe": Command("say what a topic means", "topics:describe", _describe),
    "topics colour": Command("give a topic a colour", "topics:colour", _colour),
    "topics mark": Command("give a topic another mark", "topics:mark", _mark),
    "topics pin": Command("have a digit tag with a topic", "topics:pin", _pin),
    "topics merge": Command("merge a topic into another one", "retopic:merge", _merge, True),
    "topics split": Command("split a topic into others", "retopic:split", _split, True),
    "topics retire": Command("offer a topic no more, or again", "topics:retire", _retire),
    "search": Command("find what one means in all documents", "search:search", _search),
    "sentences": Command("list the sentences of a document", "search:sentences", _sentences),
    "names": Command("find the names of names.jsonl in the documents", "names:names", _names),
    "noise": Command("list what the eye may skip in a document", "noise:noise", _noise),
    "stats": Command("count what is tagged and seen, by topic and document", "stats:stats", _stats),
    "agree": Command("measure how far annotators agree", "agreeing:agree", _agree),
    "diff": Command("say what was tagged, untagged, moved … since", "diffing:diff", _diff),
    "textconv": Command("show an annotation file in words, for git", "diffing:textconv", _textconv),
    "export": Command("write tags in a foreign format", "exchanging:export", _export),
    "import": Command("read tags from a foreign format", "exchanging:take_in", _import, True),
    "report": Command("write a page about all that was tagged", "reporting:report", _report),
    "serve": Command("open the program in a browser", "serving:serve", _serve, True),
    "reanchor": Command(
        "put your lines where their passages are today", "reanchoring:reanchor", _reanchor, True
    ),
    "merge-driver": Command("merge annotation files, for git", "merging:drive", _merge_driver),
    "git-setup": Command("have git merge and show annotations", "merging:setup", _nothing),
    "suggest": Command("the likeliest topics of every sentence", "suggest:suggest", _suggest),
    "check": Command("say what is wrong in the annotation files", "checking:check", _check),
}
