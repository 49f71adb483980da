"""Law 4: every route names its audience and permission; writing routes have CSRF or a token."""

import pytest
from flask import Flask

from clusterorg.config import Settings
from clusterorg.domains.identity.vocabulary import PERMISSIONS
from clusterorg.kernel.platform import Platform
from clusterorg.web.guard import (
    NEEDS_PERMISSION,
    Audience,
    UnguardedRoute,
    access_of,
    declare,
    seal,
)
from clusterorg.web.pages import csrf

TOKEN_INSTEAD_OF_CSRF = {Audience.API, Audience.HOOK}


def test_every_route_names_its_audience_and_a_known_permission(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)

        assert access is not None, rule
        if access.audience in NEEDS_PERMISSION:
            assert access.permission in PERMISSIONS, rule


def test_a_route_without_an_audience_stops_the_start(app: Flask) -> None:
    app._got_first_request = False
    app.add_url_rule("/loose", "loose", lambda: "")

    with pytest.raises(UnguardedRoute, match="loose"):
        seal(app)


def test_an_admin_route_without_a_permission_stops_the_start(app: Flask) -> None:
    with pytest.raises(UnguardedRoute):
        declare(app, "admin.loose", Audience.ADMIN)


def writing_rules(app: Flask) -> list:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if {"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set())
    ]


def test_every_writing_page_refuses_a_post_without_csrf_token(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()

    for rule in writing_rules(app):
        access = access_of(app, rule.endpoint)
        if access.audience in TOKEN_INSTEAD_OF_CSRF:
            continue
        view = app.view_functions[rule.endpoint]
        assert f"{view.__module__}.{view.__name__}" not in csrf._exempt_views, rule
        assert rule.endpoint.split(".")[0] not in set(csrf._exempt_blueprints), rule
        values = {name: sample(rule, name) for name in rule.arguments}
        with app.test_request_context():
            url = app.url_map.bind("localhost").build(rule.endpoint, values, method="POST")
        answer = client.post(url)
        assert answer.status_code in (302, 400, 404), (rule, answer.status_code)


def sample(rule: object, name: str) -> object:
    converter = rule._converters[name]
    kind = type(converter).__name__
    return {"UUIDConverter": "01890000-0000-7000-8000-000000000000", "IntegerConverter": 1}.get(
        kind, "smaakkust"
    )


def test_the_app_starts_only_sealed(settings: Settings, platform: Platform) -> None:
    from clusterorg.app import create_app

    assert create_app(settings, platform).extensions["access"]
