"""Settings: unknown or missing ones stop the start, with a sentence for each."""

import pytest

from clusterorg import config

KEY = {"CLUSTERORG_SECRET_KEY": "k" * 40}


def test_defaults_need_only_a_secret_key() -> None:
    settings = config.load(KEY)

    assert (settings.port, settings.demo, settings.secure_cookies) == (8000, False, True)


def test_a_missing_secret_key_stops_the_start_with_its_sentence() -> None:
    with pytest.raises(config.BadSettings, match=r"CLUSTERORG_SECRET_KEY is missing\. Key that"):
        config.load({})


def test_a_short_secret_key_is_refused() -> None:
    with pytest.raises(config.BadSettings, match="shorter than 32"):
        config.load({"CLUSTERORG_SECRET_KEY": "short"})


def test_an_unknown_setting_stops_the_start() -> None:
    with pytest.raises(config.BadSettings, match="CLUSTERORG_COLOUR is unknown"):
        config.load({**KEY, "CLUSTERORG_COLOUR": "red"})


def test_a_setting_of_the_wrong_type_is_named() -> None:
    with pytest.raises(config.BadSettings, match="PORT cannot be read: Not a valid integer"):
        config.load({**KEY, "PORT": "eighty"})


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(config.BadSettings) as told:
        config.load({"PORT": "x", "CLUSTERORG_NOPE": "1"})

    assert len(str(told.value).splitlines()) == 3


@pytest.mark.parametrize(
    "play", [{"CLUSTERORG_DEMO": "true"}, {"CLUSTERORG_STRIPE_API_BASE": "http://127.0.0.1:8001"}]
)
def test_where_the_product_is_real_there_is_no_demo_and_no_fake_stripe(
    play: dict[str, str],
) -> None:
    with pytest.raises(config.BadSettings, match="on a laptop"):
        config.load({**KEY, **play})

    assert config.load({**KEY, **play, "CLUSTERORG_SECURE_COOKIES": "false"})
