"""moto's expressions of DynamoDB, each text taken apart once a process (docs/decisions/0356).

What a text says does not change with the values that it is asked with; those are looked up each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

from moto.dynamodb.comparisons import AttributeValue, ConditionExpressionParser, Func, Op, Operand
from moto.dynamodb.parsing.ast_nodes import (
    DepthFirstTraverser,
    Node,
    UpdateExpressionFunction,
)
from moto.dynamodb.parsing.key_condition_expression import parse_expression as _parse_expression
from moto.dynamodb.parsing.validators import (
    ActionCountValidator,
    OverlappingPathsValidator,
    UpdateExpressionFunctionEvaluator,
    UpdateHashRangeKeyValidator,
)

Values: TypeAlias = Mapping[str, dict[str, Any]]
Names: TypeAlias = tuple[tuple[str, str], ...]
Hashes: TypeAlias = list[tuple[str, dict[str, Any]]]
Ranges: TypeAlias = list[tuple[str, str, list[dict[str, Any]]]]

_parse: Final = ConditionExpressionParser.parse
_make_operand: Final = ConditionExpressionParser._make_operand
_A_VALUE: Final = ConditionExpressionParser.Kind.EXPRESSION_ATTRIBUTE_VALUE
_EMPTY: Final = {"S": ""}
_OF_THE_TEXT: Final = (ActionCountValidator, OverlappingPathsValidator, UpdateHashRangeKeyValidator)
"""They change nothing, and refuse a text whatever the item and the values are."""
_right: Final[set[tuple[Any, ...]]] = set()
"""Texts, with their names and the keys of the table, that one of these let pass."""


class _Condition(NamedTuple):
    """A condition or filter, as its text says it."""

    tree: Any
    names: list[str]
    values: list[str]


class _TreeParser(ConditionExpressionParser):
    """moto's parser, up to the tree; values stand in it by their names."""

    def _make_op_condition(self, node: Any) -> Any:
        return node

    def _lookup_expression_attribute_value(self, name: str) -> dict[str, str]:
        return {name: name}


class _Named(dict[str, str]):
    """A value of which only the name is known, in a key condition."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def parse(self: ConditionExpressionParser) -> Op | Func:
    """What a condition or filter asks of an item."""
    if not self.condition_expression:
        return _parse(self)
    names = self.expression_attribute_names
    known = _condition(self.condition_expression, None if names is None else tuple(names.items()))
    self.expr_attr_names_found.extend(known.names)
    self.expr_attr_values_found.extend(known.values)
    return self._make_op_condition(known.tree)


@cache
def _condition(text: str, names: Names | None) -> _Condition:
    parser = _TreeParser(text, None if names is None else dict(names), None)
    tree = _parse(parser)
    return _Condition(tree, parser.expr_attr_names_found, parser.expr_attr_values_found)


def make_operand(self: ConditionExpressionParser, node: Any) -> Operand:
    """A value is looked up now."""
    if node.kind != _A_VALUE:
        return _make_operand(self, node)
    return AttributeValue(self._lookup_expression_attribute_value(node.text))


def parse_expression(
    key_condition_expression: str,
    expression_attribute_values: Values,
    expression_attribute_names: Mapping[str, str],
    schema: list[dict[str, str]],
) -> tuple[Hashes, Ranges, list[str]]:
    """Which keys a query asks for."""
    values = expression_attribute_values
    if _EMPTY in values.values():
        # moto says which key must not be empty.
        return _parse_expression(
            key_condition_expression,
            dict(values),
            dict(expression_attribute_names),
            schema,
        )
    hashes, ranges, used = _key_condition(
        key_condition_expression,
        tuple(values),
        tuple(expression_attribute_names.items()),
        tuple((key["AttributeName"], key["KeyType"]) for key in schema),
    )

    def value(one: dict[str, Any]) -> dict[str, Any]:
        return values[one.name] if isinstance(one, _Named) else one

    return (
        [(name, value(one)) for name, one in hashes],
        [(name, comparison, [value(one) for one in ones]) for name, comparison, ones in ranges],
        list(used),
    )


@cache
def _key_condition(
    text: str, values: tuple[str, ...], names: Names, schema: Names
) -> tuple[Hashes, Ranges, list[str]]:
    return _parse_expression(
        text,
        {name: _Named(name) for name in values},
        dict(names),
        [{"AttributeName": name, "KeyType": kind} for name, kind in schema],
    )


def node_copied(self: Node, memo: dict[int, Any]) -> Node:
    """A tree of an update, which what updates by it may change."""
    made: Node = type(self).__new__(type(self))
    made.__dict__.update(self.__dict__)
    if self.parent is None:
        made.text = self
    if self.children is not None:
        made.children = [
            node_copied(one, memo) if isinstance(one, Node) else one for one in self.children
        ]
        for one in made.children:
            if isinstance(one, Node):
                one.parent = made
    return made


def traverse(self: DepthFirstTraverser, node: Node) -> Node:
    """Go through a tree as moto does, which asks anew at each node what there is to do.

    What depends on the text and its names alone is looked at once.
    """
    text = getattr(node, "text", None)
    if text is None:
        return _traversed(self, node, -1, self._processing_map())
    if isinstance(self, UpdateExpressionFunctionEvaluator) and not _has_functions(text):
        return node
    if not isinstance(self, _OF_THE_TEXT):
        return _traversed(self, node, -1, self._processing_map())
    names = getattr(self, "expression_attribute_names", None) or {}
    keys = getattr(self, "table_key_attributes", ())
    looked_at = (type(self), text, tuple(names.items()), tuple(keys))
    if looked_at not in _right:
        node = _traversed(self, node, -1, self._processing_map())
        _right.add(looked_at)
    return node


@cache
def _has_functions(tree: Node) -> bool:
    return any(
        isinstance(one, UpdateExpressionFunction) or (isinstance(one, Node) and _has_functions(one))
        for one in tree.children or ()
    )


def _traversed(self: DepthFirstTraverser, node: Node, place: int, todo: dict[Any, Any]) -> Node:
    before = self.pre_processing_of_child
    if before.__func__ is DepthFirstTraverser.pre_processing_of_child:
        before = None
    return _gone_through(node, place, todo, _kinds(tuple(todo)), before)


def _gone_through(node: Node, place: int, todo: dict[Any, Any], kinds: _Kinds, before: Any) -> Node:
    parent = node.parent
    for number, child in enumerate(node.children or ()):
        if before is not None:
            before(node, number)
        if kinds[type(child)] is not _NO_NODE:
            _gone_through(child, number, todo, kinds, before)
    kind = kinds[type(node)]
    if kind is None:
        return node
    node = todo[kind](node)
    node.parent = parent
    if parent:
        parent.children[place] = node
    return node


class _Kinds(dict[type, Any]):
    """Class → the first of some classes for which there is something to do, ``_NO_NODE`` where it is no node's."""

    def __init__(self, kinds: tuple[type, ...]) -> None:
        super().__init__()
        self._kinds = kinds

    def __missing__(self, one: type) -> Any:
        found = next((kind for kind in self._kinds if issubclass(one, kind)), None)
        self[one] = found if issubclass(one, Node) else _NO_NODE
        return self[one]


_NO_NODE: Final = object()
_kinds: Final = cache(_Kinds)
