"""``catalogue suites export`` and ``import``: a follow-up out to a table, and back to its file.

Nothing is written when anything is wrong; what is wrong is said all at once, by cell and by field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from generator.catalogue.reading import MODELS
from generator.contribute.canonical import ecrire_yaml
from generator.contribute.csv_file import ecrire_csv, lire_csv
from generator.contribute.edit import modifier
from generator.contribute.merge import Fusion, fusionner
from generator.contribute.new import RefusError, elements
from generator.contribute.scaffold import CHEMINS, chemin_du_schema
from generator.contribute.sheets import Faute, Lieu, Tableaux
from generator.contribute.tables import FEUILLES, PROPOSITIONS, valeur
from generator.contribute.verdict import feuille_de, verifier
from generator.contribute.xlsx_file import TropLongError, ecrire_xlsx, lire_xlsx
from generator.diagnostics import accord, format_text, has_errors
from generator.source.discover import Kind, wrong_name
from generator.source.source_file import SourceFile, read

_RETRAITS_MONTRES = 10
FORMATS = (".csv", ".xlsx")
_AIDE_ODS = "dans LibreOffice : Fichier, Enregistrer sous, Classeur Excel 2007-365 (.xlsx), qui s'y ouvre aussi"


class Importation(Struct, frozen=True):
    """What an import would write: ``texte`` is ``None`` when something is wrong.

    ``change`` says whether the file would be different; ``resume`` what changes, in French.
    """

    chemin: str
    texte: str | None
    change: bool
    fautes: tuple[Faute, ...]
    ignorees: tuple[str, ...]
    resume: str


def exporter(content: Path, identifiant: str, suffixe: str) -> bytes:
    """The follow-up of a concertation as a table; an empty one when there is none yet.

    Raises:
        RefusError: no such record, a file that cannot be read, or a format that is not known.
    """
    donnees = _source(content, identifiant).data
    if _format(suffixe) == ".csv":
        return ecrire_csv(donnees)
    try:
        return ecrire_xlsx(donnees)
    except TropLongError as erreur:
        raise RefusError(str(erreur)) from erreur


def importer(
    content: Path, identifiant: str, brut: bytes, suffixe: str, *, autoriser_retraits: bool = False
) -> Importation:
    """Put a table into the follow-up of a concertation.

    Raises:
        RefusError: no such record, a file that cannot be read, or a format that is not known.
    """
    source = _source(content, identifiant)
    tableaux = lire_xlsx(brut) if _format(suffixe) == ".xlsx" else lire_csv(brut)
    if tableaux.fautes:
        return _refus(source.path, tableaux, tableaux.fautes)
    if not autoriser_retraits and (autre := _autre_concertation(source.data, tableaux)):
        return _refus(source.path, tableaux, [autre])
    fusion = fusionner(source.data, tableaux)
    fautes = [*fusion.fautes, *_manquants(fusion)]
    if not fusion.donnees.get(PROPOSITIONS.chemin[0]) and not fautes:
        lieu = Lieu(PROPOSITIONS.titre if len(tableaux.lignes) > 1 else "", 2, 0)
        fautes.append(Faute(lieu, "", "aucune proposition", "une ligne par proposition"))
    if fautes:
        return _refus(source.path, tableaux, fautes)
    texte = _texte(source, content, fusion.donnees)
    fautes = list(verifier(source.path, texte, fusion, _sources(content, identifiant)))
    if fusion.retraits and not autoriser_retraits and not fautes:
        fautes = [_retraits(fusion)]
    if fautes:
        return _refus(source.path, tableaux, fautes)
    change = texte != source.text
    return Importation(source.path, texte, change, (), tuple(tableaux.ignorees), _resume(fusion))


def _format(suffixe: str) -> str:
    if suffixe.lower() not in FORMATS:
        aide = f" ; {_AIDE_ODS}" if suffixe.lower() == ".ods" else ""
        raise RefusError(f"« {suffixe} » : un tableau est un fichier .csv ou .xlsx{aide}")
    return suffixe.lower()


def _source(content: Path, identifiant: str) -> SourceFile:
    """The follow-up as it is; without text when there is none."""
    if raison := wrong_name(identifiant):
        raise RefusError(raison)
    if not (content / CHEMINS[Kind.CONCERTATION].format(identifiant)).is_file():
        raise RefusError(
            f"« {identifiant} » n'a pas de fiche dans « {content} » ; "
            f"écrivez-la d'abord : « catalogue new concertation {identifiant} »"
        )
    chemin = CHEMINS[Kind.SUITES].format(identifiant)
    vide: Mapping[str, Any] = MappingProxyType({})
    if not (content / chemin).exists():
        return SourceFile(chemin, "", "", vide, MappingProxyType({}))
    lecture = read(content, chemin)
    if lecture.source is None or has_errors(lecture.diagnostics):
        raise RefusError(
            f"{chemin} a des erreurs ; corrigez-les d'abord :\n\n{format_text(lecture.diagnostics)}"
        )
    return lecture.source


def _sources(content: Path, identifiant: str) -> frozenset[str]:
    fiche = read(content, CHEMINS[Kind.CONCERTATION].format(identifiant)).source
    return frozenset(
        str(e.get("id")) for e in elements(fiche.data.get("sources") if fiche else None)
    )


def _texte(source: SourceFile, content: Path, donnees: Mapping[str, Any]) -> str:
    if source.text:
        return modifier(source.text, donnees, MODELS[Kind.SUITES], markdown=False)
    schema = chemin_du_schema(content, Kind.SUITES)
    tete = f"# yaml-language-server: $schema={schema}\n" if schema else ""
    return tete + ecrire_yaml(donnees, MODELS[Kind.SUITES])


def _refus(chemin: str, tableaux: Tableaux, fautes: list[Faute]) -> Importation:
    rangees = tuple(sorted(set(fautes), key=lambda f: (_rang(f.lieu.feuille), f.lieu, f.message)))
    return Importation(chemin, None, False, rangees, tuple(tableaux.ignorees), "")  # noqa: FBT003 - a field


def _rang(feuille: str) -> int:
    titres = [f.titre for f in FEUILLES]
    return titres.index(feuille) if feuille in titres else -1


def _manquants(fusion: Fusion) -> Iterator[Faute]:
    """Compulsory cells that are empty, in rows that say something."""
    for loc, ligne in fusion.lignes.items():
        groupe: Any = fusion.donnees
        for segment in loc:
            groupe = groupe[segment]
        for colonne in feuille_de(loc).colonnes:
            parent = valeur(groupe, colonne.chemin[:-1]) if len(colonne.chemin) > 1 else groupe
            requis = colonne.champ.obligatoire and parent
            if requis and valeur(groupe, colonne.chemin) is None and loc:
                if (*loc, *colonne.chemin) in fusion.fautives:
                    continue
                cellule = ligne.cellules.get(colonne.cle)
                lieu = cellule.lieu if cellule else ligne.lieu
                message = "cette cellule est obligatoire"
                yield Faute(lieu, colonne.entete, message, colonne.champ.description)


def _autre_concertation(donnees: Mapping[str, Any], tableaux: Tableaux) -> Faute | None:
    """Say so when most proposals of the table are not those of this follow-up."""
    connues = {str(p.get(PROPOSITIONS.nom)) for p in elements(donnees.get(PROPOSITIONS.chemin[0]))}
    lignes = tableaux.lignes.get(PROPOSITIONS.chemin, [])
    citees = {c.texte for ligne in lignes if (c := ligne.cellules.get(PROPOSITIONS.nom))} - {""}
    inconnues = citees - connues
    if connues <= citees or len(inconnues) * 2 <= len(citees):
        return None
    return Faute(
        Lieu("", 1, 0),
        "",
        f"références du tableau absentes du fichier publié : {len(inconnues)} sur {len(citees)}",
        "est-ce le tableau de cette concertation ? si oui, ajoutez « --autoriser-retraits »",
    )


def _retraits(fusion: Fusion) -> Faute:
    montres = ", ".join(dict.fromkeys(fusion.retraits[:_RETRAITS_MONTRES]))
    reste = len(fusion.retraits) - _RETRAITS_MONTRES
    suite = f" et {accord(reste, 'autre')}" if reste > 0 else ""
    return Faute(
        Lieu("", 1, 0),
        "",
        f"{accord(len(fusion.retraits), 'ligne')} du fichier publié ne sont plus dans le tableau : {montres}{suite}",
        "remettez ces lignes ; si le retrait est voulu, ajoutez « --autoriser-retraits »",
    )


def _resume(fusion: Fusion) -> str:
    morceaux = [
        accord(fusion.cellules, "cellule") + (" changées" if fusion.cellules > 1 else " changée")
        if fusion.cellules
        else "",
        accord(len(fusion.ajouts), "ligne")
        + (" ajoutées" if len(fusion.ajouts) > 1 else " ajoutée")
        if fusion.ajouts
        else "",
        accord(len(fusion.retraits), "ligne")
        + (" retirées" if len(fusion.retraits) > 1 else " retirée")
        if fusion.retraits
        else "",
    ]
    return ", ".join(m for m in morceaux if m) or "rien n'a changé"
