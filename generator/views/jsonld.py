"""schema.org descriptions, as JSON that is safe inside a ``<script>`` data block."""

from __future__ import annotations

from typing import Any

from msgspec import json

from generator.catalogue.records import Dossier
from generator.chemins import chemin_fiche
from generator.donnees.adresses import CLASSEUR, csv, jsonl
from generator.views.base import DONNEES
from generator.world import World, nom_a_la_date


def json_sur(donnees: Any) -> str:
    """Compact JSON where nothing can close the element that holds it."""
    texte = json.encode(donnees, order="sorted").decode()
    return texte.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def jsonld_jeu(world: World) -> str:
    """The open data as a dataset, with the files that hold all of it."""
    site = world.catalogue.site
    fichiers = (
        (CLASSEUR, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (csv("concertations"), "text/csv"),
        (csv("propositions"), "text/csv"),
        (jsonl("concertations"), "application/x-ndjson"),
        (jsonl("propositions"), "application/x-ndjson"),
    )
    donnees: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{site.nom} : concertations, propositions et suites",
        "description": site.baseline,
        "url": world.absolue(DONNEES.chemin),
        "identifier": world.absolue(DONNEES.chemin),
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "license": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        "dateModified": world.jour.isoformat(),
        "spatialCoverage": "France",
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": world.absolue(chemin),
                "encodingFormat": format_,
            }
            for chemin, format_ in fichiers
        ],
    }
    return json_sur(donnees)


def jsonld_concertation(world: World, dossier: Dossier) -> str:
    """A concertation as an event, with its organiser and its dates when the day is known."""
    fiche = dossier.fiche
    ministere = world.catalogue.referentiels.ministeres[fiche.porteur]
    donnees: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": fiche.titre,
        "description": fiche.resume,
        "url": world.absolue(chemin_fiche(dossier.id)),
        "inLanguage": "fr",
        "startDate": fiche.dates.ouverture.texte,
        "organizer": {
            "@type": "GovernmentOrganization",
            "name": nom_a_la_date(ministere, fiche.dates.ouverture.debut),
        },
        "about": [world.catalogue.referentiels.thematiques[t].nom for t in fiche.thematiques],
        "citation": [s.url for s in fiche.sources],
    }
    if fiche.dates.cloture:
        donnees["endDate"] = fiche.dates.cloture.texte
    return json_sur(donnees)
