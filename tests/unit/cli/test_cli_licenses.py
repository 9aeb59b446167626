"""``license read``: one statement in words or JSON, and many, a line each."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from harness.commands import command

from syndicator.cli import licenses
from syndicator.cli.licenses import LINE_BYTES_MAX, CarrierOption


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("CC BY-ND 4.0", ("cc:by-nd/4.0", "CC-BY-ND-4.0", "work", True, False, "exact")),
        ("CC BY-ND, except photos", ("cc:by-nd", None, "work", False, True, "hold")),
        ("CC BY-NC-ND 3.0 US", ("cc:by-nc-nd/3.0/us", None, "work", True, False, "exact")),
        ("Photo: Jo Park, CC BY 2.0", ("cc:by/2.0", "CC-BY-2.0", "media", True, False, "exact")),
        ("Data: CC0", ("cc:zero/1.0", "CC0-1.0", "foreign", True, False, "exact")),
        (
            "https://creativecommons.org/licenses/by/4.0/deed.fr",
            ("cc:by/4.0", "CC-BY-4.0", "work", True, False, "exact"),
        ),
        ("https://licensebuttons.net/l/by/4.0/88x31.png", ("cc:by/4.0", "CC-BY-4.0", "work", True, False, "weak")),
        ("https://creativecommons.org/licenses/MIT/", ("cc:mit", None, "work", False, False, "hold")),
        ("CC:BY 4.0", ("cc:by/4.0", "CC-BY-4.0", "work", True, False, "exact")),
        (
            '<a href="https://creativecommons.org/licenses/by-nc/4.0/">CC BY</a>',
            ("cc:by-nc/4.0", "CC-BY-NC-4.0", "work", True, False, "exact"),
        ),
    ],
)
def test_a_statement_is_read_with_its_license_scope_and_certainty(text: str, claim: tuple[object, ...]) -> None:
    shown = command("license", "read", "--format", "json", text)
    keys = ("key", "spdx", "scope", "version_known", "exceptions", "outcome")
    assert shown.code == 0
    assert shown.json == {"text": text, "claims": [dict(zip(keys, claim, strict=True))], "refusal": False}


@pytest.mark.parametrize(
    "text",
    [
        "https://creativecommons.org/licenses/by/4.0/us/",
        "https://creativecommons.org.lookalike.example/licenses/by/4.0/",
        "javascript:location='https://creativecommons.org/licenses/by/4.0/'",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "cc:by",
        "[cc:by-nd/4.0]",
    ],
)
def test_an_address_that_is_rejected_has_no_claim(text: str) -> None:
    assert command("license", "read", text, "--format", "json").json["claims"] == []


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ("CC BY-ND 4.0",),
            ("CC BY-ND 4.0, of the work itself", "SPDX       CC-BY-ND-4.0", "prohibits  DerivativeWorks"),
        ),
        (("CC BY",), ("SPDX       has no id there", "not known without the version", "not enough by itself")),
        (("CC0",), ("requires   nothing", "prohibits  nothing", "certain")),
        (("CC BY 4.0, except photos",), ("limits its own claim", "Because of the exceptions it is held")),
        (("CC BY 4.0. All rights reserved.",), ("Refusal: reuse of the work is refused", "license-conflict")),
        (("All rights reserved",), ("Refusal", "refused as rights-reserved")),
        (("Photo: Jo Park, CC BY 2.0",), ("of a picture or recording", "not the text at hand")),
        (("The study is CC BY 4.0",), ("of something else", "No license for the work")),
        (("A Creative Commons license",), ("A license is named, but not so that it is certain",)),
        (("https://paper.example/rights",), ("This address is not that of a license known here",)),
        (("https://www.etalab.gouv.fr/wp-content/uploads/2018/11/open-licence.pdf",), ("not one of Creative Commons",)),
        (("https://licensebuttons.net/l/by/4.0/88x31.png",), ("weak: a badge",)),
        (("CC BY 4.0", "--carrier", "body"), ("Then --carrier entry-rights",)),
        (("Free to share with credit",), ("It names none.",)),
    ],
)
def test_in_words_it_says_what_it_reads_as_why_it_is_no_license_and_what_follows(
    args: tuple[str, ...], words: tuple[str, ...]
) -> None:
    shown = command("license", "read", *args)
    assert shown.code == 0
    for word in words:
        assert word in shown.out


def read_lines(stdin: bytes, *args: str) -> list[dict[str, object]]:
    shown = command("license", "read", "--lines", *args, stdin=stdin)
    assert shown.code == 0
    return [json.loads(line) for line in shown.out.splitlines()]


def test_each_line_is_answered_in_its_order_whatever_stands_in_it() -> None:
    answers = read_lines(b"CC BY 4.0\r\n\n\xff CC BY \xe2\x80\xa8\nAll rights reserved\nCC BY-SA 4.0")
    assert [answer["text"] for answer in answers] == [
        "CC BY 4.0",
        "",
        "\ufffd CC BY \u2028",
        "All rights reserved",
        "CC BY-SA 4.0",
    ]
    assert [len(answer["claims"]) for answer in answers] == [1, 0, 1, 0, 1]  # type: ignore[arg-type]
    assert [answer["refusal"] for answer in answers] == [False, False, False, True, False]


def test_no_line_gives_no_answer() -> None:
    assert read_lines(b"") == []


def test_the_carrier_holds_for_every_line() -> None:
    assert [len(one["claims"]) for one in read_lines(b"CC BY 4.0\n", "--carrier", "body")] == [0]  # type: ignore[arg-type]


def test_what_is_too_long_to_be_a_line_is_cut_and_the_next_line_is_whole() -> None:
    answers = read_lines(b"x" * (3 * LINE_BYTES_MAX) + b"\nCC BY 4.0\n")
    assert [len(str(answer["text"])) <= LINE_BYTES_MAX + 65_536 for answer in answers] == [True, True]
    assert answers[1]["text"] == "CC BY 4.0"


class Endless(io.RawIOBase):
    """A standard input that goes on, and tells how much of it was asked for."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self.lines = lines
        self.given = 0

    def read1(self, size: int) -> bytes:
        block = b"".join(itertools.islice(self.lines, 100))
        self.given += len(block)
        return block


def test_answers_come_while_lines_still_come(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = Endless(f"CC BY 4.0 {number}\n".encode() for number in range(10_000))
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr(licenses, "say", lambda text: seen.append((lines.given, text.count("\n") + 1)))
    licenses._read_lines(lines, CarrierOption.ENTRY_RIGHTS)  # type: ignore[arg-type]  # as much of a stream as is asked
    assert sum(answered for _, answered in seen) == 10_000
    assert len(seen) == 100
    assert seen[0][0] < 2_000


def test_a_reader_that_leaves_ends_the_command_in_silence() -> None:
    script = "import sys; sys.argv = ['syndicator', 'license', 'read', '--lines']; import syndicator.cli as c; c.main()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdin
        assert run.stdout
        assert run.stderr
        run.stdin.write(b"CC BY 4.0\n")
        run.stdin.flush()
        assert json.loads(run.stdout.readline())["text"] == "CC BY 4.0"
        run.stdout.close()
        with contextlib.suppress(BrokenPipeError):  # it may be gone before all is written
            run.stdin.write(b"CC BY 4.0\n" * 20_000)
        with contextlib.suppress(BrokenPipeError):
            run.stdin.close()
        assert run.stderr.read() == b""
        assert run.wait() == 0
