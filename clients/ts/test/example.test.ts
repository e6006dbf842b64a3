// The worked example of docs/reference/push.md, as it stands there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { signIn, skip, until, url, Wire } from './server.js';

test('the worked example follows a stream over a connection that is cut', { skip }, async (context) => {
  const page = await readFile(new URL('../../../../docs/reference/push.md', import.meta.url), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(page)?.[1];
  assert.ok(code, 'docs/reference/push.md has an example.');
  const folder = new URL('../example/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL('follow.mjs', folder), code);

  const wire = new Wire();
  const { client, id, access_token } = await signIn('customer');
  const follower = spawn(process.execPath, ['follow.mjs', await wire.open(new URL(url!)), `customer/${id}`, access_token], { cwd: folder });
  context.after(() => {
    follower.kill('SIGKILL');
    wire.close();
  });
  let said = '';
  follower.stdout.on('data', (data) => (said += data));
  follower.stderr.on('data', (data) => (said += data));
  const lines = (start: string) => said.split('\n').filter((line) => line.startsWith(start));
  await until('the first snapshot', () => lines('snapshot').length === 1);

  const market = (await client.get('/v1/markets')).find((one) => one.service_classes.some((offered) => offered.service_class === 'manual'))!;
  const [west, south, east, north] = market.bounds as [number, number, number, number];
  const stops = [{ longitude: (west + east) / 2, latitude: (south + north) / 2 }, { longitude: (west + east) / 2 + 0.01, latitude: (south + north) / 2 }];
  const order = async () => {
    const quote = await client.post('/v1/quotes', { body: { market: market.market, service_class: 'manual', stops } });
    return (await client.post('/v1/jobs', { body: { quote: quote.quote } })).job_id;
  };
  const job = await order();
  await until('the job in matching', () => lines('event').some((line) => line.includes(`${job} matching`)));

  wire.break();
  await client.post('/v1/jobs/{id}/cancel', { path: { id: job }, body: {} });
  const next = await order();
  wire.mend();
  await until('what was missed', () => [`${job} canceled_by_customer`, `${next} matching`].every((missed) => lines('event').some((line) => line.includes(missed))));
  await client.post('/v1/jobs/{id}/cancel', { path: { id: next }, body: {} });
  await until('the end of the second job', () => lines('event').some((line) => line.includes(`${next} canceled_by_customer`)));

  // After the one snapshot every number once, in order.
  const numbers = said.split('\n').filter((line) => /^(snapshot|event) /.test(line)).map((line) => Number(line.split(' ')[2]));
  assert.equal(lines('snapshot').length, 1, said);
  assert.deepEqual(numbers, numbers.map((_, n) => numbers[0]! + n), said);
});
