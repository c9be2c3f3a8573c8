"""Each short way accepts only what the long way accepts, and then says the same."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from generator.catalogue.personal import _PHONE, _PHONE_TRACE
from generator.catalogue.placeholders import _laisse_une_trace
from generator.catalogue.reading import MODELS
from generator.source.characters import _ASCII, _ORDINAIRES, decode, forbidden, ordinary
from generator.source.discover import Kind
from generator.source.source_file import read
from schemas.regles import Loc, sources_citees
from schemas.types import URL_COURANTE, Modele, _verifier_url

ORDINAIRES = [
    *map(chr, _ASCII),
    *(c for c in map(chr, range(0x80, 0xD800)) if _ORDINAIRES.fullmatch(c)),
]


def test_un_caractere_ordinaire_est_visible_et_seul_de_sa_forme() -> None:
    assert len(ORDINAIRES) > 500
    assert not any(_ORDINAIRES.fullmatch(chr(code)) for code in range(0xE000, sys.maxunicode + 1))
    assert not forbidden("".join(ORDINAIRES))
    for c in ORDINAIRES:
        ensemble = "".join(avant + c for avant in ORDINAIRES)
        assert unicodedata.is_normalized("NFC", ensemble), f"U+{ord(c):04X}"


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(str.encode),
        st.text(alphabet="aé ’«\u202f\r\n\t\u0301\u200b\ufeff\x00œ€", max_size=40).map(str.encode),
    )
)
@example(b"\xff\xfea\x00")
@example(b"\xef\xbb\xbfa")
@example("e\u0301".encode())
@example(b"\xc3a\xa9")  # good once its ASCII is taken away
def test_un_texte_ordinaire_est_lu_comme_les_autres(brut: bytes) -> None:
    texte = ordinary(brut)
    if texte is not None:
        assert texte == decode(brut)
        assert forbidden(texte) == []


@given(st.text(alphabet="0123456789+. -\u00a0\u202f\n/=x", max_size=30))
@example("+33 1 23 45 67 89")
@example("٣1 23 45 67 89 01 23 45 67 89")
def test_un_numero_de_telephone_laisse_une_trace(texte: str) -> None:
    if _PHONE.search(texte):
        assert "+33" in texte or _PHONE_TRACE.search(texte)


@given(
    st.lists(st.sampled_from([*"cCoOmMpPlLeéEÉtTrR \n", "ſ", "ß", "compl", "COMPLÉTER"])).map(
        "".join
    )
)
@example("Compléter")
@example("À COMPLETER")
def test_ce_qui_reste_a_completer_se_voit_dans_les_octets(texte: str) -> None:
    attendu = re.search(r"compl[eé]ter", texte, re.IGNORECASE)
    assert _laisse_une_trace(texte.encode()) == bool(attendu)


MORCEAUX_D_ADRESSE = st.sampled_from(
    [*'/?#.-_@:[]éA~a0|\\" \n\t', "https://", "http://", "a.fr", "www.", "x" * 63, "80", "%41"]
)


@given(
    st.one_of(
        st.from_regex(URL_COURANTE, fullmatch=True),
        st.lists(MORCEAUX_D_ADRESSE, max_size=12).map("".join),
        st.lists(MORCEAUX_D_ADRESSE, max_size=12).map(lambda m: "https://a.fr" + "".join(m)),
    )
)
@example("https://a.fr\n")
@example("https://" + "a." * 127 + "fr")
def test_une_adresse_courante_est_bonne(adresse: str) -> None:
    if URL_COURANTE.fullmatch(adresse):
        assert _verifier_url(adresse) == adresse


def _toutes_les_citations(loc: Loc, modele: Modele) -> Iterator[tuple[Loc, str]]:
    """The long way: every field of every model."""
    for nom, valeur in modele:
        elements = list(enumerate(valeur)) if isinstance(valeur, tuple) else [(-1, valeur)]
        for rang, element in elements:
            ici = (*loc, nom) if rang < 0 else (*loc, nom, rang)
            if isinstance(element, Modele):
                yield from _toutes_les_citations(ici, element)
            elif isinstance(element, str) and nom == ("source" if rang < 0 else "sources"):
                yield ici, element


def test_aucune_citation_n_est_oubliee() -> None:
    """On every record of the real content: they cite in all the places where one can."""
    places: set[tuple[str, ...]] = set()
    for genre, nom in ((Kind.CONCERTATION, "concertation.md"), (Kind.SUITES, "suites.yml")):
        for fichier in sorted(Path("content").glob(f"concertations/*/{nom}")):
            source = read(Path("content"), fichier.relative_to("content").as_posix()).source
            assert source is not None
            fiche = MODELS[genre].model_validate(source.data)
            trouvees = [(faute.loc, faute.message) for faute in sources_citees(fiche, frozenset())]
            attendues = list(_toutes_les_citations((), fiche))
            assert [loc for loc, _ in trouvees] == [loc for loc, _ in attendues]
            assert all(f"« {c} »" in m for (_, m), (_, c) in zip(trouvees, attendues, strict=True))
            places |= {tuple(s for s in loc if isinstance(s, str)) for loc, _ in trouvees}
    assert ("synthese", "sources") in places
    assert ("propositions", "sources") in places
