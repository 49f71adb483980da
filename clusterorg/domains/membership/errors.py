"""Refusals of membership: each says what to do."""

from clusterorg.domains.membership.vocabulary import APPLICATION_STATE
from clusterorg.kernel.errors import Conflict, DomainError, Invalid, NotFound, _


class CategoryNotFound(NotFound):
    """No such membership category in this cluster."""

    code = "category_not_found"
    message = _("There is no such membership category. Choose one from the list.")


class ApplicationNotFound(NotFound):
    """No such application in this cluster, or a resume link that leads nowhere."""

    code = "application_not_found"
    message = _("There is no such application.")


class SchemeNotFound(NotFound):
    """No such version of the dues scheme."""

    code = "dues_scheme_not_found"
    message = _("There is no such version of the dues scheme.")


class RunNotFound(NotFound):
    """No such dues run."""

    code = "dues_run_not_found"
    message = _("There is no such dues run.")


class MembershipNotFound(NotFound):
    """The organisation has no membership that could be changed."""

    code = "membership_not_found"
    message = _("This organisation has no membership that runs today.")


class CategoryCodeTaken(Conflict):
    """Another category of the cluster has this code."""

    code = "category_code_taken"
    message = _("Another category has this code. Choose another code.")


class CategoryClosed(Invalid):
    """The category does not take applications."""

    code = "category_closed"
    message = _("This category takes no applications at present. Choose another one.")


class CategoryOfOtherHelix(Invalid):
    """The category is kept for another helix."""

    code = "category_of_other_helix"
    message = _("This category is only for another kind of organisation. Choose another one.")


class NameMissing(Invalid):
    """A category has no name in the cluster's default language."""

    code = "category_name_missing"
    message = _("Give the category a name at least in %(language)s.")


class NoScheme(Invalid):
    """No published dues scheme holds on that day."""

    code = "no_dues_scheme"
    message = _("No published dues scheme holds on %(day)s. Publish one first.")


class NoRate(Invalid):
    """The scheme has no rate for such an organisation."""

    code = "no_dues_rate"
    message = _("The dues scheme has no rate for this kind of organisation. Ask the cluster.")


class SizeMissing(Invalid):
    """The rate depends on the size class and none is known."""

    code = "size_missing"
    message = _("The dues depend on the size of the organisation. Fill in its headcount.")


class RatesAmbiguous(Invalid):
    """Two rates fit the same organisation and neither is more specific."""

    code = "dues_rates_ambiguous"
    message = _("Two rates fit %(who)s and neither is more specific. Remove one or add a third.")


class SchemePublished(Conflict):
    """A published version is never edited."""

    code = "dues_scheme_published"
    message = _("A published dues scheme is never changed. Make a new version with a later date.")


class SchemeEmpty(Invalid):
    """A version without rates cannot be published."""

    code = "dues_scheme_empty"
    message = _("Add at least one rate before you publish the dues scheme.")


class SchemeDateTaken(Conflict):
    """Two versions hold from the same day."""

    code = "dues_scheme_date_taken"
    message = _("Another version of the dues scheme holds from this day. Choose another day.")


class RateTwice(Invalid):
    """Two rates of a version name the same criteria."""

    code = "dues_rate_twice"
    message = _("Two rates are for the same kind of organisation. Remove one of them.")


class AmountNegative(Invalid):
    """A rate or fee below nought."""

    code = "dues_amount_negative"
    message = _("Dues and fees are nought or more. Give an amount that is not negative.")


class SubGroupNeedsHelix(Invalid):
    """A rate for a sub-group names another helix or none."""

    code = "dues_rate_subgroup_of_other_helix"
    message = _("Choose the helix to which this sub-group belongs.")


class StepsMissing(Invalid):
    """Pro rata by steps needs steps."""

    code = "dues_steps_missing"
    message = _("Pro rata by steps needs at least one step: a day and the share to pay from it.")


class StepInvalid(Invalid):
    """A step on a day that does not exist, or with a share above one."""

    code = "dues_step_invalid"
    message = _("A step needs a day of the year and a share from 0 to 1, such as 1/2.")


class LateMonthMissing(Invalid):
    """A rule for late joiners without the month."""

    code = "dues_late_month_missing"
    message = _("Say after which month (1 to 11) the rule for late joiners holds.")


class LimitMissing(Invalid):
    """A provisional membership needs a limit."""

    code = "dues_limit_missing"
    message = _("A provisional start needs the number of days in which the dues must be paid.")


class SettingOutOfRange(Invalid):
    """A number outside what makes sense."""

    code = "dues_setting_out_of_range"
    message = _("Give a number from %(least)s to %(most)s.")


class WrongApplicationState(Conflict):
    """The state machine does not allow this step."""

    code = "wrong_application_state"
    message = _(
        "This application is in the state “%(state)s”, so this step is not possible. "
        "Reload the page."
    )
    words = {"state": APPLICATION_STATE}


class SecondApplication(Conflict):
    """The organisation already has an open application."""

    code = "second_application"
    message = _("This organisation has an application already. Use the link in the mail you got.")


class AlreadyMember(Conflict):
    """The organisation has a membership that runs."""

    code = "already_member"
    message = _(
        "This organisation has a membership through %(through)s. Sign in, or ask the cluster to "
        "take back its cancellation or to look at its open invoice."
    )


class IdentifierNeeded(Invalid):
    """An application names no identifier."""

    code = "identifier_needed"
    message = _("Fill in the enterprise number or the VAT number of the organisation.")


class ConsentNeeded(Invalid):
    """The applicant has not agreed."""

    code = "consent_needed"
    message = _("Tick the box to agree with the statutes and the privacy notice.")


class ContactNeeded(Invalid):
    """An application names no person."""

    code = "contact_needed"
    message = _("Name one person with an e-mail address.")


class ReasonNeeded(Invalid):
    """A decision against somebody needs a reason."""

    code = "reason_needed"
    message = _("Write a reason; the organisation reads it in its mail.")


class ResumeLinkExpired(Invalid):
    """The link to go on with an application is too old or was replaced."""

    code = "resume_link_expired"
    message = _("This link is no longer valid. Ask for a new one on the join page.")


class TermsOverlap(Conflict):
    """Two terms of one organisation share a day."""

    code = "terms_overlap"
    message = _("This organisation has a term in that period already. Terms never overlap.")


class TermMustFollow(Invalid):
    """A renewal does not begin where the term before it ends."""

    code = "term_must_follow"
    message = _("A renewal begins on the day the term before it ends: %(day)s.")


class AlreadyCancelled(Conflict):
    """The membership is cancelled already."""

    code = "already_cancelled"
    message = _("This membership is cancelled already; it ends on %(day)s.")


class NotCancelled(Conflict):
    """There is no cancellation to take back."""

    code = "not_cancelled"
    message = _("This membership is not cancelled, so there is nothing to take back.")


class CancellationTookEffect(Conflict):
    """The membership has ended by its cancellation."""

    code = "cancellation_took_effect"
    message = _("The membership ended on %(day)s. The organisation can apply again.")


class AlreadySuspended(Conflict):
    """The membership is suspended already."""

    code = "already_suspended"
    message = _("This membership is suspended already.")


class NotSuspended(Conflict):
    """There is no suspension to lift."""

    code = "not_suspended"
    message = _("This membership is not suspended.")


class RunUnfinished(Conflict):
    """Another dues run of the cluster is under way."""

    code = "dues_run_unfinished"
    message = _("A dues run is under way. Wait until it has finished.")


class RunFinished(Conflict):
    """A finished run is not carried out again."""

    code = "dues_run_finished"
    message = _("This dues run has finished. Start a new one for what is missing.")


class DueTooEarly(Invalid):
    """Invoices of a run would be due before they are issued."""

    code = "dues_run_due_too_early"
    message = _("Choose a due date that is today or later.")


class AlreadyCharged(Conflict):
    """Somebody else charged the same dues meanwhile."""

    code = "already_charged"
    message = _(
        "These dues of %(year)s were charged already. Look at the invoices of this organisation; "
        "a dues run with corrections charges another amount."
    )


class DuesNotCharged(Conflict):
    """Only what was charged can be waived."""

    code = "dues_not_charged"
    message = _("No dues of %(year)s were charged, so there is nothing to waive.")


class DuesWaived(Conflict):
    """Dues are waived once."""

    code = "dues_waived"
    message = _("The dues of %(year)s are waived already.")


class MergeOverlaps(Conflict):
    """Two organisations with terms in the same period cannot become one."""

    code = "merge_terms_overlap"
    message = _(
        "Both organisations have a membership in the same period. Cancel one of them before you "
        "merge them."
    )


CONSTRAINTS: dict[str, type[DomainError]] = {
    "uq_membership_categories_cluster_id_code": CategoryCodeTaken,
    "uq_dues_schemes_cluster_id_valid_from": SchemeDateTaken,
    "uq_application_claims_cluster_id_scheme_value": SecondApplication,
    "uq_dues_runs_unfinished": RunUnfinished,
    "uq_dues_rates_criteria": RateTwice,
    "ex_terms_no_overlap": TermsOverlap,
}
