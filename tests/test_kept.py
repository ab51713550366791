"""What is kept for the next command changes nothing but the time that it takes."""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

import pytest

from claims.files import compiled as patterns
from claims.files import kept
from claims.files.compiled import compiled

SOURCES = [
    (r"(?P<value>\d+)\s?(?P<unit>ms|s)(?!\w)", 0),
    (r"(?<![\w@])(?:gpu|fpga)s?", re.IGNORECASE),
    (r"a|b|[^\W_]{2,3}", re.ASCII),
    (r"(?:x{0,24}+|(y))z", 0),
]
TEXT = "It takes 5 ms, not 7s, on two GPUs: yz xxz ab @gpu"

Fresh = Callable[[], None]


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fresh]:
    """Give what makes the process forget all, as a new command would; it keeps its things in a folder of its own."""
    monkeypatch.setenv(kept.FOLDER_VARIABLE, str(tmp_path / "cache"))

    def forget() -> None:
        kept._file.cache_clear()
        kept._known.cache_clear()
        kept._hash_of.cache_clear()
        monkeypatch.setattr(kept, "_used", {})
        monkeypatch.setattr(kept, "_is_new", False)

    forget()
    yield forget
    monkeypatch.undo()
    kept._file.cache_clear()
    kept._known.cache_clear()


def _file(folder: Path) -> Path:
    (found,) = (folder / "cache").iterdir()
    return found


@pytest.mark.parametrize(("source", "flags"), SOURCES)
def test_a_kept_pattern_is_the_one_that_is_compiled(
    source: str, flags: int, fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled(source, flags)
    kept.keep()
    fresh()
    monkeypatch.setattr(patterns, "_code", None)  # nothing is compiled any more
    found, expected = compiled(source, flags), re.compile(source, flags)
    assert found == expected
    assert (found.groups, found.groupindex, found.flags) == (
        expected.groups,
        expected.groupindex,
        expected.flags,
    )
    assert [(m.span(), m.groups(), m.groupdict()) for m in found.finditer(TEXT)] == [
        (m.span(), m.groups(), m.groupdict()) for m in expected.finditer(TEXT)
    ]


def test_what_is_kept_is_not_made_again(fresh: Fresh) -> None:
    assert kept.kept("square", "7", lambda: 49, __file__) == 49
    kept.keep()
    fresh()
    assert kept.kept("square", "7", lambda: pytest.fail("it is made again"), __file__) == 49
    assert kept.kept("square", "8", lambda: 64, __file__) == 64


def test_what_changed_code_makes_is_made_again(tmp_path: Path, fresh: Fresh) -> None:
    module = tmp_path / "module.py"
    module.write_text("a = 1")
    assert kept.kept("a", "", lambda: 1, str(module)) == 1
    kept.keep()
    fresh()
    module.write_text("a = 2")
    assert kept.kept("a", "", lambda: 2, str(module)) == 2


@pytest.mark.parametrize(
    "spoil",
    {
        "cut": lambda content: content[:-3],
        "empty": lambda content: b"",
        "changed": lambda content: content[:-1] + bytes([content[-1] ^ 1]),
        "something else": lambda content: b"\x80\x04cos\nsystem\n",
        "whole, but no table": lambda content: kept._HEAD + blake2b(b"N", digest_size=32).digest() + b"N",
    }.values(),
)
def test_a_spoilt_file_is_as_good_as_none(
    spoil: Callable[[bytes], bytes], tmp_path: Path, fresh: Fresh
) -> None:
    compiled(*SOURCES[0])
    kept.keep()
    file = _file(tmp_path)
    file.write_bytes(spoil(file.read_bytes()))
    fresh()
    assert kept._known() == {}
    assert compiled(*SOURCES[0]).findall(TEXT) == [("5", "ms"), ("7", "s")]
    kept.keep()
    fresh()
    assert len(kept._known()) == 1  # mended


def test_code_that_is_none_is_compiled_instead(tmp_path: Path, fresh: Fresh) -> None:
    compiled(*SOURCES[0])
    kept.keep()
    file = _file(tmp_path)
    (key,) = kept._used
    body = marshal.dumps({key: (0, b"\xff" * 64, 2, {})})
    file.write_bytes(kept._HEAD + blake2b(body, digest_size=32).digest() + body)
    fresh()
    assert compiled(*SOURCES[0]).findall(TEXT) == [("5", "ms"), ("7", "s")]


def test_a_folder_that_others_may_write_to_is_neither_read_nor_written(tmp_path: Path, fresh: Fresh) -> None:
    compiled(*SOURCES[0])
    kept.keep()
    file = _file(tmp_path)
    before = file.read_bytes()
    file.parent.chmod(0o777)
    fresh()
    assert kept._known() == {}
    compiled(*SOURCES[1])
    kept.keep()
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_link_in_the_place_of_the_file_is_not_followed(tmp_path: Path, fresh: Fresh) -> None:
    compiled(*SOURCES[0])
    kept.keep()
    file = _file(tmp_path)
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    fresh()
    assert kept._known() == {}


def test_nothing_is_kept_where_the_variable_is_empty(
    tmp_path: Path, fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(kept.FOLDER_VARIABLE, "")
    fresh()
    assert compiled(*SOURCES[0]).findall(TEXT) == [("5", "ms"), ("7", "s")]
    kept.keep()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_stops_nothing(
    tmp_path: Path, fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(kept.FOLDER_VARIABLE, str(tmp_path / "file" / "cache"))
    fresh()
    assert compiled(*SOURCES[0]).findall(TEXT) == [("5", "ms"), ("7", "s")]
    kept.keep()


def test_a_wrong_pattern_is_told_as_re_tells_it(fresh: Fresh) -> None:
    with pytest.raises(re.error):
        compiled("(")
