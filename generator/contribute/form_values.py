"""From answers to values: what people write on a form, as the models want it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from generator.catalogue.hints import plain, suggestion
from generator.catalogue.reading import understand
from generator.contribute.cells import de_cellule
from generator.contribute.fields import Champ, champ_nomme
from generator.contribute.form_model import Formulaire, Question, chaine
from generator.contribute.form_read import FauteDeReponse
from generator.contribute.forms import CONCERTATION
from generator.contribute.new import elements
from generator.contribute.scaffold import CHEMINS
from generator.diagnostics import has_errors
from generator.source.discover import Found, Kind, wrong_name
from generator.source.source_file import SourceFile, read
from schemas.types import Modele

Groupe = dict[str, Any]
_REFERENTIEL = re.compile(r"referentiels/(\w+)\.yml")
_PAGE = re.compile(r"(?:^|/)concertations/([a-z0-9-]{1,80})(?:[/#?]|$)", re.ASCII)


class Remplissage(Struct):
    """The work on one form: its answers, what is wrong, and the file it makes."""

    content: Path
    formulaire: Formulaire
    reponses: Mapping[str, str]
    jour: date
    fautes: list[FauteDeReponse] = field(default_factory=list)
    chemin: str = ""
    texte: str | None = None
    titre: str = ""

    def faute(self, question: str, message: str, aide: str = "") -> None:
        """Add what is wrong with an answer."""
        titre = next((q.titre for q in self.formulaire.questions if q.id == question), "")
        nouvelle = FauteDeReponse(titre, message, aide)
        if nouvelle not in self.fautes:
            self.fautes.append(nouvelle)


def concertation(r: Remplissage) -> str:
    """The id that an answer names, or "" and a fault. No other path is ever made of an answer."""
    reponse = r.reponses[CONCERTATION]
    identifiant = trouve[1] if (trouve := _PAGE.search(reponse)) else reponse
    if not identifiant:
        return ""
    dossier = r.content / "concertations"
    if wrong_name(identifiant) or not (dossier / identifiant / "concertation.md").is_file():
        connus = sorted(d.name for d in dossier.iterdir()) if dossier.is_dir() else []
        aide = suggestion(identifiant, connus, "concertations")
        r.faute(CONCERTATION, "cette concertation n'est pas dans le catalogue", aide)
        return ""
    return identifiant


def publie(r: Remplissage, kind: Kind, identifiant: str) -> SourceFile | None:
    """A published file; ``None`` when it is not there, or not valid, which is a fault."""
    chemin = CHEMINS[kind].format(identifiant)
    if not (r.content / chemin).exists():
        return None
    lecture = read(r.content, chemin)
    part = understand(Found(kind, identifiant, chemin), lecture, None)
    if lecture.source is None or part.fiche is None or has_errors(part.diagnostics):
        aide = "l'équipe doit le réparer d'abord"
        r.faute(CONCERTATION, f"le fichier publié ({chemin}) a des erreurs", aide)
        return None
    return lecture.source


def poser(r: Remplissage, donnees: Groupe, question: Question) -> None:
    """Put the answer to a question in the data, if there is one."""
    if reponse := r.reponses[question.id]:
        ecrire_valeur(r, donnees, question, reponse, question.id)


def ecrire_valeur(
    r: Remplissage, donnees: Groupe, question: Question, reponse: str, signaler: str
) -> None:
    """Put an answer in the data, at the place of its question."""
    champ = question.champ
    if champ is None:
        return
    *groupes, cle = question.id.split(".")
    for nom in groupes:
        donnees = donnees.setdefault(nom, {})
    if trouve := _REFERENTIEL.search(champ.description):
        noms = reponse.split(",") if champ.liste else [reponse]
        if trouvees := cles(r, signaler, trouve[1], noms):
            donnees[cle] = trouvees if champ.liste else trouvees[0]
        return
    donnees[cle] = _lire(r, signaler, champ, reponse)


def _lire(r: Remplissage, question: str, champ: Champ, texte: str) -> Any:
    lue = de_cellule(champ, texte)
    if lue.faute:
        r.faute(question, lue.faute, lue.aide)
    return lue.valeur


def cles(r: Remplissage, question: str, liste: str, noms: Sequence[str]) -> list[str]:
    """The keys of a référentiel for names or keys, as people write them."""
    source = read(r.content, f"referentiels/{liste}.yml").source
    connus = {
        plain(str(e[cle])): str(e["id"])
        for e in elements(source.data.get(liste) if source else None)
        for cle in ("id", "nom")
        if "id" in e and cle in e
    }
    trouvees = []
    for nom in (n.strip() for n in noms):
        cle = connus.get(plain(nom))
        if cle:
            trouvees.append(cle)
        elif nom:
            aide = suggestion(nom, sorted(set(connus.values())), "clés connues")
            r.faute(question, f"« {nom[:60]} » n'est pas dans la liste du catalogue", aide)
    return list(dict.fromkeys(trouvees))


def groupes(r: Remplissage, question: Question, modele: type[Modele]) -> list[Groupe]:
    """A list written one item a line, its parts between « | »."""
    interieur = chaine(modele, question.id)[-1].modele
    groupes = []
    for ligne in r.reponses[question.id].split("\n"):
        texte = ligne.strip().removeprefix("- ").removeprefix("* ").strip()
        if not texte:
            continue
        parts = [texte] if len(question.colonnes) == 1 else [p.strip() for p in texte.split("|")]
        if len(parts) > len(question.colonnes):
            attendues = len(question.colonnes)
            r.faute(
                question.id,
                f"« {texte[:60]} » : {len(parts)} parties, {attendues} au plus",
                question.description,
            )
            continue
        groupe = {}
        for cle, part in zip(question.colonnes, parts, strict=False):
            champ = champ_nomme(interieur, cle)
            if part and champ:
                groupe[cle] = _lire(r, question.id, champ, part)
        manque = [c for c in question.colonnes if _requis(interieur, c) and c not in groupe]
        if manque:
            message = f"« {texte[:60]} » : il manque {' et '.join(manque)}"
            r.faute(question.id, message, question.description)
        groupes.append(groupe)
    return groupes


def _requis(modele: type[Modele] | None, cle: str) -> bool:
    champ = champ_nomme(modele, cle)
    return champ is not None and champ.obligatoire
