"""Results of tables against annotated ones, paper by paper, also as if no word of a paper had been known before.

``python -m benchmarks.tables_cv GOLD --labels LABELS... --state STATE`` prints three lines of figures: the annotated
tables as they are read; the same with every vocabulary entry taken away that stands in tables of the paper at hand
and of no other one of the sample (what the rules do with words that nobody has told them: leave one paper out); and
tables whose cells are labelled. Below stands, for each, the difference from the state and a 95% interval over papers
drawn with replacement (a paired bootstrap), and how many papers a change has helped and harmed. ``--accept`` writes
the state.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from benchmarks.scores import DRAWS, SEED
from claims.documents import read_document
from claims.documents.model import Document
from claims.errors import ClaimsError
from claims.judging.cell_labels import KIND_OF, NAMES, read_labels, score_cells
from claims.judging.table_score import paper_of, read_lines, score_tables
from claims.syntax.vocabulary import load
from claims.tables import datasets, vocabulary
from claims.tables.results import read_results

Rows = dict[str, dict[str, list[float]]]
"""For each paper and figure, what is to be divided by what."""

_HEADS, _DATA = "table_heads.toml", "table_datasets.toml"
# Words that say how a table is built, and not what its paper is about.
_KEPT = frozenset(
    {
        "size_metrics",
        "chosen_metrics",
        "no_evidence",
        "property_metrics",
        "average",
        "own",
        "loose",
        "vague",
        "rank",
    }
)


def documents_of(gold: Path) -> tuple[dict[str, list[dict[str, Any]]], dict[str, Document]]:
    """Return the annotated tables of each paper, and each paper."""
    tables: dict[str, list[dict[str, Any]]] = {}
    documents: dict[str, Document] = {}
    for table in read_lines(gold):
        file = Path(str(table["file"]))
        key = paper_of(str(file))
        tables.setdefault(key, []).append(table)
        if key not in documents:
            parts = file.parts
            folder = Path(*parts[: parts.index("latex") + 2]) if "latex" in parts[:-1] else file
            documents[key] = read_document(gold.parent / folder)
    return tables, documents


def counts_of(tables: list[dict[str, Any]], key: str, document: Document) -> dict[str, list[float]]:
    """Return what each figure of a paper is made of."""
    results = [r.as_dict() for r in read_results(document)]
    score = score_tables(tables, [{"file": key, "results": results}])
    out = {
        "found": [2.0 * score.matched, score.annotated + score.read],
        "whole": [2.0 * score.whole, score.annotated + score.read],
    }
    out |= {name: [score.right[name], score.matched] for name in ("metric", "own", "unit", "form")}
    for name in ("system", "dataset", "setting"):
        n = score.names[name]
        out[name] = [n["found"] + n["right"], n["annotated"] + n["given"]]
    count = len(score.by_table)
    out["found_macro"] = [sum(a for a, _ in score.by_table), count]
    out["whole_macro"] = [sum(b for _, b in score.by_table), count]
    return out


def label_counts(tables: list[dict[str, Any]]) -> dict[str, list[float]]:
    """Return what each figure of a paper with labelled cells is made of."""
    score = score_cells(tables)
    out: dict[str, list[float]] = {
        "kind": [
            sum(n for (label, kind), n in score.cells.items() if kind in KIND_OF[label]),
            sum(score.cells.values()),
        ]
    }
    results = sum(n for (label, _), n in score.cells.items() if label == "Result")
    read = sum(n for (_, kind), n in score.cells.items() if kind == "result")
    out["found"] = [2.0 * score.cells["Result", "result"], results + read]
    return out | {name: [score.right[name], score.named[name]] for name in NAMES.values()}


def _table_words(document: Document) -> str:
    return "\n".join(
        "\n".join([t.caption, *(cell.text for row in t.rows for cell in row)]) for t in document.tables
    )


def only_in(texts: Mapping[str, str]) -> dict[str, set[str]]:
    """Return for each paper the vocabulary entries that stand in its tables and in those of no other paper."""
    heads = load(_HEADS)
    entries = {n for m in heads["metric"] for n in m["names"]} | {
        n for ns in load(_DATA).values() for n in ns
    }
    entries |= {w for kind, ws in heads["words"].items() if kind not in _KEPT for w in ws}
    out: dict[str, set[str]] = {key: set() for key in texts}
    folded = {key: vocabulary.spelled(text) for key, text in texts.items()}
    lowered = {key: text.casefold() for key, text in folded.items()}
    for entry in entries:
        name = vocabulary.spelled(entry)
        in_any_case = name == name.lower()
        pattern = re.compile(rf"(?<!\w){re.escape(name)}s?(?!\w)")
        found = [k for k in texts if pattern.search(lowered[k] if in_any_case else folded[k])]
        if len(found) == 1:
            out[found[0]].add(entry)
    return out


@contextmanager
def without(entries: set[str]) -> Iterator[None]:
    """Take entries out of the vocabularies of tables for a while."""

    def lesser(name: str) -> dict[str, Any]:
        found = dict(load(name))
        if name == _DATA:
            return {kind: [n for n in names if n not in entries] for kind, names in found.items()}
        if name == _HEADS:
            found["metric"] = [
                m | {"names": [n for n in m["names"] if n not in entries]} for m in found["metric"]
            ]
            found["words"] = {
                kind: [w for w in ws if kind in _KEPT or w not in entries]
                for kind, ws in found["words"].items()
            }
        return found

    vocabulary.load = datasets.load = lesser  # type: ignore[assignment,attr-defined]
    _forget()
    try:
        yield
    finally:
        vocabulary.load = datasets.load = load  # type: ignore[attr-defined]
        _forget()


def _forget() -> None:
    """Clear what is kept of the vocabularies of tables."""
    for name, module in list(sys.modules.items()):
        if name.startswith("claims.tables"):
            for each in vars(module).values():
                if hasattr(each, "cache_clear"):
                    each.cache_clear()


def measure(gold: Path, labels: list[Path], *, unseen: bool) -> dict[str, Rows]:
    """Return the counts of each sample's papers."""
    tables, documents = documents_of(gold)
    samples: dict[str, Rows] = {"annotated": {k: counts_of(tables[k], k, d) for k, d in documents.items()}}
    if unseen:
        samples["unknown"] = {}
        for key, entries in only_in({k: _table_words(d) for k, d in documents.items()}).items():
            with without(entries):
                samples["unknown"][key] = counts_of(tables[key], key, documents[key])
    if labels:
        papers: dict[str, list[dict[str, Any]]] = {}
        for path in labels:
            for key, found in read_labels(path).items():
                papers.setdefault(key, []).extend(found)
        samples["labelled"] = {key: label_counts(found) for key, found in papers.items()}
    return samples


def _sums(rows: Rows) -> dict[str, tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]:
    names = list(next(iter(rows.values())))
    return {
        n: (np.array([r[n][0] for r in rows.values()]), np.array([r[n][1] for r in rows.values()]))
        for n in names
    }


def lines_of(samples: Mapping[str, Rows], state: Mapping[str, Rows]) -> Iterator[str]:
    """Yield the figures of each sample, and what has changed."""
    for sample, rows in samples.items():
        yield f"{sample}: {len(rows)} papers"
        before = state.get(sample)
        paired = before and before.keys() == rows.keys()
        old = _sums({k: before[k] for k in rows}) if before and paired else None
        for name, (right, of) in _sums(rows).items():
            line = f"  {name:12} {right.sum() / max(1, of.sum()):.4f}"
            if old is not None and name in old:
                line += _change(*old[name], right, of)
            yield line


def _change(before: Any, before_of: Any, now: Any, now_of: Any) -> str:
    if (before == now).all() and (before_of == now_of).all():
        return ""
    chance = np.random.default_rng(SEED)
    drawn = chance.multinomial(len(now), np.full(len(now), 1 / len(now)), size=DRAWS)
    change = (drawn @ now) / np.maximum(1, drawn @ now_of) - (drawn @ before) / np.maximum(
        1, drawn @ before_of
    )
    low, high = np.percentile(change, [2.5, 97.5])
    each = now / np.maximum(1, now_of) - before / np.maximum(1, before_of)
    total = now.sum() / max(1, now_of.sum()) - before.sum() / max(1, before_of.sum())
    star = "" if low <= 0 <= high else " *"
    helped, harmed = int((each > 1e-9).sum()), int((each < -1e-9).sum())
    return f" {total:+.4f} [{low:+.4f}, {high:+.4f}]{star} helped {helped}, harmed {harmed}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path, help="annotated tables, JSON Lines")
    parser.add_argument("--labels", type=Path, nargs="*", default=[], help="tables with labelled cells")
    parser.add_argument("--state", type=Path, help="the accepted counts")
    parser.add_argument("--accept", action="store_true", help="take what the rules score now as accepted")
    parser.add_argument("--quick", action="store_true", help="leave out the reading with unknown words")
    arguments = parser.parse_args()
    try:
        samples = measure(arguments.gold, arguments.labels, unseen=not arguments.quick)
    except ClaimsError as error:
        sys.exit(f"tables_cv: {error}")
    kept = arguments.state is not None and arguments.state.exists()
    state = orjson.loads(arguments.state.read_bytes()) if kept else {}
    print("\n".join(lines_of(samples, state)))
    if arguments.accept and arguments.state is not None:
        arguments.state.write_bytes(orjson.dumps(samples))


if __name__ == "__main__":
    main()
