"""The kinds of files of the content: their models, where they live, what they are."""

from __future__ import annotations

from msgspec import Struct

from schemas.concertation import Concertation
from schemas.guide import Guide, ModeleDocument, Page
from schemas.referentiels import (
    ReferentielDegres,
    ReferentielDispositifs,
    ReferentielMinisteres,
    ReferentielThematiques,
)
from schemas.site import Site
from schemas.suites import Suites
from schemas.types import Modele


class Fichier(Struct, frozen=True):
    """A kind of file of the content: its model, its schema's name, where it lives, what it is."""

    nom: str
    modele: type[Modele]
    chemin: str
    titre: str
    role: str


FICHIERS = (
    Fichier(
        "concertation",
        Concertation,
        "content/concertations/<identifiant>/concertation.md",
        "Fiche d'une concertation",
        "En-tête de la fiche ; le texte qui suit l'en-tête raconte la démarche. Le nom du dossier "
        "est l'identifiant de la concertation et son adresse permanente : il ne change jamais.",
    ),
    Fichier(
        "suites",
        Suites,
        "content/concertations/<identifiant>/suites.yml",
        "Suites d'une concertation",
        "Ce que deviennent les propositions des citoyens. Le fichier n'existe pas tant qu'il n'y "
        "a pas de proposition connue.",
    ),
    Fichier(
        "guide",
        Guide,
        "content/guides/<identifiant>.md",
        "Guide",
        "En-tête d'un guide de méthode ; le texte suit.",
    ),
    Fichier(
        "page",
        Page,
        "content/pages/<identifiant>.md",
        "Page",
        "En-tête d'une page du site ; le texte suit.",
    ),
    Fichier(
        "modele-de-document",
        ModeleDocument,
        "content/kit/<identifiant>.md",
        "Modèle de document du kit",
        "En-tête d'un modèle à remplir ; le texte du modèle suit.",
    ),
    Fichier(
        "site",
        Site,
        "content/site.yml",
        "Réglages du site",
        "Nom, adresse, identité légale. Une publication officielle refuse de se construire tant "
        "qu'une identité manque.",
    ),
    Fichier(
        "ministeres",
        ReferentielMinisteres,
        "content/referentiels/ministeres.yml",
        "Référentiel des ministères",
        "Chaque ministère a une clé permanente et ses noms successifs.",
    ),
    Fichier(
        "thematiques",
        ReferentielThematiques,
        "content/referentiels/thematiques.yml",
        "Référentiel des thématiques",
        "Les thématiques par lesquelles on parcourt le catalogue.",
    ),
    Fichier(
        "dispositifs",
        ReferentielDispositifs,
        "content/referentiels/dispositifs.yml",
        "Référentiel des dispositifs",
        "Les dispositifs de participation, ce qu'ils permettent et ce qu'ils exigent.",
    ),
    Fichier(
        "degres",
        ReferentielDegres,
        "content/referentiels/degres.yml",
        "Référentiel des degrés",
        "Les degrés de participation.",
    ),
)
