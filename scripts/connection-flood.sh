#!/usr/bin/env bash
# Floods AllInOne with more connections than its file limit, and checks that it refuses, lives, and lets others in again. Exits 1 when it does not.
set -uo pipefail

files=1000 connections=3000 port=18080 program=
usage() {
    cat <<'HELP'
Usage: scripts/connection-flood.sh [--files N] [--connections N] [--port N] [--program DLL]

Starts AllInOne with a low file limit (ulimit -n) and opens connections to it from node: hub connections, connections that say nothing, and hub connections once more.
  --files N        file limit of the process, default 1000
  --connections N  connections of each wave, default 3000
  --port N         port of 127.0.0.1, default 18080
  --program DLL    an O2O.Dispatch.AllInOne.dll that is built already
HELP
}

while [ $# -gt 0 ]; do
    case $1 in
        --files) files=$2; shift 2 ;;
        --connections) connections=$2; shift 2 ;;
        --port) port=$2; shift 2 ;;
        --program) program=$2; shift 2 ;;
        -h | --help) usage; exit 0 ;;
        *) echo "connection-flood: unknown option $1" >&2; usage >&2; exit 2 ;;
    esac
done

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
if [ -z "$program" ]; then
    echo "Building AllInOne."
    dotnet build -c Release src/AllInOne -v q -clp:ErrorsOnly || exit 2
    program=$PWD/artifacts/standins/bin/AllInOne/release/O2O.Dispatch.AllInOne.dll
fi

log=$(mktemp)
(ulimit -n "$files" || exit 2
    export HubLimits__ConnectionsPerUser=0 Api__RequestsPerSecond=1000000 Api__RequestBurst=1000000 Api__AnonymousRequestsPerSecond=1000000 Api__AnonymousRequestBurst=1000000
    exec dotnet "$program" --port "$port" --ops-port 0 --memory --no-simulation) >"$log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null' EXIT
until curl -fs -o /dev/null "http://127.0.0.1:$port/health/ready"; do
    if ! kill -0 $server 2>/dev/null; then
        echo "connection-flood: the server did not start:" >&2
        cat "$log" >&2
        exit 1
    fi

    sleep 0.2
done

echo "File limit $files: $(grep 'Max open files' /proc/$server/limits)"
ulimit -n "$(ulimit -Hn)"
node scripts/connection-flood.mjs "http://127.0.0.1:$port" "$connections"
failed=$?
if ! kill -0 $server 2>/dev/null; then
    echo "FAULT the server has ended" >&2
    failed=1
fi

echo "Files open at the end: $(ls /proc/$server/fd 2>/dev/null | wc -l). The last lines of the server:"
tail -n 5 "$log"
exit $failed
