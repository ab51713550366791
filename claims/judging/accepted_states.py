"""Two accepted states against each other: what changed between two folders, with the texts where they are at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from claims.judging.accepted import (
    Corpus,
    State,
    compare,
    papers_of,
    read_registry,
    read_state,
    state_path,
    text_of,
)
from claims.judging.difference import Difference
from claims.model import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class StatesDifference:
    """What differs between two accepted states.

    Attributes:
        found: Claims gained, lost and changed, over all corpora.
        papers: The papers that these are of, by their keys, where their texts are the accepted ones.
        missing: Names of corpora whose files are not on this machine.
    """

    found: list[Difference]
    papers: Mapping[str, Paper]
    missing: list[str]


def differences_between_states(first: Path, second: Path) -> StatesDifference:
    """Compare two folders of accepted states, corpus by corpus.

    Args:
        first: The older one.
        second: The newer one; its files of texts are read, else those of the older one.

    Raises:
        ClaimsError: A folder holds no accepted state, or a malformed one.
    """
    before, after = ({corpus.name: corpus for corpus in read_registry(folder)} for folder in (first, second))
    found: list[Difference] = []
    papers: dict[str, Paper] = {}
    missing: list[str] = []
    for name in sorted(before.keys() | after.keys()):
        old, new = _state(first, before.get(name)), _state(second, after.get(name))
        if old == new:
            continue
        texts = _papers(before.get(name), first, after.get(name), second)
        if not texts:
            missing.append(name)
        known = {
            key: paper for key, paper in texts.items() if text_of(paper) == _accepted_text(key, old, new)
        }
        found += compare(old, new, known)
        papers |= known
    return StatesDifference(found=found, papers=papers, missing=missing)


def _state(folder: Path, corpus: Corpus | None) -> State:
    return {} if corpus is None else read_state(state_path(folder, corpus))


def _papers(old: Corpus | None, first: Path, new: Corpus | None, second: Path) -> Mapping[str, Paper]:
    paths = (new.paths(second) if new else []) or (old.paths(first) if old else [])
    return papers_of(paths)


def _accepted_text(key: str, old: State, new: State) -> str | None:
    held = new.get(key) or old.get(key)
    return held.text if held else None
