"""The tables as the migrations make them."""

from sqlalchemy import text


def test_the_tables_exist_and_force_row_security(connection):
    names = (
        "organisations organisation_identifiers organisation_addresses organisation_sizes "
        "organisation_activities organisation_forwards contacts contact_roles tags "
        "organisation_tags custom_fields import_batches import_rows import_profiles"
    ).split()

    forced = connection.execute(
        text("SELECT count(*) FROM pg_class WHERE relname = ANY(:n) AND relforcerowsecurity"),
        {"n": names},
    ).scalar_one()

    assert forced == len(names)
