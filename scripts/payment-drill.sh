#!/usr/bin/env bash
# Kills the service (-9) at every step of the way that money takes, round after round, restarts PostgreSQL under it, and checks from outside what must hold:
# one capture each, refunds and tips once, nothing lost that a caller was told, the books proven. Exits 1 when anything does not. --help tells the options and the points.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2

# A life of seconds is spent on starting: whoever drills many rounds compiles all of it beforehand, the framework included, which takes two minutes and a quarter off each round.
if [ "${1:-}" = --precompiled ]; then
    shift
    echo "Compiling the drill beforehand."
    dotnet publish tests/Payments.Drill -c Release -r "linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')" --self-contained true -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true \
        -o artifacts/payment-drill -nodeReuse:false -v q -clp:ErrorsOnly || exit 2
    exec artifacts/payment-drill/O2O.Dispatch.Payments.Drill "$@"
fi

# Whoever only asks for help does not wait for a build that was done before.
program=artifacts/standins/bin/Payments.Drill/release/O2O.Dispatch.Payments.Drill.dll
case " $* " in
    *" --help "* | *" -h "*) [ ! -f "$program" ] || exec dotnet "$program" --help ;;
esac
echo "Building the drill."
dotnet build -c Release tests/Payments.Drill -nodeReuse:false -v q -clp:ErrorsOnly || exit 2
exec dotnet "$program" "$@"
