"""The whole platform on one machine, without root or containers: real PostgreSQL and Redis from Python packages."""

from shared.embedded.endpoints import Endpoints
from shared.embedded.platform import Platform
from shared.embedded.postgres import PostgresServer
from shared.embedded.redis import RedisServer

__all__ = ["Endpoints", "Platform", "PostgresServer", "RedisServer"]
