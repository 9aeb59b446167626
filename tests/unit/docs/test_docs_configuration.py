"""docs/configuration.md and docs/publishers.md name every key with its default, and nothing that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, get_args

import pytest
from architecture.source_tree import modules
from docs_pages import page, rows, section
from pydantic import BaseModel

from syndicator.model.base import Value
from syndicator.model.config import Feed, Select, SelectRule, Signed, Source, Use
from syndicator.model.terms import Counter, Notice, Terms
from syndicator.publishers import Registry, lint, load_registry
from syndicator.publishers.reading import _COLLECTED
from syndicator.settings import ENVIRONMENT, Main, _FiledAct, load

FOLLOWS_ANOTHER_FILE = {(Source, "interval"): "`poll.interval`", (Feed, "use"): "that of `syndicator.toml`"}
"""Defaults that are none of the model's: another file says them."""


def fields_of(model: type[BaseModel], *unsaid: str) -> dict[str, Any]:
    """Give the fields an operator can write, those of inner tables (``poll``, say) under dotted names."""
    fields: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        inner = field.annotation
        if name in unsaid:
            continue
        if isinstance(inner, type) and issubclass(inner, Value) and inner not in {Use, Select}:
            fields |= {f"{name}.{key}": one for key, one in inner.model_fields.items()}
        else:
            fields[name] = field
    return fields


def as_text(one: object) -> str:
    return f'"{one}"'


def as_toml(default: object) -> str:
    """Give a default as the pages write it."""
    match default:
        case bool():
            return f"`{str(default).lower()}`"
        case timedelta():
            seconds = int(default.total_seconds())
            size, unit = next((size, unit) for size, unit in ((3600, "h"), (60, "m"), (1, "s")) if seconds % size == 0)
            return f'`"{seconds // size}{unit}"`'
        case tuple():
            return f"`[{', '.join(map(as_text, default))}]`"
        case None:
            return "none"
        case Use():
            return "all false"
        case Select():
            return "empty"
        case str():
            return f'`"{default}"`'
        case _:
            return f"`{default}`"


CONFIGURATION = [
    ("`syndicator.toml`", Main, ()),
    ("`[use]`", Use, ()),
    ("`sources/ID.toml`", Source, ("id",)),
    ("Signatures", Signed, ()),
    ("`[select]`", Select, ()),
    ("Rules", SelectRule, ()),
    ("`feeds/NAME.toml`", Feed, ("name",)),
    ("`approvals.toml`", _FiledAct, ()),
]


@pytest.mark.parametrize(
    ("heading", "model", "unsaid"), CONFIGURATION, ids=lambda one: str(getattr(one, "__name__", ""))
)
def test_each_key_of_a_file_stands_in_its_table_with_its_default(heading, model, unsaid):
    table, fields = rows("configuration.md", heading), fields_of(model, *unsaid)
    assert set(table) == set(fields)
    for key, field in fields.items():
        wanted = "required" if field.is_required() else as_toml(field.default)
        assert table[key][1] == FOLLOWS_ANOTHER_FILE.get((model, key), wanted), key


@pytest.mark.parametrize(
    ("heading", "model", "unsaid"), CONFIGURATION, ids=lambda one: str(getattr(one, "__name__", ""))
)
def test_each_choice_of_a_key_is_named(heading, model, unsaid):
    table = rows("configuration.md", heading)
    for key, field in fields_of(model, *unsaid).items():
        for choice in _choices(field.annotation):
            assert f"`{choice}`" in table[key][2], key


def _choices(annotation: object) -> Iterator[str]:
    for arg in get_args(annotation):
        if isinstance(arg, str):
            yield arg
        else:
            yield from _choices(arg)


def test_each_environment_variable_is_told_with_the_key_it_stands_for():
    table = rows("configuration.md", "Environment")
    assert set(table) == {*ENVIRONMENT, "SYNDICATOR_CONFIG"}
    assert {name: table[name][0] for name in ENVIRONMENT} == {
        name: f"`{'.'.join(keys)}`" for name, keys in ENVIRONMENT.items()
    }


def test_each_other_variable_that_is_read_is_told():
    read = {
        name
        for module in modules()
        for name in re.findall(r"environ(?:ment)?\.get\(\s*\"([A-Z_]+)\"", module.text)
        if not name.startswith("SYNDICATOR_")
    }
    assert {"NOTIFY_SOCKET", "INVOCATION_ID"} <= read
    told = section("configuration.md", "Environment")
    assert [name for name in sorted(read) if f"`{name}`" not in told] == []


def test_each_key_of_a_publisher_is_told():
    headings = ("Who", "License", "How much, when, for whom", "Uses", "The work", "The frame", "For people")
    told = {key: row for heading in headings for key, row in rows("publishers.md", heading).items()}
    in_file = {value: key for key, value in _COLLECTED.items()}
    fields = {in_file.get(key, key): field for key, field in Terms.model_fields.items() if key != "id"}
    assert set(told) == set(fields)
    for key, field in fields.items():
        for choice in _choices(field.annotation):
            assert choice in " ".join(told[key]), (key, choice)
        assert (told[key][0] == "required") == field.is_required(), key
        if not field.is_required() and isinstance(field.default, bool | str | tuple) and field.default not in {"", ()}:
            assert told[key][0] == as_toml(field.default), key


@pytest.mark.parametrize(("heading", "model"), [("`[counter]`", Counter), ("`[[notice]]`", Notice)])
def test_each_key_of_a_publisher_s_table_is_told_with_its_default(heading, model):
    table = rows("publishers.md", heading)
    assert set(table) == set(model.model_fields)
    for key, field in model.model_fields.items():
        wanted = "required" if field.is_required() else as_toml(field.default) if field.default else "empty"
        assert table[key][0] == wanted, key
        assert all(f"`{choice}`" in table[key][1] for choice in _choices(field.annotation) if choice), key


def test_the_example_of_a_publisher_can_be_read():
    text = re.search(r"```toml\n# config/publishers/sample-gazette.toml\n(.*?)```", page("publishers.md"), re.DOTALL)
    assert text
    registry = load_registry({"sample-gazette": text[1]})
    assert isinstance(registry, Registry), registry
    terms = registry.get("sample-gazette")
    assert terms
    assert lint(terms) == ()


def test_the_examples_of_the_files_make_a_configuration(tmp_path):
    for heading, name in (
        ("`syndicator.toml`", "syndicator.toml"),
        ("`sources/ID.toml`", "sources/tc-uk-politics.toml"),
        ("`feeds/NAME.toml`", "feeds/world.toml"),
        ("`approvals.toml`", "approvals.toml"),
    ):
        path = tmp_path / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(section("configuration.md", heading).split("```")[1].removeprefix("toml\n"), encoding="utf-8")
    other = 'publisher = "global-voices"\nurl = "https://voices.example.net/feed"\n'
    path.with_name("sources").joinpath("global-voices.toml").write_text(other, encoding="utf-8")
    settings = load(tmp_path / "config", {"SYNDICATOR_CONTACT": "desk@sampletown.org"})
    (feed,) = settings.feeds
    assert (feed.name, feed.use.ads, feed.use.nonprofit) == ("world", True, True)
    assert [act.kind.value for act in settings.acts] == ["approve", "takedown"]
