"""Files that want time or memory: name -> (path in the content, text). Each is within the size limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.markdown.render import TAILLE_MAX
from generator.source.source_file import MAX_BYTES
from tests.aides import FICHE, SUITES
from tests.grande import suites

FICHE_MD = "concertations/essai/concertation.md"
SUITES_YML = "concertations/essai/suites.yml"
TAILLE = MAX_BYTES - 10_000
ENTETE, _, CORPS = FICHE.rpartition("---\n")


def plein(motif: str, taille: int = TAILLE) -> str:
    """A pattern again and again, to the size limit (in bytes)."""
    return motif * (taille // len(motif.encode()))


def corps(texte: str) -> tuple[str, str]:
    """A record whose text is this."""
    return FICHE_MD, f"{ENTETE}---\n\n{texte}\n"


def yaml(texte: str) -> tuple[str, str]:
    """A follow-up that is this."""
    return SUITES_YML, texte


def partout(motif: str) -> tuple[str, str]:
    """A record whose text and Markdown fields are this pattern, each to its size limit."""
    texte = (motif * TAILLE_MAX)[: TAILLE_MAX - 10].replace("\n", "\n\n    ")
    fiche = FICHE.replace(
        "objet: L'essai.", f"objet: |\n    {texte}\ncontexte_decision: |\n    {texte}"
    )
    entete, _, _ = fiche.rpartition("---\n")
    return FICHE_MD, f"{entete}---\n\n{(motif * TAILLE_MAX)[: TAILLE_MAX - 10]}\n"


def champ(texte: str) -> tuple[str, str]:
    """A record whose summary is this."""
    return FICHE_MD, FICHE.replace("Une concertation inventée pour les tests.", texte, 1)


def lignes(motif: str, nombre: int) -> str:
    """A pattern with its rank, again and again, within the size limit."""
    texte = "".join(motif.replace("§", str(i)) for i in range(nombre))
    return texte[:TAILLE].rpartition("\n")[0] + "\n"


MARKDOWN: Mapping[str, str] = {
    "crochets": "[",
    "images": "![",
    "liens": "[a](",
    "liens complets": "[a](https://a.example/) ",
    "adresses": "<https://a.example/> ",
    "étoiles": "*a **a ",
    "soulignés": "_a __a ",
    "accents graves": "`" * 3 + "a`",
    "chevrons": "<a ",
    "balises": "<script>",
    "commentaires": "<!-- ",
    "entités": "&lt;&#0;&notit;",
    "barres": "\\",
    "citations": "> ",
    "listes": "- ",
    "numéros": "1. a\n",
    "titres": "## a\n",
    "filets": "---\n",
    "tableau": "|a|b|\n",
    "références": "[a]: /b\n",
    "encadrés": "::: astuce\n",
    "paragraphes": "a\n\n",
    "lignes": "a\n",
    "code": "```\n",
    "barrés": "~~a",
    "guillemets": "\"a' ",
    "lien javascript": "[a](javascript:b) ",
}
YAML: Mapping[str, Callable[[], str]] = {
    "séquences": lambda: plein("["),
    "suites de tirets": lambda: plein("- "),
    "accolades": lambda: plein("{a: "),
    "une séquence": lambda: "propositions: [" + plein("a,") + "]\n",
    "une correspondance": lambda: "{" + lignes("a§: b,\n", 500_000) + "}\n",
    "champs inconnus": lambda: lignes("champ-inconnu-§: b\n", 300_000),
    "champs en double": lambda: plein("propositions: a\n"),
    "éléments vides": lambda: "propositions:\n" + plein("  -\n"),
    "éléments sans champ": lambda: "propositions:\n" + plein("  - a: b\n"),
    "éléments faux": lambda: (
        "propositions:\n"
        + lignes('  - reference: "§"\n    decision: retenu\n    maj_le: 30/02/2026\n', 100_000)
    ),
    "références en double": lambda: SUITES + lignes(SUITES.partition("\n")[2], 10_000),
    "sources inconnues": lambda: (
        lignes("propositions:\n" + SUITES.partition("\n")[2].replace("- s1", "- s§"), 1)
        + lignes(
            SUITES.partition("\n")[2].replace('"1"', '"§"').replace("- s1", "- inconnue§"), 10_000
        )
    ),
    "guillemet ouvert": lambda: 'a: "' + plein("b\n"),
    "texte d'une ligne": lambda: "a: " + plein("b "),
    "bloc": lambda: "a: |\n" + plein("  b\n"),
    "remarques": lambda: plein("# a\n"),
    "tabulations": lambda: plein("\t"),
    "lignes vides": lambda: plein("\n"),
    "ancres": lambda: plein("- &a *a\n"),
    "étiquettes": lambda: plein("- !!binary a\n"),
    "documents": lambda: plein("---\n"),
    "échappements": lambda: 'a: "' + plein("\\u202e") + '"\n',
    "bidirectionnels": lambda: plein("a: \u202e\n"),
    "chiffres": lambda: "a: " + plein("9") + "\n",
    "deux-points": lambda: plein("a: b: c\n"),
    "une vraie": lambda: suites(5_000, 300),
}
TEXTES: Mapping[str, str] = {
    "arobases": "a@",
    "courriels": "prenom.nom@sante.gouv.fr ",
    "points": "a.",
    "espaces": " \u00a0",
    "chiffres": "0 ",
    "téléphones": "06 12 34 56 78 ",
    "adresses": "https://",
    "tirets": "a-",
}


def cas() -> dict[str, tuple[str, str]]:
    """Every hostile file."""
    tous = {f"markdown : {nom}": partout(motif) for nom, motif in MARKDOWN.items()}
    tous["markdown : trop long"] = corps(plein("[a](b) "))
    tous |= {f"yaml : {nom}": yaml(ecrire()) for nom, ecrire in YAML.items()}
    tous |= {f"texte : {nom}": corps(plein(motif)) for nom, motif in TEXTES.items()}
    tous |= {f"champ : {nom}": champ(plein(motif)) for nom, motif in TEXTES.items()}
    return tous
