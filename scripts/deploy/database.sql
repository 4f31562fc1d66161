-- Twee gebruikers van de database: de eigenaar van de tabellen, en de website, die van geschiedenis niets verandert.
-- Kan zo vaak als men wil: psql --dbname postgres --file database.sql
SELECT 'CREATE ROLE driehoek_eigenaar LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'driehoek_eigenaar') \gexec
SELECT 'CREATE ROLE driehoek LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'driehoek') \gexec
SELECT 'CREATE DATABASE driehoek OWNER driehoek_eigenaar ENCODING ''UTF8'' LOCALE ''C.UTF-8'' TEMPLATE template0'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'driehoek') \gexec
REVOKE ALL ON DATABASE driehoek FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE driehoek TO driehoek;
\connect driehoek
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CREATE, USAGE ON SCHEMA public TO driehoek_eigenaar;
GRANT USAGE ON SCHEMA public TO driehoek;
ALTER DEFAULT PRIVILEGES FOR ROLE driehoek_eigenaar IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO driehoek;
ALTER DEFAULT PRIVILEGES FOR ROLE driehoek_eigenaar IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO driehoek;
