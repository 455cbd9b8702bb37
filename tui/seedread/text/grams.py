"""What a sentence is made of, for likeness: pairs and triples of Chinese, words of other scripts.

They need no word list, so they are the same whether one is loaded or not.
"""

import re

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z][a-z0-9-]*[a-z0-9]")
# Particles, pronouns and the like: what holds one of them says nothing of what is talked about.
PARTICLES = frozenset("的了是在和与也就都而及或着这那个们我你他她它把被让给之其呢吗啊么幺什吧")
_PARTS = re.compile(f"[^{''.join(sorted(PARTICLES))}]+")
SIZES = (2, 3)


def grams(text: str) -> set[str]:
    """Return the pairs and triples of Chinese characters and the words in a folded text."""
    found = set()
    for match in _RUN.finditer(text):
        run = match[0]
        if run.isascii():
            found.add(run)
            continue
        for part in _PARTS.findall(run):
            for size in SIZES:
                found.update(part[n : n + size] for n in range(len(part) - size + 1))
    return found
