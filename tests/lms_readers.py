"""Readers of the LMS files, apart from the writers: what a system would find in each."""

import base64
import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

Q12 = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
Q21 = {"q": "http://www.imsglobal.org/xsd/imsqti_v2p1"}


@dataclass
class Found:
    """One question as an importer sees it; ``right`` holds the texts of the key, in order."""

    kind: str
    text: str
    options: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    feedback: dict[str, str] = field(default_factory=dict)
    why: str = ""
    low: float | None = None
    high: float | None = None


def words(markup: str | None) -> str:
    """Text of a piece of HTML."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup or "")).strip()


def moodle(content: bytes) -> Iterator[Found]:
    for node in ElementTree.fromstring(content).iterfind("question"):
        kind = node.get("type") or ""
        if kind == "category":
            continue
        if kind == "multichoice":
            kind = "one" if node.findtext("single") == "true" else "several"
        found = Found({"numerical": "number", "ordering": "order"}.get(kind, kind),
                      words(node.findtext("questiontext/text")))  # fmt: skip
        found.why = words(node.findtext("generalfeedback/text"))
        for answer in node.iterfind("answer"):
            text = words(answer.findtext("text"))
            if found.kind == "number":
                spread = float(answer.findtext("tolerance") or 0)
                found.low, found.high = float(text) - spread, float(text) + spread
                continue
            found.options.append(text)
            found.feedback[text] = words(answer.findtext("feedback/text"))
            if float(answer.get("fraction") or 0) > 0:
                found.right.append(text)
        yield found


def _unescaped(text: str) -> str:
    return re.sub(r"\\([~=#{}:\\])", r"\1", text).replace("\\n", "\n")


def gift(content: bytes) -> Iterator[Found]:
    entry = re.compile(r"::(?:[^:\\]|\\.)*::\[plain\]((?:[^{\\]|\\.)*)\{\n(.*?)\n\}\n", re.S)
    for text, body in entry.findall(content.decode()):
        answers, _, why = body.partition("\n####")
        found = Found("one", _unescaped(text), why=_unescaped(why))
        for line in answers.split("\n"):
            if number := re.fullmatch(r"#([\d.]+):([\d.]+)", line):
                middle, spread = map(float, number.groups())
                found.kind, found.low, found.high = "number", middle - spread, middle + spread
                continue
            weighed = re.fullmatch(r"([=~])(?:%(-?[\d.]+)%)?((?:[^#\\]|\\.)*)#?(.*)", line)
            assert weighed, line
            sign, weight, option, feedback = weighed.groups()
            option = _unescaped(option)
            found.kind = "several" if weight else found.kind
            found.options.append(option)
            found.feedback[option] = _unescaped(feedback)
            if sign == "=" or float(weight or 0) > 0:
                found.right.append(option)
        yield found


def blackboard(content: bytes) -> Iterator[Found]:
    kinds = {"MC": "one", "MA": "several", "NUM": "number", "ORD": "order"}
    for line in content.decode().splitlines():
        if not line:
            continue
        code, text, *cells = line.split("\t")
        found = Found(kinds[code], text)
        if found.kind == "number":
            middle, spread = map(float, cells)
            found.low, found.high = middle - spread, middle + spread
        elif found.kind == "order":
            found.options = found.right = cells
        else:
            found.options = cells[::2]
            pairs = zip(cells[::2], cells[1::2], strict=True)
            found.right = [option for option, mark in pairs if mark == "correct"]
        yield found


def brightspace(content: bytes) -> Iterator[Found]:
    found: Found | None = None
    kinds = {"MC": "one", "MS": "several", "O": "order"}
    for row in csv.reader(io.StringIO(content.decode())):
        match row:
            case ["NewQuestion", code, *_]:
                if found:
                    yield found
                found = Found(kinds[code], "")
            case ["QuestionText", text, *_] if found:
                found.text = text
            case ["Option", weight, text, _, feedback] if found:
                found.options.append(text)
                found.feedback[text] = feedback
                found.right += [text] if float(weight) > 0 else []
            case ["Item", text, *_] if found:
                found.options.append(text)
                found.right.append(text)
            case ["Feedback", why, *_] if found:
                found.why = why
    if found:
        yield found


def forms(content: bytes) -> Iterator[Found]:
    block = re.search(
        r"var questions = (\[.*?\n  ?\]);|var questions = (\[.*\]);", content.decode(), re.S
    )
    assert block
    for one in json.loads(block[1] or block[2]):
        options = [option["text"] for option in one["options"]]
        right = [option["text"] for option in one["options"] if option["right"]]
        kind = "several" if one["several"] else "one"
        yield Found(kind, one["text"], options, right, why=one["why"])


def qti12(content: bytes) -> Iterator[Found]:
    """Questions of one QTI 1.2 file, of Canvas or of a cartridge."""
    for item in ElementTree.fromstring(content).iterfind(".//q:item", Q12):
        labels = {
            entry.findtext("q:fieldlabel", namespaces=Q12): entry.findtext(
                "q:fieldentry", namespaces=Q12
            )
            for entry in item.iterfind(".//q:qtimetadatafield", Q12)
        }
        told = labels.get("question_type") or labels.get("cc_profile") or ""
        kind = {"multiple_choice": "one", "multiple_answers": "several", "numerical": "number",
                "cc.multiple_choice": "one", "cc.multiple_response": "several"}[
            told.removesuffix("_question").removesuffix(".v0p1")]  # fmt: skip
        found = Found(
            kind, words(item.findtext("q:presentation/q:material/q:mattext", namespaces=Q12))
        )
        names = {
            str(label.get("ident")): label.findtext(".//q:mattext", "", Q12)
            for label in item.iterfind(".//q:render_choice/q:response_label", Q12)
        }
        found.options = list(names.values())
        for condition in item.iterfind(".//q:respcondition", Q12):
            if condition.find("q:setvar", Q12) is None:
                continue
            denied = {n.text for n in condition.iterfind(".//q:not/q:varequal", Q12)}
            chosen = [
                n.text for n in condition.iterfind(".//q:varequal", Q12) if n.text not in denied
            ]
            found.right = [names[one] for one in chosen if one in names]
            if (low := condition.findtext(".//q:vargte", namespaces=Q12)) is not None:
                found.low = float(low)
                found.high = float(condition.findtext(".//q:varlte", "0", Q12))
        for feedback in item.iterfind("q:itemfeedback", Q12):
            said = words(feedback.findtext(".//q:mattext", namespaces=Q12))
            ident = str(feedback.get("ident"))
            if ident == "general_fb":
                found.why = said
            else:
                found.feedback[names[ident.removesuffix("_fb")]] = said
        yield found


def canvas(content: bytes) -> Iterator[Found]:
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        yield from qti12(zipped.read("quiz/quiz.xml"))


def qti21(content: bytes) -> Iterator[Found]:
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        test = ElementTree.fromstring(zipped.read("test.xml"))
        for reference in test.iterfind(".//q:assessmentItemRef", Q21):
            yield _item21(ElementTree.fromstring(zipped.read(str(reference.get("href")))))


def _item21(item: ElementTree.Element) -> Found:
    declared = item.find("q:responseDeclaration", Q21)
    assert declared is not None
    kind = {"single": "one", "multiple": "several", "ordered": "order"}[
        str(declared.get("cardinality"))
    ]
    keys = [value.text for value in declared.iterfind(".//q:value", Q21)]
    prompt = item.findtext(".//q:prompt", "", Q21)
    found = Found(kind, prompt, why=item.findtext("q:modalFeedback", "", Q21))
    if declared.get("baseType") == "float":
        line = item.find(".//q:itemBody/q:p[q:textEntryInteraction]", Q21)
        spread = float(str(item.find(".//q:equal", Q21).get("tolerance")).split()[0])  # type: ignore[union-attr]
        middle = float(keys[0] or 0)
        return Found("number", str(line.text).strip(), low=middle - spread, high=middle + spread,  # type: ignore[union-attr]
                     why=found.why)  # fmt: skip
    names = {
        str(one.get("identifier")): str(one.text) for one in item.iterfind(".//q:simpleChoice", Q21)
    }
    for one in item.iterfind(".//q:simpleChoice", Q21):
        found.feedback[str(one.text)] = one.findtext("q:feedbackInline", "", Q21)
    found.options = list(names.values())
    found.right = [names[str(key)] for key in keys]
    return found


_IMAGE = re.compile(r'<img src="([^"]+)" alt="([^"]*)">')


def pictures_of_moodle(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield words and bytes of each picture in a Moodle XML file."""
    for node in ElementTree.fromstring(content).iterfind("question/questiontext"):
        files = {f"@@PLUGINFILE@@/{file.get('name')}": file.text for file in node.iterfind("file")}
        for address, words_for in _IMAGE.findall(node.findtext("text") or ""):
            yield html.unescape(words_for), base64.b64decode(files[address] or "")


def pictures12(content: bytes, zipped: zipfile.ZipFile, base: str) -> Iterator[tuple[str, bytes]]:
    """Yield words and bytes of each picture in a QTI 1.2 file; ``base`` stands for the ZIP."""
    for node in ElementTree.fromstring(content).iterfind(
        ".//q:presentation/q:material/q:mattext", Q12
    ):
        for address, words_for in _IMAGE.findall(node.text or ""):
            assert address.startswith(base), address
            yield html.unescape(words_for), zipped.read(address.removeprefix(base))


def pictures_of_canvas(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        yield from pictures12(zipped.read("quiz/quiz.xml"), zipped, "%24IMS-CC-FILEBASE%24/")


def pictures_of_qti21(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        for name in zipped.namelist():
            if not name.startswith("items/"):
                continue
            for image in ElementTree.fromstring(zipped.read(name)).iterfind(".//q:img", Q21):
                path = str(image.get("src")).removeprefix("../")
                yield str(image.get("alt")), zipped.read(path)


PICTURES = {
    "canvas": pictures_of_canvas, "moodle": pictures_of_moodle, "qti21": pictures_of_qti21,
}  # fmt: skip
READERS = {
    "canvas": canvas, "moodle": moodle, "gift": gift, "blackboard": blackboard,
    "brightspace": brightspace, "qti21": qti21, "forms": forms,
}  # fmt: skip
