"""Templates: pairs that render, in the recipient's language, escaping what people typed."""

from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from clusterorg.adapters.mail.branding import Branding
from clusterorg.adapters.mail.render import TEMPLATES, environment, render

BASE = "https://clusterorg.example/"
SMAAK = Branding(
    name="SmaakKust",
    legal_name="SmaakKust vzw",
    slug="smaakkust",
    colour="#1d6f5c",
    email="info@smaakkust.example",
    website="https://smaakkust.example",
    address="Havenlaan 12, 8400 Oostende",
)
LINK = {"name": "An", "path": "/links/abc?x=1&y=2", "valid_until": "2026-03-09T10:00:00+00:00"}
OURS = {
    "invitation": {**LINK, "inviter": "Bo", "role": "manager"},
    "member_invitation": {**LINK, "inviter": "Bo", "organisation": "De Korrel"},
    "password_reset": LINK,
    "second_factor_changed": {"name": "An", "enabled": True, "at": "2026-03-02T10:00:00+00:00"},
    "password_changed": {"name": "An", "at": "2026-03-02T10:00:00+00:00"},
    "recovery_code_used": {"name": "An", "left": 9, "at": "2026-03-02T10:00:00+00:00"},
    "sign_in_new_device": {**LINK, "at": "2026-03-02T10:00:00+00:00", "place": "Firefox, Linux"},
}


def rendered(template: str, locale: str = "en", **changes):
    return render(
        template,
        locale=locale,
        context={**OURS[template], **changes},
        branding=SMAAK,
        base_url=BASE,
    )


def test_every_template_is_a_pair():
    layouts = {"layout", "macros"}
    texts = {path.stem for path in TEMPLATES.glob("*.txt")} - layouts
    pages = {path.stem for path in TEMPLATES.glob("*.html")} - layouts

    assert texts == pages >= set(OURS)


def test_every_template_parses():
    for path in TEMPLATES.iterdir():
        environment().get_template(path.name)


@pytest.mark.parametrize("locale", ["en", "nl", "fr", "de"])
@pytest.mark.parametrize("template", sorted(OURS))
def test_each_of_ours_renders_in_each_language(template, locale):
    letter = rendered(template, locale)

    assert letter.subject
    assert "\n" not in letter.subject
    assert letter.locale == locale
    assert f'lang="{locale}"' in letter.html
    assert "An" in letter.text
    assert "SmaakKust vzw, Havenlaan 12, 8400 Oostende" in letter.text
    assert "#1d6f5c" in letter.html
    assert "%(" not in letter.text + letter.html


def test_an_inbox_shows_what_the_mail_says_and_not_its_salutation():
    letter = rendered("password_changed")

    hidden = letter.html.split("display:none", 1)[1].split(">", 1)[1].split("</div>", 1)[0]

    assert hidden.startswith("On 2 Mar 2026 11:00 your account got a new password")
    assert len(hidden) <= 120


def test_a_cluster_with_a_logo_shows_it_beside_its_name():
    plain, with_logo = (
        render(
            "password_changed",
            locale="en",
            context=OURS["password_changed"],
            branding=replace(SMAAK, has_logo=has_logo),
            base_url=BASE,
        ).html
        for has_logo in (False, True)
    )

    assert "<img" not in plain
    assert '<img src="https://clusterorg.example/c/smaakkust/logo" alt=""' in with_logo


def test_a_colon_is_written_as_the_language_does():
    assert (
        "Choisir un nouveau mot de passe\N{NO-BREAK SPACE}:"
        in rendered("password_reset", "fr").text
    )
    assert "Choose a new password:" in rendered("password_reset").text


def test_a_long_reference_may_break_so_that_the_amounts_fit_a_phone():
    page = environment().from_string(
        '{% import "macros.html" as html %}{{ html.amounts([("Verwendungszweck", "+++0+++")]) }}'
    )

    assert "nowrap" not in page.render()


def test_the_link_is_whole_in_both_parts():
    letter = rendered("password_reset")

    assert "https://clusterorg.example/links/abc?x=1&y=2" in letter.text
    assert 'href="https://clusterorg.example/links/abc?x=1&amp;y=2"' in letter.html


def test_a_whole_address_may_be_given_instead_of_a_path():
    letter = rendered("password_reset", url="https://other.example/x")

    assert "https://other.example/x" in letter.text


def test_what_people_typed_is_escaped_in_html_and_plain_in_text():
    letter = rendered("invitation", inviter="<b>Bo</b> & Co")

    assert "&lt;b&gt;Bo&lt;/b&gt; &amp; Co" in letter.html
    assert "<b>Bo</b> & Co" in letter.text
    assert letter.subject == "<b>Bo</b> & Co invites you to SmaakKust"


def test_a_line_break_somebody_typed_does_not_reach_the_subject():
    letter = rendered("invitation", inviter="Bo\r\nBcc: all@world.example")

    assert letter.subject == "Bo Bcc: all@world.example invites you to SmaakKust"


def test_moments_are_told_in_the_clusters_zone():
    letter = rendered("password_reset")

    assert "9 Mar 2026 11:00" in letter.text


def test_a_name_nobody_gave_is_a_defect_not_an_empty_place():
    with pytest.raises(UndefinedError):
        render("invitation", locale="en", context={}, branding=SMAAK, base_url=BASE)


def test_an_unknown_language_falls_back_to_english():
    assert rendered("password_reset", "xx").locale == "en"


def test_text_has_no_row_of_empty_lines():
    assert "\n\n\n" not in rendered("second_factor_changed", enabled=False).text


def test_amounts_line_up_in_both_parts():
    made = environment().from_string(
        '{% import "macros.txt" as text %}{{ text.amounts([("Dues", "€ 5")], ("Total", "€ 5")) }}'
        '{% import "macros.html" as html %}{{ html.amounts([("<Dues>", "€ 5")]) }}'
        '{{ 120050|money }} {{ "2026-03-02"|day }}'
    )

    shown = made.render()

    assert "Dues: € 5" in shown
    assert "&lt;Dues&gt;" in shown
    assert "€1,200.50 2 March 2026" in shown
