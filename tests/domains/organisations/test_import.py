"""The staged import: upload, mapping, dry run, decisions, carrying out, undo."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.errors import (
    IdentifierTaken,
    ImportNotReady,
    NameNotMapped,
    RowHasErrors,
    RowsUndecided,
    RuleInvalid,
    UnknownImportColumn,
    UnknownImportTarget,
)
from clusterorg.domains.organisations.models import (
    Address,
    Identifier,
    ImportRow,
    Organisation,
    OrganisationForward,
    Size,
)
from clusterorg.domains.organisations.news import ImportCarriedOut, ImportUndone
from clusterorg.domains.organisations.vocabulary import (
    AddressData,
    BatchStatus,
    Decision,
    FieldDefinition,
    FieldKind,
    IdentifierData,
    IdentifierScheme,
    Outcome,
    RowState,
    SizeData,
)

LIST = """Name;Level;Website;KBO;Employees;Postcode;City;Contact email
Zuivelhuis Kempenkar bv;Gold;https://kempenkar.example;0001.000.286;96;2440;Geel;an@kempenkar.example
Onderzoekscentrum VoedingsKade;Silver;voedingskade.example;;85;9090;Melle;
Chocoladeatelier Morandijn bv;Gold;;0001.000.999;7;2800;Mechelen;
;Gold;;;;;;
"""


class Importer:
    """Drives one import in SmaakKust."""

    def __init__(self, platform, cast, work_for, actor, at) -> None:
        self.platform, self.cast, self.work_for = platform, cast, work_for
        self.actor, self.at = actor, at
        self.batch_id = None

    def do(self, action: Callable, **arguments):
        with self.work_for(self.cast) as work:
            arguments = {"actor": self.actor, "at": self.at} | arguments
            if self.batch_id and "row_id" not in arguments:
                arguments.setdefault("batch_id", self.batch_id)
            return action(work, **arguments)

    def stage(self, text: str = LIST, **arguments):
        self.batch_id = None
        batch = self.do(
            actions.stage_import, file_name="leden.csv", content=text.encode(), **arguments
        )
        self.batch_id = batch.id
        return batch

    def check(self):
        self.do(actions.accept_proposals, accept=True)
        self.do(actions.check_import)
        return self.rows()

    def rows(self):
        with self.work_for(self.cast) as work:
            return queries.import_rows(work.session, self.batch_id, limit=200).rows

    def progress(self):
        with self.work_for(self.cast) as work:
            return queries.progress(work.session, self.batch_id)

    def carry_out(self, **arguments):
        self.do(actions.start_import)
        while self.do(actions.carry_out_block, **arguments):
            pass

    def undo(self, **arguments):
        at = self.at + timedelta(hours=1)
        self.do(actions.start_undo, at=at)
        while self.do(actions.undo_block, at=at, **arguments):
            pass

    def names(self):
        with self.work_for(self.cast) as work:
            return list(
                work.session.scalars(select(Organisation.name).order_by(Organisation.sort_name))
            )


@pytest.fixture
def importer(platform, smaak, work_for, actor, at) -> Importer:
    return Importer(platform, smaak, work_for, actor, at)


@pytest.fixture
def heard(platform) -> list[object]:
    """Everything the import tells the other domains."""
    news: list[object] = []
    platform.desk.join(
        [
            (ImportCarriedOut, lambda _work, one: news.append(one)),
            (ImportUndone, lambda _work, one: news.append(one)),
        ]
    )
    return news


def test_columns_are_proposed_from_headers_and_other_domains_get_their_own(importer):
    batch = importer.stage()

    assert batch.mapping == {
        "Name": "name",
        "Level": "extra.category",
        "Website": "website",
        "KBO": "enterprise_number",
        "Employees": "headcount",
        "Postcode": "postcode",
        "City": "city",
        "Contact email": "contact_email",
    }
    assert (batch.delimiter, batch.encoding, batch.row_count) == (";", "utf-8", 4)


def test_the_dry_run_says_ready_error_and_why_and_writes_no_organisation(importer):
    importer.stage()

    rows = importer.check()

    assert [row.state for row in rows] == ["ready", "ready", "error", "error"]
    assert rows[2].problems[0]["code"] == "wrong_check_digit"
    assert rows[2].problems[0]["field"] == "identifiers.0.value"
    assert rows[3].problems[0]["code"] == "name_missing"
    assert rows[1].proposal["helix"] == "knowledge"
    assert "onderzoekscentrum" in rows[1].proposal["sign"]
    assert importer.names() == []


def test_without_accepted_proposals_a_row_without_helix_is_an_error(importer):
    importer.stage()

    importer.do(actions.check_import)

    assert importer.rows()[0].problems[0]["code"] == "unknown_helix"


def test_a_row_with_errors_can_only_be_skipped(importer):
    importer.stage()
    rows = importer.check()

    with pytest.raises(RowHasErrors) as refusal:
        importer.do(actions.decide_row, row_id=rows[2].id, decision=Decision.CREATE)

    assert refusal.value.field == "decision"


def test_a_correction_mends_a_row_and_survives_the_next_dry_run(importer):
    importer.stage()
    rows = importer.check()

    importer.do(
        actions.correct_row, row_id=rows[2].id, corrections={"enterprise_number": "0001000385"}
    )
    again = importer.check()

    assert again[2].state == "ready"
    assert again[2].values["enterprise_number"] == "0001000385"


def test_rules_set_helix_and_category(importer):
    importer.stage()
    importer.do(
        actions.map_columns,
        mapping={"Name": "name", "Level": "", "Website": "website"},
        rules=[
            {
                "column": "Name",
                "comparison": "contains",
                "values": ["University", "Onderzoekscentrum"],
                "results": {"helix": "knowledge", "subgroup": "research_centre"},
            },
            {
                "column": "Level",
                "comparison": "equals",
                "values": ["gold"],
                "results": {"extra.category": "goud", "helix": "business"},
            },
        ],
    )

    importer.do(actions.check_import)

    rows = importer.rows()
    assert rows[0].values["extra.category"] == "goud"
    assert (rows[0].values["helix"], rows[1].values["helix"]) == ("business", "knowledge")


def test_a_subgroup_of_another_helix_is_an_error_of_the_row(importer):
    importer.stage("name,helix,subgroup\nHuis,business,university\n")

    importer.do(actions.check_import)

    assert importer.rows()[0].problems[0]["code"] == "subgroup_of_other_helix"


@pytest.mark.parametrize(
    ("mapping", "rules", "refusal"),
    [
        ({"Level": "extra.category"}, [], NameNotMapped),
        ({"Name": "name", "Nope": "website"}, [], UnknownImportColumn),
        ({"Name": "name", "Level": "colour"}, [], UnknownImportTarget),
        ({"Name": "name", "Level": "custom.nope"}, [], UnknownImportTarget),
        ({"Name": "name"}, [{"column": "Level"}], RuleInvalid),
    ],
)
def test_a_mapping_that_cannot_work_is_refused(importer, mapping, rules, refusal):
    importer.stage()

    with pytest.raises(refusal):
        importer.do(actions.map_columns, mapping=mapping, rules=rules)


def test_known_organisations_are_shown_with_reasons_and_wait_for_a_decision(importer, add):
    known = add("Zuivelhuis Kempenkar NV", website="https://www.kempenkar.example/nl")
    importer.stage()

    rows = importer.check()

    candidate = rows[0].candidates[0]
    assert rows[0].state == "duplicate"
    assert candidate["organisation_id"] == str(known.id)
    assert {reason for reason, _ in candidate["reasons"]} == {"same_name", "web_domain"}
    with pytest.raises(RowsUndecided):
        importer.do(actions.start_import)


def test_the_same_number_twice_in_a_file_is_an_error_the_same_name_a_question(importer):
    importer.stage("name,kbo\nAlfa bv,0001000187\nBeta nv,0001000187\nALFA NV,\n")

    rows = importer.check()

    assert [row.state for row in rows] == ["ready", "error", "duplicate"]
    assert rows[1].problems[0]["code"] == "twice_in_file"
    assert rows[2].candidates[0]["line"] == 2


def test_creating_beside_an_organisation_with_the_same_number_is_refused(importer, add):
    add(identifiers=(IdentifierData(scheme=IdentifierScheme.VAT, value="BE0001000286"),))
    importer.stage()
    rows = importer.check()

    with pytest.raises(IdentifierTaken):
        importer.do(actions.decide_row, row_id=rows[0].id, decision=Decision.CREATE)


def test_an_import_creates_with_parts_and_tells_the_others_what_else_the_file_said(
    importer, heard, work_for, smaak
):
    importer.stage()
    importer.check()

    importer.carry_out()

    assert importer.names() == ["Onderzoekscentrum VoedingsKade", "Zuivelhuis Kempenkar bv"]
    counts = importer.progress()
    assert (counts.created, counts.skipped, counts.pending) == (2, 2, 0)
    news = heard[-1]
    assert news.finished
    assert [dict(row.extra) for row in news.rows] == [{"category": "Gold"}, {"category": "Silver"}]
    assert len(news.created_ids) == 2
    with work_for(smaak) as work:
        address = work.session.scalars(select(Address).order_by(Address.postcode)).first()
        assert (address.nuts_code, address.nuts_source) == ("BE213", "postcode")
        size = work.session.scalars(select(Size).order_by(Size.headcount_centi)).all()
        assert [(s.headcount_centi, s.year) for s in size] == [(8500, 2025), (9600, 2025)]


def test_an_import_goes_on_where_a_killed_worker_stopped(importer, heard):
    importer.stage("name\n" + "".join(f"Firma {n:03} bv\n" for n in range(25)))
    importer.check()
    importer.do(actions.start_import)
    importer.do(actions.carry_out_block, limit=10)

    half = importer.progress()
    while importer.do(actions.carry_out_block, limit=10):
        pass
    once_more = importer.do(actions.carry_out_block, limit=10)

    assert (half.created, half.pending) == (10, 15)
    assert importer.progress().created == 25
    assert not once_more
    assert len(importer.names()) == 25
    assert [len(news.rows) for news in heard] == [10, 10, 5]


def test_the_job_carries_it_all_out(importer, platform):
    from tests.support.jobs import run_jobs

    importer.stage()
    importer.check()
    importer.do(actions.start_import)

    run_jobs(platform, only="organisations.carry_out_import")

    assert importer.progress().created == 2


def test_a_started_import_takes_no_further_decisions(importer):
    importer.stage()
    rows = importer.check()
    importer.carry_out()

    with pytest.raises(ImportNotReady):
        importer.do(actions.decide_row, row_id=rows[0].id, decision=Decision.SKIP)
    with pytest.raises(ImportNotReady):
        importer.do(actions.start_import)


def test_an_update_replaces_what_the_file_gives_and_adds_parts(importer, add, work_for, smaak):
    known = add(
        "Zuivelhuis Kempenkar",
        website="https://old.example",
        note="keep me",
        addresses=(AddressData(street="Markt 1", postcode="2440", city="Geel"),),
        sizes=(SizeData(year=2025, headcount_centi=9000),),
    )
    importer.stage()
    rows = importer.check()
    importer.do(actions.decide_row, row_id=rows[0].id, decision=Decision.UPDATE, target_id=known.id)

    importer.carry_out()

    with work_for(smaak) as work:
        now = work.session.get_one(Organisation, (smaak.id, known.id))
        assert (now.name, now.note) == ("Zuivelhuis Kempenkar bv", "keep me")
        assert now.web_domain == "kempenkar.example"
        assert work.session.scalar(select(Identifier.value)) == "0001000286"
        size = work.session.scalar(select(Size).where(Size.organisation_id == known.id))
        assert size.headcount_centi == 9600


def test_undo_takes_away_what_was_created_and_puts_back_what_was_updated(
    importer, add, work_for, smaak, heard
):
    known = add(
        "Zuivelhuis Kempenkar",
        website="https://old.example",
        sizes=(SizeData(year=2025, headcount_centi=9000),),
    )
    importer.stage()
    rows = importer.check()
    importer.do(actions.decide_row, row_id=rows[0].id, decision=Decision.UPDATE, target_id=known.id)
    importer.carry_out()

    importer.undo(limit=1)

    assert importer.names() == ["Zuivelhuis Kempenkar"]
    with work_for(smaak) as work:
        now = work.session.get_one(Organisation, (smaak.id, known.id))
        assert now.web_domain == "old.example"
        assert work.session.scalar(select(func.count()).select_from(Identifier)) == 0
        assert work.session.scalar(select(Size.headcount_centi)) == 9000
        assert queries.get_batch(work.session, importer.batch_id).status == BatchStatus.UNDONE
    assert importer.progress().undone == 2
    assert isinstance(heard[-1], ImportUndone)


def test_undo_keeps_what_was_changed_since_and_says_so(importer, work_for, smaak, actor, at):
    importer.stage()
    importer.check()
    importer.carry_out()
    row = importer.rows()[0]
    with work_for(smaak) as work:
        actions.update_organisation(
            work,
            organisation_id=row.organisation_id,
            changed={"note": "called them"},
            actor=actor,
            at=at + timedelta(minutes=5),
        )

    importer.undo()

    assert importer.names() == ["Zuivelhuis Kempenkar bv"]
    kept = importer.rows()[0]
    assert kept.outcome == Outcome.UNDO_REFUSED
    assert kept.problems[0]["code"] == "changed_since_import"


def test_the_error_report_is_a_file_that_can_be_mended_and_imported(importer, work_for, smaak):
    importer.stage()
    importer.check()

    with work_for(smaak) as work:
        batch = queries.get_batch(work.session, importer.batch_id)
        content = queries.error_report(work.session, batch, locale="en")

    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][-3:] == ["Line in the file", "Field", "What is wrong"]
    assert rows[1][0] == "Chocoladeatelier Morandijn bv"
    assert "check digits" in rows[1][-1]


def test_a_mapping_can_be_saved_and_used_for_the_next_file(importer):
    importer.stage()
    importer.do(actions.accept_proposals, accept=True)
    profile = importer.do(actions.save_profile, name="Register")
    importer.stage("Name;Level\nAlfa;Gold\n")

    batch = importer.do(actions.use_profile, profile_id=profile.id)

    assert batch.mapping == {"Name": "name", "Level": "extra.category"}
    assert batch.accept_proposals


def test_custom_fields_are_filled_and_judged(importer, work_for, smaak, actor, at):
    with work_for(smaak) as work:
        actions.add_custom_field(
            work,
            definition=FieldDefinition(
                key="sector", label="Sector", kind=FieldKind.CHOICE, choices=("Food", "Feed")
            ),
            actor=actor,
            at=at,
        )
    importer.stage("name,Sector\nAlfa,food\nBeta,steel\n")

    rows = importer.check()

    assert importer.rows()[0].values["custom.sector"] == "food"
    assert rows[1].problems[0]["code"] == "custom_value_invalid"


def test_many_rows_are_decided_at_once(importer, add):
    add("Alfa bv")
    add("Beta bv")
    importer.stage("name\nAlfa nv\nBeta nv\n")
    importer.check()

    count = importer.do(actions.decide_rows, state=RowState.DUPLICATE, decision=Decision.UPDATE)
    importer.carry_out()

    assert count == 2
    assert importer.names() == ["Alfa nv", "Beta nv"]


def test_another_clusters_import_is_not_found(importer, work_for, meca, actor, at):
    from clusterorg.domains.organisations.errors import ImportNotFound

    importer.stage()

    with pytest.raises(ImportNotFound), work_for(meca) as work:
        actions.check_import(work, batch_id=importer.batch_id, actor=actor, at=at)


def test_a_batch_that_was_not_carried_out_can_be_thrown_away(importer, work_for, smaak):
    importer.stage()

    importer.do(actions.delete_import)

    with work_for(smaak) as work:
        assert work.session.scalar(select(func.count()).select_from(ImportRow)) == 0


def test_undo_keeps_what_something_else_hangs_on_and_takes_the_rest(
    importer, add, work_for, smaak, at
):
    other = add("Other")
    importer.stage()
    importer.check()
    importer.carry_out()
    held = importer.rows()[0]
    with work_for(smaak) as work:
        work.session.add(
            OrganisationForward(
                gone_id=held.organisation_id, kept_id=other.id, merged_at=at, moved={}
            )
        )

    importer.undo()

    assert importer.names() == ["Other", "Zuivelhuis Kempenkar bv"]
    kept = importer.rows()[0]
    assert (kept.outcome, kept.problems[0]["code"]) == (Outcome.UNDO_REFUSED, "still_used")
    assert importer.progress().undone == 1


def test_the_undo_job_takes_it_all_back_and_may_run_twice(importer, platform):
    from tests.support.jobs import run_jobs

    importer.stage()
    importer.check()
    importer.carry_out()
    importer.do(actions.start_undo, at=importer.at + timedelta(hours=1))

    run_jobs(platform, only="organisations.undo_import")

    assert importer.names() == []
    assert importer.do(actions.undo_block) is False
    with pytest.raises(ImportNotReady):
        importer.do(actions.start_undo)
