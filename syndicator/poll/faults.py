"""What the operating system, TLS and name resolution say went wrong, as stable codes."""

from __future__ import annotations

import socket
import ssl
from typing import Final, NamedTuple

from syndicator.poll.dialing import AddressRefusedError

_NO_SUCH_NAME: Final = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})


class Fault(NamedTuple):
    """A code of ``codes.CODES``, and words."""

    code: str
    words: str


def of_connecting(error: BaseException) -> Fault:
    """Name what kept a connection from being made."""
    match error:
        case AddressRefusedError():
            return Fault("address-refused", str(error))
        case socket.gaierror(errno=number):
            code = "dns-not-found" if number in _NO_SUCH_NAME else "dns-failed"
            return Fault(code, f"its name can not be resolved ({_said(error, 'strerror')})")
        case ssl.SSLCertVerificationError(verify_code=10):  # X509_V_ERR_CERT_HAS_EXPIRED
            return Fault("certificate-expired", "its certificate has expired")
        case ssl.SSLCertVerificationError():
            return Fault("certificate-invalid", f"its certificate is not accepted ({_said(error, 'verify_message')})")
        case ssl.SSLError():
            return Fault("tls-failed", f"no TLS connection ({_said(error, 'reason')})")
        case ConnectionRefusedError():
            return Fault("connect-refused", "nothing listens there")
        case ConnectionResetError():
            return Fault("connection-lost", "the connection was lost while it was made")
        case _:
            return Fault("connect-failed", f"no connection ({_said(error, 'strerror')})")


def _said(error: BaseException, attribute: str) -> str:
    """Give what the library says; errors that it did not make itself lack these attributes."""
    return str(getattr(error, attribute, None) or "unknown reason")
