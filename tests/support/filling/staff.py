"""Who may enter: keys, sign-ins, an invitation, a logo, a second factor's codes."""

import io
from typing import Any

from PIL import Image

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.models import RecoveryCode
from clusterorg.domains.identity.vocabulary import API_SCOPES, ViewKeeper
from clusterorg.kernel import idempotency
from clusterorg.kernel.ids import new_id
from tests.support.filling.hand import Hand


def fill(hand: Hand, filled: Any, rows: int) -> None:
    """Write the cluster's own things."""
    hand.do(actions.set_logo, png=_png(), width=4, height=4)
    for number in range(rows):
        invite = {"language": "en", "role": "viewer", "given_name": "Nora", "family_name": "New"}
        mail = f"new{number}@{hand.cast.slug}.example"
        seat = hand.do(actions.invite_to_seat, email=mail, **invite)
        name = hand.named("key", number)
        key = hand.do(actions.create_api_key, name=name, scopes=API_SCOPES)
        if number == 0:
            filled.key, filled.ids["key_id"], filled.ids["seat_id"] = key.key, key.id, seat.id
    _save_views(hand, filled, rows)
    _open_sign_ins(hand, filled, rows)
    with hand.platform.unit_of_work() as work:
        viewer = hand.cast.people["viewer"]
        actions.send_reset_link(work, email=viewer.email, link_id=new_id(), at=hand.at)
    _keep_a_recovery_code(hand)
    _claim_a_key(hand)


def _save_views(hand: Hand, filled: Any, rows: int) -> None:
    by = ViewKeeper(hand.cast.people["owner"].id, shares=True)
    for number in range(rows):
        name = hand.named("view", number)
        facts = {"list_key": "members", "arguments": {"columns": ["city"]}, "shared": True}
        view = hand.do(actions.save_view, name=name, by=by, **facts)
        filled.ids.setdefault("view_id", view.id)
    viewer = ViewKeeper(hand.cast.people["viewer"].id)
    hand.do(actions.choose_default_view, view_id=view.id, chosen=True, by=viewer)


def _open_sign_ins(hand: Hand, filled: Any, rows: int) -> None:
    owner = hand.cast.people["owner"]
    for _number in range(rows):
        with hand.platform.unit_of_work() as work:
            person = queries.get_person(work.session, owner.id)
            opened = actions.open_sign_in(
                work, person=person, address="127.0.0.1", user_agent="test", at=hand.at
            )
    filled.ids["sign_in_id"] = opened.sign_in_id


def _keep_a_recovery_code(hand: Hand) -> None:
    with hand.platform.unit_of_work() as work:
        row = RecoveryCode(person_id=hand.cast.people["finance"].id, code_hash=hand.cast.slug)
        work.session.add(row)


def _claim_a_key(hand: Hand) -> None:
    with hand.platform.unit_of_work(hand.cast.id) as work:
        idempotency.claim(work.session, owner=hand.cast.slug, key="once", asked="x" * 64)


def _png() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (4, 4), "#1d6f5c").save(held, "PNG")
    return held.getvalue()
