"""A body in pieces to one in whole, within limits (RFC 9110 8.4, RFC 1952).

Rules of this module:
 - one content-coding, gzip, and one gzip member: it must end exactly where the body ends;
 - every limit is checked before the next step unpacks more than a quarter of a MiB;
 - what ends early, fails its check sum or has something behind its end gives nothing at all.
"""

from __future__ import annotations

import zlib
from enum import Enum
from typing import Final, NamedTuple

from syndicator.poll.request import MIB, BodyLimits

_STEP_BYTES: Final = 256 * 1024
_GZIP_WINDOW: Final = 31


class Coding(Enum):
    """How the bytes on the wire are coded."""

    PLAIN = "plain"
    GZIP = "gzip"


class BodyFault(NamedTuple):
    """Why a body is refused."""

    code: str
    message: str


def coding_of(values: tuple[bytes, ...]) -> Coding | None:
    """Read Content-Encoding: plain, gzip (also by its old name), or None for all that was never offered."""
    named = b",".join(values).strip().lower()
    if named in {b"", b"identity"}:
        return Coding.PLAIN
    return Coding.GZIP if named in {b"gzip", b"x-gzip"} else None


class Body:
    """Collects the pieces of one body. After a fault it must not be fed again."""

    def __init__(self, coding: Coding, limits: BodyLimits) -> None:
        self._inflater = zlib.decompressobj(wbits=_GZIP_WINDOW) if coding is Coding.GZIP else None
        self._limits = limits
        self._pieces: list[bytes] = []
        self._decoded_bytes = 0
        self.received_bytes = 0

    def feed(self, piece: bytes) -> BodyFault | None:
        """Take the next piece, or say why the body is refused."""
        self.received_bytes += len(piece)
        if self.received_bytes > self._limits.compressed_bytes_max:
            return _too_large("received", self._limits.compressed_bytes_max)
        if self._inflater is not None:
            return self._inflate(piece)
        self._pieces.append(piece)
        self._decoded_bytes += len(piece)
        return self._over_limit()

    def finish(self) -> bytes | BodyFault:
        """Give the whole body, or say why it is refused."""
        if not self.received_bytes:
            return BodyFault("empty-body", "the answer has no body")
        if self._inflater is not None and not self._inflater.eof:
            return BodyFault("body-truncated", "the gzip body ends early")
        if not self._decoded_bytes:
            return BodyFault("empty-body", "the body is empty once unpacked")
        return b"".join(self._pieces)

    def _inflate(self, piece: bytes) -> BodyFault | None:
        inflater = self._inflater
        assert inflater is not None
        while not inflater.eof:
            try:
                part = inflater.decompress(piece, _STEP_BYTES)
            except zlib.error as error:
                return BodyFault("body-malformed", f"the gzip body is damaged ({error})")
            self._pieces.append(part)
            self._decoded_bytes += len(part)
            if fault := self._over_limit():
                return fault
            piece = inflater.unconsumed_tail
            if not piece and len(part) < _STEP_BYTES:
                break
        if inflater.unused_data or piece:
            return BodyFault("body-malformed", "something follows the end of the gzip body")
        return None

    def _over_limit(self) -> BodyFault | None:
        if self._decoded_bytes > self._limits.decoded_bytes_max:
            return _too_large("unpacked", self._limits.decoded_bytes_max)
        if self._decoded_bytes > max(MIB, self._limits.ratio_max * self.received_bytes):
            return BodyFault(
                "body-ratio", f"{self.received_bytes} bytes unpack to more than {self._limits.ratio_max} times as many"
            )
        return None


def _too_large(what: str, bytes_max: int) -> BodyFault:
    return BodyFault("body-too-large", f"the body has more than {bytes_max} bytes {what}")
