"""Says whether the data package may become a page: ``python -m kursk.check FOLDER``.

``schema`` checks files, columns, types, keys and constraints with frictionless, ``rules`` what
schemas cannot say, ``seal`` the checksums. Every fault is a :class:`~kursk.check.fault.Fault`
that names file, row and column, what was found and what was expected.
"""
