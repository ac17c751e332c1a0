#!/usr/bin/env bash
# A role and a database for each service, closed to the others. The postgres image runs this when its volume is new;
# run it again after adding a service or changing a password: it may be repeated at any time.
#   docker-compose exec postgres /docker-entrypoint-initdb.d/databases.sh
# The passwords come from the services' own database addresses, so that each is written down in one place.
set -euo pipefail

password_of() { # the address is postgresql+psycopg://role:password@host:port/database
  sed -E 's#^[^:]+://[^:]+:([^@]+)@.*$#\1#' "/run/secrets/$1_database_url"
}

make_database() {
  ROLE=$1 PASSWORD=$(password_of "$1") psql -v ON_ERROR_STOP=1 -qAt -U "${POSTGRES_USER:-postgres}" -d postgres <<'SQL'
\getenv role ROLE
\getenv password PASSWORD
SELECT format('CREATE ROLE %I', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'role', :'role')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'role') \gexec
REVOKE ALL ON DATABASE :"role" FROM PUBLIC;
SQL
}

# Every role may connect to every database until that is taken from PUBLIC, these two included.
psql -v ON_ERROR_STOP=1 -q -U "${POSTGRES_USER:-postgres}" -d postgres \
  -c 'REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC'
for service in ${SERVICES:?the services, separated by spaces}; do
  make_database "$service"
done
