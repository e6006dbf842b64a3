#!/usr/bin/env bash
# Kills the service (-9) at every step of the way that money takes, round after round, restarts PostgreSQL under it, and checks from outside what must hold:
# one capture each, refunds and tips once, nothing lost that a caller was told, the books proven. Exits 1 when anything does not. --help tells the options and the points.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
echo "Building the drill."
dotnet build -c Release tests/Payments.Drill -nodeReuse:false -v q -clp:ErrorsOnly || exit 2
exec dotnet artifacts/standins/bin/Payments.Drill/release/O2O.Dispatch.Payments.Drill.dll "$@"
