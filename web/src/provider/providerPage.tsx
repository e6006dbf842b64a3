import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Api, newKey } from '../api/client';
import type { Session } from '../api/session';
import type { Advice, Directions, Job, Offer, Pair, Point, Provider } from '../api/types';
import { jobState, words } from '../api/words';
import { Hub } from '../hubs/hub';
import type { CityMap } from '../map/cityMap';
import { CityMapView } from '../ui/cityMapView';
import { ProviderStateChip } from '../ui/stateChip';
import { useMarkets } from '../ui/useMarkets';
import { announce, ConnectionState, Fault, PlaceFields, Top, useTask } from '../ui/widgets';
import { AdviceCard } from './adviceCard';
import { Drive } from './drive';
import { EarningsCard } from './earnings';
import { PassedByList } from './passedBy';
import { JobCard, TakeAtDoor } from './jobCard';
import { OfferCard } from './offerCard';
import { PayoutsCard } from '../ui/payouts';
import { ShiftForm } from './shiftForm';

/** A parked vehicle says that it is still there. */
const parkedReportSeconds = 5;

export function ProviderPage({ session, onSignOut }: { session: Session; onSignOut: () => void }) {
  const id = session.id!;
  const api = useMemo(() => new Api(session), [session]);
  const hub = useMemo(() => new Hub('/hubs/provider', session), [session]);
  const { markets, market, city, fault, choose } = useMarkets(api);
  const [map, setMap] = useState<CityMap>();
  const [provider, setProvider] = useState<Provider>();
  const [jobs, setJobs] = useState<Job[]>([]);
  const [offer, setOffer] = useState<Offer>();
  const [place, setPlace] = useState<Point | undefined>(() => JSON.parse(sessionStorage.getItem(`o2o.place.${id}`) ?? 'null') ?? undefined);
  const [advice, setAdvice] = useState<Advice>();
  const [directions, setDirections] = useState<Directions>();
  const [drive, setDrive] = useState<Drive>();
  const [speed, setSpeed] = useState(40);
  const [ended, setEnded] = useState<Job>();
  const [toTake, setToTake] = useState<Job>();
  const [round, setRound] = useState(0);
  const task = useTask();
  const onShift = provider !== undefined && provider.state !== 'offline';
  const job = jobs[0];
  const inHand = useRef(jobs);
  inHand.current = jobs;

  const refresh = () => void api.get<Provider>('/v1/provider').then(took, () => undefined);
  const took = (now: Provider) => {
    setProvider(now);
    setJobs([...now.jobs, ...(now.commitments ?? []).filter((one) => !now.jobs.some((known) => known.job_id === one.job_id))]);
    setOffer(now.open_offer);
    setAdvice(now.advice);
    if (now.market) {
      choose(now.market);
    }

    if (now.place) {
      setPlace((known) => known ?? now.place);
    }
  };
  const jobCame = (changed: Job) => {
    const mine = changed.provider_id === id && !changed.ended;
    setJobs((known) => {
      const before = known.find((one) => one.job_id === changed.job_id);
      if (before && before.version > changed.version) {
        return known;
      }

      return mine ? (before ? known.map((one) => (one === before ? changed : one)) : [...known, changed]) : known.filter((one) => one !== before);
    });
    // A way to where it was only advised to go ends with the job.
    if (!mine || changed.state === 'accepted' || changed.state === 'arrived_at_pickup') {
      setDrive(undefined);
    }

    // News of a job that was done before, such as its tip, asks for nothing again.
    if (changed.state === 'completed' && changed.paid_at_door && changed.fare_minor_units > 0 && inHand.current.some((one) => one.job_id === changed.job_id)) {
      setToTake(changed);
    }

    if (changed.ended) {
      setEnded(changed);
      setRound((n) => n + 1);
    }

    announce(jobState(changed.state));
    refresh();
  };

  useEffect(() => {
    const leave = hub.follow(`provider/${id}`, {
      event: (event) => {
        if (event.type === 'offer_made') {
          setOffer(event.offer);
          setAdvice(undefined);
        } else if (event.type === 'offer_closed') {
          setOffer((known) => (known?.offer_id === event.offer_id ? undefined : known));
        } else if (event.type === 'move_advised') {
          setAdvice(event.advice);
        } else if (event.job) {
          jobCame(event.job);
        }
      },
      snapshot: (reply) => {
        if (reply.provider) {
          took({ ...reply.provider, jobs: reply.jobs.length ? reply.jobs : reply.provider.jobs });
        } else {
          refresh();
        }
      },
    });
    void hub.start();
    return () => {
      leave();
      void hub.stop();
    };
  }, [hub]);

  /** Tells where the vehicle is. False where the server did not take it; a report that did not get there is left to the next. */
  const report = (at: Point) => hub.invoke<number>('ReportLocations', [at]).then((taken) => taken > 0, () => true);

  // The vehicle: one report a second while it drives, one every few seconds while it stands.
  const now = useRef({ drive, speed, place });
  now.current = { drive, speed, place };
  useEffect(() => {
    if (!onShift) {
      return;
    }

    let since = parkedReportSeconds;
    const timer = setInterval(() => {
      const { drive: under, speed: fast } = now.current;
      since++;
      if (under) {
        // The mark glides to the new place within the second, so that the line still begins where it was.
        map?.route(under.restOfLine);
        const [longitude, latitude] = under.advance(1, fast);
        const at = { longitude: round6(longitude), latitude: round6(latitude) };
        now.current.place = at;
        setPlace(at);
        if (under.isThere) {
          setDrive(undefined);
          announce('You are there.');
        }
      }

      if (now.current.place && (under || since >= parkedReportSeconds) && hub.isLive) {
        since = 0;
        void report(now.current.place).then((taken) => {
          // A jump is believed when reports agree on it.
          since = taken ? since : parkedReportSeconds;
        });
      }
    }, 1000);
    return () => clearInterval(timer);
  }, [onShift, hub, map]);

  useEffect(() => {
    if (place) {
      sessionStorage.setItem(`o2o.place.${id}`, JSON.stringify(place));
      map?.glide('vehicle', 'vehicle', [place.longitude, place.latitude], 'Your vehicle');
      map?.reveal([place.longitude, place.latitude]);
    }
  }, [map, place?.longitude, place?.latitude]);

  // The way to the next stop, from where the vehicle stands.
  const heading = job && !drive && (job.state === 'accepted' || job.state === 'en_route_to_pickup' || job.state === 'in_progress') ? job : undefined;
  const standing = drive ? undefined : place;
  useEffect(() => {
    setDirections(undefined);
    map?.route(undefined);
    if (!heading) {
      return;
    }

    let current = true;
    const ask = () =>
      void api.get<Directions>(`/v1/provider/jobs/${heading.job_id}/directions`).then((got) => {
        if (current) {
          setDirections(got);
          map?.route(got.line);
        }
      }, () => current && setTimeout(() => current && ask(), 2000));
    // The report of the place comes first, and until it is believed, or the way begins where the vehicle was.
    const begin = async () => {
      while (current && standing && hub.isLive && !(await report(standing))) {
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }

      if (current) {
        ask();
      }
    };
    void begin();
    return () => {
      current = false;
    };
  }, [map, heading?.job_id, heading?.state, heading?.next_stop, standing?.longitude, standing?.latitude]);

  const shown = offer?.job ?? job;
  useEffect(() => {
    const [from, to] = [shown?.stops[0], shown?.stops.at(-1)];
    map?.mark('pickup', 'pickup', from && [from.longitude, from.latitude], 'Pick-up');
    map?.mark('dropoff', 'dropoff', to && [to.longitude, to.latitude], 'Drop-off');
    if (map && from && to) {
      map.fit([[from.longitude, from.latitude], [to.longitude, to.latitude], ...(place ? [[place.longitude, place.latitude] as Pair] : [])]);
    }
  }, [map, shown?.job_id]);

  const advised = onShift && !job && !offer ? advice : undefined;
  useEffect(() => map?.mark('advice', 'place', advised && [advised.to.longitude, advised.to.latitude], 'Likely to be needed'), [map, advised]);

  const clicked = useRef<(at: Pair) => void>(() => undefined);
  clicked.current = ([longitude, latitude]) => {
    if (!drive) {
      setPlace({ longitude, latitude });
    }
  };
  useEffect(() => map?.onClick((at) => clicked.current(at)), [map]);
  map?.cursor(!drive);

  const pinRequired = markets.find((one) => one.market === job?.market)?.service_classes.find((one) => one.service_class === job?.service_class)?.pin_required ?? true;
  return (
    <>
      <Top title="Drive">
        {provider && <ProviderStateChip state={provider.state} />}
        <span class="grow" />
        <ConnectionState state={hub.state} />
        <button type="button" class="link" onClick={onSignOut} data-testid="sign-out">
          Sign out <span class="sr-only">{session.name}</span>
        </button>
      </Top>
      <div class="split">
        <CityMapView city={city} label="Map of the city. A click sets the vehicle; the field beside it takes a typed place too." onMap={setMap} />
        <main
          class="side stack"
          data-testid="provider"
          data-provider-id={id}
          data-state={provider?.state}
          data-longitude={place?.longitude}
          data-latitude={place?.latitude}
        >
          <Fault fault={fault} />
          {provider?.standing === 'suspended' && <p class="notice">You are suspended, so that no shift can begin. Ask the operator.</p>}
          {provider?.standing === 'applied' && <p class="notice">Your application is not approved yet. Ask the operator.</p>}
          {offer && <OfferCard key={offer.offer_id} api={api} offer={offer} onJob={jobCame} onGone={() => setOffer((known) => (known?.offer_id === offer.offer_id ? undefined : known))} />}
          {toTake && <TakeAtDoor job={toTake} onTaken={() => setToTake(undefined)} />}
          {job && (
            <JobCard
              key={job.job_id}
              api={api}
              job={job}
              pinRequired={pinRequired}
              directions={directions}
              driving={{ on: drive !== undefined, restMetres: drive?.restMetres, kilometresPerHour: speed }}
              onDrive={(on) => setDrive(on && directions ? new Drive(directions.line) : undefined)}
              onSpeed={setSpeed}
              onJob={jobCame}
            />
          )}
          {provider && !onShift && (
            <ShiftForm api={api} provider={provider} markets={markets} market={market} onMarket={choose} place={place} onPlace={setPlace} onProvider={took} />
          )}
          {onShift && !job && !offer && (
            <section class="stack" data-testid="idle">
              {ended?.state === 'completed' && (
                <p class="notice ok" role="status" data-testid="job-done">
                  {ended.kind === 'delivery' ? 'Handed over.' : ended.kind ? 'Done.' : 'Ride completed.'}
                </p>
              )}
              {ended && ended.state !== 'completed' && (
                <p class="notice" role="status">
                  The last job ended: {jobState(ended.state).toLowerCase()}.
                </p>
              )}
              <h2>Waiting for an offer</h2>
              <p class="muted">You serve {provider.service_classes.map(words).join(', ')}. Stay near where customers are.</p>
              {advised && (
                <AdviceCard
                  advice={advised}
                  place={place}
                  driving={drive !== undefined}
                  onGo={() => place && setDrive(new Drive([[place.longitude, place.latitude], [advised.to.longitude, advised.to.latitude]]))}
                />
              )}
              <PlaceFields legend="The vehicle stands at (click the map to move it)" name="vehicle" place={place} onPlace={(at) => at && setPlace(at)} />
              <Fault fault={task.fault} />
              <button
                type="button"
                disabled={task.busy}
                onClick={() =>
                  void task.run(async () => {
                    took(await api.post<Provider>('/v1/provider/shift/stop', undefined, newKey()));
                    setEnded(undefined);
                  })
                }
                data-testid="shift-stop"
              >
                End the shift
              </button>
            </section>
          )}
          {onShift && !job && <PassedByList api={api} />}
          <EarningsCard api={api} round={round} />
          <PayoutsCard api={api} path="/v1/provider/payouts" round={round} />
        </main>
      </div>
    </>
  );
}

function round6(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
