"""The rules of the workflows, on the YAML as it is read: each failure says why, in French."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

RACINE = Path(__file__).resolve().parents[2]
DOSSIER = RACINE / ".github" / "workflows"
FICHIERS = tuple(sorted(DOSSIER.glob("*")))
EPINGLE = re.compile(r"\s*(?:- )?uses: (actions/[a-z-]+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+")
DROITS = {"read", "write"}
Workflow = dict[str, Any]
Regle = Callable[[str, Workflow], Iterator[str]]


def lire(texte: str) -> Workflow:
    """The YAML, with ``on`` under its own name (YAML 1.1 reads it as true)."""
    lu = yaml.safe_load(texte)
    lu["on"] = lu.pop(True)
    return lu


def etapes(workflow: Workflow) -> Iterator[tuple[str, dict[str, Any]]]:
    for nom, travail in workflow["jobs"].items():
        for etape in travail["steps"]:
            yield nom, etape


def declencheurs(workflow: Workflow) -> set[str]:
    on = workflow["on"]
    return {on} if isinstance(on, str) else set(on)


def regle_1_droits(texte: str, workflow: Workflow) -> Iterator[str]:
    if workflow.get("permissions") != {}:
        yield "« permissions: {} » en tête : un travail n'a que les droits qu'il nomme"
    for nom, travail in workflow["jobs"].items():
        droits = travail.get("permissions")
        if not isinstance(droits, dict) or not droits or not set(droits.values()) <= DROITS:
            yield f"{nom} : chaque travail nomme ses droits, un par un"
    for ligne in re.findall(r"^      [a-z-]+: (?:read|write).*$", texte, re.MULTILINE):
        if " # " not in ligne:
            yield f"« {ligne.strip()} » : un commentaire dit à quoi sert ce droit"


def regle_2_construction_sans_ecriture(_: str, workflow: Workflow) -> Iterator[str]:
    for nom, travail in workflow["jobs"].items():
        execute = " ".join(e.get("run", "") for e in travail["steps"])
        ecrit = "write" in travail["permissions"].values()
        if ecrit and re.search(r"catalogue (build|check)|from-form|lire_formulaire|make ", execute):
            yield f"{nom} : ce qui lit le contenu d'autrui ou construit le site n'écrit nulle part"


def regle_3_jeton_d_identite(_: str, workflow: Workflow) -> Iterator[str]:
    for nom, travail in workflow["jobs"].items():
        droits = travail["permissions"]
        if {"id-token", "pages"} & set(droits) and any("run" in e for e in travail["steps"]):
            yield f"{nom} : un travail qui peut déployer ou signer n'exécute aucune ligne de commande"
        if "pages" in droits and len(travail["steps"]) != 1:
            yield f"{nom} : le droit « pages » ne sert qu'à une seule étape, deploy-pages"


def regle_4_epingles(texte: str, _: Workflow) -> Iterator[str]:
    for ligne in texte.splitlines():
        if re.search(r"\buses:", ligne) and not EPINGLE.fullmatch(ligne):
            yield f"« {ligne.strip()} » : une action d'« actions/ », par son empreinte de 40 chiffres, puis # vX.Y.Z"


def regle_5_copie_sans_jeton(_: str, workflow: Workflow) -> Iterator[str]:
    for nom, etape in etapes(workflow):
        copie = etape.get("uses", "").startswith("actions/checkout@")
        if copie and etape.get("with", {}).get("persist-credentials") is not False:
            yield f"{nom} : « persist-credentials: false », le jeton ne reste pas dans la copie"


def regle_6_pas_de_texte_dans_les_commandes(_: str, workflow: Workflow) -> Iterator[str]:
    for nom, etape in etapes(workflow):
        if "${{" in etape.get("run", ""):
            yield f"{nom} : une valeur passe par « env: », jamais dans une ligne de commande"


def regle_7_aucun_secret(texte: str, _: Workflow) -> Iterator[str]:
    if re.search(r"\bsecrets\b", texte):
        yield "aucun secret : Pages et l'attestation n'en demandent pas"


def regle_8_aucun_cache(texte: str, workflow: Workflow) -> Iterator[str]:
    if "actions/cache" in texte or any("cache" in e.get("with", {}) for _, e in etapes(workflow)):
        yield "aucun cache : ce qu'une copie du dépôt y laisserait serait publié"


def regle_9_duree(_: str, workflow: Workflow) -> Iterator[str]:
    for nom, travail in workflow["jobs"].items():
        if not isinstance(travail.get("timeout-minutes"), int):
            yield f"{nom} : « timeout-minutes » arrête ce qui ne finit pas"


def regle_10_un_seul_a_la_fois(_: str, workflow: Workflow) -> Iterator[str]:
    file = workflow.get("concurrency", {})
    deploie = any("pages" in t["permissions"] for t in workflow["jobs"].values())
    if not file.get("group"):
        yield "« concurrency » : deux exécutions du même sujet ne se croisent pas"
    elif deploie and (file["group"] != "pages" or file["cancel-in-progress"] is not False):
        yield "un déploiement commencé se termine : groupe « pages », « cancel-in-progress: false »"
    elif not deploie and file["cancel-in-progress"] is not True:
        yield "une exécution dépassée s'arrête : « cancel-in-progress: true »"


def regle_11_machine(_: str, workflow: Workflow) -> Iterator[str]:
    for nom, travail in workflow["jobs"].items():
        if travail["runs-on"] != "ubuntu-24.04":
            yield f"{nom} : la machine est « ubuntu-24.04 », celle de la forge et à une version dite"


def regle_12_installation(texte: str, _: Workflow) -> Iterator[str]:
    if re.search(r"\b(pip3?|npm|npx|pipx|uv) +(install|ci|add)\b", texte):
        yield "les paquets viennent du verrou, par empreinte : « scripts/ci/installer.sh » ou « make »"


def regle_14_declencheurs(_: str, workflow: Workflow) -> Iterator[str]:
    if interdits := declencheurs(workflow) & {"pull_request_target", "workflow_run"}:
        yield f"« {', '.join(interdits)} » donne des droits d'écriture au code d'inconnus"
    if "pull_request" in declencheurs(workflow) and "merge_group" not in declencheurs(workflow):
        yield "« merge_group » : deux demandes justes chacune peuvent se contredire"


REGLES: tuple[Regle, ...] = (
    regle_1_droits,
    regle_2_construction_sans_ecriture,
    regle_3_jeton_d_identite,
    regle_4_epingles,
    regle_5_copie_sans_jeton,
    regle_6_pas_de_texte_dans_les_commandes,
    regle_7_aucun_secret,
    regle_8_aucun_cache,
    regle_9_duree,
    regle_10_un_seul_a_la_fois,
    regle_11_machine,
    regle_12_installation,
    regle_14_declencheurs,
)


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda f: f.name)
@pytest.mark.parametrize("regle", REGLES, ids=lambda r: r.__name__)
def test_each_workflow_keeps_each_rule(fichier: Path, regle: Regle) -> None:
    texte = fichier.read_text("utf-8")
    assert list(regle(texte, lire(texte))) == []


def test_there_are_workflows_and_nothing_else() -> None:
    """A file with another suffix would be read by the forge and not by us, or the reverse."""
    noms = {"audit", "formulaire", "liens", "publier", "relances", "revenir", "verifier"}
    assert {f.name for f in FICHIERS} == {f"{nom}.yml" for nom in noms}


def test_rule_13_what_is_proposed_is_verified_as_what_is_published() -> None:
    """Check, then build, then the gates, before a merge and before a publication."""
    for nom, cible in (("verifier", 'make "$CIBLE"'), ("publier", "make gates")):
        workflow = lire((DOSSIER / f"{nom}.yml").read_text("utf-8"))
        commandes = [e["run"] for _, e in etapes(workflow) if "run" in e]
        suite = [
            next(i for i, c in enumerate(commandes) if mot in c)
            for mot in ("catalogue check", "catalogue build", cible)
        ]
        assert suite == sorted(suite), nom


def test_nothing_is_deployed_before_the_gates() -> None:
    travaux = lire((DOSSIER / "publier.yml").read_text("utf-8"))["jobs"]
    assert set(travaux["attester"]["needs"]) == {"construire", "barrieres"}
    assert travaux["deployer"]["needs"] == "attester"
    assert travaux["essayer"]["needs"] == "deployer"


BON = """\
name: Bon
on: {pull_request: {}, merge_group: {}}
permissions: {}
concurrency:
  group: bon
  cancel-in-progress: true
jobs:
  bon:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read # lire
    steps:
      - uses: actions/checkout@0123456789012345678901234567890123456789 # v1.2.3
        with:
          persist-credentials: false
      - run: scripts/ci/installer.sh
"""
FAUTES: tuple[tuple[Regle, str, str], ...] = (
    (regle_1_droits, "permissions: {}", "permissions: read-all"),
    (regle_1_droits, "contents: read # lire", "contents: read"),
    (regle_1_droits, "    permissions:\n      contents: read # lire\n", ""),
    (regle_2_construction_sans_ecriture, "contents: read # lire\n", "contents: write # x\n"),
    (regle_3_jeton_d_identite, "contents: read", "id-token: write"),
    (regle_3_jeton_d_identite, "contents: read", "pages: write"),
    (regle_4_epingles, "@0123456789012345678901234567890123456789", "@v4"),
    (regle_4_epingles, " # v1.2.3", ""),
    (regle_4_epingles, "actions/checkout", "inconnu/checkout"),
    (regle_5_copie_sans_jeton, "persist-credentials: false", "fetch-depth: 0"),
    (regle_6_pas_de_texte_dans_les_commandes, "installer.sh", "installer.sh ${{ github.actor }}"),
    (regle_7_aucun_secret, "installer.sh", "installer.sh ${{ secrets.JETON }}"),
    (regle_8_aucun_cache, "persist-credentials: false", "cache: pip"),
    (regle_9_duree, "    timeout-minutes: 5\n", ""),
    (regle_10_un_seul_a_la_fois, "group: bon", "group: ''"),
    (regle_10_un_seul_a_la_fois, "cancel-in-progress: true", "cancel-in-progress: false"),
    (regle_10_un_seul_a_la_fois, "contents: read", "pages: write"),
    (regle_11_machine, "ubuntu-24.04", "ubuntu-latest"),
    (regle_12_installation, "scripts/ci/installer.sh", "pip install ruff"),
    (regle_14_declencheurs, "pull_request: {}", "pull_request_target: {}"),
    (regle_14_declencheurs, ", merge_group: {}", ""),
)


@pytest.mark.parametrize(("regle", "avant", "apres"), FAUTES)
def test_each_rule_sees_its_fault(regle: Regle, avant: str, apres: str) -> None:
    """A rule that could not fail would prove nothing."""
    assert [m for r in REGLES for m in r(BON, lire(BON))] == []
    assert avant in BON
    fautif = BON.replace(avant, apres)
    if regle is regle_2_construction_sans_ecriture:
        fautif = fautif.replace("installer.sh", "installer.sh && catalogue build")
    assert list(regle(fautif, lire(fautif)))


def zizmor(chemin: Path) -> subprocess.CompletedProcess[str]:
    """Run zizmor in its strictest persona; a workflow it cannot read is a fault, not a silence."""
    return subprocess.run(
        [
            str(Path(sys.executable).with_name("zizmor")),
            "--offline",
            "--strict-collection",
            "--persona=auditor",
            "--no-progress",
            str(chemin),
        ],
        cwd=RACINE,
        capture_output=True,
        text=True,
        check=False,
    )


def test_zizmor_finds_nothing() -> None:
    fait = zizmor(RACINE / ".github")
    assert fait.returncode == 0, fait.stdout


def test_zizmor_sees_an_injection(tmp_path: Path) -> None:
    dossier = tmp_path / ".github" / "workflows"
    dossier.mkdir(parents=True)
    injection = BON.replace("installer.sh", "installer.sh '${{ github.event.issue.title }}'")
    (dossier / "x.yml").write_text(injection)
    assert zizmor(tmp_path / ".github").returncode > 10
    (dossier / "x.yml").write_text("on: [")
    assert zizmor(tmp_path / ".github").returncode not in {0, 2}
