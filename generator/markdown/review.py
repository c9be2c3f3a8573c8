"""Read the tokens of a text once: refuse what may not be published, prepare what will be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count, takewhile

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from msgspec import Struct, field

from generator.markdown import faults
from generator.markdown.faults import Faute
from generator.markdown.links import motif_de_refus
from generator.markdown.parser import BALISE, ENCADRE, IMBRICATION_MAX
from generator.markdown.structure import Ancres, Source, Titre, TypeEncadre, abrege
from schemas.enumerations import Etape

_CONTENANTS = {"blockquote_open", "list_item_open", f"container_{ENCADRE}_open"}
_MOTS_D_ANCRE = 8
_NOM_TABLEAU_MAX = 100


class Cadre(Struct):
    """One box being read: its place among the tokens and what its first line says."""

    type: TypeEncadre
    etape: Etape | None
    id: str
    debut: int
    fin: int


class Revue(Struct):
    """One pass over the tokens of a text; ``court`` is a field of a record, not a page."""

    source: Source
    court: bool
    sommaire: list[Titre] = field(default_factory=list)
    cadres: list[Cadre] = field(default_factory=list)
    liens: dict[str, None] = field(default_factory=dict)
    ancres: Ancres = field(default_factory=Ancres)
    noms_tableaux: dict[str, int] = field(default_factory=dict)
    ouverts: list[Cadre | None] = field(default_factory=list)

    def lire(self, tokens: list[Token]) -> None:
        """Report every problem of ``tokens`` and set their final attributes."""
        lectures = {
            "inline": self._texte,
            "heading_open": self._titre,
            "container_encadre_open": self._ouvrir_encadre,
            "container_encadre_close": self._fermer_encadre,
            "fence": self._bloc_de_code,
            "table_open": self._tableau,
            "th_open": self._cellule,
            "td_open": self._cellule,
        }
        for rang, token in enumerate(tokens):
            if token.type in _CONTENANTS and token.level >= IMBRICATION_MAX - 1:
                self._signaler(token, faults.imbrication(IMBRICATION_MAX - 1))
            if lecture := lectures.get(token.type):
                lecture(tokens, rang)

    def _signaler(self, token: Token, faute: Faute) -> None:
        """Report at the line where a block starts."""
        ligne = token.map[0] if token.map else 0
        place = ligne, self.source.colonne(ligne, token.markup)
        self.source.signaler(place, *faute, len(token.markup) or 1)

    def _titre(self, tokens: list[Token], rang: int) -> None:
        token, texte = tokens[rang], texte_seul(tokens[rang + 1])
        niveau, precedent = int(token.tag[1]), self.sommaire[-1].niveau if self.sommaire else 1
        if self.court:
            self._signaler(token, faults.TITRE_DANS_UN_CHAMP)
        elif any(self.ouverts):
            self._signaler(token, faults.TITRE_DANS_UN_ENCADRE)
        elif niveau == 1:
            self._signaler(token, faults.TITRE_PRINCIPAL)
        elif niveau > precedent + 1:
            self._signaler(token, faults.titre_saute(niveau, precedent))
        if not texte:
            self._signaler(token, faults.TITRE_VIDE)
        ancre = self.ancres.nouvelle("s-", texte)
        token.attrSet("id", ancre)
        self.sommaire.append(Titre(niveau, texte, ancre))

    def _ouvrir_encadre(self, tokens: list[Token], rang: int) -> None:
        token = tokens[rang]
        mots = token.info.split()
        faute = self._faute_encadre(tokens, rang, mots[0] if mots else "")
        cadre = None
        if faute is not None:
            self._signaler(token, faute)
        else:
            debut = " ".join(_debut_du_texte(tokens, rang).split()[:_MOTS_D_ANCRE])
            ancre = self.ancres.nouvelle("e-", debut)
            cadre = Cadre(TypeEncadre(mots[0]), self._etape(token, mots[1:]), ancre, rang, rang)
        self.ouverts.append(cadre)
        token.meta["html"] = "<div>\n" if cadre is None else _ouverture_encadre(cadre)

    def _faute_encadre(self, tokens: list[Token], rang: int, nom: str) -> Faute | None:
        if self.court:
            return faults.ENCADRE_DANS_UN_CHAMP
        if not nom:
            return faults.ENCADRE_SANS_NOM
        if any(self.ouverts):
            return faults.ENCADRE_DANS_UN_ENCADRE
        if nom not in set(TypeEncadre):
            return faults.encadre_inconnu(nom)
        if not _ferme(self.source.lignes, tokens[rang]):
            return faults.encadre_non_ferme(nom)
        return None if _debut_du_texte(tokens, rang) else faults.encadre_vide(nom)

    def _etape(self, token: Token, mots: Sequence[str]) -> Etape | None:
        nom = "_".join(mots).replace("-", "_")
        if nom in set(Etape):
            return Etape(nom)
        if nom:
            self._signaler(token, faults.etape_inconnue(" ".join(mots)))
        return None

    def _fermer_encadre(self, _tokens: list[Token], rang: int) -> None:
        cadre = self.ouverts.pop()
        if cadre is not None:
            cadre.fin = rang
            self.cadres.append(cadre)

    def _bloc_de_code(self, tokens: list[Token], rang: int) -> None:
        token = tokens[rang]
        debut, fin = token.map or (0, 1)
        derniere = self.source.lignes[min(fin, len(self.source.lignes)) - 1]
        if fin - debut == 1 or token.markup not in derniere:
            self._signaler(token, faults.code_non_ferme(token.markup))

    def _tableau(self, tokens: list[Token], rang: int) -> None:
        """Name the region after its columns: it can be scrolled, so it takes the focus."""
        entete = takewhile(lambda r: tokens[r].type != "thead_close", count(rang))
        colonnes = [texte_seul(tokens[r + 1]) for r in entete if tokens[r].type == "th_open"]
        nom = abrege("Tableau : " + ", ".join(c for c in colonnes if c), _NOM_TABLEAU_MAX)
        self.noms_tableaux[nom] = vu = self.noms_tableaux.get(nom, 0) + 1
        unique = escapeHtml(nom if vu == 1 else f"{nom} ({vu})")
        tokens[rang].meta["html"] = (
            f'<div class="tableau" role="region" aria-label="{unique}" tabindex="0"><table>\n'
        )

    @staticmethod
    def _cellule(tokens: list[Token], rang: int) -> None:
        """Alignment by class: the content security policy refuses style attributes."""
        token = tokens[rang]
        style = str(token.attrs.pop("style", ""))
        if style.endswith(("right", "center")):
            token.attrSet("class", "droite" if style.endswith("right") else "centre")
        if token.type == "th_open":
            if tokens[rang + 1].content.strip():
                token.attrSet("scope", "col")
            else:
                token.tag = tokens[rang + 2].tag = "td"

    def _texte(self, tokens: list[Token], rang: int) -> None:
        bloc = tokens[rang]
        enfants = bloc.children or []
        for position, enfant in enumerate(enfants):
            if enfant.type == "link_open":
                self._lien(bloc, position)
            elif enfant.type == "image":
                self._signaler_dans(bloc, enfant, faults.IMAGE, "![")
            elif enfant.type == BALISE:
                self._signaler_dans(bloc, enfant, faults.balise(enfant.content), enfant.content)
            elif enfant.nesting == 1 and enfant.level >= IMBRICATION_MAX:
                self._signaler(bloc, faults.imbrication(IMBRICATION_MAX))
                break

    def _lien(self, bloc: Token, position: int) -> None:
        enfants = bloc.children or []
        ouverture = enfants[position]
        adresse = str(ouverture.attrs.get("href", ""))
        refus = motif_de_refus(adresse)
        if refus is None:
            self.liens.setdefault(adresse)
        else:
            self._signaler_dans(bloc, ouverture, faults.lien(adresse, *refus), adresse)
            ouverture.attrs.clear()
        texte = takewhile(
            lambda e: e.type != "link_close", (enfants[r] for r in count(position + 1))
        )
        if not texte_des(tuple(texte)):
            self._signaler_dans(bloc, ouverture, faults.LIEN_SANS_TEXTE, "[")

    def _signaler_dans(self, bloc: Token, enfant: Token, faute: Faute, aiguille: str) -> None:
        """Report at ``aiguille``, searched from where ``enfant`` starts in its block."""
        if self.source.complet:
            return
        pos = int(enfant.meta.get("pos", 0))
        trouve = bloc.content.find(aiguille, pos) if aiguille else -1
        place = self.source.dans_ligne(
            bloc.map[0] if bloc.map else 0, bloc.content, max(trouve, pos), aiguille
        )
        self.source.signaler(place, *faute, max(1, len(aiguille)))


def texte_des(enfants: Sequence[Token]) -> str:
    """Visible text of inline tokens, spaces collapsed."""
    morceaux = (" " if e.type in {"softbreak", "hardbreak"} else e.content for e in enfants)
    return " ".join("".join(morceaux).split())


def texte_seul(inline: Token) -> str:
    """Visible text of one inline token."""
    return texte_des(inline.children or [])


def _debut_du_texte(tokens: list[Token], rang: int) -> str:
    """Start of the text of the block opened at ``rang``."""
    for token in (tokens[r] for r in range(rang + 1, len(tokens))):
        if token.type == "container_encadre_close" and token.level == tokens[rang].level:
            break
        texte = texte_seul(token) if token.type == "inline" else token.content.strip()
        if texte:
            return texte
    return ""


def _ferme(lignes: Sequence[str], token: Token) -> bool:
    """Whether the line after this block closes it: the plugin closes at the end of the text."""
    fin = token.map[1] if token.map else len(lignes)
    if fin >= len(lignes):
        return False
    trouve = re.fullmatch(r"[\s>]*(:{3,})\s*", lignes[fin])
    return trouve is not None and len(trouve[1]) >= len(token.markup)


def _ouverture_encadre(cadre: Cadre) -> str:
    return (
        f'<div class="encadre encadre--{cadre.type}" id="{cadre.id}" role="note"'
        f' aria-labelledby="{cadre.id}-nom">\n'
        f'<p class="encadre__titre" id="{cadre.id}-nom">{cadre.type.libelle}</p>\n'
    )
