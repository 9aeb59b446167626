"""Put small faults into the code that decides, one at a time, and see that a test notices each.

``python -m tools.mutation [PATTERN ...]`` with mutmut at hand; a pattern names mutants (``*quota*``) and keeps the
results of the last run for the others. Prints every fault that no test noticed and the figures of each module; exit
code 1 when a smaller part than ``NOTICED_MIN`` was noticed, or an exclusion fits nothing.

What is mutated and which tests judge stands in ``[tool.mutmut]`` of ``pyproject.toml``; mutants that change nothing
which anyone could see stand in ``tools/mutation.toml`` with the reason. mutmut mutates what stands in functions, so
tables and patterns of modules are left out by themselves.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tools.acceptance_rows import ROOT, shared_folder

FOLDER = ROOT / "build" / "mutation"
NOTICED_MIN = 0.9
"""Of all; a file alone may lag behind where its mutants are few."""
_COPIED = ("docs", "syndicator", "tests", "tools")
_OPENED = ("syndicator/licensing", "syndicator/rewrite")
_REMEMBERING = ("cache", "lru_cache")
_READING = ("property", "cached_property")
_REMEMBERED = re.compile(r"\blru_cache\(maxsize=\w+\)\((\w+)\)")
_NOTICED = frozenset({1, 3, -24, 24, 36, 152, 255})
"""Exit codes of mutmut's workers: a test failed, or nothing ended in time."""


class Survivor(NamedTuple):
    """A fault that no test noticed: its name, the lines it takes out and those it puts in."""

    name: str
    removed: str
    added: str


class Exclusion(NamedTuple):
    """A mutant that can not be noticed, and why."""

    function: str
    removed: str
    added: str
    why: str

    def fits(self, survivor: Survivor) -> bool:
        """Say whether it excludes this survivor."""
        function = survivor.name.rpartition("__mutmut_")[0]
        return (function, survivor.removed, survivor.added) == (self.function, self.removed, self.added)


def opened(source: str) -> str:
    """Give a module in which mutmut reaches every function, and no answer is remembered from before the fault.

    mutmut leaves decorated functions alone. Decorators that remember are taken off; a property is made of a function
    beside it.
    """
    lines = source.splitlines()
    for function in sorted(_functions(source), key=lambda one: -one.lineno):
        if len(function.decorator_list) == 1:
            _open(lines, function)
    return _REMEMBERED.sub(r"\1", "\n".join(lines)) + "\n"


def _functions(source: str) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))


def _open(lines: list[str], function: ast.FunctionDef) -> None:
    decorator = function.decorator_list[0]
    name = ast.unparse(decorator).partition("(")[0]
    if name in _READING:
        lines.insert(
            function.end_lineno or 0, f"{' ' * function.col_offset}{function.name} = {name}(of_{function.name})"
        )
        head = function.lineno - 1
        lines[head] = lines[head].replace(f"def {function.name}(", f"def of_{function.name}(", 1)
    if name in _READING or name in _REMEMBERING:
        lines[decorator.lineno - 1] = ""


def lay_out(*, anew: bool) -> None:
    """Copy what mutmut needs into ``FOLDER``, with the modules opened; ``anew`` forgets the last run's results."""
    if anew:
        shutil.rmtree(FOLDER, ignore_errors=True)
    for part in _COPIED:
        shutil.rmtree(FOLDER / part, ignore_errors=True)
        shutil.copytree(ROOT / part, FOLDER / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(FOLDER / "mutants" / "tests", ignore_errors=True)
    shutil.copy2(ROOT / "pyproject.toml", FOLDER)
    for path in (path for part in _OPENED for path in (FOLDER / part).rglob("*.py")):
        changed = path.stat()
        path.write_text(opened(path.read_text(encoding="utf-8")), encoding="utf-8")
        os.utime(path, ns=(changed.st_atime_ns, changed.st_mtime_ns))  # mutmut mutates anew what is newer


def environment(**more: str) -> dict[str, str]:
    """Give the environment in which tests judge: the same examples for every mutant, and the shared test data."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    shared = shared_folder()
    return kept | {"HYPOTHESIS_PROFILE": "ci"} | ({"SYNDICATOR_SHARED": str(shared)} if shared else {}) | more


def mutmut(*arguments: str, quiet: bool = False) -> str:
    """Run mutmut in ``FOLDER``; give what it prints when ``quiet``.

    Raises:
        SystemExit: when it fails, with its own words.
    """
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    output = subprocess.PIPE if quiet else None
    result = subprocess.run(command, cwd=FOLDER, env=environment(), stdout=output, text=True, check=False)  # noqa: S603
    if result.returncode:
        raise SystemExit(f"mutmut {arguments[0]} failed with exit code {result.returncode}: {result.stdout or ''}")
    return result.stdout or ""


def asked_at_import(source: str) -> set[str]:
    """Give the functions that a module calls while it is imported, to build its tables.

    mutmut's workers come from a process that has imported the module, and so judge a fault in these too late.
    """
    body = [node for node in ast.parse(source).body if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
    calls = (node for statement in body for node in ast.walk(statement) if isinstance(node, ast.Call))
    return {call.func.id for call in calls if isinstance(call.func, ast.Name)}


def noticed_afresh(name: str) -> bool:
    """Say whether a test notices a mutant that is there from the start of the process."""
    settings = tomllib.loads((FOLDER / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    tests = (*settings["pytest_add_cli_args_test_selection"], *settings["pytest_add_cli_args"])
    command = [sys.executable, "-m", "pytest", "-x", "-q", *tests]
    place = FOLDER / "mutants"
    chosen = environment(MUTANT_UNDER_TEST=name, PYTHONPATH=str(place))
    return subprocess.run(command, cwd=place, env=chosen, stdout=subprocess.DEVNULL, check=False).returncode != 0  # noqa: S603


def results() -> dict[str, dict[str, bool]]:
    """Give for each mutated file which of its mutants were noticed; those that were not tried are left out."""
    found: dict[str, dict[str, bool]] = {}
    for path in sorted((FOLDER / "mutants").rglob("*.py.meta")):
        file = str(path.relative_to(FOLDER / "mutants")).removesuffix(".meta")
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        early = asked_at_import((FOLDER / file).read_text(encoding="utf-8"))
        found[file] = {
            name: code in _NOTICED or (_function_of(name) in early and noticed_afresh(name))
            for name, code in codes.items()
            if code is not None
        }
    return {file: noticed for file, noticed in found.items() if noticed}


def _function_of(name: str) -> str:
    return name.rpartition("__mutmut_")[0].rpartition(".x_")[2]


def survivor(name: str, diff: str) -> Survivor:
    """Read mutmut's diff of a mutant."""
    lines = [line for line in diff.splitlines() if not line.startswith(("+++", "---"))]
    removed, added = ("\n".join(line[1:].strip() for line in lines if line.startswith(mark)) for mark in "-+")
    return Survivor(name, removed, added)


def exclusions() -> list[Exclusion]:
    """Give the mutants that are known to change nothing."""
    table = tomllib.loads((ROOT / "tools" / "mutation.toml").read_text(encoding="utf-8"))
    return [Exclusion(**one) for one in table.get("equivalent", ())]


def figures(noticed: dict[str, dict[str, bool]], excluded: Iterable[str]) -> list[tuple[str, int, int, int]]:
    """Give a row for each file and one for all: mutants that count, noticed ones, excluded ones."""
    taken_out = set(excluded)
    rows = [
        (file, len(mutants.keys() - taken_out), sum(mutants.values()), len(mutants.keys() & taken_out))
        for file, mutants in noticed.items()
    ]
    total = Counter[str]()
    for _, counted, seen, out in rows:
        total.update(counted=counted, seen=seen, out=out)
    return [*rows, ("all", total["counted"], total["seen"], total["out"])]


def main() -> int:
    """Run the mutants, print survivors and figures; give the exit code."""
    patterns = sys.argv[1:]
    lay_out(anew=not patterns)
    mutmut("run", "--max-children", str(os.cpu_count() or 1), *patterns)
    noticed = results()
    left = [name for mutants in noticed.values() for name, seen in mutants.items() if not seen]
    survivors = [survivor(name, mutmut("show", name, quiet=True)) for name in left]
    known = exclusions()
    excluded = {one.name for one in survivors if any(each.fits(one) for each in known)}
    rows = figures(noticed, excluded)
    tell([one for one in survivors if one.name not in excluded], rows)
    idle = [each for each in known if not patterns and not any(each.fits(one) for one in survivors)]
    sys.stderr.writelines(f"fits no mutant that is left, take it out: {each}\n" for each in idle)
    return int(bool(idle) or _part(*rows[-1][1:3]) < NOTICED_MIN)


def tell(survivors: Iterable[Survivor], rows: Iterable[tuple[str, int, int, int]]) -> None:
    """Print every fault that no test noticed, and the figures."""
    for one in survivors:
        sys.stdout.write(f"\n{one.name}\n- {one.removed}\n+ {one.added}\n")
    sys.stdout.write("\n| file | mutants | noticed | part | excluded |\n|---|---:|---:|---:|---:|\n")
    for file, counted, seen, excluded in rows:
        sys.stdout.write(f"| {file} | {counted} | {seen} | {_part(counted, seen):.1%} | {excluded} |\n")


def _part(counted: int, seen: int) -> float:
    return seen / counted if counted else 1.0


if __name__ == "__main__":
    sys.exit(main())
