"""The demo's fake survives a restart, and runs as a program of its own."""

import json
import signal
import subprocess
import sys

import pytest
import requests

from clusterorg.adapters.fake_stripe import RunningFakeStripe, World
from clusterorg.adapters.fake_stripe.__main__ import parse
from clusterorg.adapters.fake_stripe.expanding import expand
from clusterorg.adapters.fake_stripe.forms import decode
from clusterorg.adapters.fake_stripe.problems import StripeProblem
from clusterorg.adapters.fake_stripe.store import Store
from clusterorg.domains.billing.ports import CheckoutStanding
from tests.adapters.stripe.orders import an_order
from tests.support.stripe import ACCOUNT, fake_settings, gateway_for, open_inbox, pay_by_card
from tests.support.stripe import wait_until as wait


def test_pages_answers_and_waiting_deliveries_survive_a_restart(tmp_path):
    state, order = tmp_path / "deep" / "fake.json", an_order()
    with open_inbox() as inbox:
        settings = fake_settings(state=state, webhook_url=inbox.url, webhook_secret="whsec_test")
        with RunningFakeStripe(settings) as fake:
            fake.world.faults.holding = True
            page = gateway_for(fake.url).open_checkout(order)
            pay_by_card(page.url)

        with RunningFakeStripe(settings) as fake:
            gateway = gateway_for(fake.url)
            again = gateway.open_checkout(order)
            standing = gateway.fetch_checkout(ACCOUNT, page.session_id).standing
            wait(lambda: "checkout.session.completed" in inbox.types)

    assert again.session_id == page.session_id
    assert standing is CheckoutStanding.SUCCEEDED


def test_the_file_is_whole_at_any_moment(tmp_path):
    state = tmp_path / "fake.json"
    World(fake_settings(state=state))

    assert set(json.loads(state.read_text())) == {
        "objects",
        "answers",
        "deliveries",
        "clock_offset",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["fake.json"]


def test_a_second_start_keeps_one_standing_endpoint(tmp_path):
    settings = fake_settings(state=tmp_path / "fake.json", webhook_url="http://127.0.0.1:9/a")
    World(settings)

    world = World(settings)

    assert len(world.store.every("acct_fake_platform", "webhook_endpoint")) == 1


def test_it_runs_as_a_program_on_the_loopback_address(tmp_path):
    words = ["--port", "0", "--state", str(tmp_path / "s.json"), "--account", f"{ACCOUNT}=Smaak"]
    with subprocess.Popen(
        [sys.executable, "-m", "clusterorg.adapters.fake_stripe", *words],
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        url = program.stdout.readline().rsplit(" ", 1)[1].strip()
        page = gateway_for(url).open_checkout(an_order())
        shown = requests.get(page.url, timeout=5)
        program.send_signal(signal.SIGTERM)
        code = program.wait(timeout=10)

    assert url.startswith("http://127.0.0.1:")
    assert "Smaak" in shown.text
    assert code == 0


def test_a_malformed_account_on_the_command_line_is_refused():
    with pytest.raises(SystemExit):
        parse(["--account", "acct_without_name"])


def test_forms_nest_as_stripe_reads_them():
    assert decode("a[b][0]=1&a[b][1]=2&c=&d[]=x&d[]=y") == {
        "a": {"b": ["1", "2"]},
        "c": "",
        "d": ["x", "y"],
    }


@pytest.mark.parametrize("body", ["a=1&a[b]=2", "=1", "[]=1"])
def test_forms_that_contradict_themselves_are_refused(body):
    with pytest.raises(StripeProblem):
        decode(body)


def test_expanding_what_is_no_id_is_refused():
    with pytest.raises(StripeProblem):
        expand(Store(), ACCOUNT, {"id": "ch_1", "currency": "eur"}, ["currency"])
