import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { DispatchClient, DispatchProblem, type HttpSettings } from 'o2o-dispatch-client';
import { ManualClock } from './fakes.js';

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

const seen: Seen[] = [];
let replies: ((response: ServerResponse) => void)[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    seen.push({ method: request.method!, url: request.url!, headers: request.headers, body });
    (replies.shift() ?? json(200, {}))(response);
  });
});

const json = (status: number, value: unknown, headers: Record<string, string> = {}) => (response: ServerResponse) =>
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers }).end(JSON.stringify(value));
const refuse = (status: number, slug: string, more: object = {}, headers: Record<string, string> = {}) => json(status, { status, slug, title: slug, detail: 'Why.', ...more }, headers);
const hangUp = (response: ServerResponse) => response.destroy();

/** Its waits are over at once, and noted. */
class HastyClock extends ManualClock {
  override async wait(milliseconds: number): Promise<void> {
    this.waited.push(milliseconds);
  }
}

let clock = new HastyClock();
function client(settings: Partial<HttpSettings> = {}): DispatchClient {
  return new DispatchClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, token: 't', clock, ...settings });
}

before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
after(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen.length = 0;
  replies = [];
  clock = new HastyClock();
});

test('paths and queries are filled in, and bodies are sent', async () => {
  replies = [json(200, { job_id: 'j' }), json(200, { items: [] }), json(201, { job_id: 'k' })];
  assert.equal((await client().get('/v1/jobs/{id}', { path: { id: 'a/b' } })).job_id, 'j');
  assert.deepEqual((await client().get('/v1/jobs', { query: { limit: 2, cursor: 'x y' } })).items, []);
  assert.equal((await client().post('/v1/jobs', { body: { quote: 'q' } })).job_id, 'k');
  assert.deepEqual(seen.map((one) => [one.method, one.url, one.body]), [
    ['GET', '/v1/jobs/a%2Fb', ''],
    ['GET', '/v1/jobs?limit=2&cursor=x+y', ''],
    ['POST', '/v1/jobs', '{"quote":"q"}'],
  ]);
  assert.deepEqual([seen[0]!.headers.authorization, seen[0]!.headers['idempotency-key']], ['Bearer t', undefined]);
});

test('a command keeps its key over repetitions, and another one has another', async () => {
  replies = [hangUp, refuse(503, 'store_unavailable'), json(201, {}), json(201, {}), json(201, {})];
  await client().post('/v1/jobs', { body: { quote: 'q' } });
  await client().post('/v1/jobs', { body: { quote: 'q' } });
  await client().post('/v1/jobs', { body: { quote: 'q' }, idempotencyKey: 'mine' });
  const keys = seen.map((one) => one.headers['idempotency-key']);
  assert.match(String(keys[0]), /^[0-9a-f]{32}$/);
  assert.deepEqual([keys[1], keys[2], keys[4]], [keys[0], keys[0], 'mine']);
  assert.notEqual(keys[3], keys[0]);
});

test('a refusal is a problem with slug, fields and trace, and is not repeated', async () => {
  replies = [refuse(400, 'input_invalid', { errors: { stops: ['At least two.'] }, trace_id: 'ab' })];
  await assert.rejects(client().post('/v1/quotes', { body: { market: 'm', service_class: 'ride', stops: [] } }), (error) => {
    assert.ok(error instanceof DispatchProblem);
    assert.deepEqual([error.status, error.slug, error.errors, error.traceId], [400, 'input_invalid', { stops: ['At least two.'] }, 'ab']);
    assert.match(error.message, /stops: At least two\./);
    return true;
  });
  assert.equal(seen.length, 1);
});

test('429 and 503 wait as long as the server says, else twice as long each time', async () => {
  replies = [refuse(429, 'rate_limited', {}, { 'retry-after': '3' }), refuse(503, 'unavailable'), refuse(409, 'in_flight'), json(200, [])];
  await client().get('/v1/markets');
  assert.deepEqual(clock.waited, [3_100, 300, 600]);
});

test('who is asked to wait too long is told so', async () => {
  replies = [refuse(429, 'rate_limited', {}, { 'retry-after': '31' })];
  await assert.rejects(client().get('/v1/markets'), (error) => error instanceof DispatchProblem && error.retryAfterMs === 31_000);
});

test('repetitions end', async () => {
  replies = Array.from({ length: 9 }, () => refuse(503, 'unavailable'));
  await assert.rejects(client({ retryLimit: 2 }).get('/v1/markets'), /503 unavailable/);
  assert.equal(seen.length, 3);
});

test('what would be done twice is not repeated when nobody knows whether it was done', async () => {
  replies = [hangUp];
  await assert.rejects(client().post('/v1/dev/sign-in', { body: { role: 'ops' } }), TypeError);
  replies = [hangUp];
  await assert.rejects(client().post('/v1/webhook-endpoints', { body: {} as never }), TypeError);
  replies = [hangUp];
  await assert.rejects(client().post('/v1/webhook-endpoints/{id}/roll-secret', { path: { id: 'e' } } as never), TypeError);
  replies = [hangUp];
  await assert.rejects(client().post('/v1/merchant/webhook-endpoints', { body: {} as never }), TypeError);
  replies = [hangUp];
  await assert.rejects(client().post('/v1/merchant/webhook-endpoints/{id}/roll-secret', { path: { id: 'e' } } as never), TypeError);
  replies = [refuse(429, 'rate_limited'), json(200, {})];
  await client().post('/v1/dev/sign-in', { body: { role: 'ops' } });
  assert.equal(seen.length, 7);
});

test('a token that is refused is asked for once more', async () => {
  let asked = 0;
  const token = () => `t${++asked}`;
  replies = [refuse(401, 'unauthenticated'), json(200, {}), refuse(401, 'unauthenticated'), refuse(401, 'unauthenticated')];
  const one = client({ token });
  await one.get('/v1/me');
  await assert.rejects(one.get('/v1/me'), /unauthenticated/);
  assert.deepEqual(seen.map((request) => request.headers.authorization), ['Bearer t1', 'Bearer t2', 'Bearer t2', 'Bearer t3']);
});

test('an answer that is not the API\'s is named so', async () => {
  replies = [(response) => response.writeHead(418, { 'content-type': 'text/html' }).end('<h1>proxy</h1>'), (response) => response.writeHead(200).end('<h1>')];
  await assert.rejects(client().get('/v1/markets'), (error) => error instanceof DispatchProblem && error.slug === 'foreign_answer' && error.status === 418);
  await assert.rejects(client().get('/v1/markets'), (error) => error instanceof DispatchProblem && error.slug === 'foreign_answer');
});

test('an attempt without an answer ends, and a caller may end all of it', async () => {
  replies = [() => undefined, json(200, [])];
  assert.deepEqual(await client({ attemptTimeoutMs: 500 }).get('/v1/markets'), []);
  replies = [() => undefined];
  const stop = new AbortController();
  const asked = client().get('/v1/markets', { signal: stop.signal });
  const came = setInterval(() => seen.length === 3 && stop.abort(new Error('enough')), 5);
  await assert.rejects(asked, /enough/);
  clearInterval(came);
});

test('settings out of range are named', () => {
  assert.throws(() => client({ retryLimit: 21 }), /retryLimit: 0 to 20/);
  assert.throws(() => client({ attemptTimeoutMs: 0 }), /attemptTimeoutMs/);
  assert.throws(() => new DispatchClient({ url: 'dispatch.example' }), /url/);
});

test('a missing id is not sent', async () => {
  await assert.rejects(client().get('/v1/jobs/{id}', { path: { id: '' } }), /id is missing/);
  assert.equal(seen.length, 0);
});
