"""Git versions of the content, read as dated changes in meaning.

``lire_historique`` is the door; ``model`` is what it gives; ``diff`` and ``diff_suites`` compare
two versions of a record and know nothing of git.
"""
