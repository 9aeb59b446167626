"""How far our findings agree with those of the W3C's validator: ``python -m tools.conformance [PATTERN]``.

Reads the labeled cases and real feeds of the shared data and prints the table that a test holds, too. With a pattern
it prints, for every case whose path has it, what was expected and what was found.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from syndicator.model.findings import Finding, Severity
from syndicator.validate import validate
from tools.acceptance_rows import shared_folder

PLACE = "http://www.feedvalidator.org/"
"""Where the cases were fetched from, says the page beside them."""
NOW = datetime(2025, 12, 1, tzinfo=UTC)
"""When they were judged, about."""
RSS = ("rss2.0", "rdf(rss1/0.90)", "rss?", "rss0.91")
ATOM = ("atom", "atom-entry", "atom:feed")
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_FAMILIES = {
    "ValidURI": ("InvalidLink",),
    "ValidURLAttribute": ("InvalidLink",),
    "ValidHttpGUID": ("InvalidHttpGUID", "InvalidPermalink"),
    "ValidW3CDTFDate": ("InvalidW3CDTFDate", "InvalidRFC3339Date"),
    "ValidMIMEAttribute": ("InvalidMIMEAttribute", "InvalidMIMEType"),
    "ValidTAG": ("InvalidTAG", "InvalidLink"),
    "ValidURN": ("InvalidURN", "InvalidLink"),
    "ValidHtml": ("NotHtml",),
    "ValidCloud": ("InvalidIntegerAttribute", "MissingAttribute"),
    "ValidTitle": ("AttrNotBlank", "ContainsHTML"),
    "ValidElement": ("ContainsHTML", "NotBlank"),
    "ValidAtomLinkRel": ("UnregisteredAtomLinkRel", "AttrNotBlank"),
    "ValidInteger": ("InvalidInteger",),
}
"""What a success note says is absent, where it is not the class of the same name."""


class Case(NamedTuple):
    """One labeled document and what the upstream validator says of it."""

    path: str
    body: bytes
    row: Mapping[str, Any]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Give what we find."""
        return validate(self.body, address=PLACE + self.path, charset="us-ascii", now=NOW)


class Score(NamedTuple):
    """One line of the table."""

    name: str
    least: float
    right: int
    of: int
    wrong: tuple[str, ...]
    part: float

    @property
    def is_met(self) -> bool:
        """Say whether the score is as high as it must be."""
        return self.part >= self.least


class Agreement:
    """Every score, over the cases and feeds of one folder of shared data."""

    def __init__(self, shared: Path) -> None:
        """Read the labels; documents are judged when a score is asked for."""
        self._folder = shared / "data" / "validator-cases"
        self._feeds = shared / "data" / "real-feeds.tar.xz"
        self.ancestors: dict[str, list[str]] = json.loads(self._folder.joinpath("subclasses.json").read_text("utf-8"))
        lines = self._folder.joinpath("codes.tsv").read_text("utf-8").splitlines()[1:]
        self.class_of = {code: each for each, code, _ in (line.split("\t") for line in lines)}
        self.class_of |= {kebab(each): each for each in self.ancestors}

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Give every labeled case."""
        rows = json.loads(self._folder.joinpath("index.json").read_text("utf-8"))
        return tuple(Case(row["path"], self._folder.joinpath(row["path"]).read_bytes(), row) for row in rows)

    @cached_property
    def found(self) -> dict[str, tuple[Finding, ...]]:
        """Give our findings by the case's path."""
        return {case.path: case.findings for case in self.cases}

    def met(self, case: Case) -> bool:
        """Say whether what a case expects is what was found, its parameters of place included."""
        expect, params = case.row["expect"], case.row["params"]
        families = _FAMILIES.get(expect, (expect,))
        succeeds = case.row["severity"] == "success"
        if succeeds and expect not in _FAMILIES:
            families = (expect.replace("Valid", "Invalid"),)
        found = [each for each in self.found[case.path] if any(self._is_a(each, family) for family in families)]
        if succeeds:
            found = [each for each in found if each.severity is Severity.ERROR]
        reported = any(_stands_there(each, params) for each in found)
        return reported is not (succeeds or case.row["negated"]) or (succeeds and case.row["negated"])

    def _is_a(self, finding: Finding, expected: str) -> bool:
        if expected in {"Error", "Warning"}:
            return finding.severity is Severity(expected.lower())
        own = self.class_of.get(finding.code, "")
        return expected == own or expected in self.ancestors.get(own, ())

    def scores(self) -> Iterator[Score]:
        """Give the lines of the table, in the order of the contract."""
        core = [case for case in self.cases if case.row["tier"] == "core"]
        yield _score("expectation met, core", 0.98, core, self.met)
        for name, formats in (("RSS", RSS), ("Atom", ATOM)):
            yield self._balanced(f"verdict, core {name} (balanced)", [c for c in core if c.row["format"] in formats])
        faulty = [c for c in core if c.row["isolated"] and c.row["severity"] == "error" and not c.row["negated"]]
        yield _score("single fault called invalid", 0.99, faulty, lambda case: not self._is_valid(case))
        valid = [case for case in core if case.row["reference_valid"]]
        yield _score("valid called valid", 1.0, valid, self._is_valid)
        opml = [case for case in self.cases if case.row["family"] == "opml"]
        yield _score("expectation met, OPML", 0.9, opml, self.met)
        yield from self._of_real_feeds()

    def _is_valid(self, case: Case) -> bool:
        return not any(each.severity is Severity.ERROR for each in self.found[case.path])

    def _balanced(self, name: str, cases: list[Case]) -> Score:
        parts = []
        for said in (True, False):
            group = [case for case in cases if case.row["reference_valid"] is said]
            parts.append(sum(self._is_valid(case) is said for case in group) / max(1, len(group)))
        line = _score(name, 0.99, cases, lambda case: self._is_valid(case) is case.row["reference_valid"])
        return line._replace(part=sum(parts) / 2)

    @cached_property
    def feeds(self) -> tuple[tuple[str, Mapping[str, str], tuple[Finding, ...]], ...]:
        """Give every real feed that the upstream validator could read: its name, labels, and what we find."""
        return tuple((name, row, validate(body)) for name, row, body in self.real_feeds() if not row["oracle_crash"])

    def real_feeds(self) -> Iterator[tuple[str, Mapping[str, str], bytes]]:
        """Give name, labels and bytes of each real feed."""
        with tarfile.open(self._feeds) as archive:
            files = {member.name.rpartition("/")[2]: member for member in archive if member.isfile()}
            index = archive.extractfile(files["index.csv"])
            assert index is not None
            for row in csv.DictReader(index.read().decode("utf-8").splitlines()):
                body = archive.extractfile(files[row["file"]])
                assert body is not None
                yield row["file"], row, body.read()

    def _of_real_feeds(self) -> Iterator[Score]:
        def errors(found: Iterable[Finding]) -> set[str]:
            return {each.code for each in found if each.severity is Severity.ERROR}

        def theirs(row: Mapping[str, str]) -> set[str]:
            return {kebab(each) for each in row["oracle_error_classes"].split(";") if each}

        judged = [(name, errors(found), theirs(row)) for name, row, found in self.feeds if row["format"] != "json"]
        for name, least, wrong in (
            ("real feeds, same verdict", 0.98, [name for name, our, other in judged if bool(our) != bool(other)]),
            ("real feeds, same error codes", 0.93, [name for name, our, other in judged if our != other]),
        ):
            right = len(judged) - len(wrong)
            yield Score(name, least, right, len(judged), tuple(wrong), right / max(1, len(judged)))


def kebab(class_name: str) -> str:
    """Give the code of an upstream class: ``MissingXhtmlDiv`` is ``missing-xhtml-div``."""
    return _CAPITAL.sub("-", class_name).lower()


def _stands_there(finding: Finding, params: Mapping[str, str]) -> bool:
    """Say whether a finding stands at the element that a label names; a label without one fits anywhere."""
    wanted = params.get("element", "").replace("_", ":")
    parent, _, own = finding.element.rpartition("/")
    words = re.findall(r"[\w:.-]+", finding.message.rpartition("(")[2])
    places = {own, parent, *words}
    places |= {place.rpartition(":")[2] for place in places}
    return not wanted or wanted in places or wanted.rpartition(":")[2] in places


def _score(name: str, least: float, cases: list[Case], test: Callable[[Case], bool]) -> Score:
    wrong = tuple(case.path for case in cases if not test(case))
    right = len(cases) - len(wrong)
    return Score(name, least, right, len(cases), wrong, right / max(1, len(cases)))


def table(scores: Iterable[Score]) -> str:
    """Give the scores as lines for a terminal."""
    rows = [(each.name, f"{each.part:.2%}", f"{each.least:.0%}", f"{each.right} of {each.of}") for each in scores]
    return "\n".join(f"  {name:<34}{part:>8}  (at least {least:>4}) {count:>12}" for name, part, least, count in rows)


def main() -> int:
    """Print the table, or the cases that fit a pattern; give 1 where a score is too low."""
    shared = shared_folder()
    if shared is None:
        sys.exit("The labeled cases are not here: set SYNDICATOR_SHARED to the folder that has data/validator-cases.")
    agreement = Agreement(shared)
    if sys.argv[1:]:
        _show(agreement, sys.argv[1])
        return 0
    scores = list(agreement.scores())
    sys.stdout.write(table(scores) + "\n")
    for score in scores:
        count = Counter(score.wrong)
        sys.stdout.writelines(f"\n{score.name}: {path}" for path in sorted(count))
    sys.stdout.write("\n")
    return int(not all(score.is_met for score in scores))


def _show(agreement: Agreement, pattern: str) -> None:
    for case in agreement.cases:
        if pattern in case.path:
            row = case.row
            sys.stdout.write(f"\n{case.path}\n  {row['description']}\n  {'!' * row['negated']}{row['expect']} ")
            sys.stdout.write(f"{row['params']} {'met' if agreement.met(case) else 'NOT MET'}\n")
            sys.stdout.write(f"  theirs {row['reference']}\n")
            found = (f"  ours {each.line} {each.severity} {each.code} {each.element}\n" for each in case.findings)
            sys.stdout.writelines(found)


if __name__ == "__main__":
    sys.exit(main())
