-- Run once, by the superuser, when the cluster is made. As ppi/embedded/postgres.py does it:
-- ppi_owner owns the tables and migrates; ppi_app runs the platform and owns nothing.

\set ON_ERROR_STOP on
\getenv owner_password PPI_OWNER_PASSWORD
\getenv app_password PPI_APP_PASSWORD

CREATE ROLE ppi_owner WITH LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'owner_password';
CREATE ROLE ppi_app WITH LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'app_password';

-- In template1, so that every database made later, a restored one too, has them from the start.
\connect template1

CREATE EXTENSION IF NOT EXISTS vector;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS intarray;

ALTER DEFAULT PRIVILEGES FOR ROLE ppi_owner
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ppi_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ppi_owner GRANT USAGE ON SEQUENCES TO ppi_app;

\connect postgres

CREATE DATABASE ppi OWNER ppi_owner TEMPLATE template1;
