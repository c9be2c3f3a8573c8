"""From libyaml's complaints to what the author must change, in French, where it must change.

libyaml says where it stopped understanding, which is often lines after the mistake. Each function
below recognises one mistake from the text itself; the first that recognises its own answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.diagnostics import Position
from generator.source.complaint import Complaint
from generator.source.faults import Unreadable, refuse
from generator.source.quoting import KEY, mended, parts, quoted, unclosed

_SPECIAUX = {
    "%": "« % »",
    "@": "« @ »",
    "`": "« ` »",
    "*": "« * »",
    "&": "« & »",
    "!": "« ! »",
    "?": "« ? »",
    ",": "« , »",
    "[": "« [ »",
    "]": "« ] »",
    "{": "« { »",
    "}": "« } »",
    "-": "un tiret",
}


def explain(erreur: Exception, lines: list[str], last: Position) -> Unreadable:
    """Say what the author did, from what libyaml says; ``last`` is the last place read."""
    case = Complaint(erreur, lines, last)
    for recognise in _MISTAKES:
        if found := recognise(case):
            return found
    return refuse(
        case.place,
        "yaml-illisible",
        "cette ligne n'est pas comprise",
        "vérifiez le retrait (deux espaces par niveau), les deux-points et les guillemets, ici et à la ligne d'avant",
    )


def _tab(case: Complaint) -> Unreadable | None:
    indent = case.line[: len(case.line) - len(case.line.lstrip())]
    if "\t" not in indent:
        return None
    place = Position(case.place.line, indent.index("\t") + 1)
    return refuse(
        place,
        "tabulation",
        "une tabulation sert de retrait",
        "remplacez-la par des espaces (deux par niveau)",
    )


def _no_break_space(case: Complaint) -> Unreadable | None:
    for number in {case.start.line - 1, case.place.line - 1, case.before}:
        found = re.match(
            r"[ ]*[\u00a0\u202f\u2009]|[ ]*(?:-[ ]+)*[\w-]+:[\u00a0\u202f\u2009]",
            case.lines[number] if number >= 0 else "",
        )
        if found:
            return refuse(
                Position(number + 1, found.end()),
                "espace-insecable",
                "une espace insécable est là où il faut une espace ordinaire",
                "retapez cette espace",
            )
    return None


def _no_space_after_colon(case: Complaint) -> Unreadable | None:
    for number in (case.start.line - 1, case.before):
        if number >= 0 and (found := glued_colon(case.lines[number])):
            return refuse(
                Position(number + 1, found.end(1) + 1),
                "espace-manquante",
                f"il manque une espace après « {found[1].strip(' -')}: »",
                f"écrivez : {found[1].strip()}: {case.lines[number][found.end() - 1 :]}",
            )
    return None


def glued_colon(line: str) -> re.Match[str] | None:
    """Recognise ``cle:valeur``, which YAML reads as one word (but not an address)."""
    return re.match(r"([ ]*(?:-[ ]+)*[a-z][a-z_]*):(?!//)[^\s:]", line)


def _open_quote(case: Complaint) -> Unreadable | None:
    if "quoted scalar" in case.context and case.problem.startswith("found unexpected"):
        return unclosed(case.lines, case.start)
    return None


def _escape(case: Complaint) -> Unreadable | None:
    if "quoted scalar" not in case.context:
        return None
    return refuse(
        case.place,
        "echappement-inconnu",
        "« \\ » a un sens spécial entre guillemets doubles, et cette suite n'en a pas",
        "doublez-le (« \\\\ »), ou mettez le texte entre apostrophes",
    )


def _after_quote(case: Complaint) -> Unreadable | None:
    found = parts(case.line)
    if not found or found["value"][0] not in "\"'":
        return None
    value, quote = found["value"], found["value"][0]
    closed = re.match(
        r'"[^"\\]*(?:\\.[^"\\]*)*"' if quote == '"' else r"'[^']*(?:''[^']*)*'", value
    )
    if not closed or closed.end() == len(value):
        return None
    inner = value[1:-1] if value[-1] == quote else value
    return refuse(
        Position(case.place.line, found.end("head") + closed.end()),
        "guillemet-interne",
        "une apostrophe ferme le texte ici"
        if quote == "'"
        else "un guillemet ferme le texte ici, et la suite n'est pas lue",
        f"écrivez : {(found['head'] + quoted(inner)).strip()}",
    )


def _block_header(case: Complaint) -> Unreadable | None:
    if "block scalar" not in case.context:
        return None
    sign = case.lines[case.start.line - 1][case.start.column - 1 : case.start.column]
    return refuse(
        case.start,
        "guillemets-necessaires",
        f"après « {sign} », le texte commence à la ligne suivante",
        f"passez à la ligne et décalez le texte de deux espaces, ou écrivez : {mended(case.lines[case.start.line - 1]).strip()}",
    )


def _colon(case: Complaint) -> Unreadable | None:
    if not case.problem.startswith("mapping values"):
        return None
    line = case.line
    found = parts(line)
    before = line[: case.place.column - 1]
    if found and found.end("head") < case.place.column - 1 and re.search(r":[ ]", before):
        return refuse(
            case.place,
            "deux-points",
            "un « : » oblige à mettre le texte entre guillemets",
            f"écrivez : {mended(line).strip()}",
        )
    if re.fullmatch(r"[ ]*(?:-[ ]+)*[a-z][a-z_]*", before):
        return _indent_fault(case)
    return refuse(
        case.place,
        "deux-points",
        "un « : » dans un texte sur plusieurs lignes oblige à l'annoncer",
        "écrivez « | » juste après le nom du champ, et tout le texte dessous, décalé de deux espaces",
    )


def _special(case: Complaint) -> Unreadable | None:
    for place in (case.place, case.start):
        line = case.lines[place.line - 1]
        found = parts(line)
        if not found or found["value"][0] not in _SPECIAUX or not found["head"].strip():
            continue
        first = found["value"][0]
        ouvert = "flow" in case.context and first in "[{"
        if ouvert and not any(c in found["value"] for c in "]}"):
            return refuse(
                Position(place.line, found.end("head") + 1),
                "crochet-non-ferme",
                f"« {first} » n'est pas fermé",
                f"ajoutez « {']' if first == '[' else '}'} », ou écrivez un élément par ligne, après un tiret",
            )
        return refuse(
            Position(place.line, found.end("head") + 1),
            "guillemets-necessaires",
            f"un texte qui commence par {_SPECIAUX[first]} se met entre guillemets",
            f"écrivez : {mended(line).strip()}",
        )
    return None


def _comment(case: Complaint) -> Unreadable | None:
    if case.before < 0 or KEY.match(case.line):
        return None
    found = re.search(r"[ ](#.*)", case.lines[case.before])
    if not found:
        return None
    return refuse(
        Position(case.before + 1, found.start(1) + 1),
        "texte-coupe",
        "la valeur est coupée au « # » : la fin n'est pas lue",
        "mettez tout le texte entre guillemets",
        len(found[1]),
    )


def _prose(case: Complaint) -> Unreadable | None:
    if not case.problem.startswith("could not find expected ':'"):
        return None
    if found := _forgotten_colon(case.lines[case.start.line - 1]):
        return refuse(
            Position(case.start.line, found.end("head") + 1),
            "ligne-sans-champ",
            f"il manque « : » après « {found['key']} »",
            f"écrivez : {found['head'].strip()}: {found['rest']}",
        )
    return refuse(
        case.start,
        "ligne-sans-champ",
        "cette ligne n'est ni un champ (« nom: valeur ») ni la suite d'un texte",
        "décalez-la de deux espaces si elle continue le texte du dessus ; si c'est le corps de la page, il manque « --- » avant",
    )


def _forgotten_colon(line: str) -> re.Match[str] | None:
    """Recognise ``cle valeur``, where the first word is a field of some file."""
    found = re.fullmatch(r"(?P<head>[ ]*(?:-[ ]+)*(?P<key>[a-z][a-z_]*))[ ]+(?P<rest>\S.*)", line)
    if found is None:
        return None
    from generator.source.keys import known_keys  # noqa: PLC0415 - only for what is at fault

    return found if found["key"] in known_keys() else None


def _indent(case: Complaint) -> Unreadable | None:
    if KEY.match(case.line) or case.line.lstrip().startswith("-"):
        return _indent_fault(case)
    return None


def _indent_fault(case: Complaint) -> Unreadable:
    indent = len(case.line) - len(case.line.lstrip())
    return refuse(
        Position(case.place.line, indent + 1),
        "retrait",
        "cette ligne n'est alignée avec aucune de celles du dessus",
        "alignez-la, à l'espace près, sur les champs du même bloc ou les tirets de la même liste",
    )


def _second_document(case: Complaint) -> Unreadable | None:
    if "<document start>" not in case.problem or case.line.startswith("%"):
        return None
    return refuse(
        case.place,
        "plusieurs-documents",
        "le fichier se termine plus haut, et cette ligne est en trop",
        "supprimez la ligne « ... » qui précède, ou ce qui suit",
    )


def _directive(case: Complaint) -> Unreadable | None:
    if not case.line.startswith("%"):
        return None
    return refuse(
        Position(case.place.line, 1),
        "directive-interdite",
        "une ligne qui commence par « % » n'est pas permise",
        "supprimez-la",
    )


_MISTAKES: tuple[Callable[[Complaint], Unreadable | None], ...] = (
    _tab,
    _no_break_space,
    _directive,
    _second_document,
    _open_quote,
    _escape,
    _block_header,
    _after_quote,
    _comment,
    _special,
    _no_space_after_colon,
    _colon,
    _prose,
    _indent,
)
