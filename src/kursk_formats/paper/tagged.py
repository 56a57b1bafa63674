"""A PDF as Chromium prints it, made whole: tags that readers understand, a title, the same bytes.

Chromium tags a page, and leaves gaps that checkers of PDF/UA-1 (ISO 14289-1) and screen readers
stumble over. Each function here closes one gap; their names say which.
"""

import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

import pikepdf
from jinja2 import Template
from pikepdf import Array, Dictionary, Name, Operator, String

from kursk_formats.paper.runs import in_runs, widths

#: Structure types of PDF 1.7 (ISO 32000-1, 14.8.4); others need a role that maps to one of them.
_TYPES = """
    Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2
    H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference
    BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form
"""
_STANDARD = frozenset(_TYPES.split())
#: Chromium's own type → the standard one that means the same; any other becomes a Span.
_ROLES = {"Title": "H1", "Aside": "Note", "FENote": "Note"}
_SHOWS = frozenset(("Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE"))
_BUILDS = frozenset(("m", "l", "c", "v", "y", "re", "h"))
#: Marks of content on pages, by the number of the page's object and their own.
_Marks = frozenset[tuple[tuple[int, int], int]]
#: Operators whose numbers are places, in units of which four and more make a point.
_DRAWS = _BUILDS | {"Td"}
_PAINTS = frozenset(("f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "n"))

_XMP = Template(
    """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{{ title }}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{{ language }}</rdf:li></rdf:Bag></dc:language>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">CC BY 4.0</rdf:li></rdf:Alt></dc:rights>
<pdfuaid:part>1</pdfuaid:part>
<xmp:CreateDate>{{ day }}T00:00:00Z</xmp:CreateDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""",
    autoescape=True,
)


def complete(printed: bytes, title: str, *, day: str, language: str = "en-GB") -> bytes:
    """Return the PDF with its gaps closed; ``day`` (ISO) stands as the day of making.

    Raises:
        ValueError: the PDF has no structure; it was printed without tags.
    """
    pikepdf.settings.set_flate_compression_level(9)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            raise ValueError(f"{title}: the PDF has no tags, expected one printed with tagged=True")
        tree = pdf.Root.StructTreeRoot
        for element in list(_elements(tree)):
            _leave_alternatives_to_pictures(element)
            _leave_forms_to_fields(element)
            _wrap_bodies_of_items(pdf, element)
        _map_roles(tree)
        _name_header_cells(pdf, tree)
        again = _tell_heads_once(tree)
        for page in pdf.pages:
            _describe_links(page)
            _set_apart_what_has_no_tag(pdf, page, again)
        _tell_title(pdf, title, day, language)
        pdf.remove_unreferenced_resources()
        target = io.BytesIO()
        pdf.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            min_version="1.7",
        )
    return target.getvalue()


def _children(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _is_element(node: pikepdf.Object) -> bool:
    return isinstance(node, Dictionary) and node.get("/Type") not in (Name.MCR, Name.OBJR)


def _elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the structure elements below one, in reading order."""
    for child in _children(element):
        if _is_element(child):
            yield child
            yield from _elements(child)


def _kind(element: pikepdf.Object) -> str:
    return str(element.get("/S", "")).removeprefix("/")


def _leave_alternatives_to_pictures(element: pikepdf.Object) -> None:
    """Make a figure without an alternative text a division: its picture below has the text."""
    if _kind(element) == "Figure" and "/Alt" not in element and "/ActualText" not in element:
        element.S = Name.Div


def _leave_forms_to_fields(element: pikepdf.Object) -> None:
    """Make a button without a field of a form a run of text."""
    fields = (isinstance(c, Dictionary) and c.get("/Type") == Name.OBJR for c in _children(element))
    if _kind(element) == "Form" and not any(fields):
        element.S = Name.Span


def _wrap_bodies_of_items(pdf: pikepdf.Pdf, element: pikepdf.Object) -> None:
    """Give a list item the body that its standard asks for, beside its label."""
    if _kind(element) != "LI":
        return
    children = _children(element)
    labels = [c for c in children if _is_element(c) and _kind(c) == "Lbl"]
    rest = [c for c in children if not (_is_element(c) and _kind(c) == "Lbl")]
    if not rest or any(_is_element(c) and _kind(c) == "LBody" for c in rest):
        return
    body = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.LBody, P=element, K=Array(rest))
    )
    if "/Pg" in element:
        body.Pg = element.Pg
    for child in rest:
        if _is_element(child):
            child.P = body
    element.K = Array([*labels, body])


def _map_roles(tree: pikepdf.Object) -> None:
    """Say what each of Chromium's own types stands for."""
    own = {_kind(element) for element in _elements(tree)} - _STANDARD - {""}
    roles = tree.get("/RoleMap", Dictionary())
    for kind in sorted(own):
        roles[f"/{kind}"] = Name(f"/{_ROLES.get(kind, 'Span')}")
    tree.RoleMap = roles


def _name_header_cells(pdf: pikepdf.Pdf, tree: pikepdf.Object) -> None:
    """Number the header cells anew: Chromium's names differ from run to run."""
    named = [element for element in _elements(tree) if "/ID" in element]
    names = {bytes(element.ID): f"cell-{n:05}" for n, element in enumerate(named)}
    for element in _elements(tree):
        attributes = element.get("/A")
        for attribute in attributes if isinstance(attributes, Array) else [attributes]:
            if isinstance(attribute, Dictionary) and "/Headers" in attribute:
                cells = [String(names[bytes(head)]) for head in attribute.Headers]
                attribute.Headers = Array(cells)
    for element in named:
        element.ID = String(names[bytes(element.ID)])
    if named:
        pairs = [part for element in named for part in (element.ID, element)]
        leaf = Dictionary(Limits=Array([named[0].ID, named[-1].ID]), Names=Array(pairs))
        tree.IDTree = Dictionary(Kids=Array([pdf.make_indirect(leaf)]))


def _tell_heads_once(tree: pikepdf.Object) -> _Marks:
    """Take a table's head out of the tags where it is repeated for the eye: pages and marks."""
    found = set()
    heads = [e for e in _elements(tree) if _kind(e) == "TH" and "/Column" in _scopes(e)]
    for element in (one for head in heads for one in (head, *_elements(head))):
        again = [c for c in _children(element) if isinstance(c, Dictionary) and "/MCID" in c]
        again = [mark for mark in again if mark.get("/Pg", element.Pg).objgen != element.Pg.objgen]
        if again:
            found |= {(mark.Pg.objgen, int(mark.MCID)) for mark in again}
            element.K = Array([c for c in _children(element) if c not in again])
    return frozenset(found)


def _scopes(cell: pikepdf.Object) -> list[str]:
    told = cell.get("/A", Dictionary())
    return [str(one.get("/Scope", "")) for one in (told if isinstance(told, Array) else [told])]


def _describe_links(page: pikepdf.Page) -> None:
    """Say in words where a link leads."""
    for annotation in page.get("/Annots", []):
        if annotation.get("/Subtype") != Name.Link or "/Contents" in annotation:
            continue
        action = annotation.get("/A", Dictionary())
        if "/URI" in action:
            annotation.Contents = String(str(action.URI))
        else:
            place = annotation.get("/Dest", action.get("/D", ""))
            annotation.Contents = String(f"Go to {str(place).lstrip('/')}")


def _set_apart_what_has_no_tag(pdf: pikepdf.Pdf, page: pikepdf.Page, again: _Marks) -> None:
    """Mark what stands outside the text, such as page numbers and rules, as no part of it.

    ``again`` names pages and marks of what is repeated there.
    """
    begin = ([Name.Artifact], Operator("BMC"))
    end: tuple[list[pikepdf.Object], Operator] = ([], Operator("EMC"))
    kept: list[object] = []
    depth, start = 0, -1
    fonts = page.Resources.get("/Font", {}).items()
    known = {name: widths(font) for name, font in fonts if font.Subtype == Name.Type0}
    for instruction in in_runs(pikepdf.parse_content_stream(page), known):
        name = str(instruction.operator)
        if depth == 0 and name == "BDC" and _is_aside(instruction.operands[1], page, again):
            kept.append(begin)
            depth += 1
            continue
        depth += name in ("BDC", "BMC")
        if depth == 0 and name in _BUILDS and start < 0:
            start = len(kept)
        if name in _DRAWS:
            kept.append((_rounded(instruction.operands), instruction.operator))
            continue
        if depth == 0 and name in _SHOWS:
            kept += [begin, instruction, end]
            continue
        kept.append(instruction)
        if name in _PAINTS and start >= 0:
            if name != "n":
                kept.insert(start, begin)
                kept.append(end)
            start = -1
        depth -= name == "EMC"
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))  # type: ignore[arg-type]


def _is_aside(told: pikepdf.Object, page: pikepdf.Page, again: _Marks) -> bool:
    """Say whether marked content is repeated, or a sign in a margin that has a meaning alone."""
    return "/MCID" not in told or (page.obj.objgen, int(told.MCID)) in again


def _rounded(operands: Iterable[object]) -> list[object]:
    """Round places to hundredths: finer than any printer, and a fifth of the file less."""
    return [round(one, 2) if isinstance(one, Decimal) else one for one in operands]


def _tell_title(pdf: pikepdf.Pdf, title: str, day: str, language: str) -> None:
    """Write title, language, licence and day where readers and checkers look for them."""
    pdf.Root.Lang = String(language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    told = pdf.make_stream(_XMP.render(title=title, day=day, language=language).encode())
    told.Type, told.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = told
    stamp = f"D:{day.replace('-', '')}000000Z"
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Creator"] = "The Kursk campaign, 2024–2025"
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = stamp
