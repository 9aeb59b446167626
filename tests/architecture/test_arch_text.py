"""What is written beside the code: cards, lengths, spelling, and nothing of one machine."""

from __future__ import annotations

import io
import re
import subprocess
import tokenize

import pytest
from source_tree import PACKAGE, ROOT, Module, contract, modules, texts

CARD = ("Takes", "Gives", "Touches", "Knows", "Holds", "Change here when")
LINES_MAX = 300
QUOTED = re.compile(r"``[^`]*``|`[^`]*`|\"[^\"]*\"|“[^”]*”|'[^'\n]*'")

# Written in pieces, so that this file is no hit of its own.
FOREIGN = re.compile(
    "|".join(
        [
            r"(?<![\w./-])/" + r"(?:work|root|Users)/\w",
            r"\.libr" + "ary/",
            r"py" + r"pi\.org/simple",
            "files.python" + r"hosted\.org",
            r"--(?:extra-)?index" + "-url",
            r"--find" + "-links",
            "registry.npm" + r"js\.org",
        ]
    )
)


def packages() -> list[Module]:
    return [
        module for module in modules() if module.name and module.path.parent.parent == PACKAGE and _is_package(module)
    ]


def _is_package(module: Module) -> bool:
    return module.path.name == "__init__.py"


def card_of(module: Module) -> dict[str, str]:
    """Give the lines of a package's card by their first words; a continued line belongs to the one above."""
    card: dict[str, str] = {}
    name = ""
    for line in module.docstring.splitlines():
        word, colon, rest = line.partition(":")
        if colon and word in CARD:
            name = word
            card[name] = rest.strip()
        elif name and line.strip():
            card[name] += " " + line.strip()
    return card


@pytest.mark.parametrize("package", packages(), ids=lambda package: package.name)
def test_a_package_opens_with_its_card(package):
    card = card_of(package)
    assert tuple(card) == CARD
    assert all(card.values())


@pytest.mark.parametrize("package", packages(), ids=lambda package: package.name)
def test_a_card_says_that_a_package_touches_nothing_exactly_when_the_contract_does(package):
    is_pure = f"syndicator.{package.name}" in contract("pure")["source_modules"]
    assert card_of(package).get("Touches", "").startswith("nothing") == is_pure


def test_a_long_file_says_why_it_is_long():
    long = [module for module in modules() if len(module.text.splitlines()) > LINES_MAX]
    assert [str(m.path.relative_to(ROOT)) for m in long if not re.search(r"\b(table|long|lines)\b", m.docstring)] == []


def test_every_module_says_what_it_is_for():
    assert [str(module.path.relative_to(ROOT)) for module in modules() if not module.docstring] == []


def test_code_and_docstrings_spell_license_the_american_way():
    british = re.compile("licen" + "ce", re.IGNORECASE)
    in_docstrings = [
        module.at(node) for module in modules() for node, text in texts(module) if british.search(QUOTED.sub("", text))
    ]
    in_code = [
        f"{module.path.relative_to(ROOT)}:{token.start[0]}"
        for module in modules()
        for token in tokenize.generate_tokens(io.StringIO(module.text).readline)
        if token.type in (tokenize.NAME, tokenize.COMMENT) and british.search(QUOTED.sub("", token.string))
    ]
    assert in_docstrings + in_code == []


def test_nothing_is_left_for_later_in_a_comment():
    later = re.compile(r"#.*\b(?:TODO|FIXME|XXX|HACK)\b")
    assert [str(module.path.relative_to(ROOT)) for module in modules() if later.search(module.text)] == []


def test_every_ignored_warning_carries_its_reason():
    bare = re.compile(r"#\s*(?:noqa(?!: [A-Z]+\d+(?:, ?[A-Z]+\d+)*\s+\S)|type: ignore(?!\[[\w, -]+\]\s+\S)).*")
    found = [
        f"{module.path.relative_to(ROOT)}:{number}: {line.strip()}"
        for module in modules()
        for number, line in enumerate(module.text.splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []


def test_no_file_names_a_place_of_one_machine_or_a_package_index():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: nothing tells which files belong to the project")
    hits = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        hits += [f"{name}: {match.group()}" for match in FOREIGN.finditer(text)]
    assert hits == []
