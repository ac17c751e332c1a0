"""Makes a service's Flask application out of its blueprints and pages."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint as PagesBlueprint
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from shared import logs
from shared.auth.tokens import KeySet, TokenVerifier
from shared.database.database import Database
from shared.settings import Settings
from shared.web import authentication, idempotency, pages, requests
from shared.web.blueprints import Blueprint, make_api
from shared.web.bodies import Json
from shared.web.health import health_blueprint
from shared.web.operations import operations_blueprint

API_VERSION = "1.0.0"


def create_service_app(
    settings: Settings,
    database: Database,
    *,
    title: str,
    api: Sequence[Blueprint],
    page_blueprints: Sequence[PagesBlueprint] = (),
) -> Flask:
    logs.configure(settings.service, settings.log_level)
    app = Flask(f"services.{settings.service}", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_upload_bytes
    app.config["SETTINGS"] = settings
    app.json = Json(app)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_prefix=1)  # type: ignore[method-assign]
    requests.register(app, settings.service)
    idempotency.use_database(app, database)
    keys = KeySet(settings.jwks)
    verifier = TokenVerifier(keys=keys, issuer=settings.token_issuer, audience=settings.token_audience)
    authentication.use_verifier(app, verifier)
    documented = make_api(app, title=title, version=API_VERSION)
    for blueprint in (*api, operations_blueprint(settings, database)):
        documented.register(blueprint)
    app.register_blueprint(health_blueprint(settings, database))
    pages.register(app, page_blueprints)
    return app
