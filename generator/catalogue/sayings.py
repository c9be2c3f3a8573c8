"""What to say of each kind of error of pydantic: code, sentence and mend, in French."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, get_args

from pydantic import StringConstraints
from pydantic_core import ErrorDetails

from generator.catalogue import hints
from generator.catalogue.shape import block_at, example, fields, model_at
from generator.source.quoting import quoted
from generator.source.spots import Loc
from schemas.types import Courriel, Modele, Reference, modeles


class Said(NamedTuple):
    """What to tell the author; ``at_key`` when the key is at fault rather than its value."""

    code: str
    message: str
    hint: str = ""
    at_key: bool = False


def _named(loc: Loc) -> str:
    """The field as the author knows it: its own name, or its rank in a list."""
    if not loc:
        return "ce fichier"
    last = loc[-1]
    if isinstance(last, str):
        return f"« {last} »"
    owner = next((s for s in reversed(loc) if isinstance(s, str)), None)
    return f"l'élément n° {last + 1}" + (f" de « {owner} »" if owner else "")


def say(detail: ErrorDetails, model: type[Modele]) -> Said:
    """Put one error of pydantic in our words; ``model`` is the model of the whole file."""
    kind, value, loc = detail["type"], detail.get("input"), detail["loc"]
    if kind not in {"missing", "extra_forbidden"} and value is None:
        return Said(
            "champ-vide",
            f"{_named(loc)} est vide",
            "remplissez-le, ou supprimez la ligne si le champ n'est pas obligatoire",
        )
    speak = _SAYINGS.get(kind)
    if speak is not None:
        return speak(detail, model)
    if "-" not in kind:  # a code of pydantic that no field gives today: never show its English
        return Said(
            "valeur-invalide",
            f"{_named(loc)} : valeur refusée",
            "le dictionnaire des champs dit ce qui est attendu ici",
        )
    # Our own types already speak French: PydanticCustomError(code, message).
    if kind == "date-invalide":
        aide = hints.date_hint(str(value), whole="jour_exige" in detail.get("ctx", {}))
    else:
        aide = _custom_hint(kind, value) if isinstance(value, str) else ""
    return Said(kind, f"{_named(loc)} : {detail['msg']}", aide)


def _missing(detail: ErrorDetails, model: type[Modele]) -> Said:
    loc = detail["loc"]
    name = str(loc[-1])
    owner = model_at(model, loc[:-1])
    info = owner.model_fields[name] if owner and name in owner.model_fields else None
    what = f" ({info.description.split('. ')[0].rstrip('.')})" if info and info.description else ""
    where = f" dans {_named(loc[:-1])}" if loc[:-1] else ""
    block = block_at(model, loc)
    hint = (
        f"ajoutez ces lignes :\n{block}"
        if block
        else f"ajoutez une ligne « {name}: {example(info)} »"
    )
    return Said("champ-manquant", f"il manque « {name} »{where}{what}", hint)


def _unknown(detail: ErrorDetails, model: type[Modele]) -> Said:
    loc = detail["loc"]
    name, allowed = str(loc[-1]), fields(model, loc[:-1])
    where = f" dans {_named(loc[:-1])}" if loc[:-1] else ""
    hint = _elsewhere(name, model, loc) or hints.suggestion(name, allowed, "champs possibles")
    return Said("champ-inconnu", f"champ inconnu « {name[:60]} »{where}", hint, at_key=True)


def _elsewhere(name: str, model: type[Modele], loc: Loc) -> str:
    """Say where a field that is known goes, when it was typed at the wrong level."""
    if len(loc) > 1 and name in model.model_fields:
        return f"« {name} » est un champ de premier niveau : écrivez-le sans retrait"
    here = model_at(model, loc[:-1])
    for owner, info in here.model_fields.items() if here else ():
        if any(name in inner.model_fields for inner in modeles(info.annotation)):
            return f"« {name} » est un champ de « {owner} » : écrivez-le dessous, décalé de deux espaces"
    return ""


def _not_in_list(detail: ErrorDetails, model: type[Modele]) -> Said:
    value = detail["input"]
    if not isinstance(value, str):
        return _not_text(detail, model)
    allowed = re.findall(r"'([^']*)'", str(detail["ctx"]["expected"]))
    name = next((s for s in reversed(detail["loc"]) if isinstance(s, str)), "")
    message = f"« {value[:60]} » n'est pas une valeur admise pour « {name} »"
    return Said("valeur-inconnue", message, hints.suggestion(value, allowed))


def _not_text(detail: ErrorDetails, _model: type[Modele]) -> Said:
    value, named = detail["input"], _named(detail["loc"])
    if isinstance(value, Mapping) and len(value) == 1:
        ((key, rest),) = value.items()
        text = quoted(f"{key} : {rest}") if isinstance(rest, str) else "entre guillemets"
        return Said(
            "texte-attendu",
            f"{named} est un texte, et le « : » en fait un champ",
            f"écrivez le texte entre guillemets : {text}",
        )
    if isinstance(value, list):
        seul = value[0] if len(value) == 1 and isinstance(value[0], str) else None
        hint = "écrivez la valeur sur la même ligne, sans tiret ni crochet"
        return Said(
            "texte-attendu",
            f"{named} attend un texte, pas une liste",
            f"{hint} : {seul}" if seul else hint,
        )
    return Said(
        "texte-attendu",
        f"{named} attend un texte",
        "écrivez-le sur la même ligne, entre guillemets",
    )


def _not_a_list(detail: ErrorDetails, model: type[Modele]) -> Said:
    value, loc = detail["input"], detail["loc"]
    name = str(loc[-1]) if loc else ""
    inner = model_at(model, loc)
    if isinstance(value, str) and inner is None:
        example = f"  - {value}"
    elif inner is not None:
        first = next(iter(inner.model_fields))
        example = f"  - {first}: …"
    else:
        example = "  - …"
    return Said(
        "liste-attendue",
        f"« {name} » attend une liste",
        f"un élément par ligne, après un tiret :\n{name}:\n{example}",
    )


def _not_a_block(detail: ErrorDetails, model: type[Modele]) -> Said:
    value, loc = detail["input"], detail["loc"]
    named, names = _named(loc), fields(model, loc)
    if isinstance(value, list):
        return Said(
            "bloc-attendu",
            f"{named} attend des champs, pas une liste",
            f"supprimez le tiret ; champs : {', '.join(names)}",
        )
    wanted = next(
        (n for n in names if n in {"texte", "titre", "valeur", "type", "nom"}),
        names[0] if names else "champ",
    )
    shown = f"{wanted}: {value if isinstance(value, str) and len(value) < 60 else '…'}"  # noqa: PLR2004 - a line
    where = (
        f"- {shown}"
        if loc and isinstance(loc[-1], int)
        else f"{loc[-1] if loc else ''}:\n  {shown}"
    )
    return Said(
        "bloc-attendu",
        f"{named} attend des champs ({', '.join(names)})",
        f"écrivez par exemple :\n{where}",
    )


def _empty_text(detail: ErrorDetails, _model: type[Modele]) -> Said:
    return Said(
        "champ-vide",
        f"{_named(detail['loc'])} est vide",
        "remplissez-le, ou supprimez la ligne si le champ n'est pas obligatoire",
    )


def _not_a_number(detail: ErrorDetails, _model: type[Modele]) -> Said:
    return Said(
        "entier-invalide",
        f"{_named(detail['loc'])} attend un nombre, pas une liste ni un bloc",
        "écrivez le nombre sur la même ligne",
    )


def _too_long(detail: ErrorDetails, _model: type[Modele]) -> Said:
    most = detail["ctx"]["max_length"]
    value = detail["input"]
    return Said(
        "texte-trop-long",
        f"{_named(detail['loc'])} : {len(value)} caractères, {most} au plus",
        "raccourcissez-le ; un document joint peut porter le détail",
    )


def _empty_list(detail: ErrorDetails, _model: type[Modele]) -> Said:
    return Said(
        "liste-vide",
        f"{_named(detail['loc'])} doit contenir au moins un élément",
        "ajoutez-en un, après un tiret",
    )


def _pattern(kind: Any) -> str:
    return next(str(c.pattern) for c in get_args(kind) if isinstance(c, StringConstraints))


def _bad_pattern(detail: ErrorDetails, _model: type[Modele]) -> Said:
    pattern, value = detail["ctx"]["pattern"], str(detail["input"])
    named = _named(detail["loc"])
    if pattern == _pattern(Courriel):
        return Said(
            "courriel-invalide",
            f"{named} : « {value[:60]} » n'est pas une adresse électronique",
            "écrivez par exemple : concertation@exemple.gouv.fr",
        )
    if pattern == _pattern(Reference):
        near = (
            re.sub(r"[^A-Za-z0-9]+", "-", hints.plain(value).replace("_", "-"))
            .strip("-")
            .removeprefix("n-")
        )
        message = f"{named} : « {value[:60]} » n'est pas une référence (lettres sans accent, chiffres, points et tirets)"
        return Said(
            "reference-invalide",
            message,
            f"écrivez par exemple : {near}" if near else "écrivez par exemple : 14",
        )
    near = hints.plain(value).replace("_", "-")
    message = f"{named} : « {value[:60]} » n'est pas un identifiant (minuscules sans accent, chiffres et tirets)"
    return Said("identifiant-invalide", message, f"écrivez par exemple : {near}" if near else "")


def _custom_hint(code: str, value: str) -> str:
    if code == "date-inexistante":
        return "vérifiez le jour et le mois (AAAA-MM-JJ)"
    if code == "booleen-invalide":
        word = {
            "oui": "true",
            "vrai": "true",
            "yes": "true",
            "non": "false",
            "faux": "false",
            "no": "false",
        }
        meant = word.get(hints.plain(value), "")
        return f"écrivez {meant}" if meant else "écrivez true (oui) ou false (non)"
    if code in {"entier-invalide", "nombre-invalide"}:
        number = (
            hints.digits(value)
            if code == "entier-invalide"
            else value.replace(",", ".").replace(" ", "")
        )
        return (
            f"écrivez {number}"
            if number and re.fullmatch(r"[\d.]+", number)
            else "écrivez par exemple 150"
        )
    if code == "adresse-invalide" and re.match(
        r"(?:www\.|[\w-]+(?:\.[\w-]+)+(?:/|$))", value[:200]
    ):
        return f"ajoutez https:// : https://{value[:80]}"
    return _OTHER_HINTS.get(code, "")


_OTHER_HINTS = {
    "adresse-invalide": "copiez l'adresse depuis la barre du navigateur",
    "date-hors-limites": "vérifiez l'année",
    "texte-sur-une-ligne": "écrivez-le sur une ligne ; un texte long va dans un autre champ ou dans le corps de la page",
    "texte-trop-long": "raccourcissez-le : il sert de chapeau et de description dans les moteurs de recherche",
}
_SAYINGS: dict[str, Callable[[ErrorDetails, type[Modele]], Said]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "enum": _not_in_list,
    "string_type": _not_text,
    "tuple_type": _not_a_list,
    "model_type": _not_a_block,
    "int_type": _not_a_number,
    "float_type": _not_a_number,
    "string_too_short": _empty_text,
    "string_too_long": _too_long,
    "too_short": _empty_list,
    "string_pattern_mismatch": _bad_pattern,
}
