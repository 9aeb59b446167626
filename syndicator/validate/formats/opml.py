"""OPML 1.0 to 2.0: lists of feeds (OPML 2.0 specification)."""

from __future__ import annotations

from syndicator.validate.formats.row import Attribute, Kind, Row, Times, rows
from syndicator.validate.values.addresses import full_uri
from syndicator.validate.values.dates import rfc822
from syndicator.validate.values.numbers import comma_separated, integer
from syndicator.validate.values.plain import any_text, opml_version, true_or_false
from syndicator.validate.values.words import email

ONE, OPTIONAL, ANY = Times.ONE, Times.OPTIONAL, Times.ANY
CONTAINER = Kind.CONTAINER

_ROOT = ("opml", "outlineDocument")
_HEAD = ("head",)

OPML = (
    Row("opml", (), ONE, CONTAINER, (Attribute("version", opml_version, required=True),)),
    Row("outlineDocument", (), ONE, CONTAINER),
    Row("head", _ROOT, ONE, CONTAINER),
    Row("body", _ROOT, ONE, CONTAINER),
    *rows(_HEAD, OPTIONAL, any_text, "title", "ownerName"),
    *rows(_HEAD, OPTIONAL, rfc822, "dateCreated", "dateModified"),
    Row("ownerEmail", _HEAD, OPTIONAL, email),
    *rows(_HEAD, OPTIONAL, full_uri, "ownerId", "docs"),
    Row("expansionState", _HEAD, OPTIONAL, comma_separated),
    *rows(_HEAD, OPTIONAL, integer, "vertScrollState", "windowTop", "windowLeft", "windowBottom", "windowRight"),
    Row(
        "outline",
        ("body", "outline"),
        ANY,
        CONTAINER,
        (
            Attribute("text", any_text, required=True),
            Attribute("created", rfc822),
            *(Attribute(each, true_or_false) for each in ("isComment", "isBreakpoint")),
        ),
        open=True,
    ),
)
