"""Holds the data against the documents they were taken from: ``python -m kursk.verify [FOLDER …]``.

Every quotation is looked for word for word, every claim's wording and value, every sentence of the
founding articles against the rows that carry it. What is in no document is *not at hand*; what is
there in other words *differs*, and a difference fails.
"""
