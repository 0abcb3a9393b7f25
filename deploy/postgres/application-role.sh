#!/bin/sh
# Runs once, when the PostgreSQL image makes its cluster: the role that Florin works as. It owns nothing; the migrations
# give it what it needs.
set -eu
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
  --set=database="$POSTGRES_DB" --set=password="$FLORIN_DB_PASSWORD" <<'SQL'
create role florin login password :'password';
revoke connect, temporary on database :"database" from public;
grant connect, temporary on database :"database" to florin;
SQL
