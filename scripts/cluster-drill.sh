#!/usr/bin/env bash
# Rides on a cluster that scripts/cluster started, and faults under them at random moments, round after round. Exits 1 when anything that must hold does not.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2

base=8080 data=artifacts/cluster jobs=60 providers='' faults='' rounds=3 seed=1 market=hohenmarkt look=1 road=1 older='' proof=''
drill=artifacts/standins/bin/Cluster.Drill/release/O2O.Dispatch.Cluster.Drill.dll
usage() {
    cat <<'HELP'
Usage: scripts/cluster-drill.sh [--port-base N] [--data DIR] [--jobs N] [--providers N] [--faults LIST] [--rounds N] [--seed N] [--market NAME] [--look S] [--road S] [--older DIR] [--proof FILE]

Customers order one ride after the other, providers take and drive them, all over HTTP at both API nodes; what fails for a while is sent again under its key, at the other node. In each round something is done to the cluster at a
random moment, and the time is taken until the last of the jobs that were under way has made its next step. Then `scripts/cluster up` brings back what is gone. At the end every job that was acknowledged is looked for: at the version that was
told or a later one, accepted, completed and captured once, of the amount that the payment sandbox says it took. Ctrl+C ends the rounds after the one that goes on, and the jobs are looked at. The fault `partition` needs a cluster that was started with `up --partitions`.

  --port-base N, --data DIR   as scripts/cluster was told
  --jobs N                    jobs under way at any time, default 60
  --providers N               default: a fourth more than jobs
  --faults LIST               names with commas between, or NAME:N for N rounds of it; default silo-kill. --help names them once the drill is built
  --rounds N                  how often the whole list, NAME:N in it too, default 3
  --seed N                    decides moments, victims and trips; default 1
  --market NAME               default hohenmarkt; its service class 'manual' is used
  --look S                    how often a provider looks what there is to do, in seconds, default 1; a customer half as often
  --road S                    how long a ride is on the road on average, in seconds, default 1; many jobs with long rides cost the machine less. A job that is there has no step to make
  --older DIR                 binaries of an older version, DIR/Silo and DIR/Api, for the rounds half-older and older; rolling brings the cluster's own back
  --proof FILE                O2O.Dispatch.AllInOne.dll, whose `ledger verify` proves the books afterwards; default not
Needs dotnet, and the development sign-in. Exit codes: 0 passed, 1 something did not hold, 2 used wrongly or something is missing.
HELP
    [ ! -f "$drill" ] || { echo; echo "Faults:"; dotnet "$drill" faults; }
}

while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --port-base | --data | --jobs | --providers | --faults | --rounds | --seed | --market | --look | --road | --older | --proof)
            [ $# -ge 2 ] || { echo "cluster-drill: $1 needs a value" >&2; exit 2; }
            case $1 in
                --port-base) base=$2 ;;
                --data) data=$2 ;;
                --jobs) jobs=$2 ;;
                --providers) providers=$2 ;;
                --faults) faults=$2 ;;
                --rounds) rounds=$2 ;;
                --seed) seed=$2 ;;
                --market) market=$2 ;;
                --look) look=$2 ;;
                --road) road=$2 ;;
                --older) older=$2 ;;
                --proof) proof=$2 ;;
            esac
            shift 2 ;;
        *) echo "cluster-drill: unknown option $1" >&2; usage >&2; exit 2 ;;
    esac
done
providers=${providers:-$((jobs + (jobs + 3) / 4))}
for number in "--port-base $base" "--jobs $jobs" "--providers $providers" "--rounds $rounds" "--seed $seed" "--look $look" "--road $road"; do
    [[ ${number#* } =~ ^[1-9][0-9]*$ ]] || { echo "cluster-drill: ${number% *}: a whole number above zero is expected, not '${number#* }'" >&2; exit 2; }
done
[ -z "$older" ] || { [ -f "$older/Silo/O2O.Dispatch.Silo.dll" ] && [ -f "$older/Api/O2O.Dispatch.Api.dll" ]; } || { echo "cluster-drill: --older: $older has no Silo or no Api" >&2; exit 2; }
[ -z "$proof" ] || [ -f "$proof" ] || { echo "cluster-drill: --proof: there is no file $proof" >&2; exit 2; }

IFS=, read -ra list <<< "${faults:-silo-kill}"
all=()
for ((round = 0; round < rounds; round++)); do
    for fault in "${list[@]}"; do
        times=1
        [[ $fault != *:* ]] || times=${fault#*:} fault=${fault%%:*}
        [[ $times =~ ^[1-9][0-9]*$ ]] || { echo "cluster-drill: --faults: '$times' is no number of rounds" >&2; exit 2; }
        for ((i = 0; i < times; i++)); do all+=("$fault"); done
    done
done

if [[ " ${all[*]} " == *" partition "* ]] && [ ! -e "/run/netns/dispatch-$base" ]; then
    echo "cluster-drill: --faults: partition needs a cluster that was started with scripts/cluster up --partitions" >&2
    exit 2
fi
scripts/cluster status --port-base "$base" --data "$data" > /dev/null || { echo "cluster-drill: not all of the cluster is well; scripts/cluster status says what, scripts/cluster up starts it" >&2; exit 2; }
echo "Building the drill."
dotnet build -c Release tests/Cluster.Drill -v q -clp:ErrorsOnly -nologo || exit 2
nodes=$(scripts/cluster nodes --port-base "$base" --data "$data") || exit 2
inside=()
[ ! -e "/run/netns/dispatch-$base" ] || inside=(ip netns exec "dispatch-$base")
${inside[@]+"${inside[@]}"} dotnet "$drill" "$base" "$data" "$nodes" "$jobs" "$providers" "$seed" "$market" "$look" "$road" "$older" "${all[@]}"
code=$?
if [ -n "$proof" ]; then
    ${inside[@]+"${inside[@]}"} dotnet "$proof" ledger verify --postgres "Host=127.0.0.1;Port=$((base + 3));Database=dispatch;Username=dispatch" || code=1
fi
exit $code
