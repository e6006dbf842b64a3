#!/usr/bin/env bash
# Plays the loop on a live city that runs with the development sign-in: noodles at a counter earn a film voucher, the film books two seats and earns a taxi credit, the taxi home uses it.
# One journey; then the customer's timeline, the funnel, and what each campaign cost, beside the ledger. Exits 1 when something is not as it should be.
set -euo pipefail

usage() {
    cat <<'HELP'
Usage: scripts/loop-demo.sh [--url URL] [--market NAME]

  --url URL        the live city, default http://127.0.0.1:8080
  --market NAME    its market, default the first
Needs curl and jq. It makes merchants, a hall and campaigns of its own, and leaves them there.
HELP
}

url=http://127.0.0.1:8080 market=
while [ $# -gt 0 ]; do
    case $1 in
        --url) url=$2; shift 2 ;;
        --market) market=$2; shift 2 ;;
        -h | --help) usage; exit 0 ;;
        *) echo "loop-demo: unknown option $1" >&2; usage >&2; exit 2 ;;
    esac
done

for tool in curl jq; do
    command -v "$tool" > /dev/null || { echo "loop-demo: $tool is not installed" >&2; exit 2; }
done

# call METHOD PATH TOKEN [BODY]: the answer's JSON; ends the demo when the answer is a problem. A token that begins with "key:" is an integrator's.
call() {
    local auth=() answer
    case $3 in
        "") ;;
        key:*) auth=(-H "X-Api-Key: ${3#key:}") ;;
        *) auth=(-H "Authorization: Bearer $3") ;;
    esac
    answer=$(curl -sS -X "$1" "$url$2" "${auth[@]}" -H "Idempotency-Key: $(new)" ${4:+-H "Content-Type: application/json" -d "$4"}) || { echo "loop-demo: $url does not answer" >&2; return 1; }
    if jq -e '.slug? // empty' <<< "$answer" > /dev/null 2>&1; then
        echo "loop-demo: $1 $2: $(jq -r '.slug + ": " + (.detail // "")' <<< "$answer")" >&2
        return 1
    fi
    printf '%s' "$answer"
}

new() { tr -d - < /proc/sys/kernel/random/uuid; }
token() { call POST /v1/dev/sign-in "" "$(jq -n --arg role "$1" --arg id "${2:-}" '{role: $role} + (if $id == "" then {} else {id: $id} end)')"; }

# until PATH TOKEN FILTER WHAT: asks until the filter gives something.
until_() {
    for _ in $(seq 300); do
        local got
        got=$(call GET "$1" "$2" | jq -r "$3 // empty")
        [ -n "$got" ] && { printf '%s' "$got"; return; }
        sleep 0.2
    done
    echo "loop-demo: waited a minute for $4" >&2
    return 1
}

expect() { [ "$2" = "$3" ] || { echo "loop-demo: $1 is $2, not $3" >&2; exit 1; }; }
say() { printf '\n%s\n' "$*"; }

known=$(call GET /v1/markets "" | jq --arg market "$market" 'map(select($market == "" or .market == $market))[0] // empty')
[ -n "$known" ] || { echo "loop-demo: there is no market $market" >&2; exit 2; }
market=$(jq -r .market <<< "$known")
operator=$(jq -r .operator <<< "$known")
currency=$(jq -r '.service_classes[0].currency' <<< "$known")
ops=$(token ops | jq -r .access_token)
counter=$(jq -r '[.service_classes[] | select(.kind == "redemption")][0].service_class // empty' <<< "$known")
jq -e 'any(.service_classes[]; .service_class == "sandbox")' <<< "$known" > /dev/null && [ -n "$counter" ] || { echo "loop-demo: $market has no service of the kind redemption, or no sandbox" >&2; exit 2; }
roads=$(call GET "/v1/markets/$market/map" "")
place() { jq -c ".roads[(.roads | length) * $1 | floor] | {longitude: .[0], latitude: .[1]}" <<< "$roads"; }

# shop NAME PRICE: a verified merchant with a store whose counter sells one thing; gives merchant, token, store and product.
shop() {
    local merchant bearer store product at
    merchant=$(call POST /v1/ops/merchants "$ops" "$(jq -n --arg name "$1" --arg operator "$operator" --arg currency "$currency" '{operator: $operator, name: $name, currency: $currency}')" | jq -r .merchant_id)
    call POST "/v1/ops/merchants/$merchant/verify" "$ops" > /dev/null
    bearer=$(token merchant "$merchant" | jq -r .access_token)
    at=$(place 0.5)
    store=$(call POST /v1/merchant/stores "$bearer" "$(jq -n --arg name "$1" --arg market "$market" --argjson at "$at" '{name: $name, market: $market, time_zone: "UTC", channels: ["counter"]} + $at')" | jq -r .store_id)
    product=$(call POST /v1/merchant/products "$bearer" "$(jq -n --arg name "$1" --argjson price "$2" '{name: $name, price_minor_units: $price}')" | jq -r .product_id)
    call PUT "/v1/merchant/stores/$store/shelf" "$bearer" "$(jq -n --arg product "$product" '{product_id: $product, channel: "counter", left: 10}')" > /dev/null
    echo "$merchant $bearer $store $product"
}

# campaign NAME FUNDER BENEFIT SCOPE EARNED_BY
campaign() {
    call POST /v1/ops/campaigns "$ops" "$(jq -n --arg name "$1" --arg funder "$2" --argjson benefit "$3" --argjson scope "$4" --argjson earned "$5" --arg operator "$operator" --arg currency "$currency" \
        '{operator: $operator, name: $name, funder: {kind: "merchant", id: $funder}, currency: $currency, benefit: $benefit, scope: $scope, earned_by: $earned, budget_minor_units: 10000,
          begins_at: (now - 3600 | todate), ends_at: (now + 86400 | todate)}')" | jq -r .campaign_id
}

basket() { jq -n --arg market "$market" --arg class "$counter" --arg store "$1" --arg product "$2" --argjson quantity "$3" '{market: $market, service_class: $class, stops: [], store_id: $store, items: [{product_id: $product, quantity: $quantity}]}'; }
order() { call POST /v1/jobs "$me" "$(jq -n --arg quote "$(jq -r .quote <<< "$1")" '{quote: $quote}')" | jq -r .job_id; }

read -r noodles noodler house noodle < <(shop "Demo noodles" 1200)
read -r cinema usher hall_store ticket < <(shop "Demo cinema" 1000)
film=$(campaign "A film after noodles" "$noodles" '{"kind": "amount", "amount_minor_units": 300}' "{\"merchants\": [\"$cinema\"]}" "{\"merchants\": [\"$noodles\"]}")
taxi=$(campaign "A taxi after the film" "$cinema" '{"kind": "amount", "amount_minor_units": 250}' '{"service_classes": ["sandbox"]}' "{\"merchants\": [\"$cinema\"]}")
signed=$(token customer)
me=$(jq -r .access_token <<< "$signed")
customer=$(jq -r .id <<< "$signed")

say "1. A code on the table is scanned, and noodles are had at the counter."
journey=$(call POST /v1/journeys "" "$(jq -n --arg market "$market" --arg store "$house" '{market: $market, source: "qr", store_id: $store, label: "table-4"}')" | jq -r .journey_id)
quote=$(call POST /v1/quotes "$me" "$(basket "$house" "$noodle" 1 | jq --arg journey "$journey" '. + {journey_id: $journey}')")
lunch=$(order "$quote")
code=$(until_ "/v1/jobs/$lunch" "$me" .pin "the code")
call POST /v1/merchant/redemptions "$noodler" "$(jq -n --arg code "$code" --arg store "$house" '{code: $code, units: 1, store_id: $store}')" > /dev/null
until_ /v1/me/vouchers "$me" ".items[] | select(.campaign_id == \"$film\") | .code" "the film voucher" > /dev/null

say "2. The film: two seats are booked, the voucher pays a part, the seats are taken at the door."
hall=$(new)
days='["monday","tuesday","wednesday","thursday","friday","saturday","sunday"]'
call PUT "/v1/merchant/resources/$hall" "$usher" "$(jq -n --arg store "$hall_store" --arg currency "$currency" --argjson days "$days" '{store_id: $store, name: "Hall 1", time_zone: "UTC", slot_seconds: 7200, capacity: 40, largest_party: 10,
    ahead_seconds: 2592000, early_seconds: 86400, hours: [{days: $days, from: "00:00", to: "00:00"}], deposit: {currency: $currency, per_person_minor_units: 500, free_until_seconds: 3600, late_share_basis_points: 5000}, version: 0}')" > /dev/null
begins=$(call GET "/v1/resources/$hall/slots?day=$(date -u -d tomorrow +%F)" "$me" | jq -r '.slots[0].begins_at')
booking=$(call POST /v1/bookings "$me" "$(jq -n --arg hall "$hall" --arg begins "$begins" '{resource_id: $hall, begins_at: $begins, party: 2}')" | jq -r .booking_id)
quote=$(call POST /v1/quotes "$me" "$(basket "$hall_store" "$ticket" 2 | jq --arg booking "$booking" '. + {booking_id: $booking}')")
expect "the price of two tickets less the voucher" "$(jq .total_minor_units <<< "$quote")" 1700
expect "the film's journey" "$(jq -r .journey_id <<< "$quote")" "$journey"
seats=$(order "$quote")
code=$(until_ "/v1/jobs/$seats" "$me" .pin "the code")
call POST /v1/merchant/redemptions "$usher" "$(jq -n --arg code "$code" --arg store "$hall_store" '{code: $code, units: 1, store_id: $store}')" > /dev/null
until_ /v1/me/vouchers "$me" ".items[] | select(.campaign_id == \"$taxi\") | .code" "the taxi credit" > /dev/null

say "3. The taxi home, with the credit."
quote=$(call POST /v1/quotes "$me" "$(jq -n --arg market "$market" --argjson from "$(place 0.5)" --argjson to "$(place 0.25)" '{market: $market, service_class: "sandbox", stops: [$from, $to]}')")
expect "the taxi's journey" "$(jq -r .journey_id <<< "$quote")" "$journey"
expect "the credit" "$(jq '[.lines[] | select(.kind == "discount") | .amount_minor_units] | add' <<< "$quote")" -250
home=$(order "$quote")
key=$(call POST /v1/ops/api-keys "$ops" "$(jq -n --arg customer "$customer" '{name: "Loop demo", scopes: ["sandbox"], customer_id: $customer}')")
until_ "/v1/jobs/$home" "$me" 'select(.state == "matching") | .state' "the taxi to be looked for" > /dev/null
for step in accept arrive start complete; do
    call POST "/v1/sandbox/jobs/$home/$step" "key:$(jq -r .key <<< "$key")" > /dev/null
done
call POST "/v1/jobs/$home/rating" "$me" '{"stars": 5}' > /dev/null
call DELETE "/v1/ops/api-keys/$(jq -r .key_id <<< "$key")" "$ops" > /dev/null
for job in "$lunch" "$seats" "$home"; do
    until_ "/v1/jobs/$job" "$me" 'select(.payment == "captured") | .payment' "the capture of $job" > /dev/null
done
until_ "/v1/ops/campaigns/$taxi" "$ops" 'select(.spent_minor_units == 250) | .state' "the taxi's campaign to be charged" > /dev/null

say "What happened to the customer, the latest first:"
timeline=$(call GET /v1/me/timeline "$me")
jq -r '.items[] | [.at[0:19], .kind, .where, (.detail // ""), ((.amount_minor_units // "") | tostring)] | @tsv' <<< "$timeline" | column -t -s "$(printf '\t')"
expect "how many journeys it is" "$(jq '[.items[].journey_id] | unique | length' <<< "$timeline")" 1

say "What the campaigns came to, and the ledger's own word on their jobs:"
for pair in "$film $seats $lunch" "$taxi $home $seats"; do
    read -r id used earned <<< "$pair"
    figures=$(call GET "/v1/ops/campaigns/$id/figures" "$ops")
    jq -r '"\(.name): cost \(.costs[0].amount_minor_units) to \(.costs[0].funder); used by \(.used_by[0].jobs) job with revenue \(.used_by[0].economics.gross_minor_units) and margin \(.used_by[0].economics.platform_margin_minor_units)"' <<< "$figures"
    expect "what $id cost" "$(jq '[.costs[].amount_minor_units] | add' <<< "$figures")" "$(call GET "/v1/ops/jobs/$used/economics" "$ops" | jq '[.economics.discounts[].amount_minor_units] | add')"
    expect "the revenue of what earned $id" "$(jq '.earned_by[0].economics.gross_minor_units' <<< "$figures")" "$(call GET "/v1/ops/jobs/$earned/economics" "$ops" | jq .economics.gross_minor_units)"
done

say "The funnel of the last 24 hours:"
call GET "/v1/ops/markets/$market/funnel" "$ops" | jq -r '(.rows + [.total + {key: "all"}])[] | [.key, .touches, .quotes, .orders, .completed, .rated] | @tsv' | column -t -N source,touches,quotes,orders,completed,rated
expect "the ledger's imbalance" "$(until_ /v1/ops/ledger "$ops" .imbalance_minor_units "the books to be checked")" 0
say "One journey ($journey), and the books balance."
