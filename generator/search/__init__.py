"""The search index: Pagefind run on trees made for it, its bundles verified, renamed and kept.

Empty, so that the process that indexes (``ouvrier``) imports nothing of the site.
"""
