"""Says whether the data package may become a page: ``python -m kursk.check FOLDER``.

``files`` checks that each file is there and can be read, ``schema`` columns, types, keys and
constraints with frictionless, ``cells`` the characters of every cell, ``rules`` what schemas
cannot say (``figures``, ``dates``, ``places``, ``quotations``, ``sources``, ``fairness``,
``statements``, ``lessons``, ``names``),
``seal`` the checksums. Every fault is a :class:`~kursk.check.fault.Fault` that names file, row
and column, what was found and what was expected. Nothing here reads the tables while it is
imported: the package must be able to say what is wrong with them.
"""
