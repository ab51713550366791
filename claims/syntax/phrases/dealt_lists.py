"""Which one of a list of names each number of a list has: 78% mAP (+9%) and 86% mAP (+2%) on A and B, RESPECTIVELY."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple, TypeVar

from claims.syntax.grammar import compile_pattern
from claims.syntax.phrases.view import View

_T = TypeVar("_T")

_BETWEEN = compile_pattern(
    r"[WORD METRIC NOUN ADJECTIVE OPEN CLOSE QUANTITY MEASURE NUMBER OF BY ONLY]{0,9} (?:COMMA AND?|AND|SLASH)"
    r" [WORD METRIC NOUN QUALIFIER STATISTIC ONLY OF BY WITH]{0,5}"
)
_BEFORE = compile_pattern(r"RESPECTIVELY [WORD METRIC QUALIFIER STATISTIC OF BY]{0,3}\Z")
_BEHIND = compile_pattern("[^VERB ACHIEVE OUTPERFORM BE SEMICOLON CLAUSE]{0,40} RESPECTIVELY")


class Dealing:
    """How a sentence deals out lists of names to its numbers, whose tokens it is given in order."""

    def __init__(self, view: View, tokens: list[int]) -> None:
        self._view = view
        self._runs = _runs(view, tokens)

    def share(self, token: int, member: int, names: Sequence[_T]) -> tuple[_T, ...]:
        """Pick one number's share of a list of names as long as its list of numbers.

        Args:
            token: Index of the token of the number.
            member: Its place in that token.
            names: The names.

        Returns:
            One name, or all where nothing shares them out.
        """
        size = len(names)
        if 1 < size == len(self._view.tokens[token].quantities):
            return (names[member],)
        run = self._runs.get(token)
        return (names[run.at[token] + member],) if run and 1 < size == run.size else tuple(names)

    def size(self, token: int) -> int:
        """Return how many numbers stand in the list of the number at a token."""
        run = self._runs.get(token)
        return max(len(self._view.tokens[token].quantities), run.size if run else 1)

    def together(self, token: int, names: Sequence[str]) -> tuple[int, ...]:
        """Return the tokens of all numbers to which a list of names beside one of them is dealt out."""
        run = self._runs.get(token)
        return tuple(run.at) if run and 1 < len(names) == run.size else (token,)


class _Run(NamedTuple):
    """Numbers side by side: how many, and the place of each token's first one among them."""

    size: int
    at: dict[int, int]


def _runs(view: View, tokens: list[int]) -> dict[int, _Run]:
    """Return for each token the list of numbers that it stands in, of those lists that are dealt out to."""
    if "z" not in view.codes:
        return {}
    hosts = {token: _host(view, token, tokens) for token in tokens}
    runs: list[list[int]] = []
    for token in sorted(set(hosts.values())):
        if runs and _BETWEEN.fullmatch(view.codes, runs[-1][-1] + 1, token):
            runs[-1].append(token)
        else:
            runs.append([token])
    found: dict[int, _Run] = {}
    for run in runs:
        if _BEHIND.match(view.codes, run[-1] + 1) or _BEFORE.search(view.codes, max(run[0] - 4, 0), run[0]):
            sizes = [len(view.tokens[token].quantities) for token in run]
            firsts = dict(zip(run, accumulate(sizes, initial=0), strict=False))
            at = {token: firsts[host] for token, host in hosts.items() if host in firsts}
            found |= dict.fromkeys(at, _Run(sum(sizes), at))
    return found


def _host(view: View, token: int, tokens: list[int]) -> int:
    """Return the number that a number in parentheses says more of, itself where it stands alone."""
    opening = view.codes.rfind("(", 0, token)
    if opening < view.codes.rfind(")", 0, token):
        return token
    return max((other for other in tokens if opening - 4 < other < opening), default=token)
