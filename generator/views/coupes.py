"""The ways to cut the catalogue: by status, ministry, theme, year, mechanism."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from generator import francais
from generator.views.base import cle_url
from generator.views.cartes import CarteView, carte
from generator.world import World
from schemas.enumerations import Statut


class LienCompte(Struct, frozen=True):
    """A link to a pre-rendered list, with the size of that list; 0: it is not said here."""

    titre: str
    chemin: str
    nombre: int
    courant: bool = False


class Groupe(Struct, frozen=True):
    """One way to cut the catalogue."""

    titre: str
    liens: tuple[LienCompte, ...]
    chemin: str = ""


class Coupe(Struct, frozen=True):
    """A way to cut the catalogue: its folder, its titles, its keys with labels and definitions.

    ``du_jour``: time alone moves records from one of its lists to another.
    """

    dossier: str
    titre: str
    intro: str
    phrase: Callable[[str], str]
    cles: Callable[[CarteView], tuple[str, ...]]
    libelles: tuple[tuple[str, str, str], ...]
    du_jour: bool = False


class Complement(Struct, frozen=True):
    """What the référentiel says of one key, under the title of its list."""

    rubriques: tuple[tuple[str, tuple[str, ...]], ...] = ()
    source: str = ""
    avertissement: str = ""


AUCUN = Complement()


def complement(world: World, coupe: str, cle: str) -> Complement:
    """The names of a ministry over time, or the card of a mechanism."""
    ref = world.catalogue.referentiels
    avertissement = ref.avertissements.get(coupe, "")
    if coupe == "ministeres":
        noms = tuple(
            n.intitule + (f", {n.debut or '…'} – {n.fin or '…'}" if n.debut or n.fin else "")
            for n in ref.ministeres[cle].noms
        )
        return Complement((("Noms attestés", noms),) if noms else (), "", avertissement)
    if coupe == "dispositifs":
        d = ref.dispositifs[cle]
        rubriques = (
            ("Public", (d.publics,) if d.publics else ()),
            ("Quand l’employer", d.priorites),
            ("Conditions de qualité", d.qualites),
            ("Atouts", d.atouts),
            ("Limites", d.limites),
        )
        return Complement(tuple(r for r in rubriques if r[1]), d.source or "", avertissement)
    return AUCUN


def coupes(world: World) -> tuple[Coupe, ...]:
    """The ways to cut the catalogue, with every key that the référentiels know."""
    ref = world.catalogue.referentiels
    annees = sorted({c.annee for c in carte.tous(world)}, reverse=True)
    par_nom = francais.cle_tri
    return (
        Coupe(
            "statuts",
            "Par statut",
            "Le statut est calculé chaque jour à partir des dates et des contenus de la fiche.",
            lambda nom: f"Concertations au statut « {nom} »",
            lambda c: (cle_url(c.statut.cle),),
            tuple((cle_url(s), s.libelle, s.definition) for s in Statut),
            du_jour=True,
        ),
        Coupe(
            "ministeres",
            "Par ministère",
            "Une concertation portée par plusieurs ministères figure dans la liste de chacun.",
            lambda nom: f"Concertations : {nom}",
            lambda c: c.ministeres,
            tuple(
                sorted(
                    ((m.id, m.nom, "") for m in ref.ministeres.values()),
                    key=lambda x: par_nom(x[1]),
                )
            ),
        ),
        Coupe(
            "thematiques",
            "Par thématique",
            "Une concertation peut relever de plusieurs thématiques.",
            lambda nom: f"Concertations sur le thème « {nom} »",
            lambda c: c.thematiques,
            tuple(
                sorted(
                    ((t.id, t.nom, "") for t in ref.thematiques.values()),
                    key=lambda x: par_nom(x[1]),
                )
            ),
        ),
        Coupe(
            "annees",
            "Par année",
            "L’année est celle de l’ouverture.",
            lambda nom: f"Concertations ouvertes en {nom}",
            lambda c: (str(c.annee),),
            tuple((str(a), str(a), "") for a in annees),
        ),
        Coupe(
            "dispositifs",
            "Par dispositif",
            "Un dispositif est un moyen de participer : convention, atelier, consultation en ligne…",
            lambda nom: f"Concertations avec le dispositif « {nom} »",
            lambda c: c.dispositifs,
            tuple(
                sorted(
                    ((d.id, d.nom, d.definition) for d in ref.dispositifs.values()),
                    key=lambda x: par_nom(x[1]),
                )
            ),
        ),
    )


def groupes(toutes: tuple[CarteView, ...], decoupage: tuple[Coupe, ...]) -> tuple[Groupe, ...]:
    """Links to every list that is not empty, with counts."""
    resultat = []
    for coupe in decoupage:
        comptes = Counter(cle for c in toutes for cle in coupe.cles(c))
        liens = tuple(
            LienCompte(nom, f"{coupe.dossier}/{cle}/", comptes[cle])
            for cle, nom, _ in coupe.libelles
            if cle in comptes
        )
        resultat.append(Groupe(coupe.titre, liens, f"{coupe.dossier}/"))
    return tuple(resultat)


def durables(cuts: tuple[Groupe, ...], decoupage: tuple[Coupe, ...]) -> tuple[Groupe, ...]:
    """The same links, but for the counts that change with the day alone.

    They are those of the whole catalogue: the index of each cut and the first page of the whole list
    say them. Said on every page of every list, one record that closes would change thousands.
    """
    return tuple(
        replace(g, liens=tuple(replace(x, nombre=0) for x in g.liens)) if coupe.du_jour else g
        for g, coupe in zip(cuts, decoupage, strict=True)
    )


def marquer(cuts: tuple[Groupe, ...], chemin: str) -> tuple[Groupe, ...]:
    """The same groups, but for the link that leads to ``chemin``, marked as current."""
    return tuple(
        replace(g, liens=tuple(replace(x, courant=x.chemin == chemin) for x in g.liens))
        if any(x.chemin == chemin for x in g.liens)
        else g
        for g in cuts
    )
