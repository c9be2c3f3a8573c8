"""Lists that grow, kept in ``content/referentiels/*.yml``."""

from typing import Annotated

from pydantic import Field

from schemas.types import DatePartielle, Identifiant, Modele, Texte, TexteLong, Url, champ


class Nom(Modele):
    """A name that a ministry had over a period."""

    intitule: Texte = champ("Intitulé", "Nom officiel.")
    court: Texte | None = champ("Nom court", "Pour les listes.", default=None)
    debut: DatePartielle | None = champ("Depuis", "Début de la période attestée.", default=None)
    fin: DatePartielle | None = champ("Jusqu'à", "Fin de la période attestée.", default=None)
    source: Url | None = champ("Source", "Adresse qui atteste ce nom.", default=None)


class Ministere(Modele):
    """A ministry (or an authority of the State) under one permanent key."""

    id: Identifiant = champ("Identifiant", "Clé permanente.", exemple="sante")
    nom: Texte = champ("Nom d'usage", "Nom affiché dans les listes, sans date.", exemple="Santé")
    noms: tuple[Nom, ...] = champ("Noms successifs", "Du plus ancien au plus récent.", default=())


class Thematique(Modele):
    """A theme."""

    id: Identifiant = champ("Identifiant", "Clé permanente.", exemple="sante")
    nom: Texte = champ("Nom", "Libellé affiché.", exemple="Santé")


class TypeDispositif(Modele):
    """A kind of participation mechanism."""

    id: Identifiant = champ("Identifiant", "Clé permanente.", exemple="convention-citoyenne")
    nom: Texte = champ("Nom", "Libellé affiché.", exemple="Convention citoyenne")
    definition: TexteLong = champ("Définition", "Ce que c'est.")
    publics: TexteLong | None = champ("Public", "À qui il s'adresse.", default=None)
    priorites: tuple[TexteLong, ...] = champ("Quand l'employer", "Ce qu'il permet.", default=())
    qualites: tuple[TexteLong, ...] = champ("Conditions de qualité", "Ce qu'il exige.", default=())
    atouts: tuple[TexteLong, ...] = champ("Atouts", "Ses points forts.", default=())
    limites: tuple[TexteLong, ...] = champ("Limites", "Ses points faibles.", default=())
    source: Url | None = champ("Source", "Adresse qui le décrit.", default=None)


class Degre(Modele):
    """A degree of participation."""

    id: Identifiant = champ("Identifiant", "Clé permanente.", exemple="consultation")
    nom: Texte = champ("Nom", "Libellé affiché.", exemple="Consultation")
    definition: TexteLong = champ("Définition", "Ce que c'est.")
    source: Url | None = champ("Source", "Adresse de la définition.", default=None)


class ReferentielMinisteres(Modele):
    """``referentiels/ministeres.yml``."""

    avertissement: TexteLong | None = champ("Avertissement", "Réserve sur la liste.", default=None)
    ministeres: Annotated[tuple[Ministere, ...], Field(min_length=1)] = champ(
        "Ministères", "La liste."
    )


class ReferentielThematiques(Modele):
    """``referentiels/thematiques.yml``."""

    avertissement: TexteLong | None = champ("Avertissement", "Réserve sur la liste.", default=None)
    thematiques: Annotated[tuple[Thematique, ...], Field(min_length=1)] = champ(
        "Thématiques", "La liste."
    )


class ReferentielDispositifs(Modele):
    """``referentiels/dispositifs.yml``."""

    avertissement: TexteLong | None = champ("Avertissement", "Réserve sur la liste.", default=None)
    dispositifs: Annotated[tuple[TypeDispositif, ...], Field(min_length=1)] = champ(
        "Dispositifs", "La liste."
    )


class ReferentielDegres(Modele):
    """``referentiels/degres.yml``."""

    avertissement: TexteLong | None = champ("Avertissement", "Réserve sur la liste.", default=None)
    degres: Annotated[tuple[Degre, ...], Field(min_length=1)] = champ("Degrés", "La liste.")
