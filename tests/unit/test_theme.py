"""The neutral theme: contrasts, shapes, weight, strictness."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import brotli
import pytest
from lightningcss import process_stylesheet

from schemas.enumerations import (
    Decision,
    EtatEngagement,
    EtatJalon,
    Fidelite,
    MiseEnOeuvre,
    Statut,
)
from schemas.types import Enumeration

MODELES = Path(__file__).resolve().parents[2] / "templates"
THEME = MODELES / "themes" / "neutre"
GABARITS = sorted(MODELES.rglob("*.j2"))
CSS = "\n".join(f.read_text() for f in sorted((THEME / "assets" / "css").glob("*.css")))
JS = "\n".join(f.read_text() for f in sorted((THEME / "assets" / "js").glob("*.js")))
JETONS = {
    nom: (clair, sombre)
    for nom, clair, sombre in re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", CSS
    )
}
TEINTES = ("gris", "bleu", "vert", "ambre", "rouge", "violet")
FONDS = ("fond", "fond-2", "fond-3")
TEXTES = [
    *product(("texte", "texte-2", "lien"), FONDS),
    *((f"{t}-texte", f"{t}-fond") for t in TEINTES),
    *product((f"{t}-texte" for t in TEINTES), ("fond", "fond-2")),
    *product(("texte", "texte-2", "lien"), (f"{t}-fond" for t in TEINTES)),
    *product(("sur-marque", "sur-marque-2", "surligneur"), ("marque",)),
    ("sur-surligneur", "surligneur"),
    ("fond", "lien"),
    ("fond", "texte"),
]
DESSINS = [
    *product(("trait-fort", "texte"), ("fond", "fond-2")),
    *product((f"{t}-plein" for t in TEINTES), ("fond", "fond-2")),
]
FAMILLES: dict[str, type[Enumeration]] = {
    "statut": Statut,
    "decision": Decision,
    "mise_en_oeuvre": MiseEnOeuvre,
    "engagement": EtatEngagement,
    "fidelite": Fidelite,
    "jalon": EtatJalon,
}


def luminance(couleur: str) -> float:
    """Relative luminance of « #rrggbb », as WCAG 2 defines it."""
    canaux = (int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, v, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def contraste(avant: str, fond: str, mode: int) -> float:
    clair, sombre = sorted(
        (luminance(JETONS[avant][mode]), luminance(JETONS[fond][mode])), reverse=True
    )
    return (clair + 0.05) / (sombre + 0.05)


def test_le_calcul_du_contraste_est_celui_des_wcag() -> None:
    assert luminance("#ffffff") == pytest.approx(1)
    assert luminance("#767676") == pytest.approx(0.1812, abs=1e-3)


@pytest.mark.parametrize("mode", [0, 1], ids=["clair", "sombre"])
def test_textes_lisibles(mode: int) -> None:
    faibles = {p: contraste(*p, mode) for p in TEXTES if contraste(*p, mode) < 4.5}
    assert not faibles


@pytest.mark.parametrize("mode", [0, 1], ids=["clair", "sombre"])
def test_dessins_et_bords_visibles(mode: int) -> None:
    faibles = {p: contraste(*p, mode) for p in DESSINS if contraste(*p, mode) < 3}
    assert not faibles


def test_chaque_couleur_est_un_jeton() -> None:
    """A colour written outside the tokens would escape the two tests above."""
    hors_jetons = re.sub(r"--[\w-]+: light-dark\([^)]*\);", "", CSS)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(|oklch\(", hors_jetons) == []


def test_chaque_jeton_est_defini_et_sert() -> None:
    definis = set(re.findall(r"(--[\w-]+)\s*:", CSS))
    utilises = set(re.findall(r"var\((--[\w-]+)", CSS))
    assert utilises <= definis
    assert definis == utilises


def _regle(cle: str) -> str:
    """The declarations of a state."""
    trouvees = re.findall(rf"[^{{}}]*\.e-{cle}\b[^{{}}]*\{{([^{{}}]*--teinte[^{{}}]*)\}}", CSS)
    assert len(trouvees) == 1, cle
    return str(trouvees[0])


@pytest.mark.parametrize("famille", FAMILLES)
def test_chaque_etat_a_sa_forme_sans_la_couleur(famille: str) -> None:
    """Within a family, the glyph alone (filling and outline) tells the states apart."""
    formes: dict[tuple[str | None, str | None], str] = {}
    for membre in FAMILLES[famille]:
        regle = _regle(membre.value)
        glyphe = re.search(r"--glyphe: ([^;]+)", regle)
        contour = re.search(r"--contour: (\w+)", regle)
        forme = (glyphe.group(1) if glyphe else None, contour.group(1) if contour else None)
        assert forme not in formes, f"{membre.value} se dessine comme {formes.get(forme)}"
        formes[forme] = membre.value


@pytest.mark.parametrize("gabarit", GABARITS, ids=lambda f: f.name)
def test_ni_style_ni_script_en_ligne(gabarit: Path) -> None:
    """The content security policy is « style-src 'self'; script-src 'self' »."""
    texte = gabarit.read_text()
    assert not re.search(r"\sstyle=|<style\b|\son[a-z]+=", texte)
    for balise in re.findall(r"<script\b[^>]*>", texte):
        assert " src=" in balise or 'type="application/ld+json"' in balise


def _attributs_autrement(gabarit: str) -> list[str]:
    """Tags of a template whose attributes are not written `` nom="valeur"``, once on their line."""
    html = re.sub(r"{#.*?#}", "", gabarit, flags=re.DOTALL)
    html = re.sub(r"{{.*?}}", "x", re.sub(r"{%.*?%}", "", html))
    bien = re.compile(
        r'<[a-z][a-z0-9]*(?: (?:[a-z-]+|viewBox|preserveAspectRatio)(?:="[^"<>]*")?)* ?/?>'
    )
    # A comment, and a tag that never closes, are found as well.
    return [b for b in re.findall(r"<[a-zA-Z!][^<>]*>?", html) if not bien.fullmatch(b)]


@pytest.mark.parametrize("gabarit", GABARITS, ids=lambda f: f.name)
def test_les_attributs_s_ecrivent_d_une_seule_facon(gabarit: Path) -> None:
    """``generator.checks`` finds links by it; a comment would be one for every visitor."""
    assert set(_attributs_autrement(gabarit.read_text())) <= {"<!doctype html>"}


@pytest.mark.parametrize(
    "autrement",
    ["<a href=x>", "<a href='x'>", '<a href = "x">', '<A HREF="x">', '<a\nhref="x">', "<!-- x -->"],
)
def test_un_attribut_ecrit_autrement_est_vu(autrement: str) -> None:
    assert _attributs_autrement(f"<p>{autrement}</p>") != []


def test_rien_ne_vient_d_ailleurs() -> None:
    assert re.findall(r"url\(|@import|@font-face", CSS) == []
    assert re.findall(r"https?:|XMLHttp|cookie|eval|innerHTML", JS) == []
    # The script of every page loads nothing else; those of one page load their own modules and data.
    toutes_pages = (THEME / "assets" / "js" / "site.js").read_text("utf-8")
    assert re.findall(r"fetch\(|import\b", toutes_pages) == []


def test_le_poids() -> None:
    """Budgets of the theme, in bytes of brotli: a third of what any page may weigh."""
    reduit = process_stylesheet(CSS, filename="site.css", minify=True)
    assert len(brotli.compress(reduit.encode())) <= 10_000
    toutes_pages = (THEME / "assets" / "js" / "site.js").read_bytes()
    assert len(brotli.compress(toutes_pages)) <= 3_000
    for page in ("recherche", "contribuer"):
        dossier = THEME / "assets" / "js"
        fichiers = [dossier / f"{page}.js", *sorted((dossier / page).rglob("*.js"))]
        texte = "".join(f.read_text("utf-8") for f in fichiers)
        assert len(brotli.compress(texte.encode())) <= 12_000, page
