"""Rules across files: what one file says of another must be true.

Each rule is a generator of ``(path, Infraction)``. A list that could not be read is ``None`` and
is not checked against: its own errors are told already.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from msgspec import Struct, field

from generator.catalogue import hints
from generator.catalogue.records import Citations
from generator.expression import expression
from generator.source.source_file import MAX_FAULTS
from schemas.concertation import Concertation
from schemas.guide import Guide, ModeleDocument, Page
from schemas.regles import Infraction, Loc
from schemas.suites import Proposition, Suites

Broken = Iterator[tuple[str, Infraction]]
_PATH = expression(
    r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?", re.ASCII
)
# Folders of files that are not pages, numbered pages of lists, and names that some systems keep.
_TAKEN = expression(
    r"(?:assets|pagefind|api|donnees|flux|redirections)(?:/.*)?|404\.html|(?:.*/)?page/\d+"
    r"|(?:.*/)?(?:con|prn|aux|nul|com\d|lpt\d)(?:[./].*)?",
    re.IGNORECASE,
)
# Pages that exist whatever the content.
_ALWAYS = ("", "concertations/", "guides/", "journal/", "kit/")


class Known(Struct, frozen=True):
    """What the rules may look at: valid records by path, and every id that has a file."""

    concertations: Mapping[str, Citations]
    guides: Mapping[str, Guide]
    pages: Mapping[str, Page]
    kit: Mapping[str, ModeleDocument]
    keys: Mapping[str, Collection[str] | None] = field(default_factory=dict)
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)


def across_files(known: Known, right: Collection[str] = ()) -> Broken:
    """Every rule across files; the records of ``right``, by path, break none of ``of_record``."""
    for path, citations in known.concertations.items():
        if path in right:
            continue
        for infraction in islice(of_record(citations, _id(path), known), MAX_FAULTS):
            yield path, infraction
    for path, guide in known.guides.items():
        for infraction in islice(_guide(guide, known), MAX_FAULTS):
            yield path, infraction
    for path, modele in known.kit.items():
        if modele.guide is not None:
            broken = _exists(
                ("guide",), modele.guide, known.ids["guide"], "guide", "content/guides/"
            )
            for infraction in broken:
                yield path, infraction
    yield from _old_addresses(known)


def _id(path: str) -> str:
    parts = path.split("/")
    return parts[1].removesuffix(".md")


def _exists(
    loc: Loc, key: str, among: Collection[str] | None, what: str, where: str
) -> Iterator[Infraction]:
    if among is None or key in among:
        return
    yield Infraction(
        loc,
        "reference-inconnue",
        f"« {key} » : {what} inconnu{'e' if what in _FEMININ else ''}",
        hints.suggestion(_meant(key, among), sorted(among), f"liste dans {where}"),
    )


def _meant(key: str, among: Collection[str]) -> str:
    """The key that was meant by a name written as a key, or what was typed."""
    from generator.catalogue.lookup import meant  # noqa: PLC0415 - only for what is at fault

    if not isinstance(among, Mapping):
        return key
    names: dict[str, str] = {}
    for known, item in among.items():
        names |= {nom.intitule: known for nom in getattr(item, "noms", ())}
        names |= {item.nom: known, known: known}
    return meant(key, names) or key


_FEMININ = frozenset({"thématique", "concertation"})
_LISTES = {
    "ministeres": "ministère",
    "thematiques": "thématique",
    "dispositifs": "dispositif",
    "degres": "degré",
}


def _key(loc: Loc, key: str, liste: str, known: Known) -> Iterator[Infraction]:
    return _exists(loc, key, known.keys[liste], _LISTES[liste], f"referentiels/{liste}.yml")


def _keys(nom: str, keys: Iterable[str], liste: str, known: Known) -> Iterator[Infraction]:
    seen: set[str] = set()
    for rank, key in enumerate(keys):
        yield from _key((nom, rank), key, liste, known)
        if key in seen:
            yield Infraction(
                (nom, rank), "doublon", f"« {key} » est donné deux fois", "gardez-le une seule fois"
            )
        seen.add(key)


def of_record(citations: Citations, identifiant: str, known: Known) -> Iterator[Infraction]:
    """What one record says of others; former addresses are looked at all together."""
    yield from _key(("porteur",), citations.porteur, "ministeres", known)
    yield from _keys("co_porteurs", citations.co_porteurs, "ministeres", known)
    yield from _keys("thematiques", citations.thematiques, "thematiques", known)
    if citations.degre is not None:
        yield from _key(("degre",), citations.degre, "degres", known)
    for rank, dispositif in enumerate(citations.dispositifs):
        yield from _key(("dispositifs", rank, "type"), dispositif, "dispositifs", known)
    for rank, liee in enumerate(citations.liees):
        loc: Loc = ("concertations_liees", rank, "id")
        if liee == identifiant:
            yield Infraction(
                loc,
                "lien-sur-soi",
                "une concertation n'est pas liée à elle-même",
                "supprimez cet élément",
            )
        else:
            yield from _exists(
                loc, liee, known.ids["concertation"], "concertation", "content/concertations/"
            )


def _guide(guide: Guide, known: Known) -> Iterator[Infraction]:
    yield from _keys("dispositifs", guide.dispositifs, "dispositifs", known)
    yield from _keys("degres", guide.degres, "degres", known)
    for rank, ligne in enumerate(guide.recommandations):
        loc: Loc = ("recommandations", rank)
        yield from _key((*loc, "degre"), ligne.degre, "degres", known)
        for i, key in enumerate(ligne.dispositifs):
            yield from _key((*loc, "dispositifs", i), key, "dispositifs", known)
    champs = {**Concertation.model_fields, **Suites.model_fields, **Proposition.model_fields}
    for rank, champ in enumerate(guide.champs):
        if champ not in champs:
            yield Infraction(
                ("champs", rank),
                "champ-de-fiche-inconnu",
                f"« {champ} » n'est pas un champ d'une fiche ni de ses suites",
                hints.suggestion(champ, champs, "champs"),
            )


def _former(known: Known) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The former addresses that each file claims."""
    for path, citations in known.concertations.items():
        yield path, citations.anciennes_urls
    for path, guide in known.guides.items():
        yield path, guide.anciennes_urls
    for path, page in known.pages.items():
        yield path, page.anciennes_urls


def _old_addresses(known: Known) -> Broken:
    live = {address.rstrip("/"): "une page du site" for address in _ALWAYS}
    for kind, prefix in (("concertation", "concertations/"), ("guide", "guides/"), ("page", "")):
        live |= {f"{prefix}{i}": f"la page de « {i} »" for i in known.ids[kind]}
    claimed: dict[str, str] = {}
    for path, former in _former(known):
        for rank, url in enumerate(former):
            for infraction in _old_address(("anciennes_urls", rank), url, live, claimed):
                yield path, infraction
            claimed.setdefault(_canonical(url), path)


def _canonical(url: str) -> str:
    return url.strip("/").removesuffix("/index.html").removesuffix("index.html")


def _old_address(
    loc: Loc, url: str, live: Mapping[str, str], claimed: Mapping[str, str]
) -> Iterator[Infraction]:
    if not _PATH.fullmatch(url) or url == "/":
        yield Infraction(
            loc,
            "ancienne-adresse-invalide",
            f"« {url[:60]} » n'est pas un chemin de ce site",
            "écrivez le chemin seul, avec la barre initiale : /concertations/ancien-nom/",
        )
    elif _TAKEN.fullmatch(_canonical(url)):
        yield Infraction(
            loc,
            "ancienne-adresse-invalide",
            f"« {url} » est un nom que le site garde pour lui",
            "supprimez cette ligne",
        )
    elif owner := live.get(_canonical(url)):
        yield Infraction(
            loc,
            "ancienne-adresse-vivante",
            f"« {url} » est l'adresse de {owner}",
            "une adresse qui sert encore n'est pas redirigée : supprimez cette ligne",
        )
    elif other := claimed.get(_canonical(url)):
        yield Infraction(
            loc,
            "ancienne-adresse-en-double",
            f"« {url} » redirige déjà vers {other}",
            "gardez-la dans une seule fiche",
        )
