"""`seedread suggest`: the likeliest topics of every sentence, and how good that is."""

from argparse import Namespace

from seedread.commands.here import here
from seedread.commands.output import complain, emit, say, short, table
from seedread.corpus import Corpus
from seedread.suggest import Learner, Suggestion
from seedread.text import words
from seedread.trial import Trial, trial
from seedread.workspace import UnusableError, Workspace

WIDTH = 44  # cells of a sentence in the table
CONFUSED = 20  # confusions that people are told


def suggest(options: Namespace) -> int:
    """Print the likeliest topics of a document's sentences, or try them on tagged documents."""
    space = here(options)
    if not space.codebook.topics:
        raise UnusableError("there are no topics here: seedread topics add, or seedread init")
    learner = Learner(Corpus(space), space.codebook, options.by or "")
    if options.train or options.test:
        return _try(options, space, learner)
    if options.doc is None:
        raise UnusableError("which document? or --train A,B --test C (seedread suggest --help)")
    seed = space.read(space.find(options.doc))
    words.load()  # reasons are words
    learner.see(seed)
    learner.learn_all()
    rows = []
    for sentence, found in learner.ranked(seed):
        if options.json:
            topics = [_told(one) for one in found]
            emit({"start": sentence.start, "end": sentence.end, "topics": topics})
        else:
            text = " ".join(seed[sentence.start : sentence.end].split())
            shown = " · ".join(f"{one.topic}{_reason(one)}" for one in found[:3])
            rows.append((f"{sentence.start}–{sentence.end}", short(text, WIDTH), shown))
    if rows:
        table(rows)
    if not learner.count and not options.json:
        complain("nothing is tagged yet, so only the keywords of the topics speak")
    return 0


def _told(one: Suggestion) -> dict[str, object]:
    told: dict[str, object] = {"topic": one.topic, "score": one.score, "because": [*one.because]}
    return {**told, "near": [*one.near]} if one.near else told


def _reason(one: Suggestion) -> str:
    if one.because:
        return f" ({' '.join(one.because)})"
    return f" (near {' '.join(one.near)})" if one.near else ""


def _try(options: Namespace, space: Workspace, learner: Learner) -> int:
    """Learn from some documents, and see how often that is right in others."""
    if not options.test or options.doc is not None:
        raise UnusableError("--train A,B --test C: which documents to learn from, which to try")
    train, test = (_documents(space, names or "") for names in (options.train, options.test))
    both = sorted({*train} & {*test})
    if both:
        raise UnusableError(f"{both[0]}: learnt from and tried on; that proves nothing")
    learner.learn_all(train)
    found = trial(learner, test)
    if not found.sentences:
        whose = f" by {options.by}" if options.by else ""
        complain(f"no tagged sentences{whose} in {', '.join(test)}: nothing to try it on")
        return 1
    if train and not learner.count:
        complain(f"no tags in {', '.join(train)}: only the keywords of the topics speak")
    if options.json:
        _emit(found, learner.count)
    else:
        _print(found, learner.count)
    return 0


def _documents(space: Workspace, names: str) -> list[str]:
    return [space.find(name.strip()).id for name in names.split(",") if name.strip()]


def _emit(found: Trial, learnt: int) -> None:
    rates = {
        "hit@1": _rate(found.first, found.sentences),
        "hit@3": _rate(found.three, found.sentences),
    }
    emit({"kind": "all", "learnt": learnt, "sentences": found.sentences, **rates})
    for topic, row in sorted(found.topics.items()):
        n = row["sentences"]
        rates = {"hit@1": _rate(row["first"], n), "hit@3": _rate(row["three"], n)}
        emit({"kind": "topic", "topic": topic, "sentences": n, **rates})
    for (said, suggested), n in _ordered(found):
        emit({"kind": "confused", "topic": said, "suggested": suggested or None, "sentences": n})


def _print(found: Trial, learnt: int) -> None:
    n = found.sentences
    say(f"learnt from {learnt} tags, tried on {n} tagged sentences")
    say(f"hit@1 {_rate(found.first, n):.3f}   the first suggestion is one of the sentence's topics")
    say(f"hit@3 {_rate(found.three, n):.3f}   one of the first three is")
    say("")
    rows: list[tuple[str, ...]] = [("topic", "sentences", "hit@1", "hit@3")]
    for topic, row in sorted(found.topics.items()):
        rates = (_rate(row[name], row["sentences"]) for name in ("first", "three"))
        rows.append((topic, str(row["sentences"]), *(f"{rate:.2f}" for rate in rates)))
    table(rows, right=(1, 2, 3))
    confused = [(a, b or "nothing", str(k)) for (a, b), k in _ordered(found)[:CONFUSED]]
    if confused:
        say("")
        table([("tagged", "suggested instead", "sentences"), *confused], right=(2,))


def _ordered(found: Trial) -> list[tuple[tuple[str, str], int]]:
    return sorted(found.confused.items(), key=lambda item: (-item[1], item[0]))


def _rate(part: int, whole: int) -> float:
    return round(part / whole, 3)
