"""Templates whose constant parts are put together once: text, translated words, symbols, other templates as they stand.

Django draws a page node by node, and most nodes of ours are the same on every page: the words of a label, a symbol
beside it, the text between. The loader below works like Django's own cached one and then folds what it has compiled:

- text, words, symbols and addresses without variables that follow each other become one text for each language;
- an `{% include %}` of a template that is named in the tag stands in its place, compiled once;
- comments and `{% load %}` go, and a plain `{{ variable }}` that is a string is escaped without more ado.

What a template means does not change.
"""

from collections.abc import Callable, Iterable, Iterator
from html import escape
from threading import RLock
from typing import Any

from django.template import Context, Node, Template, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import FilterExpression, NodeList, TextNode, Variable, VariableNode, render_value_in_context
from django.template.defaulttags import CommentNode, CycleNode, IfChangedNode, IfNode, LoadNode, URLNode
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.loaders import cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from jiaoban.web.templatetags.jiaoban import icon

ALWAYS_THE_SAME: tuple[Callable[..., Any], ...] = (icon,)
"""Simple tags that draw the same for the same arguments and language."""
WITH_A_STATE = (BlockNode, ExtendsNode, CycleNode, IfChangedNode)
"""Nodes that keep something for the template in which they stand: such a template is not put in another's place."""


class Loader(cached.Loader):
    """Django's cached loader over the given loaders, with the templates folded."""

    def __init__(self, engine: Any, loaders: Any) -> None:
        super().__init__(engine, loaders)
        self._folding = RLock()
        self._folded: set[Template] = set()
        self._under_way: list[str] = []

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """Return a template, compiled and folded."""
        template = super().get_template(template_name, skip)
        if template in self._folded:
            return template
        with self._folding:
            if template not in self._folded and template_name not in self._under_way:
                self._under_way.append(template_name)
                try:
                    _fold(template.nodelist, self._part)
                finally:
                    self._under_way.pop()
                self._folded.add(template)
        return template

    def reset(self) -> None:
        """Forget the templates."""
        super().reset()
        self._folded.clear()

    def _part(self, name: str) -> NodeList | None:
        """Return the nodes of a template that can stand in another's place."""
        if name in self._under_way:  # it includes itself
            return None
        try:
            nodes = self.get_template(name).nodelist
        except (TemplateDoesNotExist, TemplateSyntaxError):  # an error only if the tag is ever drawn
            return None
        return None if any(nodes.get_nodes_by_type(kind) for kind in WITH_A_STATE) else nodes


class Folded(Node):
    """Text and constant tags that follow each other."""

    child_nodelists = ()

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self._drawn: dict[str | None, SafeString] = {}
        tag = next(node for node in nodes if not isinstance(node, TextNode))
        self.token, self.origin = tag.token, tag.origin

    def render(self, context: Context) -> SafeString:
        """Return the text in the active language."""
        language = get_language()
        drawn = self._drawn.get(language)
        if drawn is None:
            drawn = self._drawn[language] = NodeList(self.nodes).render(context)
        return drawn


class Plain(VariableNode):
    """`{{ variable }}`: what is a string needs neither a zone nor a format."""

    def render(self, context: Context) -> str:
        """Return the value, escaped."""
        output = self.filter_expression.resolve(context)
        if type(output) is str and context.autoescape:
            return escape(output)
        return render_value_in_context(output, context)


class Part(Node):
    """An included template that has become part of this one."""

    def __init__(self, include: IncludeNode, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self._values: list[tuple[str, FilterExpression]] = list(include.extra_context.items())
        self._alone = include.isolated_context
        self.token, self.origin = include.token, include.origin

    def render(self, context: Context) -> SafeString:
        """Draw the nodes with the values of the tag."""
        values = {name: said.resolve(context) for name, said in self._values}
        if self._alone:
            return self.nodelist.render(context.new(values))
        with context.push(**values):
            return self.nodelist.render(context)


def _fold(nodes: NodeList, part: Callable[[str], NodeList | None]) -> None:
    """Fold a list of nodes in place, and the lists within them."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, LoadNode | CommentNode):  # they draw nothing
            continue
        name = _literal(node.template) if isinstance(node, IncludeNode) else None
        included = part(name) if name else None
        if included is None or not isinstance(node, IncludeNode):
            for inner in _within(node):
                _fold(inner, part)
            found.append(_plain(node))
        elif node.extra_context or node.isolated_context:
            found.append(Part(node, included))
        else:
            found += included
    nodes[:] = list(_joined(found))


def _within(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (nodelist for _, nodelist in node.conditions_nodelists)
    else:
        yield from filter(None, (getattr(node, name, None) for name in node.child_nodelists))


def _plain(node: Node) -> Node:
    if type(node) is not VariableNode or node.filter_expression.filters:
        return node
    plain = Plain(node.filter_expression)
    plain.token, plain.origin = node.token, node.origin
    return plain


def _joined(nodes: Iterable[Node]) -> Iterator[Node]:
    constant: list[Node] = []
    for node in nodes:
        if isinstance(node, Folded):
            constant += node.nodes
        elif _is_constant(node):
            constant.append(node)
        else:
            yield from _one(constant)
            constant = []
            yield node
    yield from _one(constant)


def _one(constant: list[Node]) -> Iterator[Node]:
    texts = [node.s for node in constant if isinstance(node, TextNode)]
    if len(texts) < len(constant):
        yield Folded(constant)
    elif texts:
        yield TextNode("".join(texts))


def _is_constant(node: Node) -> bool:
    if isinstance(node, TextNode):
        return True
    if type(node) is TranslateNode:
        contexts = [node.message_context] if node.message_context else []
        return node.asvar is None and all(_literal(said) is not None for said in [node.filter_expression, *contexts])
    if type(node) is StaticNode:
        return node.varname is None and _literal(node.path) is not None
    if type(node) is URLNode:
        return node.asvar is None and not node.args and not node.kwargs and _literal(node.view_name) is not None
    if type(node) is SimpleNode:
        said = [*node.args, *node.kwargs.values()]
        return node.func in ALWAYS_THE_SAME and node.target_var is None and all(map(_literal, said))
    return False


def _literal(said: FilterExpression) -> str | None:
    """Return what stands in quotes in a tag, None for anything else."""
    if said.filters:
        return None
    if not said.is_var:
        return str(said.var)
    return said.var.literal if isinstance(said.var, Variable) and isinstance(said.var.literal, str) else None
