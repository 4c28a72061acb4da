"""The house rules that no linter knows. Each test names the rule, and its message says where it is broken.

Who may import whom stands as import-linter contracts in pyproject.toml; types are mypy's.
"""

import ast
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "workflows", "storage", "sandbox", "tests", "benchmarks", "docs")
MIGRATIONS = ROOT / "storage" / "migrations" / "versions"

FUNCTION_LINES = 40
FILE_LINES = 300

EMPTY_NAMES = frozenset(
    ["utils", "util", "helpers", "helper", "manager", "common", "misc", "data", "process", "handle", "do"]
)
# docs/glossary.md says which word stands for each of these.
FOREIGN_WORDS = {
    "ticket",
    "item",
    "case",
    "category",
    "priority",
    "severity",
    "assign",
    "assignee",
    "rep",
    "tip",
    "notification",
    "idea",
    "deadline",
}
# `priority`, `category` and `assignee` are Jira's own words, and stand where we speak to Jira, or of its issues.
JIRA = re.compile(r"jira|progress|issue|tracking", re.IGNORECASE)

# Where the machine's clock may be read. All else is given `now`, so that tests and the demo can move it.
CLOCKS = {
    "app.py",  # the one wall clock
    "bot/web.py",  # how old a signature is: Slack's clock is the machine's, never the demo's
    "bot/webhooks/calls.py",  # the same of the phone system's
}
CLOCK_CALLS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}

# How many places of a door may catch everything: there a fault becomes words and a log line instead of an end.
DOORS = {
    "bot/delivery/gathering.py": 1,  # what is raised for several is raised again for whose it is
    "bot/delivery/people.py": 1,
    "bot/delivery/relay.py": 2,  # a lane outlives its fault; a notice that cannot be rendered becomes a dead letter
    "bot/delivery/threads.py": 1,  # what is raised in a thread is raised again where it is waited for
    "bot/scheduler.py": 1,
    "bot/socket.py": 1,
    "bot/surface.py": 1,
    "bot/web.py": 1,
    "bot/webhooks/calls.py": 1,
    "bot/webhooks/jira.py": 1,
    "storage/units.py": 1,
}

# Methods whose names a library has given: SQLAlchemy's types, asyncio's protocols.
GIVEN_NAMES = {"process_bind_param", "process_result_value", "data_received"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@cache
def sources() -> tuple[Path, ...]:
    """Every Python file of the project."""
    return (ROOT / "app.py", *(path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py"))))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module", autouse=True)
def _trees_for_these_tests_alone() -> Iterator[None]:
    """Let go of a million nodes: each look for garbage in later tests would take a second longer."""
    yield
    tree.cache_clear()


def place(path: Path, line: int = 1) -> str:
    """Where something stands, as editors open it."""
    return f"{path.relative_to(ROOT)}:{line}"


def ours(*but: str) -> Iterator[tuple[Path, str]]:
    """Files of the bot itself with their path below the root: no tests, no sandbox, no benchmarks, no documents."""
    for path in sources():
        name = str(path.relative_to(ROOT))
        if not name.startswith(("tests/", "sandbox/", "benchmarks/", "docs/", *but)):
            yield path, name


def functions() -> Iterator[tuple[Path, Function]]:
    """Every function and method; those that Alembic lays out are left out."""
    for path in sources():
        if path.parent != MIGRATIONS:
            yield from ((path, node) for node in ast.walk(tree(path)) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from `def` to the end, docstring included, decorators not."""
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def definitions() -> Iterator[tuple[Path, Definition]]:
    """Every function and class, less the methods whose names a library has given."""
    for path in sources():
        yield from (
            (path, node)
            for node in ast.walk(tree(path))
            if isinstance(node, Definition) and node.name not in GIVEN_NAMES
        )


def is_empty(node: Definition) -> bool:
    """Whether a function begins with a verb, or a class ends with a noun, that fits anything."""
    telling = re.findall(r"[A-Z]?[a-z]+", node.name)[-1 if isinstance(node, ast.ClassDef) else 0 :][:1]
    return node.name.lower() in EMPTY_NAMES or bool({word.lower() for word in telling} & EMPTY_NAMES)


def names(path: Path) -> Iterator[tuple[int, str]]:
    """Every name that the file gives to something: functions, classes, arguments, variables."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """The modules that the file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.Import(names=aliases):
                yield from ((node.lineno, alias.name) for alias in aliases)
            case ast.ImportFrom(module=str(module)):
                yield node.lineno, module


def words(name: str) -> set[str]:
    """The words of a name, lower case: RequestClaimed and request_claimed are both {request, claimed}."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def called(node: ast.AST) -> str:
    """The dotted name of what is called or named, as written: `datetime.now`; empty for anything else."""
    match node:
        case ast.Attribute(value=value, attr=attr):
            return f"{called(value)}.{attr}".lstrip(".")
        case ast.Name(id=name):
            return name
    return ""


def test_no_function_is_longer_than_a_screen() -> None:
    long = [f"{place(p, f.lineno)} {f.name}: {length(f)}" for p, f in functions() if length(f) > FUNCTION_LINES]
    assert not long, f"functions of more than {FUNCTION_LINES} lines:\n" + "\n".join(long)


def test_most_functions_are_short() -> None:
    lengths = [length(function) for _, function in functions()]
    assert median(lengths) <= 8, f"half of the functions are longer than {median(lengths)} lines"
    assert quantiles(lengths, n=10)[-1] <= 20, f"one in ten is longer than {quantiles(lengths, n=10)[-1]} lines"


def test_no_file_is_longer_than_three_screens() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    long = [f"{place(path)} {size}" for path, size in sizes.items() if size > FILE_LINES]
    assert not long, f"files of more than {FILE_LINES} lines:\n" + "\n".join(long)


def test_every_file_says_why_it_is_there() -> None:
    """Functions and classes are ruff's to look at."""
    silent = [place(path) for path in sources() if path.stat().st_size and not ast.get_docstring(tree(path))]
    assert not silent, "files without a docstring:\n" + "\n".join(silent)


def test_names_say_what_a_thing_is() -> None:
    found = [f"{place(path, node.lineno)} {node.name}" for path, node in definitions() if is_empty(node)]
    found += [place(path) for path in sources() if path.stem in EMPTY_NAMES or path.parent.name in EMPTY_NAMES]
    assert not found, "names that say nothing:\n" + "\n".join(found)


def test_names_use_the_glossary() -> None:
    found = [
        f"{place(path, line)} {name}"
        for path, where in ours()
        for line, name in names(path)
        if words(name) & FOREIGN_WORDS and not JIRA.search(where + name)
    ]
    assert not found, "words that docs/glossary.md replaces:\n" + "\n".join(found)


def test_packages_are_not_named_after_a_dependency() -> None:
    """In the sandbox a package is named after what it plays."""
    named = {"jira", "sqlalchemy", "alembic", "starlette"}
    found = [place(p) for p in sources() if p.parent.name in named and "sandbox" not in p.parts]
    assert not found, "\n".join(found)


def test_only_app_wires() -> None:
    """Nobody imports app.py but its tests; nobody but app.py, tests and benchmarks imports the sandbox."""
    found = [
        f"{place(path, line)} imports {module}"
        for path, _ in ours("app.py")
        for line, module in imports(path)
        if module.partition(".")[0] in {"app", "sandbox"}
    ]
    assert not found, "\n".join(found)


def test_one_place_opens_connections_to_slack() -> None:
    """One session and one client for all: whoever made another would miss the proxy, or repeat calls by itself."""
    found = [
        f"{place(path, node.lineno)} {called(node.func)}"
        for path, _ in ours("bot/ground.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node.func).rpartition(".")[2] in {"AsyncWebClient", "ClientSession"}
    ]
    assert not found, "clients made elsewhere than in bot/ground.py:\n" + "\n".join(found)


def test_the_wall_clock_is_read_in_few_places() -> None:
    found = [
        f"{place(path, node.lineno)} {called(node)}"
        for path, where in ours()
        if where not in CLOCKS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and ".".join(called(node).split(".")[-2:]) in CLOCK_CALLS
    ]
    assert not found, "the clock is read, where `now` should be an argument:\n" + "\n".join(found)


def test_what_is_asked_of_the_database_has_a_name() -> None:
    """Readings and services stand in workflows, the relay's in delivery; a lambda would be a query in the bot."""
    found = [
        place(path, node.lineno)
        for path, where in ours("workflows/", "storage/")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Lambda) and "work" in {argument.arg for argument in node.args.args}
    ]
    assert not found, "a unit of work without a name:\n" + "\n".join(found)


def test_everything_is_caught_only_at_a_door() -> None:
    found = Counter(
        where
        for path, where in ours()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    )
    assert found == DOORS, "`except Exception` stands elsewhere, or more or less often, than DOORS says"


def catches_everything(handler: ast.ExceptHandler) -> bool:
    """Whether a handler is bare or names Exception or BaseException, alone or among others."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or called(kind) in {"Exception", "BaseException"} for kind in kinds)


def test_nothing_is_left_for_later() -> None:
    mark = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    found = [place(path, line) for path in sources() for line, comment in comments(path) if mark.search(comment)]
    assert not found, "notes for later; file a request instead:\n" + "\n".join(found)


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """The comments of a file: `Status.TODO` in the code is none."""
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_name_no_host_and_pin_by_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9][\w.\[\]-]*==\S+.*\\\n\s+--hash=sha256:", text, flags=re.MULTILINE)
    assert "://" not in text, f"{name} names a host"
    assert "index-url" not in text, f"{name} names a registry"
    assert len(pinned) == len(re.findall(r"^[a-z0-9]", text, flags=re.MULTILINE)), f"{name} has a line unpinned"
