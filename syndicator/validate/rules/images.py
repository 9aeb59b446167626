"""The picture of an RSS channel."""

from __future__ import annotations

from collections.abc import Iterator

from syndicator.validate.code_text import WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import children, first_text

CODES = {
    "image-title-doesnt-match": CodeText(
        WARNING,
        "The title of the picture is not the channel's.",
        "It is the picture's text for people who do not see it.",
        "Repeat the channel's title.",
        "RSS Advisory Board, RSS best practices profile, image",
    ),
    "image-link-doesnt-match": CodeText(
        WARNING,
        "The link of the picture is not the channel's.",
        "The picture stands for the channel and leads where the channel leads.",
        "Repeat the channel's link.",
        "RSS Advisory Board, RSS best practices profile, image",
    ),
    "image-url-format": CodeText(
        WARNING,
        "The picture is not named as a GIF, JPEG or PNG.",
        "Readers show no other kinds here.",
        "Use a picture whose address ends in .gif, .jpg, .jpeg or .png.",
        "RSS 2.0 specification, image",
    ),
}


def images(doc: Doc) -> Iterator[Fault]:
    """Compare a channel's picture with the channel."""
    for image in children(doc.head, "image"):
        for part in ("title", "link"):
            own, channels = first_text(image, part), first_text(doc.head, part)
            if own and own != channels:
                yield Fault(f"image-{part}-doesnt-match", children(image, part)[0], own)
        path = first_text(image, "url").partition("?")[0].lower()
        if path and "." in path.rpartition("/")[2] and not path.endswith((".gif", ".jpg", ".jpeg", ".png")):
            yield Fault("image-url-format", children(image, "url")[0], path)
