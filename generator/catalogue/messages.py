"""From pydantic's errors to our own codes and French sentences, where the author typed.

Nothing of pydantic's own text is shown: neither its message, nor the input, nor its links
(decision D2 of the threat study).
"""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.catalogue.hints import nearest
from generator.catalogue.lookup import Lists, Names, mend
from generator.catalogue.sayings import Said, say
from generator.catalogue.shape import fields
from generator.diagnostics import Diagnostic, Position
from generator.source.faults import Fault
from generator.source.source_file import MAX_FAULTS, SourceFile
from schemas.types import Modele


def _no_list(_nom: str) -> Names:
    return {}


def explain(
    erreur: ValidationError, source: SourceFile, model: type[Modele], lists: Lists = _no_list
) -> list[Diagnostic]:
    """Every error of one file, each at its place; one cause gives one message.

    ``lists`` gives the keys that a field may refer to: the mend is then one that exists.
    """
    details = erreur.errors(include_url=False)
    shown = details[:MAX_FAULTS]
    causes = _Causes(shown, model)
    said = [
        _diagnostic(source, detail, _said(detail, model, lists))
        for detail in shown
        if causes.keep(detail)
    ]
    if len(details) > len(shown):
        fault = Fault(
            Position(1, 1),
            "trop-d-erreurs",
            f"ce fichier a {len(details)} erreurs, les {MAX_FAULTS} premières sont montrées",
            "corrigez-les, puis recommencez",
        )
        said.append(source.diagnostic(fault))
    return said


def _said(detail: ErrorDetails, model: type[Modele], lists: Lists) -> Said:
    said = say(detail, model)
    hint = mend(detail, model, lists)
    return said._replace(hint=hint) if hint else said


def _diagnostic(source: SourceFile, detail: ErrorDetails, said: Said) -> Diagnostic:
    loc = detail["loc"]
    if detail["type"] == "missing":
        span = source.span(loc[:-1])
    else:
        span = source.key_span(loc) if said.at_key else source.span(loc)
    place = Position(span.line, span.column)
    return source.diagnostic(Fault(place, said.code, said.message, said.hint, span.length))


class _Causes:
    """Tell causes from consequences among the errors of one file."""

    def __init__(self, details: list[ErrorDetails], model: type[Modele]) -> None:
        self.faulty = {
            d["loc"][:length]
            for d in details
            if d["type"] != "too_short"
            for length in range(len(d["loc"]) + 1)
        }
        # A misspelt field is unknown *and* missing: the first says it all.
        self.misspelt = {
            (*d["loc"][:-1], nearest(str(d["loc"][-1]), fields(model, d["loc"][:-1])))
            for d in details
            if d["type"] == "extra_forbidden"
        }

    def keep(self, detail: ErrorDetails) -> bool:
        loc = detail["loc"]
        if detail["type"] == "missing":
            return loc not in self.misspelt
        if detail["type"] == "too_short":  # pydantic counts the valid items only
            return loc not in self.faulty
        return True
