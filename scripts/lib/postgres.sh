# To be sourced: PostgreSQL's programs are off the PATH on Debian, and none of them serves as root.

# The folder of initdb and pg_ctl, the newest there is; ends with 2 where there is none.
postgres_programs() {
    local folder
    for folder in $(dirname "$(command -v pg_ctl || echo /nowhere/x)") $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
        [ -x "$folder/pg_ctl" ] && [ -x "$folder/initdb" ] && { echo "$folder"; return; }
    done
    echo "PostgreSQL is not installed (Debian: apt-get install postgresql)" >&2
    return 2
}

as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}
