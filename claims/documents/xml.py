"""XML of others, read without what it refers to: no entity is resolved, no file and no address opened."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from claims.errors import ClaimsError
from claims.files.untrusted_xml import SETTINGS

_BOMB = re.compile(rb"<!ENTITY\s", re.IGNORECASE)


def parse_xml(data: bytes, source: str) -> Any:
    """Return the root of a document.

    Args:
        data: The document.
        source: How messages call it.

    Raises:
        ClaimsError: It defines entities of its own, or is no XML.
    """
    if _BOMB.search(data[:200_000]):
        raise ClaimsError(
            f"{source}: defines entities of its own, which are not resolved; take the definitions out"
        )
    parser = etree.XMLParser(recover=True, remove_comments=True, remove_pis=True, **SETTINGS)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ClaimsError(f"{source}: no XML that can be read: {str(error).splitlines()[0]}") from error
    if root is None:
        raise ClaimsError(f"{source}: no XML that can be read")
    return root
