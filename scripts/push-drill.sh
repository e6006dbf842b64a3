#!/usr/bin/env bash
# Drops thousands of hub connections again and again while their streams go on, and holds all that each client was told against what is stored. Exits 1 when anything was missed, doubled or wrong.
set -uo pipefail

clients=5000 drops=20 rounds=0 away=1-120 orders=10 resume=2 seed=1 nodes='' postgres='' port=18090 keep=false
usage() {
    cat <<'HELP'
Usage: scripts/push-drill.sh [--clients N] [--drops N] [--rounds N] [--away S-S] [--orders-per-second N] [--resume-p99 S] [--seed N] [--port N] [--keep]
       scripts/push-drill.sh --nodes URL,URL --postgres CONNECTION [...]

Opens a hub connection for each client (of twenty one is a provider's, of a hundred one an operator's, the others are customers'), lets customers order and providers drive over HTTP, and drops each client again and again:
by a reset, by a close without a word, or silently, as in a tunnel; one of ten resumes is cut off once more in its middle, and one of twenty clients begins anew. Each comes back to any of the nodes and resumes from the stream,
epoch and sequence it knows. At the end every fact and snapshot is held against the facts in the database, and those of the market against an operator at each node who was never dropped: nothing missed, nothing doubled, nothing told
otherwise than it is stored.

  --clients N             connections, default 5000
  --drops N               how often each is dropped at moments of its own, default 20
  --rounds N              how often all are dropped at once after that, and come back within half a second of each other; default 0
  --away S-S              the shortest and the longest absence in seconds, default 1-120; short ones are as many as long ones by their order of size
  --orders-per-second N   default 10
  --resume-p99 S          what ninety-nine of a hundred resumes may take, from the first attempt to connect until all that was missed was told; default 2. Those of --rounds are told, and not judged
  --seed N                decides moments, absences and trips; default 1
  --port N                port of 127.0.0.1 for AllInOne, default 18090
  --nodes URL,URL         nodes that run (scripts/cluster), instead of an AllInOne on SQLite of its own; with the development sign-in
  --postgres CONNECTION   their database
  --keep                  keeps data and log of AllInOne (those of a failed run are always kept)
HELP
}

while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --keep) keep=true; shift ;;
        --clients | --drops | --rounds | --away | --orders-per-second | --resume-p99 | --seed | --port | --nodes | --postgres)
            [ $# -ge 2 ] || { echo "push-drill: $1 needs a value" >&2; exit 2; }
            case $1 in
                --clients) clients=$2 ;;
                --drops) drops=$2 ;;
                --rounds) rounds=$2 ;;
                --away) away=$2 ;;
                --orders-per-second) orders=$2 ;;
                --resume-p99) resume=$2 ;;
                --seed) seed=$2 ;;
                --port) port=$2 ;;
                --nodes) nodes=$2 ;;
                --postgres) postgres=$2 ;;
            esac
            shift 2 ;;
        *) echo "push-drill: unknown option $1" >&2; usage >&2; exit 2 ;;
    esac
done
for number in "--clients $clients" "--port $port" "--seed $seed"; do
    [[ ${number#* } =~ ^[1-9][0-9]{0,8}$ ]] || { echo "push-drill: ${number% *}: a whole number above zero is expected, not '${number#* }'" >&2; exit 2; }
done
for number in "--drops $drops" "--rounds $rounds"; do
    [[ ${number#* } =~ ^[0-9]{1,6}$ ]] || { echo "push-drill: ${number% *}: a whole number is expected, not '${number#* }'" >&2; exit 2; }
done
for number in "--orders-per-second $orders" "--resume-p99 $resume"; do
    [[ ${number#* } =~ ^([0-9]+|[0-9]*\.[0-9]+)$ && ${number#* } =~ [1-9] ]] || { echo "push-drill: ${number% *}: a number above zero is expected, not '${number#* }'" >&2; exit 2; }
done
awk "BEGIN { exit !($orders <= 500) }" || { echo "push-drill: --orders-per-second: 500 at the most, not '$orders'" >&2; exit 2; }
[ "$((10#$drops + 10#$rounds))" -gt 0 ] || { echo "push-drill: with neither --drops nor --rounds nothing is dropped" >&2; exit 2; }
[[ $away =~ ^([0-9]*\.?[0-9]+)-([0-9]*\.?[0-9]+)$ ]] && shortest=${BASH_REMATCH[1]} longest=${BASH_REMATCH[2]} \
    && awk "BEGIN { exit !($shortest > 0 && $shortest <= $longest) }" || { echo "push-drill: --away: two numbers of seconds above zero are expected, the smaller first, as in 1-120, not '$away'" >&2; exit 2; }
if [ -n "$nodes" ] && [ -z "$postgres" ] || [ -z "$nodes" ] && [ -n "$postgres" ]; then
    echo "push-drill: --nodes and --postgres go together: what was told is held against what is stored" >&2
    exit 2
fi

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
ulimit -n "$(ulimit -Hn)"
files=$(ulimit -n)
[ "$files" = unlimited ] || [ "$((clients + 1000))" -le "$files" ] || { echo "push-drill: --clients: $clients connections need a file limit of $((clients + 1000)), and ulimit -Hn is $files" >&2; exit 2; }
echo "Building the drill, and AllInOne with it."
dotnet build -c Release tests/Push.Drill -v q -clp:ErrorsOnly -nologo || exit 2
drill=artifacts/standins/bin/Push.Drill/release/O2O.Dispatch.Push.Drill.dll
folder=$(mktemp -d)
store=$postgres
server=
stop_server() {
    [ -z "$server" ] || { kill "$server" 2> /dev/null; wait "$server" 2> /dev/null; }
    server=
}
trap stop_server EXIT
trap 'exit 130' INT
if [ -z "$nodes" ]; then
    nodes=http://127.0.0.1:$port
    store=$folder/data/dispatch.db
    dotnet artifacts/standins/bin/AllInOne/release/O2O.Dispatch.AllInOne.dll --port "$port" --ops-port 0 --data-dir "$folder/data" --no-simulation > "$folder/server.log" 2>&1 &
    server=$!
    began=$SECONDS
    until curl -fs -m 5 -o /dev/null "$nodes/health/ready"; do
        [ $((SECONDS - began)) -lt 120 ] || { echo "push-drill: AllInOne is not ready after 120 s; its log is $folder/server.log" >&2; exit 1; }
        kill -0 "$server" 2> /dev/null || { echo "push-drill: AllInOne did not start:" >&2; cat "$folder/server.log" >&2; exit 1; }
        sleep 0.2
    done
fi

dotnet "$drill" "$nodes" "$store" "$clients" "$drops" "$rounds" "$shortest" "$longest" "$orders" "$resume" "$seed" "$folder"
code=$?
[ -z "$server" ] || kill -0 "$server" 2> /dev/null || { echo "FAILED: AllInOne has ended; the end of its log:"; tail -n 5 "$folder/server.log"; code=1; }
stop_server
if [ $code -eq 0 ] && [ $keep = false ]; then
    rm -rf "${folder:?}"
    echo "Passed."
else
    echo "What was written down is kept in $folder."
    [ $code -ne 0 ] || echo "Passed."
fi
exit $code
