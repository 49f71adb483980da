"""Refusals of this domain, each with a stable code; and the constraints that stand behind them."""

from clusterorg.domains.organisations.vocabulary.imports import BATCH_STATUS
from clusterorg.kernel.errors import Conflict, DomainError, Invalid, NotFound, _


class OrganisationNotFound(NotFound):
    """No such organisation in this cluster."""

    code = "organisation_not_found"
    message = _("This organisation does not exist here.")


class OrganisationWasMerged(OrganisationNotFound):
    """The organisation was merged; `params["kept_id"]` says into which one."""

    code = "organisation_merged"
    message = _("This organisation was merged into another one: %(kept_id)s.")


class ContactNotFound(NotFound):
    """No such contact in this cluster."""

    code = "contact_not_found"
    message = _("This contact does not exist here.")


class PartNotFound(NotFound):
    """No such identifier, address, size, activity, tag or field here."""

    code = "part_not_found"
    message = _("This entry does not exist here. It may have been removed.")


class ImportNotFound(NotFound):
    """No such import batch or row in this cluster."""

    code = "import_not_found"
    message = _("This import does not exist here.")


class NameMissing(Invalid):
    """An organisation needs a name."""

    code = "name_missing"
    message = _("Give the name of the organisation.")


class TooLong(Invalid):
    """A text does not fit its column."""

    code = "too_long"
    message = _("Use at most %(limit)s characters here.")


class UnknownHelix(Invalid):
    """Not one of the four strands."""

    code = "unknown_helix"
    message = _("Choose business, knowledge, government or civil society.")


class SubGroupOfOtherHelix(Invalid):
    """The sub-group belongs to another strand."""

    code = "subgroup_of_other_helix"
    message = _("This sub-group belongs to another helix. Choose one of the sub-groups offered.")


class IdentifierInvalid(Invalid):
    """The number has the wrong form or length for its scheme."""

    code = "identifier_invalid"
    message = _("%(value)s does not look like a number of this kind. Check it for typing errors.")


class WrongCheckDigit(Invalid):
    """The number has the right form, but its check digits are wrong."""

    code = "wrong_check_digit"
    message = _("The check digits of %(value)s are wrong. Check the number for typing errors.")


class IdentifierTaken(Conflict):
    """Another organisation of this cluster has this number."""

    code = "identifier_taken"
    message = _(
        "Another organisation here already has this number. Open that one, or merge the two."
    )


class UnknownCountry(Invalid):
    """Not an ISO 3166-1 alpha-2 code."""

    code = "unknown_country"
    message = _("Use the two-letter code of the country, such as BE, NL, FR or DE.")


class UnknownNuts(Invalid):
    """Not a region of NUTS 2024 in the country of the address."""

    code = "unknown_nuts"
    message = _("%(value)s is not a NUTS 2024 region of this country. Choose one from the list.")


class UnknownNace(Invalid):
    """Not a code of the revision."""

    code = "unknown_nace"
    message = _("%(value)s is not a code of NACE Rev. %(revision)s.")


class AddressKindTaken(Conflict):
    """There is already a registered or billing address."""

    code = "address_kind_taken"
    message = _("There is already an address of this kind. Change that one instead.")


class FigureInvalid(Invalid):
    """A year, headcount or amount out of range."""

    code = "figure_invalid"
    message = _("Give a year from 1900 to 2100 and figures that are not negative.")


class WebsiteInvalid(Invalid):
    """Not a web address."""

    code = "website_invalid"
    message = _("Give a web address such as https://example.org.")


class EmailInvalid(Invalid):
    """Not a mail address."""

    code = "email_invalid"
    message = _("Give a mail address such as name@example.org.")


class UnknownLanguage(Invalid):
    """Not one of the languages we write in."""

    code = "unknown_language"
    message = _("Choose one of the languages en, nl, fr or de.")


class ContactNameless(Invalid):
    """A contact without a name and without a mail address says nothing."""

    code = "contact_nameless"
    message = _("Give at least a name or a mail address.")


class DatesReversed(Invalid):
    """The end is not after the start."""

    code = "dates_reversed"
    message = _("The end has to be later than the start.")


class VotingRepresentativeTaken(Conflict):
    """Two voting representatives at the same time."""

    code = "voting_representative_taken"
    message = _(
        "There is already a voting representative in this period. End that role first, "
        "or choose a later start."
    )


class RoleOverlaps(Conflict):
    """The contact already has this role in this period."""

    code = "role_overlaps"
    message = _("This contact already has this role in this period.")


class TooManyAtOnce(Invalid):
    """More than one unit of work should hold."""

    code = "too_many_at_once"
    message = _("At most %(limit)s organisations can be changed at once. Narrow the list first.")


class TagTaken(Conflict):
    """A tag of this name exists."""

    code = "tag_taken"
    message = _("There is already a tag with this name.")


class TagMergedWithItself(Invalid):
    """A tag cannot be merged with itself."""

    code = "tag_merged_with_itself"
    message = _("Choose another tag to merge with.")


class FieldKeyTaken(Conflict):
    """A custom field with this key exists."""

    code = "field_key_taken"
    message = _(
        "There is already a field with this key, in use or archived. Choose another key, "
        "or take the archived field back into use."
    )


class FieldKeyInvalid(Invalid):
    """A key that cannot be used in files and in the API."""

    code = "field_key_invalid"
    message = _("Use small letters, digits and underscores, starting with a letter.")


class ChoicesMissing(Invalid):
    """A choice field without choices."""

    code = "choices_missing"
    message = _("A choice field needs at least two different choices.")


class UnknownCustomField(Invalid):
    """A value for a field this cluster does not have."""

    code = "unknown_custom_field"
    message = _("This cluster has no field %(key)s. Make it in the settings first.")


class CustomValueInvalid(Invalid):
    """The value does not fit the field's kind; each kind has its own sentence."""

    code = "custom_value_invalid"
    message = _("%(label)s: write a text of at most 2000 characters.")


class CustomNumberInvalid(CustomValueInvalid):
    """Not a number."""

    message = _("%(label)s: “%(value)s” is not a number. Write it as in 12 or 7,5.")


class CustomDateInvalid(CustomValueInvalid):
    """Not a day."""

    message = _("%(label)s: “%(value)s” is not a day. Write it as in 2026-03-31.")


class CustomChoiceInvalid(CustomValueInvalid):
    """Not one of the choices."""

    message = _("%(label)s: “%(value)s” is not offered. Choose one of: %(choices)s.")


class CustomYesNoInvalid(CustomValueInvalid):
    """Neither yes nor no."""

    message = _("%(label)s: “%(value)s” is neither yes nor no.")


class CustomValueMissing(Invalid):
    """A required custom field has no value."""

    code = "custom_value_missing"
    message = _("%(label)s has to be filled in.")


class MergeWithItself(Invalid):
    """An organisation cannot be merged with itself."""

    code = "merge_with_itself"
    message = _("Choose two different organisations to merge.")


class VotingRolesOverlap(Conflict):
    """Both organisations have a voting representative at the same time."""

    code = "merge_voting_overlap"
    message = _(
        "Both organisations have a voting representative at the same time. "
        "End one of the two roles, then merge."
    )


class AlreadyArchived(Conflict):
    """The organisation is archived already."""

    code = "already_archived"
    message = _("This organisation is already archived.")


class NotArchived(Conflict):
    """Only an archived organisation can be restored."""

    code = "not_archived"
    message = _("This organisation is not archived.")


class FileTooLarge(Invalid):
    """The upload is larger than allowed."""

    code = "file_too_large"
    message = _("The file is larger than %(limit)s MB. Split it and import the parts.")


class TooManyRows(Invalid):
    """The file has more rows than one import takes."""

    code = "too_many_rows"
    message = _("The file has more than %(limit)s rows. Split it and import the parts.")


class WrongFileType(Invalid):
    """Neither CSV nor XLSX."""

    code = "wrong_file_type"
    message = _("This is neither a CSV nor an XLSX file. Save the list as one of these.")


class WrongEncoding(Invalid):
    """The text cannot be read in the encoding."""

    code = "wrong_encoding"
    message = _(
        "Line %(line)s cannot be read as %(encoding)s. Save the file as “CSV UTF-8” and try again."
    )


class BrokenRow(Invalid):
    """A row has more or fewer cells than the header, or a quote is never closed."""

    code = "broken_row"
    message = _("Line %(line)s has %(found)s cells, but the header has %(expected)s. Correct it.")


class BrokenQuote(Invalid):
    """A quoted cell is never closed, or the row cannot be read as CSV."""

    code = "broken_quote"
    message = _("A quotation mark opened near line %(line)s is never closed. Correct it.")


class EmptyFile(Invalid):
    """No header, or no row below it."""

    code = "empty_file"
    message = _("The file has no rows below its header.")


class HeaderInvalid(Invalid):
    """A header that is empty or stands twice."""

    code = "header_invalid"
    message = _("Each column needs its own name in the first line; look at “%(name)s”.")


class UnknownImportTarget(Invalid):
    """A mapping to a field that does not exist."""

    code = "unknown_import_target"
    message = _("There is no field %(target)s to import into.")


class UnknownImportColumn(Invalid):
    """A mapping or rule names a column the file does not have."""

    code = "unknown_import_column"
    message = _("The file has no column %(column)s.")


class TargetTwice(Invalid):
    """Two columns go to the same field."""

    code = "import_target_twice"
    message = _("Two columns go to %(target)s. Choose one of them.")


class NameNotMapped(Invalid):
    """No column is mapped to the name."""

    code = "import_name_not_mapped"
    message = _("Say which column holds the name of the organisation.")


class RuleInvalid(Invalid):
    """An import rule that cannot be followed."""

    code = "import_rule_invalid"
    message = _("This rule is incomplete: it needs a column, a comparison, a value and a result.")


class DecisionNeedsTarget(Invalid):
    """Update which organisation?"""

    code = "decision_needs_target"
    message = _("Choose the organisation that this row updates.")


class RowHasErrors(Conflict):
    """A row with errors can only be skipped."""

    code = "row_has_errors"
    message = _("This row has errors. Correct it or skip it.")


class ImportNotReady(Conflict):
    """The batch is not in a state for this step."""

    code = "import_not_ready"
    message = _("This import is in the state “%(status)s”; this step is not possible now.")
    words = {"status": BATCH_STATUS}


class RowsUndecided(Conflict):
    """Rows with possible duplicates wait for a decision."""

    code = "import_rows_undecided"
    message = _("%(count)s rows may be duplicates. Decide for each whether to create or update.")


class ProfileNameTaken(Conflict):
    """A saved mapping of this name exists."""

    code = "import_profile_taken"
    message = _("There is already a saved mapping with this name.")


CONSTRAINTS: dict[str, type[DomainError]] = {
    "uq_organisation_identifiers_cluster_id_scheme_value": IdentifierTaken,
    "uq_organisation_addresses_single_kind": AddressKindTaken,
    "ex_contact_roles_one_voting_representative": VotingRepresentativeTaken,
    "ex_contact_roles_once_per_contact": RoleOverlaps,
    "uq_tags_cluster_id_folded": TagTaken,
    "uq_custom_fields_cluster_id_key": FieldKeyTaken,
    "uq_import_profiles_cluster_id_name": ProfileNameTaken,
    "ck_organisations_subgroup_of_helix": SubGroupOfOtherHelix,
    "ck_contact_roles_dates_in_order": DatesReversed,
}
