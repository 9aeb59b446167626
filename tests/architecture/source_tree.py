"""The project as its architecture tests see it: every module of the package with its syntax tree."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "syndicator"


class Module(NamedTuple):
    """One module of the package: its dotted name below ``syndicator``, its text and its tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def docstring(self) -> str:
        return ast.get_docstring(self.tree) or ""

    def at(self, node: ast.AST) -> str:
        """Give ``path:line`` of a node, for messages."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def module_of(path: Path, package: Path = PACKAGE) -> Module:
    text = path.read_text(encoding="utf-8")
    parts = path.relative_to(package).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name, path, text, ast.parse(text))


@cache
def modules() -> tuple[Module, ...]:
    """Give every module of the package, sorted by name."""
    return tuple(sorted(map(module_of, PACKAGE.rglob("*.py"))))


@cache
def contract(identity: str) -> dict[str, list[str]]:
    """Give one import contract of pyproject.toml as it is written there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    return next(found for found in contracts if found["id"] == identity)


def is_within(name: str, *places: str) -> bool:
    """Tell whether a module is one of the places or lies in one of them."""
    return any(name == place or name.startswith(f"{place}.") for place in places)


def from_line(line: str, name: str = "cycle") -> Module:
    """Give a module of one line, to see what a check says of it."""
    return Module(name, PACKAGE / f"{name.replace('.', '/')}.py", line, ast.parse(line))


def imports(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Give every absolute import of a module as (node, dotted name with the imported name), lazy ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from ((node, part.value) for part in node.args[:1] if isinstance(part, ast.Constant))


def calls(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Give every call as (node, what is called as it is written: ``datetime.now``)."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def texts(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Give every docstring of a module with the node that it describes."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, ast.get_docstring(node) or ""
