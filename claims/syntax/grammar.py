"""The language of rules: regular expressions over kinds of token, written with their names.

``"QUANTITY ADJECTIVE:change WORD{0,2} METRIC:metric"`` matches the codes of "3x higher peak *throughput*". A name is
one of :data:`claims.syntax.lexicon.KINDS`; ``:role`` after it gives the token a name that the rule's function asks for;
everything else is regular-expression syntax. Blanks mean nothing.
"""

from __future__ import annotations

import re

from claims.files.compiled import compiled
from claims.syntax.tokens import KINDS

_NAME = re.compile(r"([A-Z]{2,})(?::([a-z_0-9]+))?")

GROUPS: dict[str, str] = {
    "AMOUNT": "[QU]",
    "FIGURE": "[QUZ]",
    "DEGREE": "[QUZP]",
    "LOOSE": "[wsj]",
    "HEDGE": "[qsj]",
    "NEAR": "[qsjwy]",
    "PAREN": r"(?:\([^()]{1,8}\))",
    "LINK": "[=b:,Gtfr(sqw]",
    "LEVELLINK": "[o=@G,(:tb/]",
    "ANY": "[^;]",
    "STRETCH": "[wsjyqboitfnrh@&e,/()G=>Z]",
}
"""Names for sets of kinds.

An amount carries a unit or a marker, a figure may be a bare number, a degree may be a part (a third), too.
A hedge qualifies a number; what is near may be a hedge or an unknown word, what is loose may stand inside a noun
phrase, a paren is a short parenthesis, a stretch goes on with no other metric, no change and no clause between.
Links stand between a noun of change, or a metric, and its number: of, is, at, a comma, a parenthesis.
"""


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile the pattern of a rule.

    Args:
        pattern: Names of kinds with roles, and regular-expression syntax.

    Returns:
        A pattern over a string of codes, one code for each token; its groups are the roles.

    Raises:
        ValueError: The pattern names a kind that does not exist.

    >>> compile_pattern("BY HEDGE{0,3} QUANTITY:amount").pattern
    'b[qsj]{0,3}(?P<amount>Q)'
    """

    def code(match: re.Match[str]) -> str:
        name, role = match.groups()
        source = GROUPS.get(name) or (re.escape(KINDS[name]) if name in KINDS else None)
        if source is None:
            raise ValueError(f"pattern {pattern!r}: no kind of token is called {name}")
        return f"(?P<{role}>{source})" if role else source

    return compiled(_NAME.sub(code, pattern).replace(" ", ""))


_AMOUNT = re.compile(r"\(\?P<amount>\[?(?P<codes>[^\])]+)\]?\)")


def amounts(pattern: re.Pattern[str]) -> frozenset[str]:
    """Return the codes that the amount of a pattern may have.

    >>> sorted(amounts(compile_pattern("METRIC FIGURE:amount")))
    ['Q', 'U', 'Z']
    """
    m = _AMOUNT.search(pattern.pattern)
    return frozenset(m["codes"]) if m else frozenset()


# A kind of its own, with a role or without; what follows it may say that it need not be there.
_ELEMENT = re.compile(
    r"\[[^\]]{1,60}\]|(?:\(\?P<\w+>(?P<role>\\.|[^\[\]()\\])\)|(?P<alone>\\.|[^\[\](){}?*+|^$\\]))(?P<times>[?*{]?)|."
)


def needed(pattern: re.Pattern[str]) -> frozenset[str]:
    """Return codes that whatever the pattern matches has: a quick reason not to look for it.

    Args:
        pattern: A result of :func:`compile_pattern`.

    >>> sorted(needed(compile_pattern("QUANTITY:amount WORD{0,2} (?:ADJECTIVE|NOUN) METRIC:metric")))
    ['M', 'Q']
    """
    found: set[str] = set()
    depth = 0
    for m in _ELEMENT.finditer(pattern.pattern):
        code, times = m["role"] or m["alone"], m["times"]
        if m[0] == "|" and not depth:
            return frozenset()
        if code and not depth and not times:
            found.add(code[-1])
        depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(times or m[0], 0)
    return frozenset(found)
