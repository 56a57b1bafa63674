"""The plan of the generated pages: files, contents and addresses follow from it."""

import re
import subprocess
import sys
from pathlib import Path

from sphinx_evidence.pages import ledger_pages, page_file, row_page, row_path
from sphinx_evidence.rows import load

ROOT = Path(__file__).resolve().parents[1]


def test_files_of_the_generated_pages_are_those_of_the_plan() -> None:
    for page in ledger_pages(load()):
        text = (ROOT / f"book/{page.docname}.md").read_text("utf-8")
        assert text == page_file(page), (
            f"run: python -m sphinx_evidence.pages book ({page.docname})"
        )


def test_contents_list_the_generated_pages_in_the_order_of_the_plan() -> None:
    contents = re.findall(r"- file: (\S+)", (ROOT / "_toc.yml").read_text("utf-8"))
    planned = [page.docname for page in ledger_pages(load())]
    assert [name for name in contents if name in planned] == planned


def test_every_row_of_the_data_has_one_place() -> None:
    evidence = load()
    for table in (evidence.claims, evidence.events, evidence.quotes, evidence.sources):
        assert all(row_page(row_id) for row_id in table)
    assert row_path("sd-c43") == "evidence/ledger-held.html#sd-c43"
    assert row_path("oleksandr-syrskyi") == "glossary.html#oleksandr-syrskyi"


def test_the_plan_is_read_without_sphinx() -> None:
    code = (
        "import sys; sys.modules['sphinx'] = sys.modules['docutils'] = None\n"
        "from sphinx_evidence.pages import row_path; print(row_path('nk-c02'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "evidence/ledger-troops.html#nk-c02", done.stderr
