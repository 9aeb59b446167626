"""The mutation run reaches every function and counts what it finds."""

from __future__ import annotations

import tomllib

from source_tree import ROOT

from tools.mutation import Exclusion, Survivor, asked_at_import, exclusions, figures, opened, survivor

SOURCE = """\
from functools import cache, cached_property, lru_cache

def _rows(): return [1]

ROWS = _rows()

class Asked:
    @cached_property
    def rights(self):
        return len(self.kind)

    @property
    def kind(self): return "hold"

@lru_cache(maxsize=8)
def folded(text):
    return text.lower()

@cache
def passed(rule): return object()

fold = lru_cache(maxsize=4096)(folded)
"""


def test_decorated_functions_are_opened_and_forget_what_they_said():
    module: dict = {}
    code = opened(SOURCE)
    exec(compile(code, "module", "exec"), module)
    asked = module["Asked"]()
    assert (asked.rights, asked.kind, module["fold"]("A")) == (4, "hold", "a")
    assert asked.of_rights() == 4
    assert module["passed"]("x") is not module["passed"]("x")
    assert module["fold"] is module["folded"]
    assert "@" not in code


def test_functions_that_build_the_tables_of_a_module_are_known():
    assert asked_at_import(SOURCE) & {"_rows", "folded", "passed", "rights"} == {"_rows"}


def test_a_survivor_is_excluded_by_its_function_and_both_its_lines():
    diff = "--- a.py\n+++ a.py\n@@ -1,2 +1,2 @@\n def f(x):\n-    return x + 1\n+    return x - 1\n"
    one = survivor("syndicator.a.x_f__mutmut_3", diff)
    assert one == Survivor("syndicator.a.x_f__mutmut_3", "return x + 1", "return x - 1")
    assert Exclusion("syndicator.a.x_f", one.removed, one.added, "why").fits(one)
    assert not Exclusion("syndicator.a.x_g", one.removed, one.added, "why").fits(one)
    assert not Exclusion("syndicator.a.x_f", one.removed, "return x", "why").fits(one)


def test_excluded_mutants_count_neither_as_noticed_nor_as_missed():
    noticed = {"a.py": {"a1": True, "a2": False, "a3": False}, "b.py": {"b1": True}}
    assert figures(noticed, {"a3"}) == [("a.py", 2, 1, 1), ("b.py", 1, 1, 0), ("all", 3, 2, 1)]


def test_every_exclusion_says_why_and_what_is_mutated_exists():
    assert [one for one in exclusions() if not one.why] == []
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    for pattern in (*settings["only_mutate"], *settings["pytest_add_cli_args_test_selection"]):
        assert list(ROOT.glob(pattern)), pattern
