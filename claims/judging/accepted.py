"""What the rules were last seen to give, and accepted: the state that ``claims check`` compares with.

A folder (``golden/accepted``) holds ``corpora.jsonl``, one line for each corpus with its files, and for each
corpus ``NAME.jsonl``: a line for each paper with a hash of its text, and a line for each claim. Texts stay
where they are: of a corpus that is not ours the words that name things are kept as hashes, too, and are
shown again by whoever has the texts.
"""

from __future__ import annotations

import glob
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from claims.errors import ClaimsError
from claims.judging.difference import Change, Difference, Held, Why, differences
from claims.judging.types import misfit
from claims.model import CLAIM_FIELDS, Claim, Paper, Reject
from claims.sources import read_papers
from claims.streams.batches import extract_papers

REGISTRY = "corpora.jsonl"

_NAMES = ("metric_text", "metric_name", "subject", "baseline", "hardware", "workload")
_USUAL: dict[str, Any] = {
    "occurrence": 0, "bound": "exact", "role": "result", "hardware": (), "workload": (), "workload_kind": (),
    "link_confidence": {}, "link_relation": {}, "link_agreement": {},
}  # fmt: skip
_LOWER_ENDS = {"hi": "lo", "factor_hi": "factor", "base_hi": "base_lo"}
_COMPUTED = ("factor", "factor_hi", "base_lo", "base_hi", "confidence")
_LONGEST_NAME = 120
_TOKEN = re.compile(r"[^\W_]+|\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A set of papers whose claims are held to an accepted state.

    Attributes:
        name: Its name, and that of its file of claims.
        files: Paths or patterns (``*.txt``), seen from the folder of the accepted state.
        keeps_words: Whether names are kept as they are: for texts that are our own.
        sha256: Hash of all files as they were accepted; None for files that are kept beside the state.
    """

    name: str
    files: tuple[str, ...]
    keeps_words: bool = False
    sha256: str | None = None

    def paths(self, folder: Path) -> list[Path]:
        """Return the files that there are, or none where any of the corpus is missing."""
        found: list[Path] = []
        for pattern in self.files:
            matches = sorted(glob.glob(pattern, root_dir=folder))  # noqa: PTH207 - Path.glob refuses absolute ones
            if not matches:
                return []
            found += [folder / match for match in matches]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperState:
    """What one paper gives.

    Attributes:
        text: Hash of its abstract and title.
        claims: Fields of its claims, names hashed where the corpus is not ours.
    """

    text: str
    claims: Sequence[Mapping[str, Any]]


State = Mapping[str, PaperState]
"""Papers of a corpus by their ids; where an id comes with several texts, ``#2`` and so on is added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a corpus gives now.

    Attributes:
        state: Its papers and claims.
        papers: The papers themselves, under the same keys.
        rejects: Records that could not be read.
    """

    state: State
    papers: Mapping[str, Paper]
    rejects: int

    @property
    def claims(self) -> int:
        """Number of claims."""
        return sum(len(paper.claims) for paper in self.state.values())


def read_registry(folder: Path) -> list[Corpus]:
    """Return the corpora that are held to an accepted state, in order of their names.

    Raises:
        ClaimsError: There is no such folder, or a line of its registry is malformed.
    """
    path = folder / REGISTRY
    corpora = [_corpus(line, f"{path}: line {number}") for number, line in _lines(path)]
    return sorted(corpora, key=lambda corpus: corpus.name)


def dump_registry(corpora: Iterable[Corpus]) -> bytes:
    """Return the registry as it is written to its file."""
    return b"".join(
        orjson.dumps(
            {"name": corpus.name, "files": corpus.files, "keeps_words": corpus.keeps_words}
            | ({"sha256": corpus.sha256} if corpus.sha256 else {}),
            option=orjson.OPT_APPEND_NEWLINE,
        )
        for corpus in sorted(corpora, key=lambda corpus: corpus.name)
    )


def state_path(folder: Path, corpus: Corpus) -> Path:
    """Return the file that holds the accepted claims of a corpus."""
    return folder / f"{corpus.name}.jsonl"


def read_state(path: Path) -> State:
    """Return an accepted state; an empty one where nothing was accepted yet.

    Raises:
        ClaimsError: A line is malformed.
    """
    texts: dict[str, str] = {}
    claims: dict[str, list[Mapping[str, Any]]] = {}
    for number, line in _lines(path) if path.exists() else ():
        paper = line.pop("paper", None) if isinstance(line, dict) else None
        if isinstance(paper, str) and isinstance(line.get("text"), str):
            texts[paper] = line["text"]
            claims[paper] = []
        elif isinstance(paper, str) and paper in claims and _is_claim(claim := _decoded(line)):
            claims[paper].append(claim)
        else:
            raise ClaimsError(f"{path}: line {number}: no accepted claim: take it from version control")
    return {paper: PaperState(text=text, claims=claims[paper]) for paper, text in texts.items()}


def dump_state(state: State) -> bytes:
    """Return a state as it is written to its file: sorted, one claim a line, without usual values."""
    lines: list[Mapping[str, Any]] = []
    for key in sorted(state):
        lines.append({"paper": key, "text": state[key].text})
        claims = sorted(state[key].claims, key=lambda claim: (claim["start"], claim["end"]))
        lines += [{"paper": key} | _encoded(claim) for claim in claims]
    return b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)


def extract_now(corpus: Corpus, paths: Sequence[Path], *, jobs: int = 1) -> Reading:
    """Read a corpus and extract its claims.

    Args:
        corpus: The corpus.
        paths: Its files.
        jobs: Number of processes that extract.
    """
    state: dict[str, PaperState] = {}
    papers: dict[str, Paper] = {}
    rejects: list[Reject] = []
    found = read_papers(paths, on_reject=rejects.append)
    for paper, claims in extract_papers(found, jobs=jobs, on_reject=rejects.append):
        key = _add(papers, paper)
        fields = [_fields(claim, corpus.keeps_words) for claim in claims]
        state[key] = PaperState(text=text_of(paper), claims=fields)
    return Reading(state=state, papers=papers, rejects=len(rejects))


def papers_of(paths: Sequence[Path]) -> Mapping[str, Paper]:
    """Return the papers of a corpus, under the keys that its state has; what cannot be read is left out."""
    papers: dict[str, Paper] = {}
    for paper in read_papers(paths, on_reject=lambda reject: None):
        _add(papers, paper)
    return papers


def _add(papers: dict[str, Paper], paper: Paper) -> str:
    """Add a paper under its key, and return that."""
    key, number = paper.id, 1
    while key in papers and text_of(papers[key]) != text_of(paper):
        number += 1
        key = f"{paper.id}#{number}"
    papers[key] = paper
    return key


def text_of(paper: Paper) -> str:
    """Return the hash of the text of a paper, as states have it."""
    return _hash(f"{paper.title}\0{paper.abstract}", 12)


def hash_files(paths: Sequence[Path]) -> str:
    """Return one hash of several files, in hexadecimal: of their contents, whatever they are called."""
    digest = hashlib.sha256()
    for each in sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths):
        digest.update(each.encode())
    return digest.hexdigest()


def compare(accepted: State, now: State, papers: Mapping[str, Paper]) -> list[Difference]:
    """Return what differs between an accepted state and another, or what the rules give now, in readable words.

    Args:
        accepted: The first state.
        now: The second.
        papers: The papers of the second, under its keys, where they are at hand.
    """
    before = _held(accepted, now, "paper gone", {})
    found = differences(before, _held(now, accepted, "new paper", papers))
    words: dict[str, dict[str, str]] = {}
    return [_in_words(difference, papers, words) for difference in found]


# --- lines of the files -----------------------------------------------------------------------------------


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ClaimsError(
            f"{path}: no such file: name the folder of the accepted state with --accepted, "
            "or make one with `claims accept FILE... --as NAME`"
        ) from error
    except OSError as error:
        raise ClaimsError(f"{path}: cannot be read: {error.strerror or error}") from error
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            yield number, orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise ClaimsError(
                f"{path}: line {number}: broken JSON (a merge that was left open?): mend it or accept again"
            ) from error


def is_corpus_name(name: str) -> bool:
    """Return whether a corpus may have a name: it is that of a file, too, and of one in the same folder."""
    plain = name.replace("-", "").replace("_", "")
    return plain.isalnum() and len(name) <= _LONGEST_NAME and f"{name}.jsonl" != REGISTRY


def _corpus(line: Any, place: str) -> Corpus:
    fields = line if isinstance(line, dict) else {}
    name, files = fields.get("name"), fields.get("files")
    keeps_words, sha256 = fields.get("keeps_words", False), fields.get("sha256")
    if not (
        isinstance(name, str)
        and is_corpus_name(name)
        and isinstance(files, list)
        and all(isinstance(file, str) and "\0" not in file for file in files)
        and isinstance(keeps_words, bool)
        and isinstance(sha256, str | None)
    ):
        raise ClaimsError(
            f'{place}: no corpus: write {{"name": "...", "files": ["..."]}}; '
            "a name is made of letters, digits and hyphens"
        )
    return Corpus(name=name, files=tuple(files), keeps_words=keeps_words, sha256=sha256)


def _usual(claim: Mapping[str, Any], name: str) -> Any:
    """Return the value that a line leaves out: a number is no range unless it says so."""
    return claim.get(_LOWER_ENDS[name]) if name in _LOWER_ENDS else _USUAL.get(name)


def _encoded(claim: Mapping[str, Any]) -> dict[str, Any]:
    names = ("start", *(name for name in CLAIM_FIELDS if name != "start"))
    return {name: claim[name] for name in names if claim[name] != _usual(claim, name)}


def _is_claim(fields: Mapping[str, Any]) -> bool:
    return all(misfit(name, value) is None for name, value in fields.items())


def _decoded(line: Mapping[str, Any]) -> dict[str, Any]:
    claim = {name: line[name] if name in line else _usual(line, name) for name in CLAIM_FIELDS}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in claim.items()}


def _fields(claim: Claim, keeps_words: bool) -> dict[str, Any]:
    fields = claim.as_dict()
    for name in _COMPUTED:  # the last digits of a computed number are the processor's business
        if fields[name] is not None:
            fields[name] = float(f"{fields[name]:.12g}")
    if not keeps_words:
        for name in _NAMES:
            value = fields[name]
            if isinstance(value, tuple):
                fields[name] = tuple(map(hashed, value))
            elif value is not None:
                fields[name] = hashed(value)
    return fields


def _hash(text: str, digits: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


def hashed(words: str) -> str:
    """Return what stands for words that are not ours to keep.

    >>> hashed("BigCache")
    '#dc2e7143'
    """
    return "#" + _hash(words, 8)


# --- comparison -------------------------------------------------------------------------------------------


def _held(state: State, other: State, where_absent: Why, papers: Mapping[str, Paper]) -> Iterator[Held]:
    for key, paper in state.items():
        why: Why = "other rules"
        if key not in other:
            why = where_absent
        elif other[key].text != paper.text:
            why = "new text"
        for fields in paper.claims:
            sentence = ""
            if key in papers:
                sentence = papers[key].abstract[fields["sentence_start"] : fields["sentence_end"]]
            yield Held(paper=key, text=paper.text, fields=fields, sentence=sentence, why=why)


def _in_words(
    difference: Difference, papers: Mapping[str, Paper], words: dict[str, dict[str, str]]
) -> Difference:
    """Put words for hashes, and the sentence to a claim that is lost, where the paper is at hand."""
    paper = papers.get(difference.paper)
    if paper is None:
        return difference

    def readable(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(readable, value))
        if not isinstance(value, str) or not value.startswith("#"):
            return value
        if difference.paper not in words:
            words[difference.paper] = dict(_phrases(paper.abstract)) | dict(_phrases(paper.title))
        return words[difference.paper].get(value, value)

    def told(held: Held | None) -> Held | None:
        if held is None:
            return None
        sentence = held.sentence
        if not sentence and difference.why == "other rules":
            sentence = paper.abstract[held.fields["sentence_start"] : held.fields["sentence_end"]]
        fields = {name: readable(value) if name in _NAMES else value for name, value in held.fields.items()}
        return replace(held, fields=fields, sentence=sentence)

    changes = tuple(
        Change(field=c.field, before=readable(c.before), after=readable(c.after)) if c.field in _NAMES else c
        for c in difference.changes
    )
    return replace(difference, before=told(difference.before), after=told(difference.after), changes=changes)


def _phrases(text: str) -> Iterator[tuple[str, str]]:
    """Yield each row of words of a text under its hash: names are such rows."""
    spans = [match.span() for match in _TOKEN.finditer(text)]
    for index, (start, _) in enumerate(spans):
        for _, end in spans[index:]:
            if end - start > _LONGEST_NAME:
                break
            phrase = text[start:end]
            yield hashed(phrase), phrase
