"""The optional compiled build: ``CLAIMS_COMPILED=1`` makes native modules of the rooms that read texts.

Where nobody asks, or there is no mypyc or no compiler, everything stays Python, and gives the same.
"""

from __future__ import annotations

import os
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from setuptools import Extension, setup

ROOMS = ("text", "numbers", "names", "syntax", "reading", "linking", "pipeline", "tables")
"""Folders of ``claims/`` whose modules are compiled."""

# One file of C for each module, and few optimizations, make the compiler's work a third, and the program no
# slower: nine tenths of its time are spent in Python's own library.
_COMPILER: dict[str, Any] = {"multi_file": True, "opt_level": "1", "debug_level": "0"}
# Types of other packages are not needed, and not installed where a wheel is built.
_OPTIONS = ["--config-file=", "--ignore-missing-imports", "--follow-imports=silent"]


def has_compiler() -> bool:
    """Tell whether a module in C can be made here."""
    command = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "").split()
    include = sysconfig.get_paths()["include"]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "one.c")
        source.write_text("#include <Python.h>\nint one(void) { return 1; }\n", "utf-8")
        try:
            subprocess.run(
                [*command, "-c", str(source), "-o", str(source.with_suffix(".o")), f"-I{include}"],
                check=True, capture_output=True,
            )  # fmt: skip
        except (OSError, subprocess.CalledProcessError):
            return False
    return True


def extensions() -> list[Extension]:
    """Return the native modules, none where they cannot be made."""
    try:
        from mypyc.build import mypycify  # noqa: PLC0415 - in the environment of the build, and only where asked for
    except ImportError:
        return []
    if not has_compiler():
        return []
    rooms = [str(path) for room in ROOMS for path in sorted(Path("claims", room).rglob("*.py"))]
    found: list[Extension] = mypycify([*_OPTIONS, *rooms], group_name="claims_native", **_COMPILER)
    return found


if __name__ == "__main__":
    wanted = os.environ.get("CLAIMS_COMPILED", "") not in {"", "0"}
    setup(setup_requires=["mypy>=2.4"] if wanted else [], ext_modules=extensions() if wanted else [])
