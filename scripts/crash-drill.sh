#!/usr/bin/env bash
# Kills a replay at random moments and runs it on, again and again, and checks from outside what must hold: no acknowledged command lost,
# no double capture, every job at an end, the books balance. Exits 1 when any round fails.
set -uo pipefail

rounds=20 seed=1 requests=1500 vehicles=220 kills=2 mix=ride=100 keep=false
usage() {
    cat <<'HELP'
Usage: scripts/crash-drill.sh [--rounds N] [--seed N] [--requests-per-hour N] [--vehicles N] [--kills N] [--mix SHARES] [--keep]

Each round replays half an hour of the generated city into a store, kills it (-9) at random moments, resumes it to its end and checks it.
  --rounds N              rounds, default 20
  --seed N                seed of the moments and of the cities, default 1
  --requests-per-hour N   demand, default 1500
  --vehicles N            vehicles, default 220
  --kills N               kills in a round before it may end, default 2
  --mix SHARES            products of the requests, as ride=70,delivery=20,home=5,store=5; default ride=100
  --keep                  keeps the stores of all rounds (those of failed rounds are always kept)
HELP
}

while [ $# -gt 0 ]; do
    case $1 in
        --rounds) rounds=$2; shift 2 ;;
        --seed) seed=$2; shift 2 ;;
        --requests-per-hour) requests=$2; shift 2 ;;
        --vehicles) vehicles=$2; shift 2 ;;
        --kills) kills=$2; shift 2 ;;
        --mix) mix=$2; shift 2 ;;
        --keep) keep=true; shift ;;
        -h | --help) usage; exit 0 ;;
        *) echo "crash-drill: unknown option $1" >&2; usage >&2; exit 2 ;;
    esac
done

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
echo "Building the replay."
dotnet build -c Release src/Replay -v q -clp:ErrorsOnly || exit 2
replay=artifacts/standins/bin/Replay/release/O2O.Dispatch.Replay.dll
folder=$(mktemp -d)
RANDOM=$seed
failed=0

for ((round = 1; round <= rounds; round++)); do
    store=$folder/round-$round.db
    acks=$folder/round-$round.acks
    city=(--from 2024-05-17T18:00 --to 2024-05-17T18:30 --requests-per-hour "$requests" --vehicles "$vehicles" --policy batched --mix "$mix"
        --seed $((seed * 1000 + round)) --store "$store" --ack-log "$acks" --quiet)
    died=""
    resume=()
    for ((kill = 1; kill <= kills; kill++)); do
        dotnet "$replay" "${city[@]}" "${resume[@]}" >"$folder/out" 2>&1 &
        pid=$!
        # The store has to be there for a resume; from then on any moment will do, the loading of the city included.
        while [ ! -s "$store" ] && kill -0 $pid 2>/dev/null; do sleep 0.05; done
        sleep $((RANDOM % 4)).$((RANDOM % 10))$((RANDOM % 10))
        if kill -9 $pid 2>/dev/null; then died+=" $(wc -l <"$acks" 2>/dev/null || echo 0)"; fi
        wait $pid 2>/dev/null
        resume=(--resume)
    done

    if dotnet "$replay" "${city[@]}" --resume >"$folder/out" 2>&1 && dotnet "$replay" check --store "$store" --ack-log "$acks" >"$folder/check" 2>&1; then
        echo "round $round: killed after$died acknowledged commands: $(tail -n 1 "$folder/check")"
        [ $keep = true ] || rm -f "$store"*
    else
        failed=$((failed + 1))
        echo "round $round: FAILED, killed after$died acknowledged commands; $store is kept"
        tail -n 5 "$folder/out" "$folder/check" 2>/dev/null
    fi
done

echo "$((rounds - failed)) of $rounds rounds passed."
[ $failed -eq 0 ]
