#!/usr/bin/env bash
# Rides on a cluster that scripts/cluster started: customers order at one API node, providers drive at the other, and a silo is killed (-9) while jobs are under way. Every job has to come to its end, paid once.
# Exits 1 when one does not.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2

base=8080 data=artifacts/cluster jobs=12 victim=silo-2 market=hohenmarkt within=180
usage() {
    cat <<'HELP'
Usage: scripts/cluster-drill.sh [--port-base N] [--data DIR] [--jobs N] [--kill NAME|none] [--market NAME] [--within SECONDS]

  --port-base N, --data DIR   as scripts/cluster was told
  --jobs N                    rides, default 12, each with a provider of its own
  --kill NAME                 what is killed once half of the rides have a provider; default silo-2, none kills nothing
  --market NAME               default hohenmarkt; its service class 'manual' is used
  --within SECONDS            how long all of it may take, default 180
Needs curl and jq, and the development sign-in. What was killed stays down: scripts/cluster up NAME starts it again.
HELP
}

while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --port-base | --data | --jobs | --kill | --market | --within)
            [ $# -ge 2 ] || { echo "cluster-drill: $1 needs a value" >&2; exit 2; }
            case $1 in
                --port-base) base=$2 ;;
                --data) data=$2 ;;
                --jobs) jobs=$2 ;;
                --kill) victim=$2 ;;
                --market) market=$2 ;;
                --within) within=$2 ;;
            esac
            shift 2 ;;
        *) echo "cluster-drill: unknown option $1" >&2; usage >&2; exit 2 ;;
    esac
done
for tool in curl jq; do command -v "$tool" > /dev/null || { echo "cluster-drill: $tool is not installed" >&2; exit 2; }; done

one=http://127.0.0.1:$((base + 1)) two=http://127.0.0.1:$((base + 2))
folder=$(mktemp -d)
began=$(date +%s%3N)
trap 'touch "$folder/over"; wait; rm -rf "$folder"' EXIT

new() { tr -d - < /proc/sys/kernel/random/uuid; }
ms() { echo $(($(date +%s%3N) - began)); }
say() { printf '%7d ms  %s\n' "$(ms)" "$*"; }

# call METHOD URL TOKEN [BODY] [KEY]: the answer's JSON; what fails for a while is asked again with the same key, as a client does. Gives nothing when it is refused for good.
call() {
    local key=${5:-$(new)} answer status
    while [ ! -e "$folder/over" ]; do
        answer=$(curl -sS -m 40 -w '\n%{http_code}' -X "$1" "$2" ${3:+-H "Authorization: Bearer $3"} -H "Idempotency-Key: $key" ${4:+-H "Content-Type: application/json" -d "$4"} 2> /dev/null)
        status=${answer##*$'\n'} answer=${answer%$'\n'*}
        case $status in
            2??) printf '%s' "$answer"; return 0 ;;
            000 | 409 | 429 | 503)
                [ "$status" != 409 ] || [ "$(jq -r '.slug // empty' <<< "$answer" 2> /dev/null)" = in_flight ] || { refused "$1 $2" "$status" "$answer"; return 1; }
                echo "$(ms) $status $1 $2" >> "$folder/repeated"
                sleep 0.5 ;;
            *) refused "$1 $2" "$status" "$answer"; return 1 ;;
        esac
    done
    return 1
}
refused() { echo "$(ms) $2 $1 $(jq -rc '[.slug, .detail] | join(": ")' <<< "$3" 2> /dev/null)" >> "$folder/refused"; }
sign_in() { call POST "$1/v1/dev/sign-in" "" "{\"role\": \"$2\"}"; }

places=$(call GET "$one/v1/markets/$market/map" "") || { echo "cluster-drill: $one has no market $market" >&2; exit 1; }
place() { jq -c ".roads[((.roads | length) - 1) * $1 / 100 | floor] | {longitude: .[0], latitude: .[1]}" <<< "$places"; }
ops=$(sign_in "$two" ops | jq -r .access_token)

# Providers, at the second node.
: > "$folder/providers"
for i in $(seq "$jobs"); do
    signed=$(sign_in "$two" provider)
    token=$(jq -r .access_token <<< "$signed") id=$(jq -r .id <<< "$signed")
    call POST "$two/v1/provider/shift/start" "$token" "{\"market\": \"$market\", \"service_classes\": [\"manual\"], \"vehicle_id\": \"$(cat /proc/sys/kernel/random/uuid)\"}" > /dev/null || break
    place $((i * 97 / jobs)) | jq -c --arg id "$id" '. + {provider_id: $id}' >> "$folder/reports"
    echo "$id $token" >> "$folder/providers"
done
[ "$(wc -l < "$folder/providers")" -eq "$jobs" ] || { cat "$folder/refused" >&2; echo "cluster-drill: a provider could not begin its shift" >&2; exit 1; }
say "$jobs providers are on shift at $two"
(
    while [ ! -e "$folder/over" ]; do
        curl -s -m 10 -o /dev/null -X POST "$two/v1/locations" -H "Authorization: Bearer $ops" -H 'Content-Type: application/json' -d "$(jq -cs --arg market "$market" '{market: $market, reports: .}' "$folder/reports")"
        sleep 2
    done
) &

# Customers, at the first.
: > "$folder/orders"
for i in $(seq "$jobs"); do
    signed=$(sign_in "$one" customer)
    token=$(jq -r .access_token <<< "$signed")
    quote=$(call POST "$one/v1/quotes" "$token" "$(jq -cn --arg market "$market" --argjson from "$(place $((i * 97 / jobs)))" --argjson to "$(place $(((i * 97 / jobs + 40) % 97)))" '{market: $market, service_class: "manual", stops: [$from, $to]}')") || break
    job=$(call POST "$one/v1/jobs" "$token" "$(jq -c '{quote, payment_method: "pm_card_ok"}' <<< "$quote")" | jq -r '.job_id // empty')
    [ -n "$job" ] || break
    echo "$job $token" >> "$folder/orders"
    ln -s "$token" "$folder/token-$job"
done
[ "$(wc -l < "$folder/orders")" -eq "$jobs" ] || { cat "$folder/refused" >&2; echo "cluster-drill: a ride could not be ordered" >&2; exit 1; }
say "$jobs rides are ordered at $one"

# A provider: takes what it is offered and drives it, step by step.
drive() {
    local token=$1 view job state offer
    while [ ! -e "$folder/over" ]; do
        sleep 0.5
        view=$(call GET "$two/v1/provider" "$token") || continue
        job=$(jq -r '.jobs[0].job_id // empty' <<< "$view") state=$(jq -r '.jobs[0].state // empty' <<< "$view") offer=$(jq -r '.open_offer.offer_id // empty' <<< "$view")
        if [ -z "$job" ] && [ -n "$offer" ]; then
            call POST "$two/v1/provider/offers/$offer/accept" "$token" "$(jq -c '{job_id: .open_offer.job.job_id}' <<< "$view")" > /dev/null && echo "$(ms) accepted $(jq -r .open_offer.job.job_id <<< "$view")" >> "$folder/steps"
            continue
        fi
        case $state in
            accepted | en_route_to_pickup) call POST "$two/v1/provider/jobs/$job/arrive" "$token" > /dev/null && echo "$(ms) arrived $job" >> "$folder/steps" ;;
            arrived_at_pickup)
                pin=$(call GET "$one/v1/jobs/$job" "$(readlink "$folder/token-$job")" | jq -r '.pin // empty')
                call POST "$two/v1/provider/jobs/$job/start" "$token" "{\"pin\": \"$pin\"}" > /dev/null && echo "$(ms) started $job" >> "$folder/steps" ;;
            in_progress) sleep 2; call POST "$two/v1/provider/jobs/$job/complete" "$token" '{}' > /dev/null && echo "$(ms) completed $job" >> "$folder/steps" ;;
        esac
    done
}
: > "$folder/steps"
: > "$folder/repeated"
while read -r _ token; do drive "$token" & done < "$folder/providers"

killed='' done_jobs=0
while [ $(($(ms) / 1000)) -lt "$within" ]; do
    sleep 0.5
    if [ -z "$killed" ] && [ "$victim" != none ] && [ "$(grep -c accepted "$folder/steps")" -ge $(((jobs + 1) / 2)) ]; then
        killed=$(ms)
        say "killing $victim: $(grep -c completed "$folder/steps") rides are done, $(grep -c accepted "$folder/steps") have a provider"
        scripts/cluster kill "$victim" --data "$data" --port-base "$base" || exit 1
    fi
    done_jobs=0
    while read -r job token; do
        [ -e "$folder/done-$job" ] && { done_jobs=$((done_jobs + 1)); continue; }
        view=$(curl -s -m 5 "$one/v1/jobs/$job" -H "Authorization: Bearer $token")
        if [ "$(jq -r '[.state, .payment] | join(" ")' <<< "$view" 2> /dev/null)" = "completed captured" ]; then
            touch "$folder/done-$job"
            done_jobs=$((done_jobs + 1))
        fi
    done < "$folder/orders"
    [ "$done_jobs" -eq "$jobs" ] && break
done

say "$done_jobs of $jobs rides are completed and their payment is captured; calls that were repeated: $(wc -l < "$folder/repeated")"
if [ -n "$killed" ]; then
    awk -v killed="$killed" '$1 > killed && !($3 in next_step) { next_step[$3] = $1 - killed }
        END { for (job in next_step) { rides++; if (next_step[job] > longest) longest = next_step[job] }
              printf "            %d rides were under way at the kill or began after it; the one that waited longest made its next step %d ms after the kill\n", rides, longest }' "$folder/steps"
fi
[ -s "$folder/refused" ] && { echo "Refused:"; sort "$folder/refused" | cut -c 1-200 | head -n 20; }

# Once each: accepted, completed, captured.
bad=0
while read -r job _; do
    timeline=$(call GET "$two/v1/ops/jobs/$job/timeline" "$ops")
    counts=$(jq -r '[.items[] | select(.kind == "event") | .name] | map(select(. == ("accepted", "completed", "payment_captured"))) | sort | join(" ")' <<< "$timeline")
    [ "$counts" = "accepted completed payment_captured" ] || { bad=$((bad + 1)); echo "Ride $job has these, not one of each: $counts; $(call GET "$two/v1/ops/jobs/$job" "$ops" | jq -c '[.state, .payment]')"; }
done < "$folder/orders"
[ "$done_jobs" -eq "$jobs" ] && [ "$bad" -eq 0 ]
