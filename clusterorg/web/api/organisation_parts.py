"""Parts of an organisation: its numbers, addresses, yearly figures and NACE codes."""

from typing import Any
from uuid import UUID

from clusterorg.domains.organisations import actions
from clusterorg.domains.organisations.schemas.parts import (
    ActivityInput,
    ActivityOutput,
    AddressInput,
    AddressOutput,
    IdentifierInput,
    IdentifierOutput,
    SizeInput,
    SizeOutput,
)
from clusterorg.domains.organisations.vocabulary import (
    ActivityData,
    AddressData,
    IdentifierData,
    SizeData,
)
from clusterorg.web.api.mechanics.asking import who_and_when
from clusterorg.web.api.mechanics.contract import writes
from clusterorg.web.work import unit_of_work


@writes(IdentifierOutput, takes=IdentifierInput, status=201, once="optional")
def add_identifier(data: IdentifierData, organisation_id: UUID) -> Any:
    """Add a number; its check digits are checked, and no other organisation may have it."""
    with unit_of_work() as work:
        return actions.add_identifier(
            work, organisation_id=organisation_id, data=data, **who_and_when()
        )


@writes(None)
def remove_identifier(identifier_id: UUID) -> None:
    """Remove a number; the audit log keeps it."""
    with unit_of_work() as work:
        actions.remove_identifier(work, identifier_id=identifier_id, **who_and_when())


@writes(AddressOutput, takes=AddressInput, status=201, once="optional")
def add_address(data: AddressData, organisation_id: UUID) -> Any:
    """Add an address: one registered, one billing, any number to visit."""
    with unit_of_work() as work:
        return actions.add_address(
            work, organisation_id=organisation_id, data=data, **who_and_when()
        )


@writes(AddressOutput, takes=AddressInput)
def change_address(data: AddressData, address_id: UUID) -> Any:
    """Replace an address by another."""
    with unit_of_work() as work:
        return actions.change_address(work, address_id=address_id, data=data, **who_and_when())


@writes(None)
def remove_address(address_id: UUID) -> None:
    """Remove an address."""
    with unit_of_work() as work:
        actions.remove_address(work, address_id=address_id, **who_and_when())


@writes(SizeOutput, takes=SizeInput)
def record_size(data: SizeData, organisation_id: UUID) -> Any:
    """Write down the figures of a year, in place of what stood there."""
    with unit_of_work() as work:
        return actions.record_size(
            work, organisation_id=organisation_id, data=data, **who_and_when()
        )


@writes(None)
def remove_size(size_id: UUID) -> None:
    """Remove the figures of a year."""
    with unit_of_work() as work:
        actions.remove_size(work, size_id=size_id, **who_and_when())


@writes(ActivityOutput, takes=ActivityInput, status=201, once="optional")
def add_activity(data: ActivityData, organisation_id: UUID) -> Any:
    """Add a NACE code; one that is there already stays as it is."""
    with unit_of_work() as work:
        return actions.add_activity(
            work, organisation_id=organisation_id, data=data, **who_and_when()
        )


@writes(None)
def remove_activity(activity_id: UUID) -> None:
    """Remove a NACE code."""
    with unit_of_work() as work:
        actions.remove_activity(work, activity_id=activity_id, **who_and_when())
