"""Pack the site in the one file that Pages deploys, the same bytes for the same site.

The usual action drops every file whose name begins with a dot, and with them
``.well-known/security.txt``: we pack ourselves. Links and special files are refused, as Pages does.
"""

from __future__ import annotations

import stat
import sys
import tarfile
from pathlib import Path


def entree(nom: str, *, dossier: bool, taille: int = 0) -> tarfile.TarInfo:
    """What the archive says of one file: nothing of the machine nor of the hour."""
    info = tarfile.TarInfo(nom)
    info.type = tarfile.DIRTYPE if dossier else tarfile.REGTYPE
    info.mode = 0o755 if dossier else 0o644
    info.size = taille
    return info


def empaqueter(site: Path, archive: Path) -> int:
    """Write the archive; the number of files in it.

    Raises:
        SystemExit: a link, a special file, or a folder that is not a site.
    """
    if not (site / "index.html").is_file():
        raise SystemExit(f"« {site} » n'est pas un site construit : pas d'« index.html »")
    nombre = 0
    with tarfile.open(archive, "w", format=tarfile.GNU_FORMAT) as paquet:
        for chemin in sorted(site.rglob("*")):
            nom = f"./{chemin.relative_to(site).as_posix()}"
            mode = chemin.lstat().st_mode
            if stat.S_ISDIR(mode):
                paquet.addfile(entree(nom, dossier=True))
            elif stat.S_ISREG(mode):
                with chemin.open("rb") as flux:
                    paquet.addfile(entree(nom, dossier=False, taille=chemin.stat().st_size), flux)
                nombre += 1
            else:
                raise SystemExit(f"« {nom} » n'est ni un fichier ni un dossier : rien n'est publié")
    return nombre


if __name__ == "__main__":
    sys.stdout.write(f"{empaqueter(Path(sys.argv[1]), Path(sys.argv[2]))} fichiers empaquetés\n")
