"""Whatever the code writes down or a page shows as a code has a word for people."""

import ast
import importlib
import pkgutil
from dataclasses import fields
from enum import StrEnum

import clusterorg.domains
from clusterorg.domains.billing import vocabulary as billing
from clusterorg.domains.identity import vocabulary as identity
from clusterorg.domains.ledger import vocabulary as ledger
from clusterorg.domains.membership import vocabulary as membership
from clusterorg.domains.organisations import vocabulary as organisations
from clusterorg.web import log_codes, member_words, own_fields, seat_words, words
from clusterorg.web.admin import imports_words
from clusterorg.web.log_sentences import ACTOR, COMMAND_LINE, SENTENCE
from clusterorg.web.log_values import LABEL, is_hidden
from clusterorg.web.looks.cells import STATES
from tests.house import recorded

WORDED = {
    billing.AttemptState: None,  # on the page of an invoice, where its words stand
    billing.EventStatus: None,  # on the page of deliveries
    billing.DocumentKind: None,  # on lists of invoices
    billing.InvoiceState: STATES | {"final": ""},  # a credit note: shown as its kind
    billing.PaymentMethod: words.PAYMENT_METHOD,
    billing.VatCategory: words.VAT_CATEGORY,
    identity.Role: seat_words.ROLE,
    identity.VatStatus: seat_words.VAT_STATUS,
    ledger.AccountRole: ledger.ACCOUNT_ROLE,
    membership.ActivationCause: log_codes.CAUSE,
    membership.ApplicationState: membership.APPLICATION_STATE,
    membership.ApprovalPolicy: words.APPROVAL,
    membership.DuesState: STATES,
    membership.FeeItem: log_codes.FEE_ITEM,
    membership.LateJoin: words.LATE_JOIN,
    membership.MembershipStatus: STATES,
    membership.ProRata: words.PRO_RATA,
    membership.StartPolicy: words.START_POLICY,
    organisations.AddressKind: member_words.ADDRESS,
    organisations.BatchStatus: organisations.BATCH_STATUS,
    organisations.ContactRole: member_words.CONTACT_ROLE,
    organisations.Decision: words.DECISION,
    organisations.FieldKind: own_fields.KIND,
    organisations.Helix: words.HELIX,
    organisations.IdentifierScheme: member_words.IDENTIFIER,
    organisations.NutsSource: log_codes.NUTS_SOURCE,
    organisations.Outcome: imports_words.OUTCOME,
    organisations.RowState: log_codes.ROW_STATE,
    organisations.SizeClass: words.SIZE,
    organisations.SubGroup: words.SUB_GROUP,
}
# Never shown as they are: what they lead to has its own sentence, or only the code reads them.
NEVER_SHOWN = {
    "AccountKind", "ApplicationVerb", "AttemptKind", "DuesEnd", "FileKind", "LinkPurpose",
    "NaceRevision", "Proposal", "ReferenceKind", "RunOutcome", "TermOrigin",
}  # fmt: skip
DATA = (
    identity.ClusterData, membership.CategoryData, membership.SettingsData,
    organisations.OrganisationData, organisations.AddressData, organisations.IdentifierData,
    organisations.SizeData, organisations.ActivityData, organisations.ContactData,
    organisations.ContactRoleData, organisations.FieldDefinition,
)  # fmt: skip


def wordless(enum: type[StrEnum], known: object) -> list[str]:
    """Return the members of an enum that have no word."""
    return [] if known is None else [one.value for one in enum if one.value not in known]


def vocabulary_enums() -> set[type[StrEnum]]:
    found = set()
    for domain in pkgutil.iter_modules(clusterorg.domains.__path__):
        room = importlib.import_module(f"clusterorg.domains.{domain.name}.vocabulary")
        found |= {
            each
            for each in vars(room).values()
            if isinstance(each, type) and issubclass(each, StrEnum) and each is not StrEnum
        }
    return found


def test_every_verb_that_is_recorded_has_a_sentence() -> None:
    verbs = {verb for where, tree in recorded.trees() for verb in recorded.verbs(where, tree)}

    assert len(verbs) > 80
    assert sorted(verbs - set(SENTENCE)) == []


def test_every_sentence_is_of_a_verb_that_is_recorded() -> None:
    verbs = {verb for where, tree in recorded.trees() for verb in recorded.verbs(where, tree)}

    assert sorted(set(SENTENCE) - verbs) == []


def test_a_verb_without_a_sentence_is_found() -> None:
    tree = ast.parse(
        "def act(work, x):\n"
        "    work.record('board.opened' if x else 'board.closed')\n"
        "    _tell(work, 'board.asked')\n"
        "def _tell(work, verb):\n"
        "    work.record(verb)\n"
    )

    assert recorded.verbs("here", tree) == {"board.opened", "board.closed", "board.asked"}


def test_every_field_of_the_log_has_a_label() -> None:
    names = {name for _where, tree in recorded.trees() for name in recorded.fields(tree)}
    names |= {field.name for kind in DATA for field in fields(kind)}

    assert len(names) > 100
    assert sorted(n for n in names - set(LABEL) - {"custom"} if not is_hidden(n)) == []


def test_every_actor_that_is_nobody_has_a_word() -> None:
    names = {name for _where, tree in recorded.trees() for name in recorded.actors(tree)}

    assert len(names) > 7
    assert sorted(n for n in names - set(ACTOR) if not n.startswith(COMMAND_LINE)) == []


def test_every_code_that_a_page_shows_has_a_word() -> None:
    lacking = {enum.__name__: wordless(enum, known) for enum, known in WORDED.items()}

    assert {name: codes for name, codes in lacking.items() if codes} == {}


def test_every_enum_of_the_vocabularies_is_looked_at() -> None:
    unknown = {
        enum.__name__
        for enum in vocabulary_enums() - set(WORDED)
        if enum.__name__ not in NEVER_SHOWN
    }

    assert unknown == set()


def test_a_code_without_a_word_is_found() -> None:
    assert wordless(billing.PaymentMethod, {"cash": "Cash"}) != []
