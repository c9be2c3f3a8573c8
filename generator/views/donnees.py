"""« Données ouvertes »: what there is, how to read it, how to cite it; the interface; the dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from generator import francais
from generator.chemins import chemin_fiche
from generator.donnees import adresses, publier
from generator.donnees.faits import sommaire
from generator.donnees.tables import tables
from generator.views import dictionnaire, donnees_api
from generator.views.base import (
    ACCUEIL,
    DONNEES,
    Contenu,
    Gabarit,
    Lien,
    Output,
    PageMeta,
    page,
)
from generator.views.donnees_commun import Code, ExempleView, FichierView, fichier_view
from generator.views.jsonld import jsonld_jeu
from generator.world import World


class CitationView(Struct, frozen=True):
    """How to cite a real record: its page, its version, and the sentence."""

    fiche: Lien
    json: Lien
    phrase: str


class DonneesView(Struct, frozen=True):
    """The page « Données ouvertes »."""

    jour: str
    dernier_changement: str
    arretees_au: str
    avertissement: str
    collections: tuple[FichierView, ...]
    tables: tuple[FichierView, ...]
    citation: CitationView | None
    exemples: tuple[ExempleView, ...]
    telechargements: tuple[Lien, ...]


def _citation(world: World, exemple: str) -> CitationView | None:
    if not exemple:
        return None
    dossier = world.catalogue.par_id[exemple]
    objet = publier.resume(world, dossier)
    jour = francais.jour(publier.modifie_le(world, dossier))
    version = f", version {objet.version.commit[:12]}" if objet.version else ""
    return CitationView(
        Lien(dossier.fiche.titre, chemin_fiche(dossier.id)),
        Lien(adresses.api_fiche(dossier.id), adresses.api_fiche(dossier.id)),
        f"« {dossier.fiche.titre} », {world.catalogue.site.nom}, fiche mise à jour le {jour}{version}, "
        f"{objet.links.html}, consultée le {francais.jour(world.jour)}, Licence Ouverte 2.0.",
    )


def _exemples(world: World) -> tuple[ExempleView, ...]:
    propositions = world.absolue(adresses.csv("propositions"))
    return (
        ExempleView(
            "Python, sans rien installer",
            Code(
                "import csv, io, urllib.request\n\n"
                f'adresse = "{propositions}"\n'
                "with urllib.request.urlopen(adresse) as reponse:\n"
                '    texte = io.TextIOWrapper(reponse, encoding="utf-8", newline="")\n'
                "    propositions = list(csv.DictReader(texte))\n"
                'realisees = [p for p in propositions if p["mise_en_oeuvre"] == "realisee"]\n'
                'print(len(realisees), "sur", len(propositions))\n'
            ),
        ),
        ExempleView(
            "R",
            Code(
                f'propositions <- read.csv("{propositions}",\n'
                '  check.names = FALSE, na.strings = "", fileEncoding = "UTF-8")\n'
                "table(propositions$decision, propositions$calcule.porteur)\n".replace(
                    "propositions$calcule.porteur", 'propositions[["calcule.porteur"]]'
                )
            ),
        ),
        ExempleView(
            "En ligne de commande",
            Code(f"curl --silent {world.absolue(adresses.api('indicateurs'))}\n"),
        ),
    )


def _page_donnees(
    world: World, exemple: str, modifie: date | None, totaux: tuple[int, ...]
) -> Contenu:
    arret = world.catalogue.site.donnees_arretees_au
    fichiers = [(t, fichier_view(t, total)) for t, total in zip(tables(), totaux, strict=True)]
    vue = DonneesView(
        jour=francais.jour(world.jour),
        dernier_changement=francais.jour(modifie or world.jour),
        arretees_au=francais.jour(arret) if arret else "",
        avertissement=world.catalogue.site.avertissement or "",
        collections=tuple(v for t, v in fichiers if not t.attributs),
        tables=tuple(v for t, v in fichiers if t.attributs),
        citation=_citation(world, exemple),
        exemples=_exemples(world),
        telechargements=(
            Lien("Tout, en classeur (XLSX)", adresses.CLASSEUR),
            Lien("Le paquet de données (Frictionless)", adresses.PAQUET),
        ),
    )
    meta = PageMeta(
        titre="Données ouvertes",
        description="Tout le catalogue en CSV, JSON et XLSX, avec son dictionnaire et ses sommes de contrôle.",
        chemin=DONNEES.chemin,
        fil=(ACCUEIL, DONNEES),
        menu_actif=DONNEES.chemin,
        jsonld=jsonld_jeu(world),
    )
    return Gabarit("pages/donnees.html.j2", meta, vue)


def sorties(world: World) -> Iterator[Output]:
    """The page « Données ouvertes », the interface and the dictionary."""
    lu = sommaire(world)
    totaux = tuple(t.total(world, lu) for t in tables())
    yield page(DONNEES.chemin, _page_donnees, lu.exemple, lu.modifie, totaux, portee=lu.exemple)
    yield from donnees_api.sorties(world, lu)
    yield from dictionnaire.sorties(world, totaux)
