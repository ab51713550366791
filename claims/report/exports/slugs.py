"""Names of systems as names of folders: any text may be one."""

from __future__ import annotations

import hashlib
import re

_LONGEST = 80


def slug(name: str, fallback: str = "unnamed") -> str:
    """Return a name that any file system takes, and that differs where two names do not only differ in blanks.

    >>> slug("ResNet-50"), slug("../../etc"), slug("CON"), slug("Llama 3 / 8B")
    ('ResNet-50', 'etc-74ccf3c5', 'CON-a3dbc4b6', 'Llama-3-8B-e3c3626a')
    """
    plain = re.sub(r"[^A-Za-z0-9._+-]+", "-", name).strip("-.")
    if plain == name and len(plain) <= _LONGEST and not _RESERVED.fullmatch(plain):
        return plain
    return f"{plain[:_LONGEST] or fallback}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"


# Windows takes them for devices.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
