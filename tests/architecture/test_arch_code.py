"""What no line of the package does, read from its syntax trees. Each check is shown a line that it must see."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from source_tree import Module, calls, from_line, imports, is_within, modules

HTTP_CLIENTS = ("aiohttp", "httpx", "requests", "urllib.request", "urllib3", "http.client", "pycurl", "websockets")
SERIALIZERS = ("pickle", "marshal", "shelve", "dill", "cloudpickle", "yaml", "ruamel")
SHELLS = ("subprocess", "pty", "os.system", "os.popen")
EVALUATORS = ("eval", "exec", "compile", "__import__", "os.system", "os.popen")
STARTERS = ("create_subprocess_shell", "create_subprocess_exec", "PickleType")
PICKLING_STORES = ("sqlalchemy", "redis", "mongodb", "zookeeper", "etcd", "rethinkdb")
CLOCKS = ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "gmtime", "localtime")
READS = {*(f"time.{name}" for name in CLOCKS), "datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
BROAD = {"Exception", "BaseException"}
CHANGEABLE = {"dict", "list", "set", "bytearray"}

Check = Callable[[Module], Iterator[ast.AST]]


def hits(check: Check, *except_in: str) -> list[str]:
    """Give the places a check objects to, in all modules but those that are excepted."""
    return [each.at(node) for each in modules() if not is_within(each.name, *except_in) for node in check(each)]


def importing(*names: str) -> Check:
    def check(module: Module) -> Iterator[ast.AST]:
        yield from (node for node, name in imports(module) if is_within(name, *names))

    return check


def evaluating(module: Module) -> Iterator[ast.AST]:
    for node, name in calls(module):
        starts = name.split(".")[-1] in STARTERS or name.startswith(("os.exec", "os.spawn"))
        if name in EVALUATORS or starts or any(word.arg == "shell" for word in node.keywords):
            yield node


def keeping_jobs_elsewhere(module: Module) -> Iterator[ast.AST]:
    yield from importing(*(f"apscheduler.jobstores.{name}" for name in PICKLING_STORES))(module)
    for node, name in calls(module):
        stores = [word.value for word in node.keywords if word.arg == "jobstores"]
        stores += node.args[:1] if name.endswith("add_jobstore") else []
        yield from (store for store in stores if "MemoryJobStore()" not in ast.unparse(store))


def reading_xml(module: Module) -> Iterator[ast.AST]:
    yield from importing("xml", "lxml.objectify", "lxml.etree.fromstring", "lxml.etree.XML")(module)
    for node, name in calls(module):
        by_default = name in {"etree.fromstring", "etree.parse"} and len(node.args) + len(node.keywords) < 2
        if by_default or name.split(".")[-1] in {"XMLParser", "XMLPullParser", "iterparse", "XML"}:
            yield node


def reading_the_clock(module: Module) -> Iterator[ast.AST]:
    yield from importing(*(f"time.{name}" for name in CLOCKS))(module)
    yield from (node for node, name in calls(module) if ".".join(name.split(".")[-2:]) in READS)


def catching_broadly(module: Module) -> Iterator[ast.AST]:
    """Give the handlers that catch everything; one that ends in a bare ``raise`` catches nothing."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler) and (node.type is None or _names(node.type) & BROAD):
            last = node.body[-1]
            if not (isinstance(last, ast.Raise) and last.exc is None):
                yield node


def printing(module: Module) -> Iterator[ast.AST]:
    yield from (node for node, name in calls(module) if name in {"print", "sys.stdout.write", "sys.stderr.write"})


def _names(node: ast.expr) -> set[str]:
    """Give the last words of an expression's names: of a tuple of exceptions, of an annotation."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} | {
        part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)
    }


@cache
def _values() -> set[str]:
    """Give the names of all classes that are values: ``Value`` and what derives from it."""
    classes = [node for module in modules() for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    names = {"Value"}
    while more := {each.name for each in classes if any(_names(base) & names for base in each.bases)} - names:
        names |= more
    return names


def holding_what_can_change(module: Module) -> Iterator[ast.AST]:
    values = _values()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef) and any(_names(base) & values for base in node.bases):
            fields = (field for field in node.body if isinstance(field, ast.AnnAssign))
            yield from (field for field in fields if _names(field.annotation) & CHANGEABLE)


@pytest.mark.proves("S-01")
def test_one_module_alone_imports_an_http_client():
    assert hits(importing(*HTTP_CLIENTS), "poll.client") == []


@pytest.mark.proves("S-31")
def test_nothing_evaluates_text_unpickles_reads_yaml_or_starts_a_shell():
    assert hits(importing(*SERIALIZERS, *SHELLS)) + hits(evaluating) == []


@pytest.mark.proves("S-31")
def test_scheduled_jobs_stay_in_memory():
    assert hits(keeping_jobs_elsewhere) == []


@pytest.mark.proves("S-31")
def test_the_worker_pool_is_known_to_one_module():
    assert (
        hits(importing("pebble", "multiprocessing", "concurrent.futures.ProcessPoolExecutor"), "parse.isolated") == []
    )


def test_xml_is_read_in_parse_and_validate_alone():
    assert hits(reading_xml, "parse", "validate") == []


def test_chance_comes_from_secrets_alone():
    assert hits(importing("random", "uuid.uuid1")) == []


def test_the_clock_is_read_in_its_own_module_alone():
    assert hits(reading_the_clock, "clock") == []


def test_exceptions_are_caught_broadly_only_where_a_job_or_a_worker_ends():
    assert hits(catching_broadly, "cycle.looks", "cycle.polls", "cycle.releases", "parse.isolated") == []


def test_only_the_command_line_prints():
    assert hits(printing, "cli", "__main__") == []


def test_no_value_has_a_field_that_can_be_changed_in_place():
    assert hits(holding_what_can_change) == []


@pytest.mark.parametrize(
    ("check", "line"),
    [
        (importing(*HTTP_CLIENTS), "import aiohttp"),
        (importing(*HTTP_CLIENTS), "from urllib import request"),
        (importing(*HTTP_CLIENTS), "from http.client import HTTPConnection"),
        (importing(*HTTP_CLIENTS), "def late():\n    import httpx"),
        (importing(*HTTP_CLIENTS), "importlib.import_module('requests')"),
        (importing(*SERIALIZERS, *SHELLS), "import pickle"),
        (importing(*SERIALIZERS, *SHELLS), "from os import system"),
        (evaluating, "eval(text)"),
        (evaluating, "os.execv(path, words)"),
        (evaluating, "run(command, shell=True)"),
        (evaluating, "await_(asyncio.create_subprocess_shell(command))"),
        (evaluating, "Column(PickleType())"),
        (keeping_jobs_elsewhere, "from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore"),
        (keeping_jobs_elsewhere, "scheduler.add_jobstore('sqlalchemy', url=url)"),
        (keeping_jobs_elsewhere, "AsyncIOScheduler(jobstores={'default': store})"),
        (reading_xml, "import xml.etree.ElementTree"),
        (reading_xml, "etree.fromstring(body)"),
        (reading_xml, "etree.XMLParser()"),
        (reading_the_clock, "datetime.now(UTC)"),
        (reading_the_clock, "datetime.datetime.now(UTC)"),
        (reading_the_clock, "time.monotonic()"),
        (reading_the_clock, "from time import time"),
        (catching_broadly, "try:\n    f()\nexcept Exception:\n    pass"),
        (catching_broadly, "try:\n    f()\nexcept (ValueError, BaseException) as error:\n    log(error)"),
        (catching_broadly, "try:\n    f()\nexcept:\n    pass"),
        (printing, "print(text)"),
        (holding_what_can_change, "class A(Value):\n    names: list[str]"),
        (holding_what_can_change, "class A(Permit):\n    by_name: tuple[dict[str, int], ...]"),
    ],
)
def test_each_check_sees_what_it_is_for(check, line):
    assert list(check(from_line(line)))


@pytest.mark.parametrize(
    ("check", "line"),
    [
        (importing(*HTTP_CLIENTS), "from urllib.parse import urlsplit"),
        (importing(*HTTP_CLIENTS), "from http import HTTPStatus"),
        (evaluating, "re.compile(pattern)"),
        (keeping_jobs_elsewhere, "AsyncIOScheduler(jobstores={'default': MemoryJobStore()})"),
        (reading_xml, "etree.fromstring(body, HTML_PARSER)"),
        (reading_the_clock, "clock.now()"),
        (catching_broadly, "try:\n    f()\nexcept BaseException:\n    remove()\n    raise"),
        (holding_what_can_change, "class A(Value):\n    names: tuple[str, ...]"),
    ],
)
def test_no_check_objects_to_what_is_right(check, line):
    assert list(check(from_line(line))) == []
