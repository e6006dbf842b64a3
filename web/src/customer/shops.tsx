import { useEffect, useState } from 'preact/hooks';
import { newKey, type Api } from '../api/client';
import { serverNow } from '../api/clock';
import { ApiProblem } from '../api/problem';
import type { Booking, BookingPlace, BookingSlots, Market, NearStore, Page, Point, Quote, ServiceClass, Storefront } from '../api/types';
import { clock, dayAndClock, distance, money, words } from '../api/words';
import { Verified } from '../ui/verified';
import { announce, Fault, PlaceFields, useNow, useTask } from '../ui/widgets';
import { bookable, fieldText, readBooked } from './bookedTime';
import { PaymentMethods, QuoteCard } from './booking';
import { askPrice } from './journey';
import { Vouchers } from './vouchers';

type Channel = 'counter' | 'delivery' | 'visit';

/** The kind of service class that each way of having things is ordered by. */
const kinds: Record<Channel, string> = { counter: 'redemption', delivery: 'delivery', visit: 'home_service' };

const ways: Record<Channel, string> = { counter: 'I go there', delivery: 'Bring it to me', visit: 'Come to me' };

const placeNames: Record<Channel, string> = { counter: 'Where you are', delivery: 'Where to bring it', visit: 'Where to come' };

/** Stores near a place, what each sells, and the order: to be had at the counter, brought, or done at home at a booked time. */
export function Shops(props: {
  api: Api;
  market: Market | undefined;
  /** Another number asks for the vouchers anew, and drops the price. */
  claims: number;
  place: Point | undefined;
  onPlace: (place: Point | undefined) => void;
  ordering: boolean;
  onOrder: (quote: Quote, paymentMethod: string | undefined) => void;
}) {
  const { api, market, place } = props;
  const [channel, setChannel] = useState<Channel>('counter');
  const [text, setText] = useState('');
  const [stores, setStores] = useState<NearStore[]>();
  const [front, setFront] = useState<Storefront>();
  const [refusal, setRefusal] = useState<unknown>();
  const task = useTask();
  const channels = (Object.keys(kinds) as Channel[]).filter((one) => market?.service_classes.some((known) => known.kind === kinds[one]));
  const serviceClass = market?.service_classes.find((one) => one.kind === kinds[channel]);
  const search = text.trim();
  useEffect(() => {
    setStores(undefined);
    setFront(undefined);
    if (!market || !place) {
      return;
    }

    let current = true;
    // Whether a store is open now says nothing about a booked time.
    const ask = () =>
      api.get<{ items: NearStore[] }>(`/v1/markets/${encodeURIComponent(market.market)}/stores`, { longitude: place.longitude, latitude: place.latitude, channel, text: search, ...(channel === 'visit' && { closed: 'true' }) }).then(
        (got) => {
          if (current) {
            setStores(got.items);
            setRefusal(undefined);
          }
        },
        (why: unknown) => {
          if (!current) {
            return;
          }

          setRefusal(why);
          if (why instanceof ApiProblem && why.isPassing) {
            timer = setTimeout(() => void ask(), (why.retryAfterSeconds ?? 3) * 1000);
          }
        },
      );

    // Nobody is asked while somebody types.
    let timer = setTimeout(() => void ask(), search ? 300 : 0);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [market?.market, place?.longitude, place?.latitude, channel, search]);
  const open = (store: NearStore) => {
    // Whether it counts is the merchant's matter: the store opens all the same.
    if (store.click) {
      api.post('/v1/placements/clicks', { click: store.click }).catch(() => undefined);
    }

    return task.run(async () => setFront(await api.get<Storefront>(`/v1/stores/${store.store_id}`, { longitude: place?.longitude, latitude: place?.latitude })));
  };
  return (
    <section class="stack" aria-label="Shops" data-testid="shops">
      <h2>What do you want?</h2>
      <PlaceFields legend={placeNames[channel]} name="here" place={place} onPlace={props.onPlace} />
      <div class="row">
        {channels.map((one) => (
          <button type="button" key={one} class="small" aria-pressed={one === channel} onClick={() => setChannel(one)} data-testid={`shop-channel-${one}`}>
            {ways[one]}
          </button>
        ))}
      </div>
      <label>
        <span>Store or product</span>
        <input value={text} maxLength={100} onInput={(event) => setText(event.currentTarget.value)} data-testid="shop-text" />
      </label>
      <Fault fault={refusal ?? task.fault} />
      {!place && <p class="muted">Click the map, or type a place.</p>}
      {stores?.length === 0 && <p class="muted">{channel === 'visit' ? 'Nobody who has it comes here.' : 'No store is open that has it here.'}</p>}
      {front && serviceClass ? (
        <Front
          key={front.store_id}
          {...props}
          front={front}
          channel={channel}
          serviceClass={serviceClass}
          onBack={() => setFront(undefined)}
        />
      ) : (
        <ul class="list">
          {stores?.map((one) => (
            <li key={one.store_id}>
              <button
                type="button"
                class="row-button between"
                disabled={task.busy}
                onClick={() => void open(one)}
                data-testid="shop"
                data-store-id={one.store_id}
                data-open={one.open}
              >
                <span class="grow">
                  {one.name} {one.verified && <Verified />}{' '}
                  {one.placed && (
                    <span class="chip" data-testid="shop-ad">
                      Ad
                    </span>
                  )}
                </span>
                <small>
                  {distance(one.distance_metres)}
                  {!one.open && `, ${one.opens_at ? `opens ${dayAndClock(one.opens_at)}` : 'closed'}`}
                </small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface Wanted {
  quantity: number;
  options: string[];
}

/** A store with what it sells this way, a basket, and a place in a slot where it has any. */
function Front(props: {
  api: Api;
  market: Market | undefined;
  claims: number;
  place: Point | undefined;
  front: Storefront;
  channel: Channel;
  serviceClass: ServiceClass;
  ordering: boolean;
  onOrder: (quote: Quote, paymentMethod: string | undefined) => void;
  onBack: () => void;
}) {
  const { api, front, channel } = props;
  const [basket, setBasket] = useState<Record<string, Wanted>>({});
  const [booking, setBooking] = useState<Booking>();
  const [quote, setQuote] = useState<Quote>();
  const [method, setMethod] = useState<string>();
  const lead = props.serviceClass.lead_seconds;
  const [when, setWhen] = useState(() => fieldText(bookable(serverNow(), lead).first + 10 * 60_000));
  const [bookedFor, setBookedFor] = useState<string>();
  const task = useTask();
  // A price that was asked for before knows nothing of what a link gave since.
  useEffect(() => setQuote(undefined), [props.claims]);
  const now = useNow(1000, serverNow);
  const left = quote ? Math.floor((Date.parse(quote.expires_at) - now) / 1000) : 0;
  const products = front.products.filter((one) => one.channels.some((way) => way.channel === channel));
  const items = Object.entries(basket).filter(([, one]) => one.quantity > 0);
  const want = (product: string, change: Partial<Wanted>) => {
    setQuote(undefined);
    setBasket((known) => ({ ...known, [product]: { ...(known[product] ?? { quantity: 0, options: [] }), ...change } }));
  };
  const ask = () =>
    task.run(async () => {
      const { at, fault } = channel === 'visit' ? readBooked(when, serverNow(), lead) : {};
      if (fault) {
        throw new Error(fault);
      }

      const got = await askPrice(api, {
        market: props.market!.market,
        service_class: props.serviceClass.service_class,
        stops: channel === 'counter' ? [] : [props.place],
        store_id: front.store_id,
        items: items.map(([product, one]) => ({ product_id: product, quantity: one.quantity, options: one.options })),
        booking_id: booking?.booking_id,
        ...(at && { pick_up_at: at }),
      });
      setQuote(got);
      setBookedFor(at);
      announce(`The price is ${money(got.total_minor_units, got.currency)}.`);
    });
  return (
    <div class="stack" data-testid="front" data-store-id={front.store_id}>
      <div class="row between">
        <h3>
          {front.name} {front.verified && <Verified />}
        </h3>
        <button type="button" class="small" onClick={props.onBack} data-testid="front-back">
          Other stores
        </button>
      </div>
      {front.rating_average !== undefined && (
        <small data-testid="front-rating">
          {front.rating_average.toFixed(1)} of 5 stars at its counter ({front.rating_count === 1 ? 'one rating' : `${front.rating_count} ratings`})
        </small>
      )}
      <ul class="list">
        {products.map((one) => {
          const wanted = basket[one.product_id] ?? { quantity: 0, options: [] };
          const way = one.channels.find((known) => known.channel === channel);
          const missing = way?.served === false ? `Not sold here${one.zones ? `, but in ${one.zones.join(', ')}` : ''}` : way?.sold_out ? 'Sold out' : undefined;
          return (
            <li key={one.product_id} class="stack tight pad" data-testid="front-product" data-product-id={one.product_id} data-sold-out={way?.sold_out} data-served={way?.served}>
              <div class="row between">
                <span class="grow">
                  {one.name} <small>{money(one.price_minor_units, front.currency)}</small>
                </span>
                {missing ? (
                  <span class="chip">{missing}</span>
                ) : (
                  <input
                    class="count"
                    type="number"
                    min={0}
                    max={99}
                    aria-label={`How many ${one.name}`}
                    value={wanted.quantity}
                    onInput={(event) => want(one.product_id, { quantity: Math.min(99, Math.max(0, Math.trunc(event.currentTarget.valueAsNumber || 0))) })}
                    data-testid="front-quantity"
                  />
                )}
              </div>
              {wanted.quantity > 0 &&
                one.groups.map((group) => (
                  <fieldset key={group.name}>
                    <legend>
                      {group.name} <small>{group.least === group.most ? `choose ${group.most}` : `${group.least} to ${group.most}`}</small>
                    </legend>
                    {group.options.map((option) => (
                      <label class="check" key={option.id}>
                        <input
                          type="checkbox"
                          checked={wanted.options.includes(option.id)}
                          onChange={(event) =>
                            want(one.product_id, { options: event.currentTarget.checked ? [...wanted.options, option.id] : wanted.options.filter((id) => id !== option.id) })
                          }
                          data-testid={`front-option-${option.id}`}
                        />
                        <span>
                          {option.name} {option.price_minor_units !== 0 && <small>{money(option.price_minor_units, front.currency)}</small>}
                        </span>
                      </label>
                    ))}
                  </fieldset>
                ))}
            </li>
          );
        })}
      </ul>
      {channel === 'visit' && (
        <label>
          <span>When, on your clock</span>
          <input
            type="datetime-local"
            value={when}
            min={fieldText(bookable(now, lead).first)}
            max={fieldText(bookable(now, lead).last)}
            onInput={(event) => {
              setWhen(event.currentTarget.value);
              setQuote(undefined);
            }}
            data-testid="front-when"
          />
        </label>
      )}
      {channel === 'counter' && (
        <Places
          api={api}
          store={front.store_id}
          booking={booking}
          onBooking={(made) => {
            setBooking(made);
            setQuote(undefined);
          }}
        />
      )}
      <Vouchers api={api} claims={props.claims} onChange={() => setQuote(undefined)} />
      <PaymentMethods api={api} chosen={method} door={channel !== 'counter'} onChoose={setMethod} />
      <Fault fault={task.fault} onClose={task.clear} />
      {quote && left > 0 ? (
        <QuoteCard quote={quote} left={left} method={method} bookedFor={bookedFor} ordering={props.ordering} onOrder={() => props.onOrder(quote, method)} />
      ) : (
        <button type="button" class="primary large" disabled={task.busy || items.length === 0} onClick={() => void ask()} data-testid="front-price">
          What does it cost?
        </button>
      )}
    </div>
  );
}

/** A table, seats, a chair: the slots of a day, and a place in one that is kept while the customer orders. */
function Places({ api, store, booking, onBooking }: { api: Api; store: string; booking: Booking | undefined; onBooking: (booking: Booking | undefined) => void }) {
  const [places, setPlaces] = useState<BookingPlace[]>([]);
  const [place, setPlace] = useState<string>();
  const [day, setDay] = useState('');
  const [slots, setSlots] = useState<BookingSlots>();
  const [party, setParty] = useState(2);
  const task = useTask();
  useEffect(() => void api.get<Page<BookingPlace>>(`/v1/stores/${store}/resources`).then((page) => setPlaces(page.items), () => undefined), [api, store]);
  const chosen = place ?? places[0]?.resource_id;
  // Whoever was faster has taken places: then the day is read again.
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!chosen) {
      return;
    }

    let current = true;
    api.get<BookingSlots>(`/v1/resources/${chosen}/slots`, { day }).then(
      (got) => {
        if (current) {
          setSlots(got);
          setParty((known) => Math.min(got.largest_party, Math.max(got.smallest_party, known)));
        }
      },
      () => current && setSlots(undefined),
    );
    return () => {
      current = false;
    };
  }, [api, chosen, day, round]);
  if (places.length === 0) {
    return null;
  }

  if (booking) {
    return (
      <div class="notice ok stack tight" data-testid="booking" data-booking-id={booking.booking_id} data-state={booking.state}>
        <span>
          {booking.state === 'held' ? 'Kept' : 'Booked'} for {booking.party} at {dayAndClock(booking.begins_at)}
          {booking.held_until && `, until ${clock(booking.held_until)}: order to have it`}.
        </span>
        {booking.deposit_minor_units > 0 && (
          <small>
            {money(booking.deposit_minor_units, booking.currency)} of the price is a deposit: given up after {dayAndClock(booking.free_until)}, some of it stays with the store.
          </small>
        )}
        <button
          type="button"
          class="small"
          disabled={task.busy}
          onClick={() =>
            void task.run(async () => {
              await api.post(`/v1/bookings/${booking.booking_id}/cancel`, {});
              onBooking(undefined);
            })
          }
          data-testid="booking-cancel"
        >
          Another time
        </button>
        <Fault fault={task.fault} />
      </div>
    );
  }

  return (
    <fieldset class="stack tight">
      <legend>Book a place</legend>
      <div class="row">
        <label class="grow">
          <span>What</span>
          <select value={chosen} onChange={(event) => setPlace(event.currentTarget.value)} data-testid="slot-place">
            {places.map((one) => (
              <option key={one.resource_id} value={one.resource_id}>
                {one.place.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Day</span>
          <input type="date" value={day || slots?.day} onChange={(event) => setDay(event.currentTarget.value)} data-testid="slot-day" />
        </label>
        <label>
          <span>People</span>
          <input
            class="count"
            type="number"
            min={slots?.smallest_party}
            max={slots?.largest_party}
            value={party}
            onInput={(event) => setParty(Math.trunc(event.currentTarget.valueAsNumber || 1))}
            data-testid="slot-party"
          />
        </label>
      </div>
      {slots && slots.deposit.per_person_minor_units > 0 && <small>A deposit of {money(slots.deposit.per_person_minor_units, slots.deposit.currency)} for each.</small>}
      {slots?.slots.length === 0 && <p class="muted">Nothing on that day.</p>}
      <div class="row">
        {slots?.slots.map((one) => (
          <button
            type="button"
            key={one.begins_at}
            class="small"
            disabled={task.busy || one.closed !== undefined || one.free < party}
            title={one.closed ? words(one.closed) : `${one.free} free`}
            onClick={() =>
              void task
                .run(async () => onBooking(await api.postUntilAnswered<Booking>('/v1/bookings', { resource_id: slots.resource_id, begins_at: one.begins_at, party }, newKey())))
                .then((done) => done || setRound(round + 1))
            }
            data-testid="slot"
            data-begins-at={one.begins_at}
            data-free={one.free}
          >
            {new Date(one.begins_at).toLocaleTimeString('en-GB', { timeZone: slots.time_zone, hour: '2-digit', minute: '2-digit' })} <small>{one.free} free</small>
          </button>
        ))}
      </div>
      <Fault fault={task.fault} onClose={task.clear} />
    </fieldset>
  );
}
