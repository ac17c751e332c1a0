"""The process for viewers of live counts: `gunicorn 'services.elections.live:create_app()' --threads 256`.

A process of its own, because each viewer holds a thread for as long as they look: they must not take those with which
officers work (ADR 10). It only reads.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from services.elections.pages.stream import stream_blueprint
from services.elections.store.database import database
from shared import logs
from shared.settings import Settings, load_settings
from shared.web import pages, problems, requests
from shared.web.health import health_blueprint


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or load_settings("elections")
    logs.configure(settings.service, settings.log_level)
    database.connect(settings.database_url, pool=settings.database_pool)
    app = Flask("services.elections.live", static_folder=None)
    app.config["SETTINGS"] = settings
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_prefix=1)  # type: ignore[method-assign]
    requests.register(app, settings.service)
    problems.register(app)
    app.register_blueprint(health_blueprint(settings, database))
    pages.register(app, [stream_blueprint(settings)])
    return app
