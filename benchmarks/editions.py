"""Editions of the program, measured beside each other: today's, what is compiled of it, and the first one.

Each works in a process of its own, and they take turns: what else a machine does in that time, it does to all.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

PROJECT = Path(__file__).resolve().parents[1]
COMPILED = PROJECT / "build" / "compiled"
"""Where ``make compiled`` puts the compiled package."""

FIRST = "fc46965287c7d1ab754d3f49c8fd7a5e3784d66c"
"""The last commit of the first edition."""

# Where a package of this name is installed as well, a module that an edition lacks would come from there.
_WORK = """
import gc, hashlib, pathlib, sys, time
folder, texts = sys.argv[1:]
sys.path.insert(0, folder)
import orjson
if (pathlib.Path(folder) / "claims" / "streams").is_dir():
    from claims.streams.batches import claims_or_reasons
else:
    from claims.batches import claims_or_reasons
texts = [tuple(each) for each in orjson.loads(pathlib.Path(texts).read_bytes())]
gc.set_threshold(50_000)
for line in sys.stdin:
    begun = time.process_time()
    found = [each for at in range(0, len(texts), 1024) for each in claims_or_reasons(texts[at:at + 1024])]
    seconds = time.process_time() - begun
    digest = hashlib.sha256()
    for each in found:
        digest.update(orjson.dumps(each if isinstance(each, str) else [claim.as_dict() for claim in each]))
    read = sum(not isinstance(each, str) for each in found)
    print(orjson.dumps([seconds, digest.hexdigest(), read]).decode(), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Extraction alone, by one edition.

    Attributes:
        seconds: Processor time of the fastest round over all texts.
        digest: Hash of all claims.
        read: Texts that were read without a failure.
    """

    seconds: float
    digest: str
    read: int


def extraction(
    editions: Mapping[str, Path], texts: Sequence[tuple[str, str]], folder: Path, rounds: int
) -> dict[str, Extraction]:
    """Measure extraction alone by several editions, which take turns.

    Args:
        editions: The folder of each, which holds its package ``claims``.
        texts: Abstracts and titles.
        folder: Takes the texts.
        rounds: How often each reads all texts, after once to load its vocabularies and to meet the words.

    Raises:
        subprocess.CalledProcessError: One of them failed.
    """
    file = folder / "texts.json"
    file.write_bytes(orjson.dumps(texts))
    workers = {
        name: subprocess.Popen(
            [sys.executable, "-c", _WORK, str(home), str(file)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder,
        )
        for name, home in editions.items()
    }  # fmt: skip
    answers: dict[str, list[tuple[float, str, int]]] = {name: [] for name in editions}
    try:
        for _ in range(rounds + 1):
            for name, worker in workers.items():
                answers[name].append(_round(worker))
    finally:
        for worker in workers.values():
            worker.communicate()
    return {name: Extraction(min(a[0] for a in each[1:]), *each[-1][1:]) for name, each in answers.items()}


def _round(worker: subprocess.Popen[str]) -> tuple[float, str, int]:
    assert worker.stdin is not None, "a pipe"
    assert worker.stdout is not None, "a pipe"
    worker.stdin.write("go\n")
    worker.stdin.flush()
    line = worker.stdout.readline()
    if not line:
        _, errors = worker.communicate()
        raise subprocess.CalledProcessError(worker.returncode, worker.args, stderr=errors)
    seconds, digest, read = orjson.loads(line)
    return seconds, digest, read


def present(folder: Path) -> dict[str, Path]:
    """Return the folders of the editions that are there: pure, compiled, first.

    Args:
        folder: An empty folder, for what has to be taken from the history of the project.
    """
    found = {"pure": PROJECT}
    if (COMPILED / "claims").is_dir():
        found["compiled"] = COMPILED
    (home := folder / "first").mkdir()
    first = checked_out(FIRST, home)
    return found if first is None else {**found, "first": first}


def checked_out(commit: str, folder: Path) -> Path | None:
    """Put the files of an edition into a folder.

    Args:
        commit: Its commit, or a tag of it.
        folder: An empty folder.

    Returns:
        The folder; None where there is no history, or none with this commit.
    """
    try:
        packed = subprocess.run(
            ["git", "-C", str(PROJECT), "archive", commit, "claims", "schema"],
            check=True, capture_output=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return None
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    schema = folder / "claims" / "schema"
    if not schema.exists():  # an installed package has it there
        schema.symlink_to(folder / "schema", target_is_directory=True)
    return folder
