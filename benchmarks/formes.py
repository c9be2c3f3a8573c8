"""The corpus as files: in YAML or TOML for any tool, and our own ``content`` folder."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from benchmarks.corpus import SEED, concertation, guide
from benchmarks.vocabulaire import MINISTERES, THEMES

Record = dict[str, Any]
JOUR = dt.date(2026, 11, 22)
"""The day of every build of the benchmark."""

_SAFE = set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZàâäéèêëîïôöùûüçœÀÂÉÈÊÎÔÇŒ0123456789 ’-.,()%«»/_"
)
_WORDS = {"", "yes", "no", "on", "off", "true", "false", "null", "y", "n", "~"}


def _scalar(v: Any) -> str:
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, (int, float)):
        return str(v)
    if isinstance(v, dt.date):
        return v.isoformat()
    if (
        v.lower() not in _WORDS
        and v[0].isalpha()
        and not v[-1].isspace()
        and all(c in _SAFE for c in v)
    ):
        return str(v)
    return json.dumps(v, ensure_ascii=False)


def _wrap(text: str, pad: str, width: int = 84) -> str:
    lines, cur = [], ""
    for w in text.split(" "):
        if cur and len(cur) + 1 + len(w) > width:
            lines.append(pad + cur)
            cur = w
        else:
            cur = f"{cur} {w}" if cur else w
    lines.append(pad + cur)
    return "\n".join(lines)


def to_yaml(d: Record, indent: int = 0) -> str:
    """As a person writes it: plain scalars, folded blocks for long text, block lists."""
    pad, out = "  " * indent, []
    for k, v in d.items():
        if isinstance(v, dict):
            out.append(f"{pad}{k}:\n{to_yaml(v, indent + 1)}" if v else f"{pad}{k}: {{}}")
        elif isinstance(v, (list, tuple)):
            if not v:
                out.append(f"{pad}{k}: []")
            elif isinstance(v[0], dict):
                out.append(f"{pad}{k}:")
                for item in v:
                    body = to_yaml(item, indent + 2)
                    out.append(f"{pad}  - {body[len(pad) + 4 :]}")
            else:
                out.append(f"{pad}{k}: [{', '.join(_scalar(x) for x in v)}]")
        elif isinstance(v, str) and len(v) > 70:
            out.append(f"{pad}{k}: >-\n{_wrap(v, pad + '  ')}")
        else:
            out.append(f"{pad}{k}: {_scalar(v)}")
    return "\n".join(out)


def fiche(front: Record, body: str, *, toml: bool = False) -> str:
    """Write a Markdown file with its front matter."""
    if toml:
        return f"+++\n{to_toml(front)}\n+++\n\n{body}"
    return f"---\n{to_yaml(front)}\n---\n\n{body}"


def to_toml(d: Record, path: str = "") -> str:
    """TOML front matter, Hugo's own default: scalars and arrays first, then arrays of tables."""

    def val(v: Any) -> str:
        if isinstance(v, (list, tuple)):
            return "[" + ", ".join(val(x) for x in v) + "]"
        return json.dumps(v, ensure_ascii=False) if isinstance(v, str) else _scalar(v)

    out, tables = [], []
    for k, v in d.items():
        if isinstance(v, list) and v and isinstance(v[0], dict):
            tables += [f"\n[[{path}{k}]]\n{to_toml(x, f'{path}{k}.')}" for x in v]
        else:
            out.append(f"{k} = {val(v)}")
    return "\n".join(out + tables)


_TYPES = {
    "consultation en ligne": "consultation-en-ligne",
    "débat public": "debat-public",
    "atelier citoyen": "atelier-citoyen",
    "convention citoyenne": "convention-citoyenne",
    "conférence de consensus": "conference-de-consensus",
    "jury citoyen": "jury-citoyen",
    "réunion publique": "reunion-publique",
    "cahier de doléances": "cahier-de-doleances",
    "enquête publique": "enquete-publique",
    "panel citoyen": "panel-citoyen",
    "budget participatif": "budget-participatif",
    "tirage au sort": "tirage-au-sort",
}
_DECISIONS = {
    "retenue": ("retenue", "en_cours"),
    "partielle": ("retenue_partiellement", "non_commencee"),
    "etude": ("a_l_etude", None),
    "realisee": ("retenue", "realisee"),
    "ecartee": ("non_retenue", None),
}


def _fiche(c: Record) -> Record:
    """Our record, with the same facts: the status is computed, so it is not written."""
    return {
        "titre": c["titre"],
        "resume": c["resume"],
        "porteur": c["ministere"],
        "objet": c["resume"],
        "engagements_inconnus": True,
        "objectif": "exprimer_une_opinion",
        "condition_participation": ["ouvert_a_tous"],
        "modalites": ["en_ligne"],
        "dispositifs": [{"type": _TYPES[d]} for d in c["dispositifs"]],
        "dates": {"ouverture": c["date_debut"], "cloture": c["date_fin"]},
        "reponse_attendue_le": c["date_fin"] + dt.timedelta(days=180),
        "thematiques": c["themes"],
        "territoire": c["territoire"],
        "participants": {"nombre": {"valeur": c["participants"], "source": "s1"}},
        "lien_site": c["lien"],
        "calendrier": [
            {
                "date": e["date"],
                "intitule": f"{e['titre']} : {e['description']}",
                "etat": "atteint" if e["date"] <= JOUR else "prevu",
            }
            for e in c["etapes"]
        ],
        "sources": [{"id": "s1", "titre": "Page de la concertation", "url": c["lien"]}],
        "revu_le": dt.date(2026, 10, 1),
    }


def _suites(c: Record) -> Record:
    return {
        "propositions": [
            {
                "reference": p["id"][1:],
                "intitule": p["titre"],
                "texte_integral": p["texte"],
                "decision": _DECISIONS[p["statut"]][0],
                "reponse_motivee": p["reponse"],
                **({"mise_en_oeuvre": m} if (m := _DECISIONS[p["statut"]][1]) else {}),
                **(
                    {
                        "jalons": [
                            {"date": j["date"], "intitule": j["texte"]} for j in p["mises_a_jour"]
                        ]
                    }
                    if p["mises_a_jour"]
                    else {}
                ),
                **(
                    {"preuves": [{"titre": "Page de la concertation", "url": c["lien"]}]}
                    if m == "realisee"
                    else {}
                ),
                "etabli_par": "etat",
                "sources": ["s1"],
                "maj_le": dt.date(2026, 9, 1),
            }
            for p in c["propositions"]
        ]
    }


def _guide(g: Record) -> Record:
    return {
        "titre": g["titre"],
        "resume": g["resume"],
        "public": ["Agents publics"],
        "editeur": "Corpus de mesure",
        "date": g["date"],
        "revu_le": g["date"],
        "sources": [{"id": "s1", "titre": "Corpus de mesure", "url": "https://exemple.test/"}],
    }


def ecrire(chemin: Path, texte: str) -> None:
    """Write a file, and the folders above it."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    chemin.write_text(texte, encoding="utf-8")


def ecrire_notre(racine: Path, nombre: int, seed: int = SEED) -> None:
    """Write our ``content`` folder under ``racine``."""
    contenu = racine / "content"
    site = {
        "nom": "Suivi des concertations",
        "baseline": "Corpus de mesure.",
        "url": "https://concertations.example/",
        "officiel": False,
        "theme": "neutre",
        "donnees_arretees_au": JOUR,
        "mois_avant_peremption": 12,
    }
    ecrire(contenu / "site.yml", to_yaml(site) + "\n")
    listes: dict[str, list[Record]] = {
        "ministeres": [{"id": k, "nom": v} for k, v in MINISTERES.items()],
        "thematiques": [{"id": k, "nom": v} for k, v in THEMES.items()],
        "dispositifs": [{"id": v, "nom": k, "definition": k} for k, v in _TYPES.items()],
        "degres": [{"id": "consultation", "nom": "Consultation", "definition": "Consultation"}],
    }
    for nom, liste in listes.items():
        ecrire(contenu / f"referentiels/{nom}.yml", to_yaml({nom: liste}) + "\n")
    for i in range(nombre):
        c = concertation(i, seed)
        dossier = contenu / "concertations" / c["slug"]
        ecrire(dossier / "concertation.md", fiche(_fiche(c), c["corps"]))
        if c["propositions"]:
            ecrire(dossier / "suites.yml", to_yaml(_suites(c)) + "\n")
    for i in range(20):
        g = guide(i, seed)
        ecrire(contenu / f"guides/{g['slug']}.md", fiche(_guide(g), g["corps"]))
