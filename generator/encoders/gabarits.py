"""Jinja, compiled for what our templates are: typed views, and macros that are functions of them.

The language is Jinja's; only the code it is compiled to is ours, through two extension points that
Jinja documents (``code_generator_class`` and a subclass of ``Environment``). Why, and the figures:
``docs/adr/gabarits-compiles.md``. What differs, and what follows for who writes a template:

* ``vue.x`` is the attribute ``x`` of a struct and nothing else: an ``AttributeError`` if it is
  not there, and no look-up in a dictionary;
* a macro takes its arguments by position, and what it returned is not looked at again;
* in a loop, ``loop`` says ``index``, ``first``, ``last`` and ``previtem``;
* a file of macros imported « with context » sees ``racine`` and nothing else of its page: it is
  the same for all the pages at the same depth, and made once for them all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache, partial
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.nodes import Node
from jinja2.runtime import Context

from generator import francais
from generator.encoders.impression import (
    Fragment,
    accoler,
    boucle,
    concat,
    directe,
    fragment,
    imprimer,
    imprimer_appel,
    imprimes,
    lier,
)
from generator.encoders.reprise import RACINE, RETENUES, Reprise

Macro = Callable[..., Fragment]


class _Compilateur(CodeGenerator):
    """Python that reads attributes and calls functions, where Jinja asks its environment to."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline(f"{', '.join(_OUTILS)} = environment.outils")

    def blockvisit(self, nodes: Iterable[Node], frame: Frame) -> None:
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        # A page, or a block of it, is handed over as one text and not line by line.
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield lier({frame.buffer})")
        frame.buffer = None

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        if iskeyword(node.attr):
            self.fail(f"« {node.attr} » n'est le nom d'aucun champ", node.lineno)
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(  # noqa: N802 - Jinja's name
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            self.fail("les arguments d'une macro se donnent par position", node.lineno)
        if forward_caller:  # {% call %}: a macro that asks for its caller is Jinja's own
            self.write("imprimer_appel(")
            super().visit_Call(node, frame, forward_caller=True)
            self.write(")")
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        if macro_ref.accesses_caller or isinstance(macro_ref.node, nodes.CallBlock):
            super().macro_def(macro_ref, frame)
        else:
            nom, arguments = macro_ref.node.name, tuple(a.name for a in macro_ref.node.args)
            self.write(f"environment.macro(context, {nom!r}, directe(macro, {arguments!r}))")

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - Jinja's signature
        self.writeline(f"return fragment(lier({frame.buffer}))")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if not node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.macros(")
        self.visit(node.template, frame)
        self.write(", context)")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:  # noqa: ARG002 - Jinja's signature
        if isinstance(node, nodes.TemplateData):
            return francais.insecables(node.data)
        return imprimer(node.as_const(frame.eval_ctx)).decode()

    def _output_const_repr(self, group: Iterable[Any]) -> str:
        return repr("".join(group).encode())

    # A text that was printed before, or a macro, is looked at here: no function is called for it.

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - Jinja's signature
        appel = isinstance(node, nodes.Call)
        self.write("(v if type(v := " if appel else "(imprimes[v] if type(v := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - Jinja's signature
        appel = isinstance(node, nodes.Call)
        self.write(
            ") is Fragment else imprimer_appel(v))" if appel else ") is str else imprimer(v))"
        )


_OUTILS: Mapping[str, object] = {
    "imprimes": imprimes,
    "imprimer": imprimer,
    "imprimer_appel": imprimer_appel,
    "directe": directe,
    "fragment": fragment,
    "Fragment": Fragment,
    "lier": lier,
    "concat": concat,
    "LoopContext": boucle,
    "markup_join": accoler,
}
"""What the code of a template calls; the last three under the names of what they stand for in Jinja."""


class Gabarits(Environment):
    """An environment whose templates are compiled so.

    ``reprises`` are names of macros whose work is retained, for the same views; ``valeurs`` of those
    whose arguments are texts, for equal texts.
    """

    code_generator_class = _Compilateur
    # What ``render`` gives is bytes.
    concat = staticmethod(lier)  # type: ignore[assignment]
    outils = tuple(_OUTILS.values())

    def __init__(
        self, reprises: Collection[str] = (), valeurs: Collection[str] = (), **options: Any
    ) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, **options)
        self._noms, self._valeurs = reprises, valeurs
        self._modules: dict[tuple[str, str], TemplateModule] = {}
        self._reprises: dict[str, dict[str, Reprise]] = {}

    def make_globals(self, d: Mapping[str, Any] | None) -> dict[str, Any]:
        """The globals of a template: copied for each page, a chain of mappings takes ten times longer."""
        return {**self.globals, **(d or {})}

    def macros(self, nom: str, context: Context) -> TemplateModule:
        """The macros of a file, for the pages at this depth."""
        racine = str(context.resolve("racine"))
        module = self._modules.get((nom, racine))
        if module is None:
            if nom not in self._reprises:
                neutre = self.get_template(nom).make_module({"racine": RACINE})
                faits = {n: Reprise(getattr(neutre, n)) for n in self._noms if hasattr(neutre, n)}
                self._reprises[nom] = faits
            vues = {"racine": racine, "reprises": self._reprises[nom]}
            module = self._modules[nom, racine] = self.get_template(nom).make_module(vues)
        return module

    def macro(self, context: Context, nom: str, macro: Macro) -> Macro:
        """A macro that is being defined, or what retains its work for every page."""
        if nom in self._valeurs:
            return lru_cache(RETENUES, typed=True)(macro)
        reprises = context.get("reprises", {})
        return partial(reprises[nom], imprimer(context["racine"])) if nom in reprises else macro
