#!/usr/bin/env bash
# A backup of PostgreSQL is taken under load, the server is lost at a random moment, and another is restored from the backup and the log: nothing that a client was told may be missing, and the books must be sound.
# A second server is restored to a moment in between. Exits 1 when anything does not hold.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
. scripts/lib/postgres.sh

jobs=1000000 load=30 customers=4 base=8600 data='' program='' keep=false
usage() {
    cat <<'HELP'
Usage: scripts/backup-drill.sh [--jobs N] [--load SECONDS] [--customers N] [--port-base N] [--data DIR] [--program FILE] [--keep]

  1. A service on PostgreSQL makes some rides, which are copied by SQL until there are N jobs with their transfers (not with their events).
  2. The log is received by pg_receivewal as a synchronous standby: a commit is acknowledged once the log's copy is on the backup's disk. pg_basebackup runs while the service works.
  3. The service rests for a moment, which gets a name (a restore point); then customers order over HTTP, and write down what they are told.
  4. The server is killed (-9) at a random moment, and its folder taken away.
  5. Another server is restored from the base backup and the log, to the log's end. What customers were told is looked for, each order is sent once more under its key, and `ledger verify` proves the books.
  6. A third is restored to the restore point: its tables are held against what was counted then, and its books are proved.

  --jobs N         jobs that the database has before the load, default 1000000; about 4 KiB of database each, and four times the space of the database is needed
  --load SECONDS   how long customers order before the server is lost, default 30, and up to 5 more by chance, or until each
                   has five orders in the mean
  --customers N    default 4
  --port-base N    the first of four ports of 127.0.0.1, default 8600
  --data DIR       where everything goes, default artifacts/backup-drill; it must not be there, and it is removed after a passed run
  --program FILE   O2O.Dispatch.AllInOne.dll, built already; default builds it
  --keep           removes nothing
Needs dotnet, PostgreSQL, curl and jq. Exit codes: 0 passed, 1 something did not hold, 2 used wrongly or something is missing.
HELP
}
die() { echo "backup-drill: $*" >&2; exit 2; }

while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --keep) keep=true; shift ;;
        --jobs | --load | --customers | --port-base | --data | --program)
            [ $# -ge 2 ] || die "$1 needs a value"
            case $1 in
                --jobs) jobs=$2 ;;
                --load) load=$2 ;;
                --customers) customers=$2 ;;
                --port-base) base=$2 ;;
                --data) data=$2 ;;
                --program) program=$2 ;;
            esac
            shift 2 ;;
        *) echo "backup-drill: unknown option $1" >&2; usage >&2; exit 2 ;;
    esac
done
for number in "--jobs $jobs" "--load $load" "--customers $customers" "--port-base $base"; do
    [[ ${number#* } =~ ^[1-9][0-9]*$ ]] || die "${number% *}: a whole number above zero is expected, not '${number#* }'"
done
[ "$base" -ge 1024 ] && [ "$base" -le 65530 ] || die "--port-base: a port from 1024 to 65530 is expected, not '$base'"
data=$(realpath -m "${data:-artifacts/backup-drill}")
[ ! -e "$data" ] || die "--data: $data is there already"
for tool in dotnet psql pg_basebackup pg_receivewal curl jq; do command -v "$tool" > /dev/null || die "$tool is not installed"; done
programs=$(postgres_programs) || exit 2
if [ -z "$program" ]; then
    echo "Building AllInOne (minutes)."
    dotnet build -c Release src/AllInOne -v q -clp:ErrorsOnly -nologo || exit 2
    program=$PWD/artifacts/standins/bin/AllInOne/release/O2O.Dispatch.AllInOne.dll
fi
[ -f "$program" ] || die "--program: there is no file $program"

server=http://127.0.0.1:$base service_port=$base lost_port=$((base + 1)) restored_port=$((base + 2)) point_port=$((base + 3))
faults=0 service='' receiver='' servers=()
mkdir -p "$data/archive" "$data/log" "$data/told"
# PostgreSQL's own user has to reach its folders.
[ "$(id -u)" -ne 0 ] || chmod o+x "$data"

began=$(date +%s%3N)
ms() { echo $(($(date +%s%3N) - began)); }
say() { printf '%8.1f s  %s\n' "$(($(ms) / 100))e-1" "$*"; }
fault() { faults=$((faults + 1)); say "FAILED: $*"; }
stop_all() {
    trap - EXIT
    touch "$data/over"
    [ -z "$service" ] || kill -9 "$service" 2> /dev/null
    [ -z "$receiver" ] || kill "$receiver" 2> /dev/null
    local folder
    for folder in ${servers[@]+"${servers[@]}"}; do
        [ ! -f "$folder/postmaster.pid" ] || (cd / && as_postgres "$programs/pg_ctl" -D "$folder" -m immediate -w stop) > /dev/null 2>&1
    done
    wait
}
trap stop_all EXIT
trap 'exit 1' INT TERM HUP
give_up() { echo "backup-drill: $*; data and logs are in $data" >&2; exit 1; }

sql() { psql -h 127.0.0.1 -p "$1" -U dispatch -d "${3:-dispatch}" -v ON_ERROR_STOP=1 -q -X -At -c "$2"; }
connection() { echo "Host=127.0.0.1;Port=$1;Database=dispatch;Username=dispatch"; }
size() { du -sm "$1" | cut -f 1; }

# gone PROCESS SECONDS: waits for its end; fails when it is still there then. What nobody has reaped has ended.
gone() {
    local since=$SECONDS
    while [[ $(ps -o stat= -p "$1" 2> /dev/null) == [!Z]* ]]; do
        [ $((SECONDS - since)) -lt "$2" ] || return 1
        sleep 0.1
    done
}
receiver_lives() { kill -0 "$receiver" 2> /dev/null || give_up "pg_receivewal ended: $(tail -n 2 "$data/log/receiver.log")"; }

# serve FOLDER PORT: a server of what is in the folder, until it takes statements: for as long as that takes, while the server lives.
serve() {
    servers+=("$1")
    : > "$data/log/postgres-$2.log"
    if [ "$(id -u)" -eq 0 ]; then chown -R postgres "$1" "$data/log/postgres-$2.log"; fi
    (cd / && as_postgres "$programs/pg_ctl" -D "$1" -W -l "$data/log/postgres-$2.log" -o "-p $2 -h 127.0.0.1 -k ''" start) > /dev/null || give_up "PostgreSQL does not start"
    local since=$SECONDS
    until [ -s "$1/postmaster.pid" ]; do
        [ $((SECONDS - since)) -lt 60 ] || give_up "PostgreSQL has not begun after 60 s; $data/log/postgres-$2.log says why"
        sleep 0.1
    done
    until [ "$(sql "$2" 'SELECT NOT pg_is_in_recovery()' postgres 2> /dev/null)" = t ]; do
        (cd / && as_postgres "$programs/pg_ctl" -D "$1" status) > /dev/null 2>&1 || give_up "PostgreSQL ended; $data/log/postgres-$2.log says why"
        sleep 0.1
    done
}

# start_service PORT-OF-POSTGRES [OPTION...]
start_service() {
    local postgres=$1 since=$SECONDS
    shift
    Live__LedgerCheckPeriod=1.00:00:00 dotnet "$program" --port "$service_port" --ops-port 0 --data-dir "$data/service" --postgres "$(connection "$postgres")" "$@" >> "$data/log/service.log" 2>&1 &
    service=$!
    until [ "$(curl -s -o /dev/null -m 5 -w '%{http_code}' "$server/health/ready")" = 200 ]; do
        kill -0 "$service" 2> /dev/null || give_up "the service ended: $(tail -n 3 "$data/log/service.log")"
        [ $((SECONDS - since)) -lt 600 ] || give_up "the service is not ready after 600 s: $(tail -n 3 "$data/log/service.log")"
        sleep 0.3
    done
}
stop_service() {
    kill -TERM "$service" 2> /dev/null
    gone "$service" 300 || give_up "the service has not ended 300 s after SIGTERM: $(tail -n 3 "$data/log/service.log")"
    wait "$service"
    service=''
}

# verify PORT: ledger verify there.
verify() {
    local clock=$(ms) words
    if words=$(dotnet "$program" ledger verify --postgres "$(connection "$1")" 2>&1); then
        say "ledger verify is clean, after $((($(ms) - clock) / 1000)) s: $(tail -n 1 <<< "$words")"
    else
        fault "ledger verify: $words"
    fi
}

# The rows of every table, and a digest of what the jobs are.
count() {
    local table
    for table in $(sql "$1" "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"); do
        echo "$table $(sql "$1" "SELECT COUNT(*) FROM \"$table\"")"
    done
    echo "digest $(sql "$1" "SELECT SUM(hashtextextended(job_id::text || version || status || captured_minor_units || md5(state_json), 0)), (SELECT SUM(hashtextextended(key || amount_minor_units, 0)) FROM ledger_transfers) FROM jobs")"
}

# 1
say "a server of its own, and a service that makes rides"
mkdir "$data/postgres"
[ "$(id -u)" -ne 0 ] || chown postgres "$data/postgres"
(cd / && as_postgres "$programs/initdb" -D "$data/postgres" -U dispatch -A trust -E UTF8 --locale=C) > "$data/log/initdb.log" 2>&1 || give_up "initdb failed: $(tail -n 2 "$data/log/initdb.log")"
printf '%s\n' 'wal_level = replica' 'max_wal_size = 4GB' 'max_connections = 200' >> "$data/postgres/postgresql.conf"
serve "$data/postgres" "$lost_port"
sql "$lost_port" 'CREATE DATABASE dispatch TEMPLATE template0' postgres || give_up "there is no database"
city=(--vehicles 60 --speed 5 --mix ride=100)
start_service "$lost_port" "${city[@]}" --requests-per-hour 400
# Jobs whose every transfer is their own: no wallet, no voucher, no booking.
models="SELECT job_id FROM jobs WHERE status = 'completed' AND payment_status = 'captured'"
for _ in $(seq 600); do
    [ "$(sql "$lost_port" "SELECT COUNT(*) FROM ($models) m")" -lt 24 ] || break
    sleep 1
done
stop_service
sql "$lost_port" "CREATE TABLE drill_models AS SELECT job_id, row_number() OVER (ORDER BY job_id) - 1 AS n FROM ($models) m"
count_models=$(sql "$lost_port" 'SELECT COUNT(*) FROM drill_models')
[ "$count_models" -ge 10 ] || give_up "only $count_models rides came to their end in ten minutes; $data/log/service.log says why"

clock=$(ms)
say "$count_models rides were driven and paid; copying them until there are $jobs jobs"
# As in a load of a dump: indexes and guards come after the rows.
tables="'jobs', 'job_orders', 'ledger_transfers', 'ledger_pending'"
sql "$lost_port" "CREATE TABLE drill_indexes AS SELECT indexname, indexdef FROM pg_indexes i WHERE schemaname = 'public' AND tablename IN ($tables) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)"
sql "$lost_port" "DO \$\$ DECLARE n text; BEGIN FOR n IN SELECT indexname FROM drill_indexes LOOP EXECUTE format('DROP INDEX %I', n); END LOOP; END \$\$"
columns() { sql "$lost_port" "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '$1' AND is_identity = 'NO'"; }
# A copy is its model with another id, wherever the id stands: in columns, keys and documents.
copied() {
    local column
    for column in $(columns "$1" | tr -d ,); do
        case $column in
            job_id) echo "c.id" ;;
            key | of_key | state_json | order_json) echo "replace(t.$column, c.was, c.becomes)" ;;
            *) echo "t.$column" ;;
        esac
    done | paste -s -d , -
}
statement="SET session_replication_role = replica;"
for table in jobs job_orders ledger_transfers ledger_pending; do
    statement+=" INSERT INTO $table ($(columns $table)) SELECT $(copied $table) FROM drill_copies c JOIN $table t ON t.job_id = c.model ORDER BY c.i$([[ $table != ledger_* ]] || echo ", t.id");"
done
have=$(sql "$lost_port" 'SELECT COUNT(*) FROM jobs')
for ((from = 0; from < jobs - have; from += 50000)); do
    to=$((from + 50000 < jobs - have ? from + 50000 : jobs - have))
    sql "$lost_port" "SET synchronous_commit = off; BEGIN; CREATE TEMP TABLE drill_copies ON COMMIT DROP AS SELECT i, m.job_id AS model, md5('copy' || i)::uuid AS id, replace(m.job_id::text, '-', '') AS was, md5('copy' || i) AS becomes
        FROM generate_series($from, $to - 1) i JOIN drill_models m ON m.n = i % $count_models; ANALYZE drill_copies; $statement COMMIT" || give_up "the jobs could not be copied"
    say "$((have + to)) jobs"
done
sql "$lost_port" "DO \$\$ DECLARE d text; BEGIN FOR d IN SELECT indexdef FROM drill_indexes LOOP EXECUTE d; END LOOP; END \$\$"
sql "$lost_port" 'DROP TABLE drill_models, drill_indexes; ANALYZE'
say "$(sql "$lost_port" 'SELECT COUNT(*) FROM jobs') jobs with $(sql "$lost_port" 'SELECT COUNT(*) FROM ledger_transfers') transfers, $(sql "$lost_port" "SELECT pg_database_size('dispatch') / 1048576") MiB, filled in $((($(ms) - clock) / 1000)) s"

# 2
pg_receivewal -h 127.0.0.1 -p "$lost_port" -U dispatch -D "$data/archive" --slot backup --create-slot --if-not-exists || give_up "there is no slot"
PGAPPNAME=backup pg_receivewal -h 127.0.0.1 -p "$lost_port" -U dispatch -D "$data/archive" --slot backup --synchronous --no-loop > "$data/log/receiver.log" 2>&1 &
receiver=$!
sql "$lost_port" "ALTER SYSTEM SET synchronous_standby_names = 'backup'" && sql "$lost_port" 'SELECT pg_reload_conf()' > /dev/null
since=$SECONDS
until [ "$(sql "$lost_port" "SELECT sync_state FROM pg_stat_replication WHERE application_name = 'backup'")" = sync ]; do
    receiver_lives
    [ $((SECONDS - since)) -lt 120 ] || give_up "pg_receivewal is no synchronous standby after 120 s; $data/log/receiver.log may say why"
    sleep 0.2
done
start_service "$lost_port" "${city[@]}" --requests-per-hour 400
clock=$(ms)
say "the log is received as it is written; base backup, while the service works"
pg_basebackup -h 127.0.0.1 -p "$lost_port" -U dispatch -D "$data/base" --wal-method=none --checkpoint=fast --no-password 2> "$data/log/basebackup.log" || give_up "pg_basebackup: $(tail -n 2 "$data/log/basebackup.log")"
backup_seconds=$((($(ms) - clock) / 1000))
say "base backup: $(size "$data/base") MiB in $backup_seconds s"

# 3
receiver_lives
stop_service
count "$lost_port" > "$data/counted-at-point"
sql "$lost_port" "SELECT pg_create_restore_point('at_rest')" > /dev/null
say "restore point, with $(sed -n 's/^jobs //p' "$data/counted-at-point") jobs"
start_service "$lost_port" "${city[@]}" --requests-per-hour 400

call() { curl -sS -f -m 60 -X "$1" "$server$2" ${3:+-H "Authorization: Bearer $3"} ${4:+-H 'Content-Type: application/json' -d "$4"} ${5:+-H "Idempotency-Key: $5"} 2> /dev/null; }
market=$(call GET /v1/markets | jq -r '.[0].market')
call GET "/v1/markets/$market/map" | jq -c '.roads' > "$data/roads"
roads=$(jq length "$data/roads") && [ "$roads" -gt 0 ] || give_up "no market tells its roads"
# A customer writes a line once it has the answer in its hands: key, job, version, token, body.
customer() {
    local token quote key answer body file=$data/told/$1
    token=$(call POST /v1/dev/sign-in "" '{"role": "customer"}' | jq -r .access_token)
    while [ ! -e "$data/over" ] && [ ! -e "$data/lost" ]; do
        quote=$(call POST /v1/quotes "$token" "$(jq -c --arg market "$market" --argjson a $((RANDOM % roads)) --argjson b $((RANDOM % roads)) \
            '{market: $market, service_class: "ride", stops: [.[$a], .[$b]] | map({longitude: .[0], latitude: .[1]})}' "$data/roads")") || { sleep 0.1; continue; }
        key=$(cat /proc/sys/kernel/random/uuid) body=$(jq -c '{quote}' <<< "$quote")
        # An answer that was cut off was no answer.
        answer=$(call POST /v1/jobs "$token" "$body" "$key") && jq -e .job_id <<< "$answer" > /dev/null 2>&1 || continue
        echo "$key $(jq -r '[.job_id, .version] | join(" ")' <<< "$answer") $token $body" >> "$file"
    done
}
ordering=()
for i in $(seq "$customers"); do customer "$i" & ordering+=($!); done
say "$customers customers order"
sleep "$load" "0.$((RANDOM % 10))" $((RANDOM % 5))
# A machine with much else to do answers few of them in that time.
for _ in $(seq 600); do
    [ "$(cat "$data"/told/* 2> /dev/null | wc -l)" -lt $((5 * customers)) ] || break
    receiver_lives
    sleep 0.9
done

# 4
receiver_lives
postmaster=$(head -n 1 "$data/postgres/postmaster.pid")
mapfile -t backends < <(pgrep -P "$postmaster")
kill -9 "$postmaster"
touch "$data/lost"
lost_at=$(ms)
kill -9 "$service"; wait "$service" 2> /dev/null; service=''
gone "$receiver" 60 || give_up "pg_receivewal has not ended 60 s after its server"
wait "$receiver"; receiver=''
wait "${ordering[@]}"
# Its children end by themselves once they see that it is gone.
for backend in "${backends[@]}"; do gone "$backend" 60 || give_up "process $backend of the lost server has not ended after 60 s"; done
mv "$data/postgres" "$data/lost-postgres"
cat "$data"/told/* > "$data/told-all" 2> /dev/null
told=$(wc -l < "$data/told-all")
say "the server is lost; $told orders were acknowledged to customers by then, $(find "$data/archive" -type f | wc -l) segments of the log were received"
[ "$told" -gt 0 ] || fault "no order was acknowledged: nothing is shown"

# restore FOLDER PORT [SETTING]: from base backup and log.
restore() {
    local clock=$(ms)
    cp -a "$data/base" "$1"
    # The segment that was being received is whole up to its last record, under another name.
    printf '%s\n' "restore_command = 'cp \"$data/archive/%f\" \"%p\" 2> /dev/null || cp \"$data/archive/%f.partial\" \"%p\"'" "recovery_target_action = promote" "synchronous_standby_names = ''" ${3:+"$3"} >> "$1/postgresql.auto.conf"
    touch "$1/recovery.signal"
    chmod 700 "$1"
    chmod -R o+rX "$data/archive"
    serve "$1" "$2"
    say "restored in $((($(ms) - clock) / 1000)) s ($(($(size "$data/base"))) MiB and $(size "$data/archive") MiB of log)"
}

# 5
restore "$data/restored" "$restored_port"
restore_seconds=$((($(ms) - lost_at) / 1000))
missing=$(cut -d ' ' -f 2,3 "$data/told-all" | psql -h 127.0.0.1 -p "$restored_port" -U dispatch -d dispatch -X -q -At -v ON_ERROR_STOP=1 -c 'CREATE TEMP TABLE told (job_id uuid, version bigint)' -c "COPY told FROM STDIN (DELIMITER ' ')" \
    -c 'SELECT COUNT(*) FROM told LEFT JOIN jobs USING (job_id) WHERE jobs.version IS NULL OR jobs.version < told.version') || missing=unknown
if [ "$missing" = 0 ]; then say "all $told acknowledged orders are there, each at the version that was told or a later one"; else fault "acknowledged orders that are not there: $missing"; fi
count "$restored_port" > "$data/counted-restored"
[ "$(sed -n 's/^jobs //p' "$data/counted-restored")" -ge "$((jobs + told))" ] || fault "there are $(sed -n 's/^jobs //p' "$data/counted-restored") jobs, of $jobs and $told"
verify "$restored_port"

# What the lost server had beyond: commits that nobody was told of.
rm -f "$data/lost-postgres/postmaster.pid"
sed -i '/synchronous_standby_names/d' "$data/lost-postgres/postgresql.auto.conf"
mv "$data/lost-postgres" "$data/postgres"
serve "$data/postgres" "$lost_port"
count "$lost_port" > "$data/counted-lost"
if diff "$data/counted-lost" "$data/counted-restored" > "$data/differences"; then
    say "every table has as many rows as on the server that was lost, and jobs and transfers have its digests"
else
    say "on the lost server (<) and restored (>), where they differ; what is only on the lost one was never acknowledged:"
    sed -n 's/^[<>]/            &/p' "$data/differences"
fi
(cd / && as_postgres "$programs/pg_ctl" -D "$data/postgres" -m fast -w stop) > /dev/null

start_service "$restored_port" "${city[@]}" --requests-per-hour 1
say "a service takes it on, $((($(ms) - lost_at) / 1000)) s after the loss (proof and comparison among it)"
again=0
while read -r key job _ token body; do
    # 503 is no answer: a service that has only just begun on a busy machine says it now and then.
    for _ in $(seq 30); do
        answer=$(call POST /v1/jobs "$token" "$body" "$key" | jq -r .job_id)
        [ -z "$answer" ] || break
        sleep 1
    done
    if [ "$answer" = "$job" ]; then again=$((again + 1)); else fault "the order of key $key was job $job, and is now '$answer'"; fi
done < "$data/told-all"
say "$again of $told orders, sent once more under their keys, gave the job that they had given"
stop_service
verify "$restored_port"
(cd / && as_postgres "$programs/pg_ctl" -D "$data/restored" -m fast -w stop) > /dev/null

# 6
restore "$data/at-point" "$point_port" "recovery_target_name = 'at_rest'"
count "$point_port" > "$data/counted-again"
if diff "$data/counted-at-point" "$data/counted-again" > "$data/differences"; then
    say "at the restore point every table has the rows that it had, and jobs and transfers their digests"
else
    fault "at the restore point: $(tr '\n' ' ' < "$data/differences")"
fi
verify "$point_port"

say "base backup $backup_seconds s, server lost to server restored $restore_seconds s, faults: $faults"
stop_all
if [ "$faults" -eq 0 ] && [ $keep = false ]; then rm -rf "${data:?}"; else echo "Data and logs are in $data."; fi
[ "$faults" -eq 0 ]
