"""The book outside the site: LMS files, print, e-book, teacher pack.

Reads the same rows as the site (:mod:`kursk`) and the finished pages. The site's build asks it for
the packed tables alone (:mod:`kursk_formats.data`).
"""
