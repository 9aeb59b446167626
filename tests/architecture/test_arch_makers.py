"""Checked values have one maker each, so whoever holds one knows what was checked."""

from __future__ import annotations

import ast

import pytest
from source_tree import Module, calls, from_line, modules

MAKERS = {"Permit": "licensing.decide", "SafeHtml": "rewrite.sanitize", "ValidFeed": "validate.admit"}
MAKING_METHODS = ("model_construct", "model_validate", "model_validate_json", "model_validate_strings")


def makes(module: Module, checked: str) -> list[str]:
    """Give the places where a module makes a checked value: by its name, a pydantic method, or a cast."""
    found = []
    for node, called in calls(module):
        owner, _, method = called.rpartition(".")
        is_call = called == checked or called.endswith(f".{checked}")
        is_method = method in MAKING_METHODS and owner.split(".")[-1] == checked
        is_cast = method == "cast" and bool(node.args) and _named(node.args[0], checked)
        is_adapter = method.startswith("TypeAdapter") and bool(node.args) and _named(node.args[0], checked)
        if is_call or is_method or is_cast or is_adapter:
            found.append(module.at(node))
    return found


def _named(node: ast.expr, checked: str) -> bool:
    text = node.value if isinstance(node, ast.Constant) else ast.unparse(node)
    return str(text).split(".")[-1] == checked


@pytest.mark.parametrize(("checked", "maker"), MAKERS.items())
def test_a_checked_value_is_made_in_its_own_module_alone(checked, maker):
    elsewhere = [place for module in modules() if module.name != maker for place in makes(module, checked)]
    assert elsewhere == []


@pytest.mark.parametrize(
    "line",
    [
        "SafeHtml(text)",
        "base.SafeHtml(text)",
        "cast(SafeHtml, text)",
        "typing.cast('SafeHtml', text)",
        "SafeHtml.model_construct(x=1)",
        "TypeAdapter(SafeHtml)",
    ],
)
def test_each_way_of_making_one_is_seen(line):
    assert makes(from_line(line), "SafeHtml")
