"""Reading opens nothing: the system calls of a process that reads hostile documents, as strace sees them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import os
from syndicator.errors import ParseError
from syndicator.parse import Hints, read
FORMS = (
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>|&x;',
    '<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>|&x;',
    '<!DOCTYPE r [<!ENTITY x SYSTEM "php://filter/resource=x">]>|&x;',
    '<!DOCTYPE r [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>|',
    '<!DOCTYPE rss SYSTEM "file:///etc/passwd">|',
    '<!DOCTYPE rss PUBLIC "-//X//DTD X//EN" "http://127.0.0.1:9/x.dtd">|&eacute;',
    '<?xml-stylesheet href="file:///etc/passwd"?>|&',
    '|<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>',
)
def work():
    for form in FORMS:
        head, inner = form.split("|")
        item = f"<item><title>t</title><description>{inner}</description></item>"
        body = f"{head}<rss version='2.0'><channel>{item}</channel></rss>".encode()
        try:
            assert "root:" not in str(read(body, Hints(url="https://feeds.example/"), frozenset()))
        except ParseError:
            pass
work()
os.access("/marker-begin", os.F_OK)
work()
os.access("/marker-end", os.F_OK)
"""


@pytest.mark.proves("S-09", "H-042")
def test_no_file_is_opened_and_no_socket_made(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    log = tmp_path / "calls"
    if strace is None or subprocess.run([strace, "-o", "/dev/null", "true"], capture_output=True).returncode:
        pytest.skip("strace is not at hand or may not trace here")
    traced = [strace, "-f", "-e", "trace=%file,%network", "-o", str(log), sys.executable, "-c", SCRIPT]
    subprocess.run(traced, check=True, capture_output=True, timeout=150)
    calls = log.read_text().splitlines()
    begin = next(at for at, call in enumerate(calls) if "/marker-begin" in call)
    end = next(at for at, call in enumerate(calls) if "/marker-end" in call)
    assert calls[begin + 1 : end] == []
