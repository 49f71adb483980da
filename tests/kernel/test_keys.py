"""What the application's secret protects, and how the secret is changed."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from clusterorg.domains.identity import actions
from clusterorg.domains.identity.models import Person
from clusterorg.kernel import embedded, keys, migrations
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.platform import Platform
from tests.support import database
from tests.support.cast import Cast

SECRET = "JBSWY3DPEHPK3PXP"
OLD, NEW = "old " * 8, "new " * 8


@pytest.fixture(autouse=True)
def _keys_of_the_tests_afterwards(platform: Platform) -> Iterator[None]:
    yield
    keys.use("test " * 8)


def stored(platform: Platform) -> str:
    """Return what the database itself holds."""
    with platform.session() as session:
        return str(session.scalar(text("SELECT max(totp_secret) FROM persons")))


def enrol(platform: Platform, cast: Cast) -> None:
    with platform.unit_of_work() as work:
        work.session.get_one(Person, cast.people["owner"].id).totp_secret = SECRET


def read(platform: Platform, cast: Cast) -> str | None:
    with platform.session() as session:
        return session.get_one(Person, cast.people["owner"].id).totp_secret


def test_a_second_factor_is_unreadable_in_the_database(platform: Platform, smaak: Cast) -> None:
    enrol(platform, smaak)

    assert read(platform, smaak) == SECRET
    assert SECRET not in stored(platform)


def test_a_changed_secret_reads_what_the_former_one_wrote(platform: Platform, smaak: Cast) -> None:
    keys.use(OLD)
    enrol(platform, smaak)

    keys.use(NEW, [OLD])

    assert read(platform, smaak) == SECRET


def test_after_encrypting_anew_the_former_secret_is_not_needed(
    platform: Platform, smaak: Cast
) -> None:
    keys.use(OLD)
    enrol(platform, smaak)
    keys.use(NEW, [OLD])

    with platform.unit_of_work() as work:
        renewed = actions.encrypt_anew(work)

    keys.use(NEW)
    assert renewed == 1
    assert read(platform, smaak) == SECRET


def test_a_lost_secret_is_told_with_what_to_do(platform: Platform, smaak: Cast) -> None:
    keys.use(OLD)
    enrol(platform, smaak)
    keys.use(NEW)

    with pytest.raises(keys.WrongKey, match="CLUSTERORG_FORMER_SECRET_KEYS"):
        read(platform, smaak)


def test_a_links_token_follows_from_its_id_and_the_secret_alone() -> None:
    one, other = new_id(), new_id()
    keys.use(OLD)
    token = keys.link_token(one)

    assert token == keys.link_token(str(one)) != keys.link_token(other)
    keys.use(NEW)
    assert keys.link_token(one) != token


@pytest.fixture
def before_encryption(server_url: str) -> Iterator[str]:
    """A database as it was before second factors were encrypted."""
    name = "before_encryption"
    database.drop_database(server_url, name)
    url = embedded.ensure_database(server_url, name)
    migrations.upgrade(url, "0007")
    yield url
    database.drop_database(server_url, name)


def test_the_migration_encrypts_what_stands_in_clear_and_back(before_encryption: str) -> None:
    engine = create_engine(before_encryption, isolation_level="AUTOCOMMIT")
    value = text("SELECT totp_secret FROM persons")
    with engine.connect() as connection:
        connection.execute(
            text(
                "INSERT INTO persons (id, version, email, given_name, family_name, language,"
                " totp_secret, is_operator, created_at)"
                " VALUES (:id, 1, 'a@b.example', 'A', 'B', 'en', :secret, false, now())"
            ),
            {"id": new_id(), "secret": SECRET},
        )

        migrations.upgrade(before_encryption)
        encrypted = str(connection.scalar(value))
        migrations.downgrade(before_encryption, "0007")
        clear = connection.scalar(value)
    engine.dispose()

    assert SECRET not in encrypted
    assert clear == SECRET
    assert keys.decrypt(encrypted) == SECRET
