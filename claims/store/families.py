"""Families of systems: FlashAttention-2 and FlashAttention-3 are versions of FlashAttention.

Which words tell a version, which make no other system of a name, and which name a class of systems and not one, is
data: ``schema/families.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources

from claims.names.aliases import fold
from claims.syntax.word_classes import word_codes

FILE = "families.toml"
_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_WORD = re.compile(r"[^\s\-_/–,;:]+")
_NUMBER = re.compile(r"v?\d+(?:\.\d+)*[a-z]?|\d+(?:\.\d+)?[bmk]|[a-z]\d{1,3}|\d+x\d+[a-z]?", re.IGNORECASE)
# YOLOv5 and GPT4 end in a version, BM25 and A100 in a part of their names.
_GLUED = re.compile(
    r"(?P<family>[A-Za-z][A-Za-z.+]*?[A-Za-z+])(?P<version>[vV]\d+(?:\.\d+)*[a-z]?|\d{1,3}(?:\.\d+)?)"
)
_SHORTEST = 3  # letters of a family with a number glued to it


@dataclass(frozen=True, slots=True)
class SystemName:
    """A name taken apart.

    Attributes:
        family: Name without version and without words around it.
        version: What tells the version, small letters, words joined by "-"; "" where nothing does.
        name: Both as they are written.
    """

    family: str
    version: str
    name: str = field(default="", compare=False, repr=False)

    @property
    def family_key(self) -> str:
        """The family without case, blanks and hyphens: equal keys are one family."""
        return fold(self.family)

    @property
    def key(self) -> str:
        """Family and version without case, blanks and hyphens: equal keys are one system."""
        return fold(f"{self.family}{self.version}")

    @property
    def is_one(self) -> bool:
        """Whether it names one system: CNN names a class of them, Ours and Student are words of the language."""
        if not any(sign.isupper() or sign.isdigit() for sign in self.name):
            return False
        key = self.family_key
        if not key or key in _vocabulary()["classes"] or key.removesuffix("s") in _vocabulary()["classes"]:
            return False
        word = self.family.lower()
        is_word = self.family[1:].islower() and not word_codes().keys().isdisjoint(
            (word, word.removesuffix("s"))
        )
        return bool(self.version) or not is_word


@lru_cache(maxsize=65536)
def system_name(name: str) -> SystemName:
    """Take the name of a system apart into family and version.

    >>> system_name("FlashAttention-2"), system_name("the vanilla YOLOv5s model")
    (SystemName(family='FlashAttention', version='2'), SystemName(family='YOLO', version='v5s'))
    >>> system_name("LLaMA-2-7B").version, system_name("BM25"), system_name("EfficientNet-B7").family
    ('2-7b', SystemName(family='BM25', version=''), 'EfficientNet')
    """
    plain = _PARENTHESES.sub("", name).strip() or name.strip()
    words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(plain)]
    before, after = _vocabulary()["before"], _vocabulary()["behind"]
    # "A-NMPC" is no NMPC with an article.
    while len(words) > 1 and words[0][0].lower() in before and plain[words[0][2]] == " ":
        del words[0]
    # "Diffusion Policy" is a name as it stands.
    while len(words) > 1 and words[-1][0] in after:
        del words[-1]
    if not words:
        return SystemName(plain, "", plain)
    first = len(words)
    while first > 1 and _is_version(words[first - 1][0]):
        first -= 1
    version = [word.lower() for word, *_ in words[first:]]
    start, end = words[0][1], words[first - 1][2]
    glued = _GLUED.fullmatch(words[first - 1][0])
    if glued and len(glued["family"]) >= (2 if glued["version"].lower().startswith("v") else _SHORTEST):
        end -= len(glued["version"])
        version.insert(0, glued["version"].lower())
    return SystemName(plain[start:end], "-".join(version), plain[start : words[-1][2]])


def system_names(names: str) -> list[SystemName]:
    """Take a name or a list of names apart; what names no one system is left out.

    >>> [name.name for name in system_names("NLM and BM3D")], system_names("the existing methods")
    (['NLM', 'BM3D'], [])
    """
    members = _between().split(names)
    found = [system_name(member) for member in members if member.strip()]
    if len(found) > 1 and not all(name.is_one for name in found):
        found = [system_name(names)]
    return [name for name in found if name.is_one]


def _is_version(word: str) -> bool:
    return word.lower() in _vocabulary()["versions"] or _NUMBER.fullmatch(word) is not None


@cache
def _between() -> re.Pattern[str]:
    words = "|".join(re.escape(words) for words in sorted(_vocabulary()["between"]))
    return re.compile(rf"\s*,\s*|\s+(?:{words})\s+")


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    text = (resources.files("claims.schema") / FILE).read_text("utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}
