"""The components of the neutral theme: their contract, their weight, what they print."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from msgspec.structs import replace

from generator.encoders.html import environnement
from generator.views.base import Etiquette, Lien, etiquette
from generator.views.cartes import CarteView
from generator.views.coupes import Groupe, LienCompte
from generator.views.horloge import Horloge
from generator.views.listes import NumeroPage, Pagination
from generator.views.propositions import (
    AppreciationView,
    JalonView,
    LevierView,
    PreuveView,
    PropositionView,
    Segment,
    SourceProposition,
)
from schemas.enumerations import Decision, EtabliPar, EtatJalon, MiseEnOeuvre, Statut

MODELES = Path(__file__).resolve().parents[2] / "templates"
FEUILLES = (MODELES / "themes" / "neutre" / "assets" / "css").glob("*.css")
CSS = "\n".join(f.read_text() for f in FEUILLES)
SIGNATURES = {
    "adresse": ("chemin",),
    "lien": ("l",),
    "fil_ariane": ("fil",),
    "etiquette": ("cle", "libelle", "famille"),
    "rangee": ("carte", "niveau"),
    "liste_rangees": ("cartes", "niveau"),
    "pagination": ("p",),
    "filtres": ("groupes", "titre"),
    "filtre": ("groupe",),
    "chiffre_cle": ("valeur", "sur", "libelle", "chemin"),
    "barre": ("segments", "titre", "total"),
    "alerte": ("type", "titre"),
    "horloge": ("h",),
    "definitions": ("paires",),
    "sommaire": ("titres", "titre"),
    "sources": ("liste",),
    "chronologie": ("etapes",),
    "proposition": ("p", "niveau"),
    "autres_voix": ("appreciations", "titre"),
    "filtre_propositions": (),
    "defile": (),
    "champ_recherche": ("valeur",),
    "suivre": ("liens", "titre", "niveau"),
    "liens_liste": ("liens",),
}
CARTE = CarteView(
    id="x",
    url="concertations/x/",
    titre="Titre",
    resume="Résumé",
    statut=etiquette(Statut.OUVERTE),
    porteur="Ministère",
    periode="2024",
    echeance="jusqu’au 3 mars",
    propositions=2,
    bilan="2 propositions",
    annee=2024,
    fermeture=0,
    ministeres=(),
    thematiques=(),
    dispositifs=(),
    ordre=(0, ""),
)
VIDE = PropositionView(
    reference="14",
    chemin="concertations/x/suites/#proposition-14",
    intitule="Intitulé",
    texte_integral="",
    reformulee=False,
    source=None,
    theme="",
    objectif="",
    soutien="",
    decision=etiquette(Decision.INCONNUE),
    decision_date="",
    decision_auteur="",
    reponse_motivee="",
    fidelite=None,
    fidelite_explication="",
    mise_en_oeuvre=None,
    mise_en_oeuvre_detail="",
    pilote="",
    leviers=(),
    jalons=(),
    preuves=(),
    echeance="",
    reports=(),
    appreciations=(),
    mesures=(),
    etabli_par=None,
    avertissement="",
    sources=(),
    motif_changement="",
    maj="3 mars 2026",
)
COURANTE = replace(
    VIDE,
    texte_integral="Texte des citoyens.",
    source=SourceProposition("Avis", "https://exemple.test/avis", "p. 3"),
    decision=etiquette(Decision.RETENUE_PARTIELLEMENT),
    etabli_par=etiquette(EtabliPar.DOCUMENTALISTE),
    decision_date="2021",
    reponse_motivee="Réponse.",
    mise_en_oeuvre=etiquette(MiseEnOeuvre.REALISEE),
    mise_en_oeuvre_detail="Fait.",
    preuves=(PreuveView("Décret", "https://exemple.test/d", "2022", ""),),
)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.noms: list[str] = []
        self.classes: set[str] = set()
        self.dans_svg = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.dans_svg:
            self.noms.append(tag)
        self.dans_svg += tag == "svg"
        self.classes.update((dict(attrs).get("class") or "").split())

    def handle_endtag(self, tag: str) -> None:
        self.dans_svg -= tag == "svg"


def elements(html: str) -> _Elements:
    """The elements of a fragment; the children of a drawing are not counted (EcoIndex)."""
    lecteur = _Elements()
    lecteur.feed(html)
    return lecteur


@cache
def composant(nom: str) -> object:
    modele = environnement("neutre").get_template("theme/composants.html.j2")
    return getattr(modele.make_module({"racine": "../../"}), nom)


def rendre(nom: str, *arguments: object) -> str:
    macro = composant(nom)
    assert callable(macro)
    return bytes(macro(*arguments)).decode()


def test_le_contrat_des_composants() -> None:
    for nom, attendue in SIGNATURES.items():
        assert getattr(composant(nom), "arguments") == attendue, nom  # noqa: B009 - a macro is untyped


def test_les_pages_n_appellent_que_le_contrat() -> None:
    appels = {
        nom
        for f in MODELES.rglob("*.j2")
        if "themes" not in f.parts
        for nom in re.findall(r"\bc\.(\w+)\(", f.read_text())
    }
    assert appels
    assert appels <= set(SIGNATURES)


def test_une_rangee_est_maigre() -> None:
    html = rendre("rangee", CARTE)
    assert len(elements(html).noms) <= 9
    assert 'href="../../concertations/x/"' in html
    nue = rendre("rangee", replace(CARTE, echeance="", bilan=""))
    assert "<b>" not in nue
    assert "<strong>" not in nue


def test_une_proposition_courante_est_maigre() -> None:
    assert len(elements(rendre("proposition", COURANTE)).noms) <= 25


def test_un_champ_vide_n_imprime_rien() -> None:
    html = rendre("proposition", VIDE)
    assert elements(html).noms == ["article", "h3", "a", "p", "span", "p"]
    assert 'id="proposition-14"' in html
    assert rendre("horloge", Horloge("", "", "")).strip() == ""
    assert "<dt>" not in rendre("definitions", (("Porteur", ""),))


def test_une_proposition_dit_tout() -> None:
    pleine = replace(
        COURANTE,
        soutien="SOUTIEN",
        decision_auteur="AUTEUR",
        fidelite=Etiquette("adaptee", "FIDELITE"),
        fidelite_explication="EXPLICATION",
        pilote="PILOTE",
        leviers=(LevierView("Loi", "LEVIER", "REFERENCE", "https://exemple.test/l", "2021"),),
        jalons=(JalonView("2022", "JALON", etiquette(EtatJalon.MANQUE)),),
        preuves=(PreuveView("PREUVE", "https://exemple.test/d", "2022", "https://exemple.test/a"),),
        echeance="ECHEANCE",
        appreciations=(
            AppreciationView("Garant", "GARANT", "AVIS", "3 sur 10", "", "2021", "https://e.test/"),
        ),
        mesures=(Lien("MESURE", "#mesure-1"),),
        sources=(Lien("SOURCE", "#source-1"),),
        avertissement="AVERTISSEMENT",
        motif_changement="MOTIF",
    )
    html = rendre("proposition", pleine)
    for mot in (
        "SOUTIEN",
        "AUTEUR",
        "FIDELITE",
        "EXPLICATION",
        "PILOTE",
        "LEVIER",
        "REFERENCE",
        "JALON",
        "PREUVE",
        "ECHEANCE",
        "GARANT",
        "AVIS",
        "MESURE",
        "SOURCE",
        "AVERTISSEMENT",
        "MOTIF",
        "https://exemple.test/a",
    ):
        assert mot in html, mot
    assert html.index("AVIS") > html.index("</dl>"), "les autres voix sont à part"


def test_le_texte_des_citoyens_est_echappe() -> None:
    html = rendre("proposition", replace(VIDE, intitule="<script>1</script>"))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_un_lien_dangereux_devient_un_chemin_du_site() -> None:
    assert rendre("adresse", "javascript:alert(1)") == "../../javascript:alert(1)"
    assert rendre("adresse", "https://exemple.test/") == "https://exemple.test/"
    assert rendre("adresse", "#sources") == "#sources"


def test_la_barre_dit_les_memes_nombres_en_mots() -> None:
    segments = (
        Segment("realisee", "Réalisée", 3, "75", "0", "75"),
        Segment("inconnue", "Non trouvée", 1, "25", "75", "25"),
    )
    html = rendre("barre", segments, "Suites", 4)
    assert 'aria-label="Suites\u00a0: 3 Réalisée, 1 Non trouvée"' in html
    assert "<b>3</b> Réalisée, 75\u00a0%" in html
    assert "<b>1</b> Non trouvée, 25\u00a0%" in html


def test_la_page_courante_n_est_pas_un_lien() -> None:
    pages = (NumeroPage(1, "a/", False), NumeroPage(2, "", True), NumeroPage(3, "b/", False))  # noqa: FBT003
    html = rendre("pagination", Pagination(2, 3, "a/", "b/", pages))
    assert '<strong aria-current="page">Page 2 sur 3</strong>' in html
    assert 'rel="prev" href="../../a/"' in html
    assert rendre("pagination", Pagination(1, 1, "", "", ())).strip() == ""


def test_le_filtre_courant_se_voit_sans_etre_un_lien() -> None:
    groupe = Groupe(
        "Statut", (LienCompte("Ouverte", "o/", 2, courant=True), LienCompte("A", "a/", 1))
    )
    html = rendre("filtres", (groupe,))
    assert '<strong aria-current="true">Ouverte (2)</strong>' in html
    assert 'class="filtres__actif"' in html
    assert '<a href="../../a/">A (1)</a>' in html


def test_chaque_classe_des_composants_est_dessinee() -> None:
    html = "".join(
        (
            rendre("proposition", COURANTE),
            rendre("rangee", CARTE),
            rendre("horloge", Horloge("en_retard", "Réponse en retard", "")),
            rendre("suivre", (Lien("Flux", "flux.atom"),)),
            rendre("champ_recherche"),
        )
    )
    dessinees = set(re.findall(r"\.([a-zA-Z][\w-]*)", CSS))
    sans_regle = {"f-decision", "e-documentaliste", "proposition__texte"}
    assert elements(html).classes - dessinees <= sans_regle
