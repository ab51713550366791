"""What the pages of a site are called: short, readable, each name once on any file system."""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST = 72
"""Characters of a name, without its ending."""

# What Windows takes for a device, whatever ending follows.
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def slug(name: str) -> str:
    """Return a name in small letters, digits, hyphens and dots between them; ``x`` where nothing is left.

    >>> slug("ImageNet-1K (val)"), slug("../../etc"), slug("Ünïcode"), slug("2301.00001"), slug("模型")
    ('imagenet-1k-val', 'etc', 'unicode', '2301.00001', 'x')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9.]+", "-", plain)
    return re.sub(r"[-.]*\.[-.]*(?=\.|-|$)|-{2,}", "-", words)[:LONGEST].strip("-.") or "x"


class Names:
    """Gives things names of their own: the first has the plain one, later ones that look alike a hash as well."""

    def __init__(self, reserved: tuple[str, ...] = ("index",)) -> None:
        """Begin with names that nothing gets."""
        self._taken = set(reserved)

    def take(self, name: str) -> str:
        """Return a new name for a thing.

        >>> names = Names()
        >>> names.take("C"), names.take("C++") == names.take("C#"), names.take("index") == "index"
        ('c', False, False)
        """
        plain = slug(name)
        chosen, turn = plain, 0
        while chosen in self._taken or _DEVICES.fullmatch(chosen.partition(".")[0]):
            digest = hashlib.sha256(f"{name}\0{turn}".encode("utf-8", "surrogatepass")).hexdigest()[:8]
            chosen, turn = f"{plain}-{digest}", turn + 1
        self._taken.add(chosen)
        return chosen
