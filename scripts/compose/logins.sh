# Run once by the postgres image, when it makes the database: the three logins of docs/operations/logins.md. Nothing else uses
# the login that runs this.
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set=owner="$OWNER_PASSWORD" --set=engine="$ENGINE_PASSWORD" --set=reader="$READER_PASSWORD" <<'SQL'
create role reassess_owner login password :'owner';
create role reassess_engine login password :'engine';
create role reassess_reader login password :'reader';
alter database :"DBNAME" owner to reassess_owner;
revoke temporary on database :"DBNAME" from public;
grant pg_read_all_stats to reassess_owner, reassess_engine;
SQL
