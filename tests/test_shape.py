"""The shape of the code: small classes, a sentence for every room, one kind of import border."""

import ast
import importlib
import inspect
import pkgutil

import pytest

import seedread

MODULES = sorted(m.name for m in pkgutil.walk_packages(seedread.__path__, "seedread."))
MOST = 25  # methods of a class, those it inherits from our own code included


def _methods(cls: type) -> set[str]:
    own = [base for base in cls.__mro__ if base.__module__.startswith("seedread")]
    return {
        name
        for base in own
        for name, value in vars(base).items()
        if inspect.isfunction(value) or isinstance(value, property | classmethod | staticmethod)
        if getattr(value, "__module__", base.__module__).startswith("seedread")
        if not _is_generated(base, name)
    }


def _is_generated(cls: type, name: str) -> bool:
    """Whether a method was written by `dataclass`, not by us."""
    value = vars(cls)[name]
    code = getattr(value, "__code__", None)
    return code is not None and code.co_filename == "<string>"


@pytest.mark.parametrize("name", [m for m in MODULES if not m.endswith("__main__")])
def test_no_class_has_more_than_25_methods(name: str) -> None:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("seedread"):
            raise
        pytest.skip(f"{name} needs {error.name}, which an extra brings")
    for cls in vars(module).values():
        if inspect.isclass(cls) and cls.__module__ == name:
            assert len(_methods(cls)) <= MOST, (cls, sorted(_methods(cls)))


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_in_a_sentence_what_it_is_for(name: str) -> None:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    source = spec.loader.get_source(name)  # type: ignore[attr-defined]
    said = ast.get_docstring(ast.parse(source))
    assert said
    assert said.split("\n")[0].endswith(".")
