"""docs/operating.md names every command, option, exit code, signal, request and event, and none that does not exist."""

from __future__ import annotations

import ast
import re
import signal
from collections.abc import Iterator
from typing import get_args

import pytest
import typer
from architecture.source_tree import ROOT, modules
from docs_pages import COMMANDS, page, rows, section

from syndicator import errors
from syndicator.cli import app
from syndicator.ops import control
from syndicator.store.tables import SCHEMA

TELLS = re.compile(r"(?:(?:^|\.)_?log\.|\(self\._log\.|^tell$)")
NAMED_BY_A_VARIABLE = {"{event}-done": ("source-done", "feed-done")}
"""Events whose name is put together where they are told."""


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_of_a_command_is_told_and_no_other(name):
    options = {
        max(option.opts, key=len)
        for option in COMMANDS[name].params
        if option.param_type_name == "option" and option.name != "help"
    }
    assert set(rows("operating.md", f"`{name}`")) == options


def test_no_command_is_told_that_does_not_exist():
    text = re.search(r"^## Commands\n(.*?)^## ", page("operating.md"), re.MULTILINE | re.DOTALL)
    assert text
    assert set(re.findall(r"^### `(.+)`$", text[1], re.MULTILINE)) == set(COMMANDS)


def test_the_options_of_every_command_are_told():
    told = section("operating.md", "Commands")
    root = typer.main.get_command(app)
    assert all(f"`{max(one.opts, key=len)}" in told for one in root.params if one.param_type_name == "option")
    assert "`--help`" in told


def _kinds_of_error() -> Iterator[type[errors.SyndicatorError]]:
    todo: list[type[errors.SyndicatorError]] = [errors.SyndicatorError]
    while todo:
        kind = todo.pop()
        yield kind
        todo += kind.__subclasses__()


def test_each_exit_code_is_told_and_no_other():
    fine, usage = 0, 2
    codes = {fine, usage, *(kind.exit_code for kind in _kinds_of_error() if kind.__module__.startswith("syndicator"))}
    assert set(rows("operating.md", "Exit codes")) == {str(code) for code in codes}
    help_text = str(typer.main.get_command(app).help)
    assert set(re.findall(r"\d+", help_text.partition("Exit codes:")[2])) == {str(code) for code in codes}


def test_each_signal_the_daemon_hears_is_told():
    service = next(module for module in modules() if module.name == "daemon.service")
    heard = set(re.findall(r"signal\.(SIG[A-Z]+)\b", service.text))
    assert set(rows("operating.md", "Signals")) == heard
    assert all(str(128 + getattr(signal, name)) in section("operating.md", "Signals") for name in ("SIGTERM", "SIGINT"))


def test_each_request_over_the_socket_is_told():
    requests = {get_args(kind.model_fields["op"].annotation)[0] for kind in get_args(control.Request)}
    told = section("operating.md", "The control socket")
    assert {name for name in requests if f"`{name}`" in told} == requests


def events() -> set[str]:
    """Give the name of every event that is told to a log, read from the syntax trees."""
    found: set[str] = set()
    for module in modules():
        for call in ast.walk(module.tree):
            if not (isinstance(call, ast.Call) and call.args and TELLS.search(ast.unparse(call.func))):
                continue
            name = call.args[0]
            if isinstance(name, ast.Constant):
                found.add(name.value)
            else:
                found.update(NAMED_BY_A_VARIABLE[ast.unparse(name).removeprefix("f").strip("'\"")])
    return found


def test_each_event_of_the_log_is_told_and_no_other():
    assert {"started", "source-done", "job-failed", "library-message"} <= events()
    assert set(rows("operating.md", "Log events")) == events()


def test_each_schema_of_the_database_is_told():
    assert [*rows("operating.md", "Upgrade")] == [str(number) for number in range(1, SCHEMA + 1)]


def test_each_code_that_is_told_exists():
    text = page("operating.md").split("## When something is wrong")[1]
    told = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", text))
    known = {word for module in modules() for word in re.findall(r'"([a-z0-9-]+)"', module.text)}
    by_number = {code for code in told if re.fullmatch(r"http-[45]\d\d", code)}
    assert {"store-corrupt", "gate-refused", "terms-unread"} <= told
    assert told - known - by_number == set()


def test_each_health_address_is_told():
    web = next(module for module in modules() if module.name == "web.app")
    health = set(re.findall(r'Route\("(/\w+)", _Health', web.text))
    assert set(rows("operating.md", "Health")) == health


def _links() -> Iterator[tuple[str, str]]:
    for path in (*sorted((ROOT / "docs").rglob("*.md")), *(ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md"))):
        for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
            if "://" not in target:
                yield str(path.relative_to(ROOT)), target


@pytest.mark.parametrize(("page_name", "target"), sorted(set(_links())))
def test_a_link_within_the_pages_leads_somewhere(page_name, target):
    path, _, anchor = target.partition("#")
    there = (ROOT / page_name).parent / path if path else ROOT / page_name
    assert there.exists()
    if anchor:
        headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
        assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.proves("F-29")
def test_the_proxy_is_told_how_and_nothing_of_ours_claims_its_certificate():
    told = section("operating.md", "Behind a proxy, with TLS")
    assert all(words in told for words in ("HTTP/1.1", "TLS", "HSTS", "proxy_pass", "X-Forwarded-For"))
    ours = [module for module in modules() if module.name.startswith("web")]
    assert not any("strict-transport-security" in module.text.lower() for module in ours)
