import { useEffect, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import { serverNow } from '../api/clock';
import { ApiProblem } from '../api/problem';
import type { Customer, Market, Near, Point, Quote, Wallet } from '../api/types';
import { atDoor, classHint, distance, duration, fullDate, methodName, money, words } from '../api/words';
import { FareTable } from '../ui/fare';
import { announce, Fault, PlaceFields, useNow, useTask } from '../ui/widgets';
import { askPrice } from './journey';
import { methodToPay, takes } from './methods';
import { Referrals } from './referrals';
import { Vouchers } from './vouchers';

const NEAR_PERIOD = 5000;

export interface Trip {
  pickUp?: Point;
  dropOff?: Point;
  serviceClass?: string;
  /** Which place the next click on the map sets. */
  setting?: 'pickUp' | 'dropOff';
}

export function Booking(props: {
  api: Api;
  markets: Market[];
  market: Market | undefined;
  /** Another number asks for the vouchers and the price anew. */
  claims: number;
  onMarket: (name: string) => void;
  trip: Trip;
  onTrip: (trip: Trip) => void;
  quote: Quote | undefined;
  onQuote: (quote: Quote | undefined) => void;
  ordering: boolean;
  onOrder: (quote: Quote, paymentMethod: string | undefined) => void;
}) {
  const { api, market, trip, quote } = props;
  const [method, setMethod] = useState<string>();
  const [round, setRound] = useState(0);
  const [refusal, setRefusal] = useState<unknown>();
  const [asking, setAsking] = useState(false);
  // What stores sell is ordered from a store.
  const classes = (market?.service_classes ?? []).filter((one) => one.kind === undefined);
  const serviceClass = classes.find((one) => one.service_class === trip.serviceClass) ?? classes.find((one) => one.service_class === 'ride') ?? classes[0];
  const now = useNow(1000, serverNow);
  const left = quote ? Math.floor((Date.parse(quote.expires_at) - now) / 1000) : 0;

  // A price is asked for as soon as both places are known, and again for other places, another class or when it has expired.
  const places = JSON.stringify([trip.pickUp, trip.dropOff]);
  useEffect(() => {
    props.onQuote(undefined);
    setRefusal(undefined);
    if (!market || !serviceClass || !trip.pickUp || !trip.dropOff) {
      return;
    }

    let current = true;
    setAsking(true);
    askPrice(api, { market: market.market, service_class: serviceClass.service_class, stops: [trip.pickUp, trip.dropOff] })
      .then(
        (got) => {
          if (current) {
            props.onQuote(got);
            announce(`The price is ${money(got.total_minor_units, got.currency)}.`);
          }
        },
        (fault: unknown) => {
          if (current) {
            setRefusal(fault);
          }
        },
      )
      .finally(() => current && setAsking(false));
    return () => {
      current = false;
      setAsking(false);
    };
  }, [places, market?.market, serviceClass?.service_class, round, props.claims]);

  // Who is near now: asked anew every few seconds while somebody looks, and not told again when nothing is known.
  const [near, setNear] = useState<Near>();
  const pickUp = JSON.stringify(trip.pickUp);
  useEffect(() => {
    setNear(undefined);
    if (!market || !serviceClass || !trip.pickUp) {
      return;
    }

    let current = true;
    const { longitude, latitude } = trip.pickUp;
    const path = `/v1/markets/${encodeURIComponent(market.market)}/near?service_class=${encodeURIComponent(serviceClass.service_class)}&longitude=${longitude}&latitude=${latitude}`;
    const ask = () => {
      if (!document.hidden) {
        api.get<Near>(path).then((got) => current && setNear(got), () => undefined);
      }
    };
    ask();
    const timer = setInterval(ask, NEAR_PERIOD);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [pickUp, market?.market, serviceClass?.service_class]);

  const expired = quote !== undefined && left <= 0;
  useEffect(() => {
    if (expired && !props.ordering) {
      setRound(round + 1);
    }
  }, [expired, props.ordering]);

  const notServed = refusal instanceof ApiProblem && (refusal.slug === 'not_served_here' || refusal.slug === 'market_paused');
  const hint = !trip.pickUp
    ? 'Click the map where you want to be picked up, or type the place.'
    : !trip.dropOff
      ? 'Now click where you want to go.'
      : undefined;
  return (
    <section class="stack" aria-label="New ride">
      <h2>Where to?</h2>
      {hint && (
        <p class="muted" data-testid="booking-hint">
          {hint}
        </p>
      )}
      {props.markets.length > 1 && (
        <label>
          <span>City</span>
          <select value={market?.market} onChange={(event) => props.onMarket(event.currentTarget.value)} data-testid="market">
            {props.markets.map((one) => (
              <option key={one.market} value={one.market}>
                {words(one.market)}
              </option>
            ))}
          </select>
        </label>
      )}
      {(['pickUp', 'dropOff'] as const).map((which) => (
        <div class="row place-row" key={which}>
          <div class="grow">
            <PlaceFields
              legend={which === 'pickUp' ? 'A: pick-up' : 'B: drop-off'}
              name={which === 'pickUp' ? 'pickup' : 'dropoff'}
              place={trip[which]}
              onPlace={(place) => props.onTrip({ ...trip, [which]: place })}
            />
          </div>
          <button
            type="button"
            aria-pressed={trip.setting === which}
            onClick={() => props.onTrip({ ...trip, setting: trip.setting === which ? undefined : which })}
            data-testid={`set-${which === 'pickUp' ? 'pickup' : 'dropoff'}`}
          >
            On the map
          </button>
        </div>
      ))}
      {classes.length > 1 && (
        <fieldset>
          <legend>Service</legend>
          <div>
            {classes.map((one) => (
              <label class="check" key={one.service_class}>
                <input
                  type="radio"
                  name="class"
                  value={one.service_class}
                  checked={one === serviceClass}
                  onChange={() => props.onTrip({ ...trip, serviceClass: one.service_class })}
                  data-testid={`class-${one.service_class}`}
                />
                <span>
                  {words(one.service_class)} <small>{classHint(one.service_class)}</small>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {near && (
        <p class="muted" data-testid="near" data-vehicles={near.vehicles.length}>
          {near.pick_up_seconds === undefined || near.pick_up_seconds === null ? 'Nobody is free near there now.' : `The nearest could be there in about ${duration(near.pick_up_seconds)}.`}
        </p>
      )}
      <Vouchers api={api} claims={props.claims} onChange={() => setRound(round + 1)} />
      {market && <Referrals key={market.market} api={api} market={market.market} />}
      <PaymentMethods api={api} chosen={method} door onChoose={setMethod} />
      {asking && (
        <p class="muted" role="status">
          Asking for a price
        </p>
      )}
      {notServed ? (
        <div class="notice" role="status" data-testid="not-served">
          <h3>{(refusal as ApiProblem).slug === 'market_paused' ? 'No orders for now' : 'Not served here'}</h3>
          <p>{(refusal as ApiProblem).message}</p>
          {(refusal as ApiProblem).slug === 'not_served_here' && <p>The lighter area on the map is where rides begin and end.</p>}
        </div>
      ) : (
        <Fault fault={refusal} />
      )}
      {quote && <QuoteCard quote={quote} left={left} method={method} ordering={props.ordering} onOrder={() => props.onOrder(quote, method)} />}
    </section>
  );
}

/** A price, what it is made of, and the button that orders for it. */
export function QuoteCard(props: {
  quote: Quote;
  left: number;
  /** Of work at home, the time that the price was asked for. */
  bookedFor?: string;
  /** What it is paid with; without one nothing is ordered. */
  method: string | undefined;
  ordering: boolean;
  onOrder: () => void;
}) {
  const { quote, left, bookedFor, method, ordering, onOrder } = props;
  const ride = quote.lines.every((line) => line.kind !== 'goods');
  return (
    <div class="card stack" data-testid="quote">
      <div class="row between">
        <span class="big" data-testid="quote-total">
          {money(quote.total_minor_units, quote.currency)}
        </span>
        {quote.distance_metres > 0 && (
          <span class="muted">
            {distance(quote.distance_metres)}, about {duration(quote.duration_seconds)}
          </span>
        )}
      </div>
      {bookedFor && (
        <p data-testid="quote-when">
          {fullDate(bookedFor)}, about {duration(quote.duration_seconds)} of work.
        </p>
      )}
      {quote.surge !== undefined && (
        <p class="notice" role="status" data-testid="surge" data-multiplier={quote.surge}>
          Many are waiting here: prices are {quote.surge} times the usual for now.
        </p>
      )}
      <FareTable lines={quote.lines} total={quote.total_minor_units} currency={quote.currency} caption="What the price is made of" />
      {quote.vouchers?.map((one) => (
        <small key={one.voucher_id} data-testid="quote-voucher">
          Your voucher "{one.name}" takes {money(one.amount_minor_units, quote.currency)} off.
        </small>
      ))}
      {quote.earns?.map((name) => (
        <small key={name} data-testid="quote-earns">
          This {ride ? 'ride' : 'order'} earns you a voucher: {name}.
        </small>
      ))}
      <button type="button" class="primary large" disabled={ordering || left <= 0 || !method} onClick={onOrder} data-testid="request">
        {ordering ? 'Requesting' : `${ride ? 'Request' : 'Order'} for ${money(quote.total_minor_units, quote.currency)}`}
      </button>
      <small>
        The price stands for another {duration(left)}.{' '}
        {method ? `${charged(method)} when ${ride ? 'the ride is done' : bookedFor ? 'the work is done' : 'you have it'}.` : 'Choose what you pay with first.'}
      </small>
    </div>
  );
}

/** Who is charged, and how. */
function charged(method: string): string {
  return atDoor.includes(method) ? 'You pay at the door' : method === 'wallet' ? 'Your wallet is charged' : method === 'bank_transfer' ? 'What you transferred is taken' : 'The card is charged';
}

/** What is paid with. What is shown is told to whoever orders: the server would choose from all that the customer has registered. */
export function PaymentMethods(props: { api: Api; chosen: string | undefined; door: boolean; onChoose: (method: string | undefined) => void }) {
  const { api, chosen, door, onChoose } = props;
  const [customer, setCustomer] = useState<Customer>();
  const [wallet, setWallet] = useState<Wallet>();
  const [token, setToken] = useState('');
  const task = useTask();
  useEffect(() => {
    // Without an answer nothing can be ordered: why is told, but for a customer who has no methods yet.
    void task.run(async () =>
      setCustomer(
        await api.get<Customer>('/v1/me').catch((fault: unknown) => {
          if (fault instanceof ApiProblem && fault.slug === 'customer_unknown') {
            return undefined;
          }

          throw fault;
        }),
      ),
    );
    api.get<Wallet>('/v1/me/wallet').then(setWallet, () => undefined);
  }, [api]);
  const filled = (wallet?.balances ?? []).filter((one) => one.balance_minor_units > 0);
  const registered = customer?.payment_methods ?? [];
  const methods = [...new Set([...registered, ...(filled.length > 0 ? ['wallet'] : []), ...atDoor])].filter((method) => takes(method, door));
  const current = methodToPay(chosen, registered, door);
  useEffect(() => {
    if (current !== chosen) {
      onChoose(current);
    }
  }, [current, chosen]);
  const choose = (method: string) =>
    void task.run(async () => {
      // Paying at the door needs nothing but to be one of the customer's methods.
      if (atDoor.includes(method) && !registered.includes(method)) {
        setCustomer(await api.post<Customer>('/v1/me/payment-methods', { payment_method: method }));
      }

      onChoose(method);
    });
  return (
    <details>
      <summary data-testid="payment">
        Payment: <span class="mono">{current ? methodName(current) : 'none yet'}</span>
      </summary>
      <div class="stack tight pad">
        {methods.length > 0 && (
          <label>
            <span>Method</span>
            <select value={current ?? ''} onChange={(event) => choose(event.currentTarget.value)} data-testid="payment-method">
              {!current && (
                <option value="" disabled>
                  none yet
                </option>
              )}
              {methods.map((method) => (
                <option key={method} value={method}>
                  {methodName(method)}
                </option>
              ))}
            </select>
          </label>
        )}
        {filled.length > 0 && (
          <small data-testid="wallet-balance">
            In your wallet: {filled.map((one) => `${money(one.available_minor_units, one.currency)} with ${one.operator}`).join(', ')}
          </small>
        )}
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
            void task.run(async () => {
              setCustomer(await api.post<Customer>('/v1/me/payment-methods', { payment_method: token.trim() }));
              onChoose(token.trim());
              setToken('');
            });
          }}
        >
          <label class="grow">
            <span>Another method (the gateway's token)</span>
            <input value={token} onInput={(event) => setToken(event.currentTarget.value)} class="mono" data-testid="payment-new" />
          </label>
          <button class="bottom" disabled={!token.trim() || task.busy}>
            Add
          </button>
        </form>
        <Fault fault={task.fault} />
      </div>
    </details>
  );
}
