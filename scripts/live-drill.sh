#!/usr/bin/env bash
# Kills AllInOne (-9) under load and starts it again, round after round, and checks from outside what must hold: no acknowledged job lost, no double capture,
# every job at an end, the books balance, and connected clients come back by themselves. Exits 1 when anything does not.
set -uo pipefail

rounds=20 seed=1 store=both keep=false
usage() {
    cat <<'HELP'
Usage: scripts/live-drill.sh [--rounds N] [--seed N] [--store sqlite|postgres|both] [--keep]

Twenty customers order over HTTP under idempotency keys, insist on an answer over every outage, and follow their streams over SignalR; a simulated city of 250 vehicles
drives, ten times as fast as the clock. After the last round the city comes to rest and everything is held against each other.
  --rounds N       kills on each store, default 20
  --seed N         seed of the moments and of the trips, default 1
  --store NAME     sqlite, postgres or both (default); postgres needs Debian's postgresql, and starts a server of its own
  --keep           keeps data and logs (those of a failed run are always kept)
HELP
}

while [ $# -gt 0 ]; do
    case $1 in
        --rounds) rounds=$2; shift 2 ;;
        --seed) seed=$2; shift 2 ;;
        --store) store=$2; shift 2 ;;
        --keep) keep=true; shift ;;
        -h | --help) usage; exit 0 ;;
        *) echo "live-drill: unknown option $1" >&2; usage >&2; exit 2 ;;
    esac
done

case $store in
    sqlite | postgres) stores=$store ;;
    both) stores="sqlite postgres" ;;
    *) echo "live-drill: --store is sqlite, postgres or both, not $store" >&2; exit 2 ;;
esac

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
echo "Building AllInOne and the drill."
dotnet build -c Release src/AllInOne -v q -clp:ErrorsOnly || exit 2
dotnet build -c Release tests/AllInOne.Drill -v q -clp:ErrorsOnly || exit 2
program=$PWD/artifacts/standins/bin/AllInOne/release/O2O.Dispatch.AllInOne.dll
drill=artifacts/standins/bin/AllInOne.Drill/release/O2O.Dispatch.AllInOne.Drill.dll
folder=$(mktemp -d)
failed=0
for name in $stores; do
    echo "== $name: $rounds rounds, seed $seed"
    if dotnet "$drill" "$program" "$name" "$rounds" "$seed" "$folder/$name"; then
        echo "$name: passed"
        [ $keep = true ] || rm -rf "${folder:?}/$name"
    else
        failed=1
        echo "$name: FAILED; data and logs are kept in $folder/$name"
    fi
done
exit $failed
