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

from collections.abc import Callable, Collection, Iterable
from functools import partial
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.nodes import Node
from jinja2.runtime import Context
from markupsafe import Markup

from generator import francais
from generator.encoders.impression import boucle, directe, fragment, imprimer, imprimer_appel
from generator.encoders.reprise import RACINE, Reprise

Macro = Callable[..., Markup]


class _Compilateur(CodeGenerator):
    """Python that reads attributes and calls functions, where Jinja asks its environment to."""

    def write_commons(self) -> None:
        super().write_commons()
        noms = "imprimer, imprimer_appel, directe, fragment, LoopContext"
        self.writeline(f"{noms} = environment.outils")

    def blockvisit(self, nodes: Iterable[Node], frame: Frame) -> None:
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        # A page, or a block of it, is handed over as one text and not line by line.
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")
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
            super().visit_Call(node, frame, forward_caller=True)
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
        self.writeline(f"return fragment(concat({frame.buffer}))")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if not node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.macros(")
        self.visit(node.template, frame)
        self.write(", context)")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if isinstance(node, nodes.TemplateData):
            return francais.insecables(node.data)
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - Jinja's signature
        self.write("imprimer_appel(" if isinstance(node, nodes.Call) else "imprimer(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - Jinja's signature
        self.write(")")


class Gabarits(Environment):
    """An environment whose templates are compiled so; ``reprises`` are names of macros to retain."""

    code_generator_class = _Compilateur
    outils = (imprimer, imprimer_appel, directe, fragment, boucle)

    def __init__(self, reprises: Collection[str] = (), **options: Any) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=imprimer, **options)
        self._noms = reprises
        self._modules: dict[tuple[str, str], TemplateModule] = {}
        self._reprises: dict[str, dict[str, Reprise]] = {}

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

    @staticmethod
    def macro(context: Context, nom: str, macro: Macro) -> Macro:
        """A macro that is being defined, or what retains its work for every page."""
        reprises = context.get("reprises", {})
        return partial(reprises[nom], imprimer(context["racine"])) if nom in reprises else macro
