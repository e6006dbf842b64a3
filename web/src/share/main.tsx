import { render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Api } from '../api/client';
import { serverNow } from '../api/clock';
import { mapOf } from '../api/markets';
import type { MarketMap, Share, VehicleFrame } from '../api/types';
import { duration, jobState } from '../api/words';
import { Hub } from '../hubs/hub';
import type { CityMap } from '../map/cityMap';
import { CityMapView } from '../ui/cityMapView';
import { announce, ConnectionState, Fault, LiveRegion, Top, useNow } from '../ui/widgets';

const token = decodeURIComponent(window.location.pathname.split('/')[2] ?? '');

function SharePage() {
  const api = useMemo(() => new Api(), []);
  const hub = useMemo(() => new Hub(`/hubs/share?token=${encodeURIComponent(token)}`), []);
  const [share, setShare] = useState<Share>();
  const [city, setCity] = useState<MarketMap>();
  const [map, setMap] = useState<CityMap>();
  const [vehicle, setVehicle] = useState<[number, number]>();
  const [fault, setFault] = useState<unknown>();
  const now = useNow(1000, serverNow);

  const load = () =>
    api.get<Share>(`/v1/share/${encodeURIComponent(token)}`).then(
      (got) => {
        setShare((known) => {
          if (known && known.state !== got.state) {
            announce(jobState(got.state));
          }

          return got;
        });
        setVehicle(got.vehicle && [got.vehicle.longitude, got.vehicle.latitude]);
        setFault(undefined);
      },
      (thrown: unknown) => setFault(thrown),
    );
  useEffect(() => {
    void load();
  }, []);

  const jobId = share?.job_id;
  const market = share?.market;
  useEffect(() => {
    if (!jobId || !market) {
      return;
    }

    void mapOf(api, market).then(setCity, setFault);
    hub.on<VehicleFrame>('Vehicle', (frame) => setVehicle([frame.longitude, frame.latitude]));
    const leave = hub.follow(`job/${jobId}`, { event: () => void load(), snapshot: () => void load() });
    void hub.start();
    return () => {
      leave();
      void hub.stop();
    };
  }, [jobId, market]);

  const [from, to] = [share?.stops[0], share?.stops.at(-1)];
  useEffect(() => {
    if (map && from && to) {
      map.mark('pickup', 'pickup', [from.longitude, from.latitude], 'Pick-up');
      map.mark('dropoff', 'dropoff', [to.longitude, to.latitude], 'Drop-off');
      map.fit([[from.longitude, from.latitude], [to.longitude, to.latitude], ...(vehicle ? [vehicle] : [])]);
    }
  }, [map, from?.longitude, to?.longitude]);
  useEffect(() => {
    if (vehicle && share && !share.ended) {
      map?.glide('vehicle', 'vehicle', vehicle, 'The vehicle');
    } else {
      map?.mark('vehicle', 'vehicle', undefined);
    }
  }, [map, vehicle?.[0], vehicle?.[1], share?.ended]);

  const due = share?.pick_up_due && ['accepted', 'en_route_to_pickup'].includes(share.state) ? (Date.parse(share.pick_up_due) - now) / 1000 : undefined;
  return (
    <>
      <Top title="Follow a ride">
        <span class="grow" />
        {share && <ConnectionState state={hub.state} />}
      </Top>
      <div class="split">
        <CityMapView city={city} label="Map with the ride" onMap={setMap} />
        <main class="side stack" data-testid="share-page" data-state={share?.state}>
          <Fault fault={fault} />
          {share && (
            <>
              <h2 class="big" data-testid="share-state">
                {jobState(share.state)}
              </h2>
              {due !== undefined && <p>{due > 20 ? `At the pick-up in about ${duration(due)}.` : 'At the pick-up any moment.'}</p>}
              <p class="muted">{share.ended ? 'This ride is over.' : 'This page follows the ride by itself. It shows no names and no prices.'}</p>
            </>
          )}
        </main>
      </div>
      <LiveRegion />
    </>
  );
}

render(<SharePage />, document.getElementById('app')!);
