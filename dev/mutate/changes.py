"""The small changes of a module: each another operator, condition, number, truth value or member of an enumeration.

Left out is what decides nothing: texts, type hints, decorators, log lines, numbers drawn by chance, imports.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_OTHER: Final[dict[type[ast.AST], tuple[str, str]]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: (r"is", "is not"),
    ast.IsNot: (r"is\s+not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: (r"not\s+in", "in"),
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
    ast.Add: (r"\+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: (r"\*", "//"),
    ast.FloorDiv: ("//", "*"),
    ast.Div: ("/", "*"),
    ast.Mod: ("%", "*"),
    ast.BitOr: (r"\|", "&"),
    ast.BitAnd: ("&", "|"),
}
"""Operator → how it is found in the text, and what it becomes."""
_CALLS: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}
_JUDGED: Final = (ast.Compare, ast.BoolOp, ast.Constant, ast.NamedExpr)
_QUIET: Final = re.compile(r"_?log(ger)?|random")


@dataclass(frozen=True)
class Change:
    """One change of a module's text; ``start`` and ``end`` are offsets in it."""

    source: str
    start: int
    end: int
    text: str

    @property
    def changed(self) -> str:
        return self.source[: self.start] + self.text + self.source[self.end :]

    @property
    def line(self) -> int:
        return self.source.count("\n", 0, self.start) + 1

    @property
    def diff(self) -> str:
        """The line before and after, as a diff shows it."""
        number = self.line - 1
        lines = (text.splitlines()[number].strip() for text in (self.source, self.changed))
        return "\n".join(f"  {sign} {line}" for sign, line in zip("-+", lines, strict=True))


def changes(source: str) -> list[Change]:
    """Every change of ``source``, from top to bottom."""
    return sorted(_Finder(source).found, key=lambda one: (one.start, one.end))


class _Finder(ast.NodeVisitor):
    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[Change] = []
        self._lines = source.splitlines(keepends=True)
        tree = ast.parse(source)
        self._members = _members(tree)
        self.visit(tree)

    def visit(self, node: ast.AST) -> None:
        if _decides_nothing(node):
            return
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            node.decorator_list = []
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Name("Any", lineno=1, col_offset=0)
        self._operators(node)
        self._values(node)
        for one in [getattr(node, "test", None), *getattr(node, "ifs", ())]:
            negated = isinstance(one, ast.UnaryOp) and isinstance(one.op, ast.Not)
            if one is not None and not isinstance(one, _JUDGED) and not negated:
                self._put(one, f"not ({self._text(one)})")
        self.generic_visit(node)

    def _operators(self, node: ast.AST) -> None:
        match node:
            case ast.Compare(left=left, ops=ops, comparators=right):
                for (before, after), operator in zip(pairwise([left, *right]), ops, strict=True):
                    self._between(before, operator, after)
            case ast.BoolOp(op=operator, values=values):
                for before, after in pairwise(values):
                    self._between(before, operator, after)
            case ast.BinOp(left=left, op=operator, right=after):
                self._between(left, operator, after)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                self._put(node, f"bool({self._text(operand)})")

    def _values(self, node: ast.AST) -> None:
        match node:
            case ast.Constant(value=bool() as value):
                self._put(node, str(not value))
            case ast.Constant(value=int() | float() as value):
                self._put(node, repr(value + 1))
            case ast.Call(func=ast.Name(id=name) as called) if name in _CALLS:
                self._put(called, _CALLS[name])
            case ast.Attribute(value=ast.Name(id=owner), attr=member):
                others = self._members.get(owner, [])
                if member in others and len(others) > 1:
                    other = others[(others.index(member) + 1) % len(others)]
                    self._put(node, f"{owner}.{other}")

    def _between(self, before: ast.expr, operator: ast.AST, after: ast.expr) -> None:
        if type(operator) in _OTHER:
            pattern, other = _OTHER[type(operator)]
            start, end = self._span(before)[1], self._span(after)[0]
            found = re.compile(pattern).search(self.source, start, end)
            if found is not None:
                self.found.append(Change(self.source, *found.span(), other))

    def _put(self, node: ast.expr, text: str) -> None:
        self.found.append(Change(self.source, *self._span(node), text))

    def _text(self, node: ast.expr) -> str:
        return self.source[slice(*self._span(node))]

    def _span(self, node: ast.expr) -> tuple[int, int]:
        end = self._offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return self._offset(node.lineno, node.col_offset), end

    def _offset(self, line: int, byte: int) -> int:
        before = sum(map(len, self._lines[: line - 1]))
        return before + len(self._lines[line - 1].encode()[:byte].decode())


def _decides_nothing(node: ast.AST) -> bool:
    match node:
        case ast.JoinedStr() | ast.Import() | ast.ImportFrom() | ast.arg():
            return True
        case ast.Expr(value=ast.Constant()) | ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name))):
            return _QUIET.fullmatch(name) is not None
    return False


def _members(tree: ast.Module) -> dict[str, list[str]]:
    """Enumerations by name, with the members that the module names: ``Retry.TOKEN`` and the like."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=member):
                if owner[0].isupper() and member.isupper():
                    found.setdefault(owner, set()).add(member)
    return {owner: sorted(members) for owner, members in found.items()}
