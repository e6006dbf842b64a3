// Never run: what the compiler takes and what it refuses.
import { DispatchClient, type JobResource, type ProviderHub, type WaitingJob } from 'o2o-dispatch-client';

export async function requests(dispatch: DispatchClient): Promise<unknown[]> {
  const job: JobResource = await dispatch.post('/v1/jobs', { body: { quote: 'q' } });
  const id: string = job.job_id;
  const nobody: string | undefined = job.provider_id;
  const first: JobResource | undefined = (await dispatch.get('/v1/jobs', { query: { limit: 3 } })).items[0];
  const nothing: undefined = await dispatch.delete('/v1/ops/customers/{id}', { path: { id } });
  await dispatch.post('/v1/provider/shift/stop');
  await dispatch.put('/v1/me', { body: { name: 'n' } });
  const stores = await dispatch.get('/v1/markets/{market}/stores', { path: { market: 'm' }, query: { longitude: 1, latitude: 2, product_id: ['a', 'b'] } });

  // @ts-expect-error A body is needed.
  await dispatch.post('/v1/jobs');
  // @ts-expect-error There is no such path.
  await dispatch.get('/v1/jbos');
  // @ts-expect-error It is no GET.
  await dispatch.get('/v1/quotes');
  // @ts-expect-error The id is needed.
  await dispatch.get('/v1/jobs/{id}');
  // @ts-expect-error Its fields are others.
  await dispatch.post('/v1/quotes', { body: { market: 1 } });
  // @ts-expect-error Nobody may have it.
  const somebody: string = job.provider_id;
  return [nobody, first, nothing, stores, somebody];
}

export async function hubs(dispatch: DispatchClient): Promise<unknown[]> {
  const provider: ProviderHub = await dispatch.connect('provider');
  const deadlines: string[] = [];
  await provider.subscribe('provider/1', {
    snapshot: (reply) => reply.provider?.open_offer?.expires_at,
    event: (event) => {
      if (event.type === 'offer_made') {
        deadlines.push(event.offer.expires_at);
      }

      // @ts-expect-error Only some have a job.
      return event.job;
    },
  });
  const customer = await dispatch.connect('customer');
  customer.on('Vehicle', (frame) => deadlines.push(frame.at));
  // @ts-expect-error Customers see no maps.
  customer.on('Map', () => undefined);
  // @ts-expect-error There is no such hub.
  await dispatch.connect('nobody');
  const share = await dispatch.connect('share', { token: 't' });
  await share.subscribe('job/1', {
    snapshot: () => undefined,
    // @ts-expect-error A share link shows no people.
    event: (event) => event.job.customer_id,
  });
  const waiting: WaitingJob[] = (await (await dispatch.connect('ops')).watchMap('m', (map) => map.vehicles())).map.waiting({ west: 0, south: 0, east: 1, north: 1 });
  return [deadlines, waiting];
}
