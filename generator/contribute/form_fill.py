"""From the answers of a form to the files they ask for, or to what is wrong, question by question."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence

from generator.catalogue.reading import MODELS, understand
from generator.contribute.canonical import ecrire_yaml
from generator.contribute.edit import modifier
from generator.contribute.form_values import (
    Groupe,
    Remplissage,
    cles,
    concertation,
    ecrire_valeur,
    groupes,
    poser,
    publie,
)
from generator.contribute.forms import (
    ADRESSE_SOURCE,
    CHAMP_FAUX,
    CORRIGIBLES,
    IDENTIFIANT,
    RECIT,
    TITRE_SOURCE,
    VALEUR_JUSTE,
)
from generator.contribute.new import elements
from generator.contribute.places import valeur_a
from generator.contribute.scaffold import CHEMINS, chemin_du_schema
from generator.diagnostics import Severity
from generator.history.promesses import reculs_fiche, reculs_suites
from generator.source.discover import Found, Kind, slug, wrong_name
from generator.source.source_file import SourceFile, parse
from schemas.concertation import Concertation
from schemas.regles import Infraction
from schemas.suites import Proposition, Suites
from schemas.types import Modele


def nouvelle_concertation(r: Remplissage) -> None:
    """A new record, and the story below it."""
    identifiant = r.reponses[IDENTIFIANT]
    if raison := wrong_name(identifiant):
        if identifiant:
            exemple = slug(identifiant)
            r.faute(IDENTIFIANT, raison, f"écrivez par exemple : {exemple}" if exemple else "")
        identifiant = "x"
    r.chemin = CHEMINS[Kind.CONCERTATION].format(identifiant)
    if (r.content / r.chemin).exists():
        aide = "pour la corriger : « Signaler une erreur »"
        r.faute(IDENTIFIANT, "cette concertation est déjà dans le catalogue", aide)
    donnees: Groupe = {}
    for question in r.formulaire.questions:
        if question.champ is not None:
            poser(r, donnees, question)
    donnees["dispositifs"] = [
        {"type": cle}
        for cle in cles(r, "dispositifs", "dispositifs", r.reponses["dispositifs"].split(","))
    ]
    engagements = groupes(r, r.formulaire.question("engagements"), Concertation)
    donnees |= {"engagements": engagements} if engagements else {"engagements_inconnus": "true"}
    close = {"cloture", "cloture_inconnue"} & donnees.get("dates", {}).keys()
    if close and "reponse_attendue_le" not in donnees:
        donnees["reponse_attendue_inconnue"] = "true"
    sources = groupes(r, r.formulaire.question("sources"), Concertation)
    donnees["sources"] = [{"id": f"s{n}", **source} for n, source in enumerate(sources, 1)]
    donnees["revu_le"] = r.jour.isoformat()
    recit = r.reponses[RECIT]
    entete = ecrire_yaml({c: v for c, v in donnees.items() if v}, Concertation)
    r.texte = f"---\n{entete}---\n" + (f"\n{recit}\n" if recit else "")
    r.titre = f"Nouvelle concertation : {identifiant}"
    _verifier(r, Kind.CONCERTATION, identifiant, None)


def mise_a_jour(r: Remplissage) -> None:
    """One proposal of a follow-up, changed or added."""
    identifiant = concertation(r)
    fiche = publie(r, Kind.CONCERTATION, identifiant) if identifiant else None
    if fiche is None:
        return
    r.chemin = CHEMINS[Kind.SUITES].format(identifiant)
    suites = publie(r, Kind.SUITES, identifiant)
    donnees: Groupe = copy.deepcopy(dict(suites.data)) if suites else {"propositions": []}
    proposition = _proposition(r, donnees["propositions"])
    avant = copy.deepcopy(proposition)
    for question in r.formulaire.questions:
        if question.champ is not None:
            poser(r, proposition, question)
    for liste in ("leviers", "preuves"):
        ajouts = groupes(r, r.formulaire.question(liste), Proposition)
        deja = proposition.get(liste, [])
        if nouveaux := [g for g in ajouts if g not in deja]:
            proposition[liste] = [*deja, *nouveaux]
    if proposition == avant or r.fautes:
        return
    proposition["maj_le"] = r.jour.isoformat()
    r.titre = f"Suites de {identifiant} : proposition {r.reponses['reference']}"
    r.texte = _texte_des_suites(r, suites, donnees)
    sources = frozenset(str(s.get("id")) for s in elements(fiche.data.get("sources")))
    _verifier(r, Kind.SUITES, identifiant, suites, sources)


def _proposition(r: Remplissage, propositions: list[Groupe]) -> Groupe:
    """The proposal of the form; a new one must say what it is and what was decided."""
    reference = r.reponses["reference"]
    for proposition in propositions:
        if proposition["reference"] == reference:
            return proposition
    for cle in ("intitule", "decision"):
        if not r.reponses[cle]:
            message = f"la proposition « {reference} » n'existe pas encore : cette réponse est obligatoire"
            r.faute(cle, message, "si elle existe, vérifiez la référence")
    propositions.append({"reference": reference})
    return propositions[-1]


def correction(r: Remplissage) -> None:
    """One field of a record, with the source that says so; nothing when no field is given."""
    identifiant = concertation(r)
    choisi, valeur = r.reponses[CHAMP_FAUX], r.reponses[VALEUR_JUSTE]
    if bool(choisi) != bool(valeur):
        vide = CHAMP_FAUX if valeur else VALEUR_JUSTE
        r.faute(vide, "le champ et la valeur vont ensemble", "donnez les deux, ou aucun")
    question = next((q for q in CORRIGIBLES if q.titre == choisi), None)
    if choisi and question is None:
        r.faute(CHAMP_FAUX, "ce champ n'est pas dans la liste", "choisissez-en un de la liste")
    r.chemin = CHEMINS[Kind.CONCERTATION].format(identifiant)
    source = publie(r, Kind.CONCERTATION, identifiant) if identifiant else None
    if source is None or question is None or not valeur:
        return
    donnees = copy.deepcopy(dict(source.data))
    ecrire_valeur(r, donnees, question, valeur, VALEUR_JUSTE)
    sources, adresse = donnees["sources"], r.reponses[ADRESSE_SOURCE]
    if adresse not in {s.get("url") for s in sources}:
        pris = {s["id"] for s in sources}
        libre = next(f"s{n}" for n in range(1, len(pris) + 2) if f"s{n}" not in pris)
        sources.append({"id": libre, "titre": r.reponses[TITRE_SOURCE], "url": adresse})
    r.titre = f"Correction de {identifiant} : {choisi.lower()}"
    r.texte = modifier(source.text, donnees, Concertation, markdown=True)
    _verifier(r, Kind.CONCERTATION, identifiant, source)


def _texte_des_suites(r: Remplissage, ancien: SourceFile | None, donnees: Groupe) -> str:
    if ancien is not None:
        return modifier(ancien.text, donnees, Suites, markdown=False)
    schema = chemin_du_schema(r.content, Kind.SUITES)
    tete = f"# yaml-language-server: $schema={schema}\n" if schema else ""
    return tete + ecrire_yaml(donnees, Suites)


def _verifier(
    r: Remplissage,
    kind: Kind,
    identifiant: str,
    ancien: SourceFile | None,
    sources: frozenset[str] | None = None,
) -> None:
    """Say what ``check`` would of the new file, by question."""
    if r.fautes or r.texte is None:
        return
    lecture = parse(r.chemin, r.texte.encode())
    part = understand(Found(kind, identifiant, r.chemin), lecture, sources)
    for d in part.diagnostics:
        if d.severity is Severity.ERREUR:
            source = lecture.source
            corps = source is not None and source.body and d.position.line >= source.body_line
            loc = (RECIT,) if corps else valeur_a(source, d)
            r.faute(_question(r, loc), d.message, d.hint)
    if part.fiche is not None and ancien is not None:
        avant = MODELS[kind].model_validate(ancien.data)
        for infraction in _reculs(avant, part.fiche):
            r.faute(_question(r, infraction.loc), infraction.message, infraction.aide)


def _reculs(ancien: Modele, nouveau: Modele) -> Iterator[Infraction]:
    if isinstance(ancien, Suites) and isinstance(nouveau, Suites):
        yield from reculs_suites(ancien, nouveau)
    elif isinstance(ancien, Concertation) and isinstance(nouveau, Concertation):
        yield from reculs_fiche(ancien, nouveau)


def _question(r: Remplissage, loc: Sequence[str | int]) -> str:
    """The question whose answer a value comes from; what it corrects, for a correction."""
    ids = {q.id for q in r.formulaire.questions}
    cles = [str(s) for s in loc if isinstance(s, str)]
    if cles[:1] == ["propositions"]:
        cles = cles[1:]
    for longueur in range(len(cles), 0, -1):
        if ".".join(cles[:longueur]) in ids:
            return ".".join(cles[:longueur])
    return VALEUR_JUSTE if VALEUR_JUSTE in ids else ""
