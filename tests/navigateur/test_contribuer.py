"""The forms of « Contribuer »: the file that they write is the one that the catalogue accepts."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from generator.catalogue.hints import iso_date
from generator.catalogue.load import load
from generator.contribute.canonical import ecrire_yaml
from generator.contribute.fields import champs
from generator.contribute.scalars import ecrire
from generator.source.source_file import read
from schemas.concertation import Concertation, Dates
from tests.aides import FICHE, SITE, SUITES, ecrire_contenu, remplacer
from tests.conftest import RACINE
from tests.contribute.test_forms import ATTENDU, REPONSES
from tests.navigateur.serveur import servir
from tests.navigateur.test_axe import violations

Ouvrir = Callable[..., AbstractContextManager[Page]]
TITRE = "Essai : l'eau, « bien commun » ?"
RESUME = "Une concertation inventée pour les tests, dont le résumé est assez long pour être replié sur deux lignes."
FORMULAIRE = "#formulaire-concertation"


def remplir(page: Page) -> None:
    """Everything that is compulsory, typed as a person would."""
    page.fill("#f-titre", TITRE)
    page.fill("#f-resume", RESUME)
    page.fill("#f-objet", "Premier paragraphe.\n\n- un\n- deux")
    page.select_option("#f-porteur", index=1)
    page.select_option("#f-objectif", "exprimer_une_opinion")
    for champ, valeur in (("condition_participation", "ouvert_a_tous"), ("modalites", "en_ligne")):
        page.check(f"#f-{champ} input[value='{valeur}']")
    page.select_option("#f-dispositifs [data-cle='type']", index=1)
    page.fill("#f-dates-ouverture", "2024-01")
    page.fill("#f-dates-cloture", "2024-03-10")
    page.check("#f-reponse_attendue_inconnue")
    page.check("#f-engagements_inconnus")
    page.check("#f-thematiques input >> nth=0")
    page.fill("#f-mots_cles", "eau\n12\n\nlacs et rivières")
    page.fill("#f-sources [data-cle='titre']", "Une source: essai")
    page.fill("#f-sources [data-cle='url']", "https://source.example/page?a=1#b")
    page.fill("#f-revu_le", "2026-01-15")


def verifier(page: Page, ou: str = FORMULAIRE) -> None:
    """Check the form, and wait for its answer: faults, or the file."""
    page.click(f"{ou} [data-verifier]")
    page.wait_for_selector(f"{ou} .bilan--fautif, {ou} [data-resultat]:not([hidden])")


def fichier(page: Page) -> str:
    """Check the form, and download its file."""
    verifier(page)
    with page.expect_download() as attente:
        page.click("[data-telecharger]")
    return Path(attente.value.path()).read_text("utf-8")


def catalogue(*arguments: str, dans: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=dans,
        env={"PYTHONPATH": str(RACINE), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def erreurs(page: Page, ou: str = FORMULAIRE) -> list[str]:
    """The sentences of the summary, each after the name that the page gives to the field."""
    textes = page.locator(f"{ou} [data-bilan] li").all_inner_texts()
    return [texte.partition(" : ")[2] for texte in textes]


@pytest.fixture
def contenu(tmp_path: Path) -> Path:
    """A copy of the real content, to add a file to."""
    shutil.copytree(RACINE / "content", tmp_path / "content")
    return tmp_path / "content"


def test_the_file_is_accepted_and_already_in_canonical_form(
    ouvrir: Ouvrir, base: str, contenu: Path
) -> None:
    with ouvrir() as page:
        page.goto(f"{base}contribuer/")
        remplir(page)
        page.fill("#f-corps", "## Le récit\n\nIl  était une fois.   \n")
        assert page.input_value("#f-identifiant") == "essai-l-eau-bien-commun"
        texte = fichier(page)
        assert page.inner_text("[data-chemin] >> nth=0") == (
            "content/concertations/essai-l-eau-bien-commun/concertation.md"
        )
    cible = contenu / "concertations" / "essai-l-eau-bien-commun" / "concertation.md"
    cible.parent.mkdir()
    cible.write_text(texte, "utf-8")
    verifie = catalogue("check", str(cible), dans=contenu.parent)
    assert verifie.returncode == 0, verifie.stdout
    forme = catalogue("format", "--check", str(cible), dans=contenu.parent)
    assert forme.returncode == 0, forme.stdout + texte
    data = read(contenu, cible.relative_to(contenu).as_posix()).source
    assert data is not None
    assert data.data["titre"] == TITRE
    assert data.data["resume"] == RESUME
    assert data.data["mots_cles"] == ["eau", "12", "lacs et rivières"]
    assert data.body.strip() == "## Le récit\n\nIl  était une fois."


FAUTES = (
    ("titre: Concertation d'essai", "titre", "f-titre", "x" * 1001),
    ("resume: Une concertation inventée pour les tests.", "resume", "f-resume", "mot " * 101),
    ("  ouverture: 2024-01-10", "ouverture", "f-dates-ouverture", "10/01/2024"),
    ("  ouverture: 2024-01-10", "ouverture", "f-dates-ouverture", "2024-02-30"),
    ("  ouverture: 2024-01-10", "ouverture", "f-dates-ouverture", "2024-13-01"),
    ("  ouverture: 2024-01-10", "ouverture", "f-dates-ouverture", "1789-05-05"),
    ("  ouverture: 2024-01-10", "ouverture", "f-dates-ouverture", "2025-01-10"),
    ("    url: https://source.example/page", "url", "source-url", "source.example"),
    ("    url: https://source.example/page", "url", "source-url", "https://a@source.example/"),
    ("    url: https://source.example/page", "url", "source-url", "https://é.example/"),
    ("    url: https://source.example/page", "url", "source-url", "https://s.example:0/"),
    ("  - id: s1", "id", "source-id", "Source n° 1"),
)


DATES = {c.cle: c.titre for c in champs(Dates)}


def dit_par_la_verification(dossier: Path, ligne: str, cle: str, valeur: str) -> str:
    """The only error of the same mistake in a file and its mend, fields as the page calls them."""
    debut = ligne[: ligne.index(cle)]
    fiche = remplacer(
        FICHE, f"{ligne}\n", f"{debut}{cle}: {json.dumps(valeur, ensure_ascii=False)}\n"
    )
    content = ecrire_contenu(dossier, **{"concertations/essai/concertation.md": fiche})
    [diagnostic] = load(content).diagnostics
    dit = f"{diagnostic.message.removeprefix(f'« {cle} » : ')} ; {diagnostic.hint}"
    return re.sub("« (cloture|ouverture) »", lambda m: f"« {DATES[m[1]]} »", dit)


@pytest.mark.parametrize(("ligne", "cle", "champ", "valeur"), FAUTES)
def test_a_mistake_is_told_at_its_place_in_the_words_of_the_check(  # noqa: PLR0913, PLR0917 - a mistake is four words
    ouvrir: Ouvrir, base: str, tmp_path: Path, ligne: str, cle: str, champ: str, valeur: str
) -> None:
    attendu = dit_par_la_verification(tmp_path, ligne, cle, valeur.strip())
    with ouvrir() as page:
        page.goto(f"{base}contribuer/")
        remplir(page)
        quoi = f"#f-sources [data-cle='{cle}']" if champ.startswith("source") else f"#{champ}"
        page.fill(quoi, valeur)
        verifier(page)
        assert erreurs(page) == [attendu]
        assert page.locator("[data-resultat] >> nth=0").is_hidden()
        page.click(f"{FORMULAIRE} [data-bilan] a")
        fautif = page.locator(":focus")
        decrit = (fautif.get_attribute("aria-describedby") or "").split()
        assert fautif.get_attribute("aria-invalid") == "true"
        assert attendu in [page.inner_text(f"#{d}") for d in decrit]


def test_an_empty_form_says_all_that_is_missing(ouvrir: Ouvrir, base: str) -> None:
    """As the check does of an empty record, plus the name of the folder."""
    with ouvrir() as page:
        page.goto(f"{base}contribuer/")
        page.fill("#f-revu_le", "")
        verifier(page)
        trouvees = erreurs(page)
        assert page.evaluate("document.activeElement.matches('[data-bilan]')")
        dites = page.locator(f"{FORMULAIRE} [data-bilan] li").all_inner_texts()
    manquent = [c.titre for c in champs(Concertation) if c.obligatoire]
    assert [t for t in manquent if not any(d.startswith(t) for d in dites)] == []
    assert dites[0].startswith("Titre : à remplir (")
    assert dites[1] == "Identifiant : à remplir (nom permanent de la concertation)"
    assert "Porteur : à remplir" in dites
    assert any(d.startswith("Sources n° 1 – Titre : à remplir") for d in dites)
    assert (
        "les engagements de l'organisateur manquent ; listez-les, ou cochez « Engagements inconnus » "
        "si aucun n'a été trouvé"
    ) in trouvees
    assert not [d for d in dites if "_" in d or "referentiels" in d]


DATES_TAPEES = (
    ("12/03/2024", "écrivez 2024-03-12"),
    ("3.2024", "écrivez 2024-03"),
    ("20240312", "écrivez 2024-03-12"),
    ("le 1er févr. 2024", "écrivez 2024-02-01"),
    ("août 2024", "écrivez 2024-08"),
    ("45/03/2024", "écrivez par exemple 2026-03-12"),
    ("ju 2024", "écrivez par exemple 2026-03-12"),
)


def test_a_mistake_is_told_with_its_mend(ouvrir: Ouvrir, base: str) -> None:
    """What the program proposes for the same value, the page proposes too."""
    with ouvrir() as page:
        page.goto(f"{base}contribuer/")
        for tapee, remede in DATES_TAPEES:
            page.fill("#f-dates-ouverture", tapee)
            page.press("#f-dates-ouverture", "Tab")
            assert f" ; {remede}" in page.inner_text("#f-dates-ouverture-erreur")
            lue = iso_date(tapee)
            assert remede == f"écrivez {lue}" if lue else "par exemple" in remede
        page.fill("#f-identifiant", "Mon Essai éolien")
        page.press("#f-identifiant", "Tab")
        assert page.inner_text("#f-identifiant-erreur").endswith(
            "; écrivez par exemple : mon-essai-eolien"
        )


def test_the_identifier_is_proposed_from_the_title_while_it_is_empty(
    ouvrir: Ouvrir, base: str
) -> None:
    with ouvrir() as page:
        page.goto(f"{base}contribuer/")
        page.fill("#f-titre", "L'eau à Nîmes")
        page.press("#f-titre", "Tab")
        assert page.evaluate("document.activeElement.id") == "f-identifiant"
        assert page.input_value("#f-identifiant") == "l-eau-a-nimes"
        page.fill("#f-identifiant", "eau-nimes")
        page.fill("#f-titre", "L'eau à Alès")
        verifier(page)
        assert page.input_value("#f-identifiant") == "eau-nimes"
        page.fill("#f-identifiant", "")
        verifier(page)
        assert page.input_value("#f-identifiant") == "l-eau-a-ales"


@pytest.mark.parametrize("largeur", [375, 1280])
def test_axe_finds_nothing_in_any_state(ouvrir: Ouvrir, avec_depot: Path, largeur: int) -> None:
    """Unfolded, repeated, at fault, then with its file: the states that the other gate does not see."""
    with servir(avec_depot) as base, ouvrir(largeur=largeur) as page:
        page.goto(f"{base}contribuer/")
        for pli in page.locator(f"{FORMULAIRE} summary").all():
            pli.click()
        for bouton in page.locator(f"{FORMULAIRE} [data-ajouter]").all():
            bouton.click()
        page.click(f"{FORMULAIRE} [data-verifier]")
        page.wait_for_selector(".bilan--fautif")
        assert violations(page) == []
        page.reload()
        page.click("[data-effacer]")
        remplir(page)
        fichier(page)
        page.select_option("#s-concertation", "essai")
        page.wait_for_selector("#s-proposition:not([disabled])")
        page.select_option("#s-proposition", "0")
        verifier(page, "#formulaire-suite")
        assert violations(page) == []


def test_it_is_checked_while_typing(ouvrir: Ouvrir, base: str) -> None:
    with ouvrir() as page:
        page.goto(f"{base}contribuer/")
        page.fill("#f-dates-ouverture", "mars 2024")
        page.press("#f-dates-ouverture", "Tab")
        assert "AAAA-MM-JJ" in page.inner_text("#f-dates-ouverture-erreur")
        page.fill("#f-dates-ouverture", "2024-03")
        assert page.locator("#f-dates-ouverture-erreur").count() == 0
        assert page.get_attribute("#f-dates-ouverture", "aria-invalid") is None
        page.fill("#f-identifiant", "convention-citoyenne-climat")
        page.press("#f-identifiant", "Tab")
        assert "existe déjà" in page.inner_text("#f-identifiant-erreur")


def test_the_draft_stays_here_and_goes_when_told(ouvrir: Ouvrir, base: str) -> None:
    """Nothing is kept before a person types, nothing leaves, and the button clears everything."""
    with ouvrir() as page:
        sorties: list[str] = []
        page.on("request", lambda r: sorties.append(f"{r.method} {r.url}"))
        page.goto(f"{base}contribuer/")
        assert page.evaluate("localStorage.length") == 0
        remplir(page)
        page.click("#f-sources [data-ajouter]")
        page.fill("#f-sources [data-element] >> nth=1 >> [data-cle='titre']", "Seconde")
        page.evaluate(GARDE, "Seconde")
        page.reload()
        assert page.input_value("#f-titre") == TITRE
        assert page.locator("#f-sources [data-element]").count() == 2
        assert page.is_checked("#f-engagements_inconnus")
        page.click("[data-effacer]")
        assert page.evaluate("localStorage.length") == 0
        assert page.input_value("#f-titre") == ""
        page.reload()
        assert page.input_value("#f-titre") == ""
        assert [s for s in sorties if not s.startswith(f"GET {base}")] == []


def test_the_groups_can_be_added_and_removed(ouvrir: Ouvrir, base: str) -> None:
    """Each copy has its own ids; focus follows; an empty one is left out of the file."""
    with ouvrir() as page:
        page.goto(f"{base}contribuer/")
        remplir(page)
        for _ in range(2):
            page.click("#f-sources [data-ajouter]")
        assert page.evaluate("document.activeElement.closest('[data-element]') !== null")
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
        assert len(ids) == len(set(ids))
        assert not [i for i in ids if "__n__" in i]
        page.click("#f-sources [data-retirer] >> nth=2")
        page.click("#f-sources [data-retirer] >> nth=1")
        assert page.evaluate("'ajouter' in document.activeElement.dataset")
        page.click("#f-dispositifs [data-ajouter]")
        assert fichier(page).count("- type:") == 1


# The draft is written a moment after the last key.
GARDE = """
(texte) => new Promise((fini) => {
  const voir = () => (Object.values({ ...localStorage }).join().includes(texte) ? fini() : requestAnimationFrame(voir));
  voir();
})
"""
TEXTES = (
    "Oui", "oui", "true", "null", "~", "12", "1.5", "0x1F", "2024-01-10", "12:30", "a: b", "a : b",
    "a:b", "fin:", "# titre", "a # b", "a#b", "- liste", "-5 %", "-", "? clé", "* gras *", "*gras*",
    "&ancre", "!étiquette", "%taux", "@compte", "`code`", "| tube", "> cité", "[lien](x)", "{a}", "}",
    "]", ",", "'apostrophe'", "l'eau", '"mots"', 'dit "oui"', "« oui »", "« oui » : non", "a\\b", "\\",
    "…", "…fin", "fin…", "(entre)", "a, b", "€ 5", "5 €", "n° 3", "œuvre", "État", "été ?", "quoi !",
    "a\u00a0: b", "a\u202f?", "a  b", "https://x.example/a?b=c&d#e", "mailto:a@b.fr", "=1+1", "+33 1",
    "..", "a.", ".5", "1e3", "é", "été : l'eau", "C'est « l'eau » : \"oui\" \\ non", "---", "--- a",
    "...", "%", "a%", "a|b", "a>b", "x;y", "x/y", "/chemin/", "<b>", "x & y", "😀", "😀 rire", "№ 1",
    "mot " * 30, "mot " * 30 + ": fin", "x" * 120, "« " + "mot " * 40 + "»", "a" * 60 + "  " + "b" * 60,
    "un\ndeux", "un\n\ndeux", "un\n\n\ndeux", "- a\n- b", "mot " * 40 + "\n\n" + "mot " * 40,
    "court\n" + "mot " * 40, "> cité\n\ntexte", "# Titre\n\ntexte : oui", "un\n  décalé", "x\n" + "  y " * 40,
)  # fmt: skip


def executer(page: Page, corps: str, valeur: Any) -> Any:
    """Call the module that writes YAML, as the page does."""
    source = page.evaluate("() => document.querySelector('script[src*=\"contribuer\"]').src")
    module = page.request.get(source).text()
    nom = next(m for m in module.split('"') if "contribuer/ecrire" in m)
    return page.evaluate(
        f"async ([nom, base, v]) => {{ const m = await import(new URL(nom, base).href); {corps} }}",
        [nom, source, valeur],
    )


def test_texts_are_written_as_the_catalogue_writes_them(ouvrir: Ouvrir, base: str) -> None:
    """Plain, quoted, folded or line by line: the same choice, the same columns."""
    textes = [t.strip() for t in TEXTES]
    with ouvrir() as page:
        page.goto(f"{base}contribuer/")
        for texte in (True, False):
            ecrits = executer(
                page, f"return v.map((t) => m.scalaire(t, 2, 7, {str(texte).lower()}));", textes
            )
            attendus = [ecrire(t, 2, 7, texte=texte) for t in textes]
            assert {t: e for t, e, a in zip(textes, ecrits, attendus, strict=True) if e != a} == {}


def test_every_real_record_is_written_as_the_catalogue_writes_it(ouvrir: Ouvrir, base: str) -> None:
    content = RACINE / "content"
    lus = []
    for chemin in sorted(content.glob("concertations/*/concertation.md")):
        source = read(content, chemin.relative_to(content).as_posix()).source
        assert source is not None
        lus.append(ecrire_yaml(source.data, Concertation))
    from generator.source.yaml_events import read_yaml

    datas = [read_yaml(yaml).data for yaml in lus]
    with ouvrir() as page:
        page.goto(f"{base}contribuer/")
        ecrits = executer(
            page,
            "const { ordre, textes } = document.querySelector('#formulaire-concertation').dataset;"
            "return v.map((d) => m.fiche(d, ordre.split(' '), new Set(textes.split(' ')), ''));",
            datas,
        )
    assert len(ecrits) > 40
    ecarts = [a for a, e in zip(lus, ecrits, strict=True) if f"---\n{a}---\n" != e]
    assert ecarts == []


DEPOT = f"{SITE}depot:\n  url: https://forge.example/ministere/catalogue\n"


@pytest.fixture
def avec_depot(tmp_path: Path) -> Path:
    """A small site that knows its forge."""
    content = ecrire_contenu(tmp_path, **{"site.yml": DEPOT})
    mots = ["build", "--content", str(content), "--out", str(tmp_path / "site")]
    construit = catalogue(*mots, "--date", "2026-11-22", dans=tmp_path)
    assert construit.returncode == 0, construit.stderr
    return tmp_path / "site"


def test_the_forge_opens_with_everything_filled_in(ouvrir: Ouvrir, avec_depot: Path) -> None:
    """Up to the length that an address may have; beyond, the text goes by the clipboard."""
    with servir(avec_depot) as base, ouvrir() as page:
        page.goto(f"{base}contribuer/")
        remplir(page)
        texte = fichier(page)
        adresse = urlsplit(page.get_attribute("[data-forge] >> nth=0", "href") or "")
        assert adresse.path == "/ministere/catalogue/new/main"
        assert parse_qs(adresse.query) == {
            "filename": ["content/concertations/essai-l-eau-bien-commun/concertation.md"],
            "value": [texte],
        }
        page.fill("#f-corps", "Un long récit. " * 1000)
        fichier(page)
        longue = page.get_attribute("[data-forge] >> nth=0", "href") or ""
        assert "value=" not in longue
        assert len(longue) < 300


def test_the_page_writes_the_same_file_as_the_other_doors(ouvrir: Ouvrir, avec_depot: Path) -> None:
    """The answers that the form of the forge is tested with give the very same bytes here."""
    with servir(avec_depot) as base, ouvrir() as page:
        page.goto(f"{base}contribuer/")
        for champ in ("titre", "resume", "objet"):
            page.fill(f"#f-{champ}", REPONSES[champ])
        page.fill("#f-identifiant", REPONSES["identifiant"])
        page.select_option("#f-porteur", label=REPONSES["porteur"])
        page.select_option("#f-objectif", label=REPONSES["objectif"])
        page.check("#f-condition_participation input[value='ouvert_a_tous']")
        page.check("#f-condition_participation input[value='tirage_au_sort']")
        page.check("#f-modalites input[value='en_ligne']")
        page.click("#f-dispositifs [data-ajouter]")
        for rang, nom in enumerate(("atelier-citoyen", "consultation-en-ligne")):
            page.select_option(f"#f-dispositifs [data-cle='type'] >> nth={rang}", nom)
        page.fill("#f-dates-ouverture", "2026-03")
        page.fill("#f-dates-cloture", "2026-04-12")
        page.check("#f-reponse_attendue_inconnue")
        for rang, texte in enumerate(("Publier la synthèse.", "Répondre : en six mois.")):
            page.click("#f-engagements [data-ajouter]")
            page.fill(f"#f-engagements [data-cle='texte'] >> nth={rang}", texte)
        page.check("#f-thematiques input[value='climat']")
        page.click("#f-sources [data-ajouter]")
        for rang, (titre, url, date) in enumerate(
            (
                ("Une page", "https://source.example/a", ""),
                ("Une autre", "https://source.example/b", "2026-01"),
            )
        ):
            for cle, texte in (("titre", titre), ("url", url), ("date", date)):
                page.fill(f"#f-sources [data-cle='{cle}'] >> nth={rang}", texte)
        page.fill("#f-revu_le", "2026-05-06")
        page.fill("#f-corps", REPONSES["recit"])
        assert fichier(page) == ATTENDU


def test_each_page_leads_to_its_file_on_the_forge(ouvrir: Ouvrir, avec_depot: Path) -> None:
    with servir(avec_depot) as base, ouvrir() as page:
        for chemin, fichier_source in (
            ("concertations/essai/", "concertations/essai/concertation.md"),
            ("concertations/essai/suites/", "concertations/essai/suites.yml"),
            ("guides/methode/", "guides/methode.md"),
            ("kit/modele/", "kit/modele.md"),
            ("a-propos/", "pages/a-propos.md"),
        ):
            page.goto(base + chemin)
            voulu = f"https://forge.example/ministere/catalogue/edit/main/content/{fichier_source}"
            assert page.locator(f"a[href='{voulu}']").count() >= 1, chemin


def ouvrir_la_proposition(page: Page, base: str) -> None:
    """The form of the follow-up, on the first proposal of « essai »."""
    page.goto(f"{base}contribuer/#suite")
    page.select_option("#s-concertation", "essai")
    page.wait_for_selector("#s-proposition:not([disabled])")
    page.select_option("#s-proposition", "0")


def test_a_proposal_is_updated(ouvrir: Ouvrir, avec_depot: Path, tmp_path: Path) -> None:
    """What is pasted in place of the old proposal is accepted; the rules speak before that."""
    with servir(avec_depot) as base, ouvrir() as page:
        ouvrir_la_proposition(page, base)
        assert page.input_value("#p-decision") == "retenue"
        page.select_option("#p-decision", "non_retenue")
        page.select_option("#p-mise_en_oeuvre", "")
        page.fill("#p-maj_le", "2026-02-01")
        verifier(page, "#formulaire-suite")
        assert erreurs(page, "#formulaire-suite") == [
            (
                "la proposition 1 est « Non retenue » sans « Réponse motivée » ; écrivez ici la raison "
                "donnée par l'État"
            )
        ]
        page.fill("#p-reponse_motivee", "Trop cher : 5 Md€.")
        page.click("#formulaire-suite [data-verifier]")
        page.wait_for_selector("#formulaire-suite [data-resultat]:not([hidden])")
        texte = page.inner_text("#formulaire-suite [data-fichier]")
        lien = page.get_attribute("#formulaire-suite [data-forge]", "href")
    assert lien == (
        "https://forge.example/ministere/catalogue/edit/main/content/concertations/essai/suites.yml"
    )
    suites = f"propositions:\n{texte.rstrip()}\n"
    assert suites != SUITES
    (tmp_path / "content/concertations/essai/suites.yml").write_text(suites, "utf-8")
    for commande in ("check", "format"):
        mots = [commande, "--check"] if commande == "format" else [commande]
        fait = catalogue(*mots, dans=tmp_path)
        assert fait.returncode == 0, fait.stdout + suites


def test_a_decision_needs_a_source(ouvrir: Ouvrir, avec_depot: Path) -> None:
    """The form says so, at the field that mends it; a proof is enough."""
    with servir(avec_depot) as base, ouvrir() as page:
        recu = page.request.get(f"{base}api/v1/concertations/essai.json").json()
        recu["data"]["suites"]["propositions"][0]["sources"] = []
        page.route("**/api/v1/concertations/essai.json", lambda route: route.fulfill(json=recu))
        ouvrir_la_proposition(page, base)
        page.fill("#p-maj_le", "2026-02-01")
        verifier(page, "#formulaire-suite")
        assert erreurs(page, "#formulaire-suite") == [
            (
                "la proposition 1 est « Retenue » sans rien qui le montre ; ajoutez au moins une preuve, "
                "ou choisissez « Réponse non trouvée » si rien ne le dit"
            )
        ]
        page.select_option("#p-decision", "inconnue")
        page.click("#formulaire-suite [data-verifier]")
        page.wait_for_selector("#formulaire-suite [data-resultat]:not([hidden])")


def test_without_javascript_the_page_says_what_to_do(ouvrir: Ouvrir, base: str) -> None:
    with ouvrir(java_script_enabled=False) as page:
        page.goto(f"{base}contribuer/")
        assert page.locator("form.formulaire:visible").count() == 0
        modeles = page.locator("[data-sans-script]:visible a[download]")
        assert modeles.count() == 2
        for lien in modeles.all():
            recu = page.request.get(page.evaluate("(e) => e.href", lien.element_handle()))
            assert recu.status == 200
            assert "à compléter" in recu.text()
