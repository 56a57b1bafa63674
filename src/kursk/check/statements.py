"""What rows say of each other: who may claim what, which rows exist, what is not used."""

from collections import Counter
from collections.abc import Iterator

from kursk.assertions import Facts, UncomputableError
from kursk.check.fault import Fault, clip
from kursk.check.files import package
from kursk.check.tables import Row, Tables, ids
from kursk.days import Day
from kursk.quiz import joined, wrong

#: Fewest key events of a phase: a reader who opens only those must be able to follow.
KEY_EVENTS = 6


def statuses(tables: Tables) -> Iterator[Fault]:
    """Check that the status of a row fits who speaks and on how many publishers it rests."""
    party, at_war = tables.party, tables.at_war
    for line, row in tables.rows("claims"):
        side = party.get(row["claimant_id"], "")
        if row["status"] == "claimed" and side and side not in at_war:
            expected = "claimed only for a party to the war"
            yield Fault("claims.csv", line, "status", f"claimed by {side}", expected)
        if row["status"] == "reported" and side in at_war:
            expected = "claimed, disputed or confirmed for a party to the war"
            yield Fault("claims.csv", line, "status", "reported", expected)
    for table in ("claims", "events"):
        for line, row in tables.rows(table):
            if row["status"] == "confirmed" and len(tables.publishers(row)) < 2:
                expected = "two publishers at least"
                yield Fault(f"{table}.csv", line, "status", "confirmed by one publisher", expected)
    for line, row in tables.rows("events"):
        if bool(row["claimed_by"]) != (row["status"] == "claimed"):
            expected = "a party exactly where the status is claimed"
            yield Fault("events.csv", line, "claimed_by", clip(row["claimed_by"]), expected)
        if row["claimed_by"] and row["claimed_by"] not in at_war:
            expected = "a party to the war"
            yield Fault("events.csv", line, "claimed_by", clip(row["claimed_by"]), expected)


#: Table and column with one or several ids → the table in which they must stand, which foreign
#: keys of the schemas cannot say: lists, and rows that stand in one of five tables (empty here).
_REFERENCES: dict[tuple[str, str], str] = {
    ("metrics", "units"): "units",
    ("events", "place_ids"): "places",
    ("seed_coverage", "row_ids"): "",
    ("conflicts", "row_ids"): "",
    ("quizzes", "row_ids"): "",
    ("readings", "row_id"): "",
    ("glossary", "see_also"): "glossary",
}


def references(tables: Tables) -> Iterator[Fault]:
    """Check that rows named in other tables exist."""
    for (table, column), home in _REFERENCES.items():
        known = set(tables.by_id(home)) if home else tables.row_ids | set(tables.by_id("absences"))
        expected = f"an id of {home}.csv" if home else "a row that exists"
        for line, row_id in tables.named(table, column):
            if row_id not in known:
                yield Fault(f"{table}.csv", line, column, clip(row_id), expected)
    for line, row in tables.rows("seed_coverage"):
        if not row["row_ids"] and row["verdict"] == "backed":
            yield Fault("seed_coverage.csv", line, "row_ids", "nothing", "the rows that back it")


def corrections(tables: Tables) -> Iterator[Fault]:
    """Check that a correction names a row of a table; its column may be gone since then."""
    known = {it["name"] for it in package(tables.folder)["resources"] if "schema" in it}
    corrected = {row["table"] for _, row in tables.rows("corrections")} & known
    rows = {table: tables.by_id(table) for table in corrected}
    for line, row in tables.rows("corrections"):
        if row["table"] not in known:
            yield Fault("corrections.csv", line, "table", clip(row["table"]), "a table")
        elif row["column"] and row["row_id"] not in rows[row["table"]]:
            expected = f"an id of {row['table']}.csv"
            yield Fault("corrections.csv", line, "row_id", clip(row["row_id"]), expected)


#: Small table → tables and columns that must use each of its ids.
_USED: dict[str, list[tuple[str, str]]] = {
    "metrics": [("claims", "metric"), ("absences", "metric")],
    "scopes": [("claims", "scope"), ("absences", "scope")],
    "claimants": [("claims", "claimant_id"), ("control", "claimant_id"), ("quotes", "speaker_id")],
    "topics": [("metrics", "topic")],
}


def leftovers(tables: Tables) -> Iterator[Fault]:
    """Check that no metric, scope, claimant or subject is left without a row."""
    for table, users in _USED.items():
        used = {row[column] for user, column in users for _, row in tables.rows(user)}
        for line, row in tables.rows(table):
            key = next(iter(row.values()))
            if key not in used:
                column, expected = next(iter(row)), "a row that uses it"
                yield Fault(f"{table}.csv", line, column, f"{clip(key)}, used by no row", expected)


def answers(tables: Tables) -> Iterator[Fault]:
    """Check that the rows bear out every answer of a quiz and none of the distractors."""
    facts = Facts(lambda table: (row for _, row in tables.rows(table)))
    options = tuple(row for _, row in tables.rows("quiz_options"))
    for line, row in tables.rows("quizzes"):
        try:
            asked = next(joined(({**row, "row_ids": ids(row["row_ids"])},), options, facts))
            found = list(wrong(asked, facts))
        except UncomputableError as error:
            found = [str(error)]
        for words in found:
            yield Fault("quizzes.csv", line, "question", words, "what the rows bear out")


def keys(tables: Tables) -> Iterator[Fault]:
    """Check that every phase has key events enough."""
    found = Counter(row["phase"] for _, row in tables.rows("events") if row["key"])
    for line, row in tables.rows("phases"):
        if found[row["phase_id"]] < KEY_EVENTS:
            expected = f"{KEY_EVENTS} at the least (events.csv, column key)"
            count = f"{found[row['phase_id']]} key events"
            yield Fault("phases.csv", line, "phase_id", count, expected)


def questions(tables: Tables) -> Iterator[Fault]:
    """Check that a metric with a question says what stands apart from it, and the reverse."""
    for line, row in tables.rows("metrics"):
        if bool(row["question"]) != bool(row["apart"]):
            expected = "what stands apart exactly where there is a question"
            yield Fault("metrics.csv", line, "apart", clip(row["apart"]), expected)


def people(tables: Tables) -> Iterator[Fault]:
    """Check that claimants who are persons agree with people, and that a name is one person's."""
    persons = tables.by_id("people")
    for line, row in tables.rows("claimants"):
        person = persons.get(row["person_id"])
        if person and (row["claimant_id"], row["name"]) != (row["person_id"], person["name"]):
            expected = f"{row['person_id']} {person['name']}, as people.csv has them"
            found = f"{row['claimant_id']} {row['name']}"
            yield Fault("claimants.csv", line, "claimant_id", found, expected)
        if person and row["party_id"] != person["side"]:
            expected = f"{person['side']}, as people.csv has it"
            yield Fault("claimants.csv", line, "party_id", clip(row["party_id"]), expected)
        if not person and row["claimant_id"] in persons:
            yield Fault("claimants.csv", line, "person_id", "nothing", row["claimant_id"])
    names = {row["name"]: person for person, row in persons.items()}
    for line, row in tables.rows("people"):
        for variant in ids(row["variants"]):
            if names.get(variant, row["person_id"]) != row["person_id"]:
                expected = "a spelling of one person"
                yield Fault("people.csv", line, "variants", clip(variant), expected)


def offices(tables: Tables) -> Iterator[Fault]:
    """Check that a speaker's role is no office that the person held at another time alone."""
    by_person: dict[str, list[Row]] = {}
    for _, row in tables.rows("offices"):
        by_person.setdefault(row["person_id"], []).append(row)
    persons = {name: row["person_id"] for name, row in tables.by_id("claimants").items()}
    for table, who, day in (
        ("quotes", "speaker_id", "date_spoken"),
        ("claims", "claimant_id", "as_of"),
    ):
        for line, row in tables.rows(table):
            said, held = row[day], by_person.get(persons.get(row[who], ""), [])
            named = [office for office in held if _bears(row["role"], office["office"])]
            if said and named and not any(_held(office, said) for office in named):
                then = "; ".join(f"{o['office']} {o['from']} to {o['to']}" for o in named)
                found = f"{clip(row['role'])} on {said}"
                yield Fault(f"{table}.csv", line, "role", found, f"an office of that day ({then})")


def _bears(role: str, office: str) -> bool:
    """Return whether a role is this office, not a former one: “acting” tells two offices apart."""
    role, office = role.casefold(), office.casefold()
    return role.startswith(office) or (office.startswith(role) and bool(role))


def _held(office: Row, day: str) -> bool:
    try:
        return Day(day).within(office["from"], office["to"])
    except ValueError:
        return True  # no date: the rules for dates say so


def absences(tables: Tables) -> Iterator[Fault]:
    """Check that nothing is called absent that a claim has."""
    claims: dict[str, list[Row]] = {}
    party = tables.party
    for _, claim in tables.rows("claims"):
        claims.setdefault(claim["metric"], []).append(
            {**claim, "party_id": party.get(claim["claimant_id"], "")}
        )
    for line, row in tables.rows("absences"):
        said = claims.get(row["metric"], [])
        if row["metric"] and (claim := next((c for c in said if _contradicts(c, row)), {})):
            found = f"{row['metric']} in {claim['claim_id']}"
            yield Fault("absences.csv", line, "metric", found, "no claim of what is called absent")


def _contradicts(claim: Row, absence: Row) -> bool:
    if any(absence[column] not in ("", claim[column]) for column in ("scope", "party_id")):
        return False
    try:
        return Day(claim["as_of"]).within(absence["from"], absence["to"])
    except ValueError:
        return False  # no date: the rules for dates say so
