"""One concertation in a list: what lists, the home page and the ministries' pages show."""

from __future__ import annotations

from msgspec import Struct

from generator import francais
from generator.catalogue.records import Dossier
from generator.chemins import chemin_fiche
from generator.cycle import REPONDUES
from generator.par_fiche import par_fiche
from generator.views.base import Etiquette, etiquette
from generator.world import World, nom_a_la_date
from schemas.enumerations import Decision, EtatAttente, MiseEnOeuvre, Statut
from schemas.suites import Suites


class CarteView(Struct, frozen=True):
    """A row of a list, ready to print, with the keys that lists group by and sort by.

    ``fermeture`` is the last day of participation (ordinal), 0 when it is not known.
    """

    id: str
    url: str
    titre: str
    resume: str
    statut: Etiquette
    porteur: str
    periode: str
    echeance: str
    propositions: int
    bilan: str
    annee: int
    ministeres: tuple[str, ...]
    thematiques: tuple[str, ...]
    dispositifs: tuple[str, ...]
    ordre: tuple[int, str]
    fermeture: int


@par_fiche(CarteView)
def carte(world: World, dossier: Dossier) -> CarteView:
    """The row of a concertation on the day of the world."""
    fiche = dossier.fiche
    statut_jour = world.statut(dossier)
    ministeres = (fiche.porteur, *fiche.co_porteurs)
    porteur = nom_a_la_date(
        world.catalogue.referentiels.ministeres[fiche.porteur], fiche.dates.ouverture.debut
    )
    cloture = fiche.dates.cloture
    return CarteView(
        id=dossier.id,
        url=chemin_fiche(dossier.id),
        titre=fiche.titre,
        resume=fiche.resume,
        statut=etiquette(statut_jour),
        porteur=porteur,
        periode=periode(dossier),
        echeance=echeance(world, dossier, statut_jour),
        propositions=len(dossier.suites.propositions) if dossier.suites else 0,
        bilan=bilan(dossier.suites),
        annee=fiche.dates.ouverture.annee,
        ministeres=ministeres,
        thematiques=fiche.thematiques,
        dispositifs=tuple(dict.fromkeys(d.type for d in fiche.dispositifs)),
        ordre=(-fiche.dates.ouverture.debut.toordinal(), francais.cle_tri(fiche.titre)),
        fermeture=cloture.fin.toordinal() if cloture else 0,
    )


@par_fiche(tuple[str, ...])
def references(_world: World, dossier: Dossier) -> tuple[str, ...]:
    """The references of the proposals of a concertation, in order."""
    return tuple(p.reference for p in dossier.suites.propositions) if dossier.suites else ()


def periode(dossier: Dossier) -> str:
    """When it took place, in words."""
    dates = dossier.fiche.dates
    if dates.cloture is None and dates.cloture_inconnue:
        return f"{francais.depuis(dates.ouverture)}, clôture non connue"
    return francais.periode(dates.ouverture, dates.cloture)


def bilan(suites: Suites | None) -> str:
    """« 149 propositions, dont 30 avec une réponse connue et 12 réalisées », and so on for few."""
    if suites is None:
        return ""
    propositions = suites.propositions
    texte = francais.pluriel(len(propositions), "proposition")
    repondues = sum(p.decision in REPONDUES for p in propositions)
    realisees = sum(p.mise_en_oeuvre is MiseEnOeuvre.REALISEE for p in propositions)
    if repondues == 0:
        inconnues = all(p.decision is Decision.INCONNUE for p in propositions)
        return f"{texte}, réponses non trouvées" if inconnues else f"{texte}, sans réponse"
    if repondues < len(propositions):
        texte += f", dont {francais.nombre(repondues)} avec une réponse connue"
        return f"{texte} et {francais.pluriel(realisees, 'réalisée')}" if realisees else texte
    plusieurs = len(propositions) > 1
    texte += f", {'toutes ' * plusieurs}avec une réponse connue"
    if realisees == len(propositions):
        return f"{texte} et réalisée{'s' * plusieurs}"
    return f"{texte}, dont {francais.pluriel(realisees, 'réalisée')}" if realisees else texte


def echeance(world: World, dossier: Dossier, statut_jour: Statut) -> str:
    """The next thing a citizen waits for, in a few words."""
    cloture = dossier.fiche.dates.cloture
    if statut_jour is Statut.OUVERTE:
        return f"jusqu’au {francais.partielle(cloture)}" if cloture else "sans date de fin connue"
    attente = world.attente(dossier)
    if attente.etat is EtatAttente.ATTENDUE and attente.echeance is not None:
        return f"réponse attendue le {francais.jour(attente.echeance)}"
    if attente.etat is EtatAttente.EN_RETARD and attente.echeance is not None:
        return f"réponse en retard, attendue le {francais.jour(attente.echeance)}"
    return ""


def cartes(world: World) -> tuple[CarteView, ...]:
    """All the rows, newest opening first."""
    return tuple(sorted(carte.tous(world), key=lambda c: c.ordre))
