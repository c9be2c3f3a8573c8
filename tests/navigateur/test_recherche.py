"""The search page as people use it: what it finds, says, costs and withstands."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from generator.build import Options, build
from generator.hebergement import en_tetes
from generator.views import lots_recherche
from tests.aides import FICHE, ecrire_contenu, remplacer
from tests.conftest import RACINE
from tests.navigateur import serveur
from tests.navigateur.requetes import CASES, MARQUES, SANS_RESULTAT
from tests.navigateur.serveur import servir
from tests.navigateur.test_axe import violations
from tests.navigateur.test_clavier import fautes
from tests.navigateur.test_vie_privee import NOTER_LES_REFUS

Ouvrir = Callable[..., AbstractContextManager[Page]]
OCTETS_MAX, ELEMENTS_MAX, PAR_PAGE = 200_000, 250, 10
FINIE = "#recherche[data-tour]:not([aria-busy])"
COMPTE = ".trouvailles__compte"
DECALAGES = """
window.__decalage = 0;
new PerformanceObserver((l) => { for (const e of l.getEntries()) window.__decalage += e.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


def attendre(page: Page) -> None:
    """Until the page has said what it found."""
    page.wait_for_selector(FINIE, state="attached")


def ouvrir_recherche(page: Page, base: str, demande: str = "") -> None:
    page.goto(f"{base}recherche/{demande}")
    if not demande:
        page.locator("#q").focus()  # nothing is loaded before
    attendre(page)


def chercher(page: Page, requete: str) -> None:
    page.fill("#q", requete)
    page.press("#q", "Enter")
    attendre(page)


def chemins(page: Page, base: str) -> list[str]:
    """Site paths of the results shown."""
    prefixe = urlsplit(base).path
    liens = page.locator(".rangees h3 a")
    return [
        (liens.nth(i).get_attribute("href") or "").removeprefix(prefixe)
        for i in range(liens.count())
    ]


def total(page: Page) -> int:
    """The number that is announced."""
    trouve = re.match(r"[\d\s]+", page.inner_text(COMPTE))
    return int(re.sub(r"\s", "", trouve[0])) if trouve else 0


def comptes(page: Page, facette: str) -> dict[str, int]:
    """Label and count of each value of an open facet."""
    textes = page.locator(f"fieldset:has(input[name={facette}]) label:visible").all_inner_texts()
    lus = [re.fullmatch(r"\s*(.*) \(([\d\s]+)\)", t.strip()) for t in textes]
    return {t[1]: int(re.sub(r"\s", "", t[2])) for t in lus if t}


def ouvrir_facette(page: Page, titre: str) -> None:
    page.locator(".trouvailles summary", has_text=titre).click()
    # Filled by an event that comes after the click.
    facette = page.locator(".trouvailles details", has=page.locator("summary", has_text=titre))
    facette.locator("label").first.wait_for(state="attached")


# What is found


def test_every_query_finds_what_it_must(ouvrir: Ouvrir, base: str) -> None:
    """Each query of the table, typed, gives its record at its rank; what is shown is French."""
    assert len(CASES) >= 60
    rates = []
    with ouvrir() as page:
        ouvrir_recherche(page, base, "?q=essai")
        for requete, attendu, rang in CASES:
            chercher(page, requete)
            vus = chemins(page, base)
            bons = [
                n
                for n, vu in enumerate(vus, 1)
                if (vu.startswith(attendu) if attendu.endswith("#") else vu == attendu)
            ]
            if not bons or bons[0] > rang:
                rates.append(f"{requete} : {attendu} au rang {bons[:1]}, voulu {rang} ; {vus[:3]}")
            texte = page.inner_text(".rangees")
            if re.search("[\ue000-\uf8ff']|\\boe", texte) or "<mark>" in texte:
                rates.append(f"{requete} : typographie perdue dans « {texte[:200]} »")
            if not page.locator(".rangees mark").count() and not re.match(r"(?i)s[nl]-\d", requete):
                rates.append(f"{requete} : rien n'est marqué")
    assert rates == []


@pytest.mark.parametrize(
    ("mauvais", "bon"),
    [("concertaton", "concertation"), ("agricultre", "agriculture"), ("enfnats", "enfants")],
)
def test_a_misspelling_is_told_with_a_suggestion(
    ouvrir: Ouvrir, base: str, mauvais: str, bon: str
) -> None:
    """Nothing is found in its place, and one click searches the right word."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, f"?q={mauvais}")
        aide = page.locator(".trouvailles__aide")
        expect(aide).to_contain_text("Vouliez-vous dire")
        aide.get_by_role("link", name=bon, exact=True).click()
        attendre(page)
        assert page.input_value("#q") == bon
        assert total(page) > 0
        expect(page.locator(".trouvailles__aide")).to_be_empty()


@pytest.mark.parametrize(("requete", "idee"), SANS_RESULTAT)
def test_what_merely_starts_alike_is_no_result(
    ouvrir: Ouvrir, base: str, requete: str, idee: str
) -> None:
    """No count, no filter, no row: the word is said unknown, with the nearest of the titles."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, f"?q={quote(requete)}")
        expect(page.locator(COMPTE)).to_contain_text("Aucun résultat")
        expect(page.locator(".trouvailles__aide")).to_contain_text(f"« {requete} » n’a pas été")
        expect(page.locator(".trouvailles__aide a")).to_have_text([idee] if idee else [])
        expect(page.locator(".rangees > li")).to_have_count(0)
        expect(page.locator(".trouvailles details:visible")).to_have_count(0)


@pytest.mark.parametrize(("requete", "marque"), MARQUES)
def test_what_is_marked_is_what_was_asked(
    ouvrir: Ouvrir, base: str, requete: str, marque: str
) -> None:
    """Forms of the words, and nothing that merely starts like them."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, f"?q={quote(requete)}")
        marques = page.locator(".rangees mark").all_inner_texts()
        assert marques
        assert [m for m in marques if not re.fullmatch(marque, m, re.IGNORECASE)] == []


def test_a_word_being_typed_finds_those_that_start_with_it(ouvrir: Ouvrir, base: str) -> None:
    """As many results as the whole word, told; the filters count the same."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, "?q=logement")
        entier = total(page)
        chercher(page, "logeme")
        assert total(page) == entier > 0
        expect(page.locator(".trouvailles__aide a")).to_have_text(["logement"])
        ouvrir_facette(page, "Type")
        assert sum(comptes(page, "type").values()) == entier


def test_an_unknown_word_among_others_is_told(ouvrir: Ouvrir, base: str) -> None:
    """Results that ignore a word say so."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, "?q=zzzz+logement")
        trouves = total(page)
        expect(page.locator(".trouvailles__aide")).to_contain_text("« zzzz » n’a pas été trouvé")
        chercher(page, "logement")
        assert total(page) == trouves > 0


@pytest.mark.parametrize("requete", ["xyzxyz", "6411-SG", "pour les", "« voiture volante »", "?!"])
def test_nothing_found_says_what_to_do(ouvrir: Ouvrir, base: str, requete: str) -> None:
    """No result: said, with advice and the lists; a number that is only near is no result."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, f"?q={quote(requete)}")
        if requete != "?!":
            expect(page.locator(COMPTE)).to_contain_text("Aucun résultat")
            expect(page.locator(".trouvailles__aide li")).not_to_have_count(0)
        expect(page.locator("ol.rangees")).to_be_hidden()
        expect(page.get_by_role("link", name="Toutes les concertations")).to_be_visible()


def test_a_phrase_is_searched_as_a_phrase(ouvrir: Ouvrir, base: str) -> None:
    """Quotes of any kind give fewer results than the same words, and each shows the phrase."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, "?q=loi+climat")
        sans = total(page)
        chercher(page, "« loi climat »")
        assert 0 < total(page) < sans
        chercher(page, '"mise en œuvre de la loi"')
        assert total(page) > 0
        for texte in page.locator(".rangees > li").all_inner_texts():
            assert "mise en œuvre de la loi" in texte.replace("\u00a0", " ")


def test_counts_do_not_depend_on_what_was_searched_before(ouvrir: Ouvrir, base: str) -> None:
    """Nor does a word give what merely starts like it: « logement » is not « logiciel »."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, "?q=logement")
        premier, vus = total(page), page.locator(".rangees").inner_text()
        assert 0 < premier < 100
        assert "logement" in vus.lower()
        for autre in ("logiciel", "loger", "log", "lo", "l", "logements logiciels"):
            chercher(page, autre)
        chercher(page, "logement")
        assert total(page) == premier
        marques = page.locator(".rangees mark").all_inner_texts()
        assert all(m.lower().startswith(("log", "l’", "d’")) for m in marques)
        assert not any("logiciel" in m.lower() for m in marques)


def test_many_indexes_find_what_one_finds(
    ouvrir: Ouvrir, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shared between threads: the same results, a word of one index alone and a misspelling too."""
    monkeypatch.setattr(lots_recherche, "CARRE", 5)
    rapport = build(Options(RACINE / "content", tmp_path, date(2026, 11, 22), jobs=2))
    assert not rapport.failed
    assert (tmp_path / "pagefind" / "7").is_dir()
    fils: list[str] = []
    requetes = [
        "logement",
        "climat transport",
        "« mise en œuvre »",
        "SN-9-2",
        "concertaton",
        "numériq",
        "violances logement",
        "6411",
    ]
    with servir(tmp_path) as partage, ouvrir() as une, ouvrir() as plusieurs:
        plusieurs.on("worker", lambda w: fils.append(w.url))
        for page, adresse in ((une, base), (plusieurs, partage)):
            ouvrir_recherche(page, adresse, "?q=essai")
        for requete in requetes:
            vus = []
            for page in (une, plusieurs):
                chercher(page, requete)
                vus.append((total(page), page.inner_text(".trouvailles__aide")))
            assert vus[0] == vus[1], requete
        assert total(plusieurs) == 0
        chercher(plusieurs, "pêche en eau profonde")
        assert chemins(plusieurs, partage)[0].endswith("#proposition-SN-9-2")
    assert len(fils) == min(2, os.cpu_count() or 1)


def test_a_result_leads_to_where_the_words_are(ouvrir: Ouvrir, base: str) -> None:
    """A proposal leads to its anchor and shows its decision; a section of a record to the section."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, "?q=p%C3%AAche+en+eau+profonde")
        premier = page.locator(".rangees > li").first
        expect(premier.locator(".etiquette")).to_have_text("Réponse non trouvée")
        premier.locator("h3 a").click()
        page.wait_for_load_state()
        assert page.url.endswith("/suites/#proposition-SN-9-2")
        expect(page.locator(":target")).to_be_in_viewport()
        ouvrir_recherche(page, base, "?q=%C2%AB+au+fil+de+l%E2%80%99eau+%C2%BB")
        page.get_by_role("link", name="Ce que deviennent les propositions").click()
        page.wait_for_load_state()
        assert page.url.endswith("#suites")
        expect(page.locator("#suites")).to_be_in_viewport()


# Facets, pages, order, address


def test_counts_are_right_for_every_value(ouvrir: Ouvrir, base: str) -> None:
    """What a box announces is what it gives, with other facets in use; values of one facet add up."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, "?q=citoyens&statut=suivi-en-cours")
        ouvrir_facette(page, "Type")
        annonces = comptes(page, "type")
        assert len(annonces) >= 2
        for libelle, nombre in annonces.items():
            page.get_by_label(f"{libelle} (").check()
            attendre(page)
            assert total(page) == nombre, libelle
            assert comptes(page, "type") == annonces, "les voisines gardent leurs nombres"
            page.get_by_label(f"{libelle} (").uncheck()
            attendre(page)
        deux = list(annonces.items())[:2]
        for libelle, _ in deux:
            page.get_by_label(f"{libelle} (").check()
            attendre(page)
        assert total(page) == sum(n for _, n in deux)


def test_facets_without_a_query_need_no_index(ouvrir: Ouvrir, base: str) -> None:
    """Combined facets list records, newest first, from the columns alone."""
    demandes: list[str] = []
    with ouvrir() as page:
        page.on("request", lambda r: demandes.append(r.url))
        ouvrir_recherche(page, base, "?thematique=sante&thematique=handicap")
        somme = total(page)
        assert somme > 3
        ouvrir_facette(page, "Statut")
        libelle, nombre = next(iter(comptes(page, "statut").items()))
        page.get_by_label(f"{libelle} (").check()
        attendre(page)
        assert total(page) == nombre <= somme
        assert page.locator(".rangees > li").count() == min(nombre, PAR_PAGE)
    assert not [u for u in demandes if ".pf_" in u or "pagefind" in u]


def test_pages_of_ten(ouvrir: Ouvrir, base: str) -> None:
    """Ten results, numbered on; the address says the page; the focus goes to the results."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, "?q=climat")
        premiers = chemins(page, base)
        assert len(premiers) == PAR_PAGE
        suivant = page.get_by_role("link", name="Résultats suivants")
        suivant.focus()
        page.keyboard.press("Enter")
        attendre(page)
        assert page.locator("ol.rangees").get_attribute("start") == "11"
        assert not set(premiers) & set(chemins(page, base))
        assert page.url.endswith("?q=climat&p=2")
        assert page.evaluate("document.activeElement.textContent") == "Résultats"
        expect(page.locator(COMPTE)).to_contain_text("page 2")
        page.go_back()
        attendre(page)
        assert chemins(page, base) == premiers


def test_a_page_too_far_is_the_last(ouvrir: Ouvrir, base: str) -> None:
    """An old address still shows something."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, "?q=climat&p=999")
        assert page.locator(".rangees > li").count() > 0
        expect(page.get_by_role("link", name="Résultats suivants")).to_have_count(0)


def test_results_by_date(ouvrir: Ouvrir, base: str) -> None:
    """The newest first, on demand."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, "?q=convention&type=concertation")
        page.get_by_label("Trier par").select_option("date")
        attendre(page)
        assert "tri=date" in page.url
        annees = [
            int(re.findall(r"20\d\d", t)[0])
            for t in page.locator(".rangee__etat").all_inner_texts()
        ]
        assert len(annees) > 2
        assert annees == sorted(annees, reverse=True)


def test_the_address_holds_everything(ouvrir: Ouvrir, base: str) -> None:
    """Query, facets, order, page: opened elsewhere, the same results; back undoes one step."""
    with ouvrir() as page:
        ouvrir_recherche(page, base)
        chercher(page, "énergie & climat ?")
        ouvrir_facette(page, "Type")
        page.get_by_label("Propositions (").check()
        attendre(page)
        adresse, vus = page.url, chemins(page, base)
        with ouvrir() as autre:
            autre.goto(adresse)
            attendre(autre)
            assert chemins(autre, base) == vus
            assert autre.input_value("#q") == "énergie & climat ?"
        page.go_back()
        attendre(page)
        assert "type=" not in page.url
        expect(page.get_by_label("Propositions (")).not_to_be_checked()
        page.go_back()
        attendre(page)
        assert page.input_value("#q") == ""
        expect(page.locator("#listes")).to_be_visible()


def test_a_choice_is_taken_back(ouvrir: Ouvrir, base: str) -> None:
    """Each choice is a button that removes it; the focus is not lost."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, "?q=climat&type=proposition&decision=retenue")
        filtre = total(page)
        puces = page.get_by_role("list", name="Filtres choisis")
        expect(puces.get_by_role("button")).to_have_count(2)
        puces.get_by_role("button", name="Retirer le filtre Réponse de l’État : Retenue").click()
        attendre(page)
        assert total(page) > filtre
        assert page.evaluate("document.activeElement.tagName") == "BUTTON"
        puces.get_by_role("button").press("Enter")
        attendre(page)
        expect(puces).to_be_hidden()
        assert page.evaluate("document.activeElement.textContent") == "Résultats"


def test_results_while_typing(ouvrir: Ouvrir, base: str) -> None:
    """From three letters, without adding to the history."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, "?q=climat")
        avant = page.evaluate("history.length")
        page.fill("#q", "")
        page.locator("#q").press_sequentially("logement", delay=20)
        expect(page.locator(COMPTE)).to_contain_text("logement")
        assert page.evaluate("history.length") == avant
        assert page.url.endswith("?q=logement")


# Ways in, and without the rest


def test_the_field_of_every_page_leads_to_the_results(ouvrir: Ouvrir, base: str) -> None:
    """From the home page, by the field of the header."""
    with ouvrir() as page:
        page.goto(base)
        page.fill("#q-entete", "grand débat")
        page.press("#q-entete", "Enter")
        attendre(page)
        assert urlsplit(page.url).path.endswith("/recherche/")
        assert chemins(page, base)[0] == "concertations/grand-debat-national/"


def test_without_javascript_the_form_leads_to_the_lists(ouvrir: Ouvrir, base: str) -> None:
    """The form is sent by the browser; the lists are there, and lead somewhere."""
    with ouvrir(java_script_enabled=False) as page:
        page.goto(base)
        page.fill("#q-entete", "climat")
        page.press("#q-entete", "Enter")
        assert page.url.endswith("/recherche/?q=climat")
        expect(page.get_by_role("heading", name="Parcourir les listes")).to_be_visible()
        page.get_by_role("link", name="Toutes les concertations").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Toutes les concertations")


@pytest.mark.parametrize(
    "absent",
    [
        "**/pagefind/pagefind-worker.js",
        "**/pagefind/*.pf_meta",
        "**/pagefind/wasm*",
        "**/recherche/catalogue.json",
        "**/pagefind/index/*",
        "**/pagefind/fragment/*",
        "**/assets/recherche/page*",
    ],
)
def test_a_failure_says_so_and_shows_the_lists(ouvrir: Ouvrir, base: str, absent: str) -> None:
    """Whatever is missing: a sentence, the lists, and no empty page."""
    with ouvrir() as page:
        page.context.route(absent, lambda route: route.fulfill(status=404, body="absent"))
        page.goto(f"{base}recherche/?q=climat")
        expect(page.get_by_role("link", name="Toutes les concertations")).to_be_visible(
            timeout=20_000
        )
        if "assets" not in absent:
            expect(page.get_by_role("status")).to_contain_text("ne fonctionne pas")
        assert page.locator(".rangees > li").count() == 0


def test_the_content_never_becomes_markup(ouvrir: Ouvrir, tmp_path: Path) -> None:
    """A title and a text that look like HTML are shown as they are, marks and all."""
    piege = "Essai <svg onload=alert(1)> &lt;b&gt; <mark>"
    fiche = remplacer(FICHE, "titre: Concertation d'essai", f'titre: "{piege}"')
    fiche = remplacer(fiche, "objet: L'essai.", 'objet: "`<script>alert(2)</script>` essai."')
    contenu = ecrire_contenu(tmp_path, **{"concertations/essai/concertation.md": fiche})
    site = tmp_path / "site"
    rapport = build(Options(contenu, site, date(2026, 11, 22)))
    assert not rapport.failed, rapport.diagnostics
    with servir(site) as adresse, ouvrir() as page:
        page.on("dialog", lambda d: pytest.fail(f"script exécuté : {d.message}"))
        ouvrir_recherche(page, adresse, "?q=essai+onload")
        expect(page.locator(".rangees h3").first).to_have_text(piege)
        assert page.locator(".rangees :is(svg, script, b)").count() == 0
        ouvrir_recherche(page, adresse, "?type=concertation")
        expect(page.locator(".rangees h3").first).to_have_text(piege)


# Policy


def refus(ouvrir: Ouvrir, base: str) -> list[str]:
    """Console messages, errors and refusals of the policy during a search with a facet."""
    vus: list[str] = []
    with ouvrir() as page:
        page.add_init_script(NOTER_LES_REFUS)
        page.on("console", lambda m: vus.append(m.text))
        page.on("pageerror", lambda e: vus.append(str(e)))
        ouvrir_recherche(page, base, "?q=climat&type=proposition")
        assert page.locator(".rangees > li").count() == PAR_PAGE
        vus += page.evaluate("window.__refus")
    return vus


def test_the_strict_policy_holds(ouvrir: Ouvrir, base: str) -> None:
    """No page has « wasm-unsafe-eval »: the worker obeys the policy of its own file."""
    assert "wasm" not in en_tetes("recherche/index.html")["Content-Security-Policy"]
    assert refus(ouvrir, base) == []


def test_one_policy_for_all_is_the_fallback(
    ouvrir: Ouvrir, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a host has one header for all, « wasm-unsafe-eval » in it is what is missing."""
    seule = en_tetes("recherche/index.html")["Content-Security-Policy"]
    large = seule.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    assert large != seule
    monkeypatch.setattr(
        serveur, "en_tetes", lambda chemin: {**en_tetes(chemin), "Content-Security-Policy": large}
    )
    assert refus(ouvrir, base) == []


# Everyone


def etats(page: Page, base: str) -> dict[str, Callable[[], None]]:
    """Each look of the page, and how to come to it."""

    def facette() -> None:
        ouvrir_recherche(page, base, "?q=climat&decision=retenue")
        ouvrir_facette(page, "Ministère")

    return {
        "résultats et facette ouverte": facette,
        "liste par facettes": lambda: ouvrir_recherche(page, base, "?statut=suivi-en-cours"),
        "deuxième page": lambda: ouvrir_recherche(page, base, "?q=climat&p=2"),
        "suggestion": lambda: ouvrir_recherche(page, base, "?q=concertaton"),
        "aucun résultat": lambda: ouvrir_recherche(page, base, "?q=xyzxyz&type=guide"),
    }


@pytest.mark.parametrize("schema", ["light", "dark"])
@pytest.mark.parametrize("taille", [(375, 812), (1280, 900)])
def test_axe_finds_nothing(ouvrir: Ouvrir, base: str, schema: str, taille: tuple[int, int]) -> None:
    """No violation in any look of the page, nor does anything go off the side."""
    trouvees = {}
    with ouvrir(*taille, color_scheme=schema, bypass_csp=True) as page:
        for nom, venir in etats(page, base).items():
            venir()
            trouvees[nom] = violations(page)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                trouvees[nom].append("déborde à droite")
        page.context.route("**/*.pf_meta", lambda route: route.abort())
        page.goto(f"{base}recherche/?q=climat")
        expect(page.get_by_role("status")).to_contain_text("ne fonctionne pas")
        trouvees["panne"] = violations(page)
    assert {nom: v for nom, v in trouvees.items() if v} == {}


def test_the_keyboard_alone(ouvrir: Ouvrir, base: str) -> None:
    """Type, open a facet, tick, hear the count, take it back, reach every result."""
    with ouvrir(reduced_motion="reduce") as page:
        ouvrir_recherche(page, base)
        page.locator("#q").focus()
        page.keyboard.type("logement")
        page.keyboard.press("Enter")
        attendre(page)
        avant = total(page)
        page.keyboard.press("Tab")  # the button of the form
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Type"
        page.keyboard.press("Enter")
        page.locator(".trouvailles fieldset input").first.wait_for()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.type") == "checkbox"
        page.keyboard.press("Space")
        attendre(page)
        assert 0 < total(page) <= avant
        assert page.evaluate("document.activeElement.checked"), "la case garde le focus"
        page.reload()
        attendre(page)
        assert fautes(page) == []


def test_what_a_screen_reader_is_given(ouvrir: Ouvrir, base: str) -> None:
    """Roles, names and structure in the accessibility tree."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, "?q=climat&decision=retenue")
        ouvrir_facette(page, "Réponse de l’État")
        principal = page.get_by_role("main")
        recherche = principal.get_by_role("search", name="Recherche dans le catalogue")
        champ = recherche.get_by_role(
            "searchbox", name="Une concertation, une proposition, un guide"
        )
        expect(champ).to_have_value("climat")
        filtres = principal.get_by_role("group", name="Filtrer les résultats")
        reponses = filtres.get_by_role("group", name="Réponse de l’État", exact=True)
        expect(reponses.get_by_role("checkbox")).not_to_have_count(0)
        expect(
            reponses.get_by_role("checkbox", name=re.compile(r"^Retenue \(\d+\)$"))
        ).to_be_checked()
        expect(principal.get_by_role("heading", level=2)).to_have_text(["Résultats"])
        expect(principal.get_by_role("combobox", name="Trier par")).to_be_visible()
        resultats = principal.locator("ol").get_by_role("listitem")
        expect(resultats).to_have_count(PAR_PAGE)
        for n in range(PAR_PAGE):
            titre = resultats.nth(n).get_by_role("heading", level=3)
            expect(titre.get_by_role("link")).to_have_count(1)
        suite = principal.get_by_role("navigation", name="Pages de résultats")
        expect(suite.get_by_role("link")).to_have_text(["Résultats suivants"])
        expect(suite.locator("[aria-current=page]")).to_contain_text("Page 1 sur")
        statut = page.get_by_role("status")
        expect(statut).to_have_count(1)
        assert statut.get_attribute("aria-atomic") == "true"


def test_the_status_is_there_before_it_speaks(ouvrir: Ouvrir, base: str) -> None:
    """A live region that comes with its text is not read: ours is filled, never replaced."""
    with ouvrir() as page:
        ouvrir_recherche(page, base, "?q=climat")
        region = page.query_selector(COMPTE)
        dits = []
        for requete in ("logement", "xyzxyz", "énergie"):
            chercher(page, requete)
            assert region is not None
            assert region.evaluate("(e) => e.isConnected && e.getAttribute('role')") == "status"
            dits.append(region.inner_text().replace("\u00a0", " "))
        assert re.fullmatch(r"\d+ résultats pour « logement »", dits[0])
        assert dits[1] == "Aucun résultat pour « xyzxyz »"
        assert re.fullmatch(r"\d+ résultats pour « énergie »", dits[2])


# What it costs


@pytest.mark.parametrize(
    "requete", ["climat", "convention citoyenne climat", "rapport de 2022", "« mise en œuvre »"]
)
def test_a_first_query_is_light(ouvrir: Ouvrir, base: str, requete: str) -> None:
    """Page, program, index and ten results, cold: bytes on the wire, headers included."""
    reponses: list[Response] = []
    with ouvrir() as page:
        page.on("response", lambda r: reponses.append(r))  # noqa: PLW0108 - a bound method cannot be registered
        ouvrir_recherche(page, base, f"?q={quote(requete)}")
        page.wait_for_load_state("networkidle")
        assert page.locator(".rangees > li").count() > 3
        tailles = [r.request.sizes() for r in reponses]
        octets = sum(t["responseBodySize"] + t["responseHeadersSize"] for t in tailles)
        elements = page.evaluate("document.querySelectorAll('*').length")
    assert any("wasm" in r.url for r in reponses)
    assert octets <= OCTETS_MAX
    assert elements <= ELEMENTS_MAX


def test_nothing_is_loaded_until_someone_searches(ouvrir: Ouvrir, base: str) -> None:
    """The page at rest is the page and its script."""
    demandes: list[str] = []
    with ouvrir() as page:
        page.on("request", lambda r: demandes.append(r.url))
        page.goto(f"{base}recherche/", wait_until="networkidle")
        assert not [u for u in demandes if "pagefind" in u or u.endswith(".json")]
        with page.expect_response("**/wasm.fr.pagefind"):
            page.locator("#q").focus()


@pytest.mark.parametrize("largeur", [375, 1280])
def test_nothing_moves_when_results_come(ouvrir: Ouvrir, base: str, largeur: int) -> None:
    """Layout shift: none, on arrival from the field of another page nor while typing."""
    with ouvrir(largeur) as page:
        page.add_init_script(DECALAGES)
        ouvrir_recherche(page, base, "?q=climat")
        page.press("#q", "End")
        page.locator("#q").press_sequentially(" logement", delay=20)
        expect(page.locator(COMPTE)).to_contain_text("climat logement")
        attendre(page)
        assert page.evaluate("window.__decalage") < 0.01
