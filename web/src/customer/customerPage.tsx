import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Api } from '../api/client';
import type { ApiProblem } from '../api/problem';
import type { Session } from '../api/session';
import type { Job, Pair, Point, Quote, VehicleFrame } from '../api/types';
import { jobState } from '../api/words';
import { Hub } from '../hubs/hub';
import type { CityMap } from '../map/cityMap';
import { CityMapView } from '../ui/cityMapView';
import { useMarkets } from '../ui/useMarkets';
import { announce, ConnectionState, Fault, Top, useTask } from '../ui/widgets';
import { Booking, type Trip } from './booking';
import { Claimed } from './claimed';
import { History } from './history';
import { arrive } from './journey';
import { lineOf, newOrder, pendingOrder, send } from './order';
import { Ride } from './ride';
import { headline, isAtHome, isCounter } from './progress';
import { Shops } from './shops';
import { Suggested } from './suggested';
import { Timeline } from './timeline';

type View = 'book' | 'shops' | 'ride' | 'history' | 'timeline';

export function CustomerPage({ session, onSignOut }: { session: Session; onSignOut: () => void }) {
  const id = session.id!;
  const api = useMemo(() => new Api(session), [session]);
  const hub = useMemo(() => new Hub('/hubs/customer', session), [session]);
  const { markets, market, city, fault, choose } = useMarkets(api);
  useEffect(() => void (market && arrive(api, market.market)), [api, market?.market]);
  const [map, setMap] = useState<CityMap>();
  const [view, setView] = useState<View>('book');
  const [trip, setTrip] = useState<Trip>({});
  const [quote, setQuote] = useState<Quote>();
  // How many links have given something since the page was opened.
  const [claims, setClaims] = useState(0);
  const [open, setOpen] = useState<ReadonlyMap<string, Job>>(new Map());
  const [shown, setShown] = useState<Job>();
  const [vehicle, setVehicle] = useState<VehicleFrame>();
  const [waiting, setWaiting] = useState<ApiProblem>();
  const [elsewhere, setElsewhere] = useState<{ choosing: boolean; chosen?: Point }>({ choosing: false });
  const ordering = useTask();

  const pins = useRef(new Map<string, { provider: string | undefined; pin: string }>());

  /** Not every event repeats the PIN; it stands as long as the same provider is coming. */
  const withPin = (job: Job): Job => {
    if (job.pin) {
      pins.current.set(job.job_id, { provider: job.provider_id, pin: job.pin });
    }

    const known = pins.current.get(job.job_id);
    return known && known.provider === job.provider_id && pinStands(job) ? { ...job, pin: known.pin } : job;
  };

  const newest = useRef(new Map<string, Job>());

  /** The answer to an order may come after the news of what has become of it since: what is newer stands. */
  const keep = (told: Job): Job => {
    const known = newest.current.get(told.job_id);
    const job = known && known.version > told.version ? known : told;
    newest.current.set(job.job_id, job);
    return withPin(job);
  };

  const jobCame = (told: Job, isNews: boolean) => {
    const job = keep(told);
    setOpen((known) => {
      const next = new Map(known);
      if (job.ended) {
        next.delete(job.job_id);
      } else {
        next.set(job.job_id, job);
      }

      return next;
    });
    setShown((known) => (known?.job_id === job.job_id ? job : known));
    if (isNews) {
      announce(jobState(job.state));
    }

    return job;
  };

  useEffect(() => {
    hub.on<VehicleFrame>('Vehicle', setVehicle);
    const leave = hub.follow(`customer/${id}`, {
      event: (event) => {
        if (event.job) {
          jobCame(event.job, true);
        }
      },
      snapshot: (reply) => {
        const jobs = reply.jobs.map(keep);
        setOpen(new Map(jobs.map((job) => [job.job_id, job])));
        const [latest] = [...jobs].sort((a, b) => b.requested_at.localeCompare(a.requested_at));
        setShown((known) => {
          const now = known && jobs.find((job) => job.job_id === known.job_id);
          if (known && !now && !known.ended) {
            // It ended while nobody was listening: the snapshot has open jobs alone.
            void api.get<Job>(`/v1/jobs/${known.job_id}`).then((job) => jobCame(job, true)).catch(() => undefined);
          }

          return now ?? known ?? latest;
        });
        if (latest) {
          setView((now) => (now === 'book' ? 'ride' : now));
        }
      },
    });
    void hub.start();
    return () => {
      leave();
      void hub.stop();
    };
  }, [hub]);

  const order = (send1: ReturnType<typeof newOrder>) =>
    ordering.run(async () => {
      try {
        const job = await send(api, send1, setWaiting);
        setShown(jobCame(job, true));
        setView('ride');
        setTrip({});
        setQuote(undefined);
      } finally {
        setWaiting(undefined);
      }
    });

  useEffect(() => {
    const pending = pendingOrder(id);
    if (pending) {
      void order(pending);
    }
  }, []);

  // What the map shows: the trip that is put together, or the ride that is looked at.
  const ride = view === 'ride' ? shown : undefined;
  const stops: (Point | undefined)[] = view === 'history' ? [] : view === 'shops' ? [trip.pickUp] : ride ? [ride.stops[0], ride.stops.length > 1 && !isAtHome(ride) && !isCounter(ride) ? ride.stops.at(-1) : undefined] : [trip.pickUp, trip.dropOff];
  const [from, to] = stops;
  const line = ride ? lineOf(ride.job_id) : quote?.line;
  useEffect(() => {
    map?.mark('pickup', 'pickup', pair(from), 'Pick-up');
    map?.mark('dropoff', 'dropoff', pair(to), 'Drop-off');
    map?.route(view === 'history' || view === 'shops' ? undefined : line);
    if (map && from && to) {
      map.fit([pair(from)!, pair(to)!, ...(line ?? [])]);
    }
  }, [map, from?.longitude, from?.latitude, to?.longitude, to?.latitude, line?.length, view, ride?.ended]);

  const seen = ride && !ride.ended && vehicle?.job_id === ride.job_id ? vehicle : undefined;
  useEffect(() => {
    if (seen) {
      map?.glide('vehicle', 'vehicle', [seen.longitude, seen.latitude], 'Your vehicle');
    } else {
      map?.mark('vehicle', 'vehicle', undefined);
    }
  }, [map, seen?.longitude, seen?.latitude, !seen]);

  // The vehicle and where it goes are in view from when it is first seen, and again from the pick-up on.
  useEffect(() => {
    const next = ride?.state === 'in_progress' ? to : from;
    if (map && seen && next) {
      map.fit([[seen.longitude, seen.latitude], pair(next)!]);
    }
  }, [map, !seen, ride?.state === 'in_progress']);

  useEffect(() => {
    const clicks = (place: Pair) => {
      const point = { longitude: place[0], latitude: place[1] };
      if (view === 'shops') {
        setTrip((now) => ({ ...now, pickUp: point }));
        return;
      }

      setTrip((now) => (now.setting === 'dropOff' || (!now.setting && now.pickUp && !now.dropOff) ? { ...now, dropOff: point, setting: undefined } : now.setting === 'pickUp' || !now.pickUp ? { ...now, pickUp: point, setting: undefined } : now));
    };
    map?.onClick((place) => (elsewhere.choosing ? setElsewhere({ choosing: true, chosen: { longitude: place[0], latitude: place[1] } }) : clicks(place)));
  }, [map, elsewhere.choosing, view]);
  useEffect(() => setElsewhere({ choosing: false }), [view, shown?.job_id, shown?.ended]);
  map?.cursor(view === 'book' || view === 'shops' || elsewhere.choosing);

  return (
    <>
      <Top title="Ride">
        <nav aria-label="Views" class="views">
          <button type="button" class="small" aria-pressed={view === 'book'} onClick={() => setView('book')} data-testid="view-book">
            New ride
          </button>
          <button type="button" class="small" aria-pressed={view === 'shops'} onClick={() => setView('shops')} data-testid="view-shops">
            Shops
          </button>
          {shown && (
            <button type="button" class="small" aria-pressed={view === 'ride'} onClick={() => setView('ride')} data-testid="view-ride">
              {shown.kind ? 'Order' : 'Ride'}
            </button>
          )}
          <button type="button" class="small" aria-pressed={view === 'history'} onClick={() => setView('history')} data-testid="view-history">
            History
          </button>
          <button type="button" class="small" aria-pressed={view === 'timeline'} onClick={() => setView('timeline')} data-testid="view-timeline">
            Timeline
          </button>
        </nav>
        <span class="grow" />
        <ConnectionState state={hub.state} />
        <button type="button" class="link" onClick={onSignOut} data-testid="sign-out">
          Sign out <span class="sr-only">{session.name}</span>
        </button>
      </Top>
      <div class="split">
        <CityMapView city={city} label="Map of the city. The fields beside it take typed places too." onMap={setMap} />
        <main class="side stack" data-testid="customer" data-customer-id={id}>
          <Fault fault={fault} />
          {market && <Claimed api={api} market={market.market} onClaimed={() => setClaims((now) => now + 1)} />}
          {market && (view === 'book' || view === 'shops') && <Suggested key={market.market} api={api} market={market.market} place={trip.pickUp} onFollow={() => setView('book')} />}
          {view === 'book' && (
            <Booking
              api={api}
              markets={markets}
              market={market}
              claims={claims}
              onMarket={choose}
              trip={trip}
              onTrip={setTrip}
              quote={quote}
              onQuote={setQuote}
              ordering={ordering.busy}
              onOrder={(got, method) => void order(newOrder(id, got.quote, method, got.line))}
            />
          )}
          {view === 'shops' && (
            <Shops
              api={api}
              market={market}
              claims={claims}
              place={trip.pickUp}
              onPlace={(place) => setTrip((now) => ({ ...now, pickUp: place }))}
              ordering={ordering.busy}
              onOrder={(got, method) => void order(newOrder(id, got.quote, method, []))}
            />
          )}
          {waiting && (
            <p class="notice" role="status" data-testid="order-waiting">
              Not answered yet, trying again: {waiting.message}
            </p>
          )}
          <Fault fault={ordering.fault} onClose={ordering.clear} />
          {view === 'ride' && shown && (
            <Ride
              key={shown.job_id}
              api={api}
              job={shown}
              vehicle={seen}
              elsewhere={elsewhere}
              onElsewhere={(choosing, chosen) => setElsewhere({ choosing, chosen })}
              onJob={(job) => jobCame(job, false)}
              onOpen={setShown}
              onAgain={() => {
                setShown(undefined);
                setView('book');
              }}
            />
          )}
          {view === 'ride' && open.size > 1 && (
            <section class="stack tight">
              <h3>Also under way</h3>
              {[...open.values()]
                .filter((job) => job.job_id !== shown?.job_id)
                .map((job) => (
                  <button type="button" key={job.job_id} onClick={() => setShown(job)}>
                    {headline(job)}
                  </button>
                ))}
            </section>
          )}
          {view === 'timeline' && <Timeline api={api} />}
          {view === 'history' && (
            <History
              api={api}
              onOpen={(job) => {
                setShown(job);
                setView('ride');
              }}
            />
          )}
        </main>
      </div>
    </>
  );
}

/** Whether a PIN that was told is still to be told to others. */
function pinStands(job: Job): boolean {
  const coming = ['accepted', 'en_route_to_pickup', 'arrived_at_pickup'].includes(job.state);
  return isCounter(job) ? job.state === 'scheduled' || job.state === 'in_progress' : coming || (job.kind === 'delivery' && job.state === 'in_progress');
}

function pair(point: Point | undefined): Pair | undefined {
  return point && [point.longitude, point.latitude];
}
