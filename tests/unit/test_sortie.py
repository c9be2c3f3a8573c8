"""A command ends at once, and loses nothing of what it said or had to do."""

from __future__ import annotations

import subprocess
import sys

PROGRAMME = """
import atexit, sys
from generator.sortie import quitter
atexit.register(print, "rangé", file=sys.stderr)
{fermer}
sys.stdout.write("dit")
quitter(3)
"""


def lancer(fermer: str = "") -> subprocess.CompletedProcess[str]:
    """The end of a process that has something to say, and something to tidy."""
    programme = PROGRAMME.format(fermer=fermer)
    return subprocess.run(
        [sys.executable, "-c", programme], capture_output=True, text=True, check=False
    )


def test_what_was_said_is_written_and_what_was_registered_is_done() -> None:
    """Texts in buffers, functions registered for the end, and the exit code."""
    fini = lancer()
    assert (fini.returncode, fini.stdout, fini.stderr) == (3, "dit", "rangé\n")


def test_a_reader_that_is_gone_is_no_error() -> None:
    """As when the output goes to ``head``: no traceback, and the same exit code."""
    fini = lancer(
        "import os; lu, sys.stdout = os.pipe(), None; os.close(lu[0]); sys.stdout = os.fdopen(lu[1], 'w')"
    )
    assert (fini.returncode, fini.stderr) == (3, "rangé\n")
