"""The search index: written in the form of Pagefind, whose program reads it in browsers.

Empty, so that the process that indexes (``ouvrier``) imports nothing of the site.
"""
