// Drives the payment sandbox with npm's official client. Prints one line for each thing shown; any failure ends it with a code other than 0.
// Arguments: the sandbox's address; a payload, a secret and a header made elsewhere, to be verified here.
import assert from 'node:assert/strict';
import http from 'node:http';
import Stripe from 'stripe';

const [address, payload, secret, header] = process.argv.slice(2);
const base = new URL(address);
const stripe = new Stripe('sk_test_npm', { host: base.hostname, port: Number(base.port), protocol: 'http', maxNetworkRetries: 2, telemetry: false });
const shown = (what) => console.log(`shown: ${what}`);
const refused = async (call, check) => {
  const error = await call().then(() => null, (thrown) => thrown);
  assert.ok(error, 'an error was expected');
  check(error);
};

// A receiver of webhooks, which takes each apart with the official client.
const events = [];
let endpoint;
const hook = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    try {
      events.push(stripe.webhooks.constructEvent(Buffer.concat(parts), request.headers['stripe-signature'], endpoint.secret));
      response.writeHead(200).end();
    } catch (error) {
      console.error(error.message);
      response.writeHead(400).end();
    }
  });
});
await new Promise((ready) => hook.listen(0, '127.0.0.1', ready));
endpoint = await stripe.webhookEndpoints.create({ url: `http://127.0.0.1:${hook.address().port}/`, enabled_events: ['*'] });

// A hold, raised, captured in part.
const held = await stripe.paymentIntents.create({
  amount: 2000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, capture_method: 'manual', metadata: { job: '7' }, expand: ['latest_charge'],
  payment_method_options: { card: { request_incremental_authorization: 'if_available' } },
});
assert.equal(held.status, 'requires_capture');
assert.equal(held.latest_charge.payment_method_details.card.incremental_authorization.status, 'available');
assert.ok(held.latest_charge.payment_method_details.card.capture_before > Date.now() / 1000);
assert.equal((await stripe.paymentIntents.incrementAuthorization(held.id, { amount: 2500 })).amount_capturable, 2500);
const taken = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 1800 });
assert.deepEqual([taken.status, taken.amount_received, taken.metadata.job], ['succeeded', 1800, '7']);
await refused(() => stripe.paymentIntents.capture(held.id), (error) => {
  assert.ok(error instanceof Stripe.errors.StripeInvalidRequestError);
  assert.equal(error.code, 'payment_intent_unexpected_state');
});
shown('hold, increment, partial capture');

// Canceled, declined.
const canceled = await stripe.paymentIntents.create({ amount: 700, currency: 'usd', payment_method: 'pm_card_mastercard', confirm: true, capture_method: 'manual' });
assert.equal((await stripe.paymentIntents.cancel(canceled.id)).status, 'canceled');
await refused(() => stripe.paymentIntents.create({ amount: 700, currency: 'usd', payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds', confirm: true }), (error) => {
  assert.ok(error instanceof Stripe.errors.StripeCardError);
  assert.deepEqual([error.code, error.decline_code, error.payment_intent.status], ['card_declined', 'insufficient_funds', 'requires_payment_method']);
});
shown('cancel, decline');

// Customer action.
const asked = await stripe.paymentIntents.create({ amount: 700, currency: 'usd', payment_method: 'pm_card_threeDSecure2Required', confirm: true, return_url: 'http://example.com/back' });
assert.deepEqual([asked.status, asked.next_action.type], ['requires_action', 'redirect_to_url']);
const answered = await fetch(`${asked.next_action.redirect_to_url.url}?outcome=succeeded`, { redirect: 'manual' });
assert.equal(answered.status, 302);
assert.match(answered.headers.get('location'), /redirect_status=succeeded/);
assert.equal((await stripe.paymentIntents.retrieve(asked.id)).status, 'succeeded');
shown('customer action');

// A saved card, used later without the customer.
const customer = await stripe.customers.create({ email: 'a@example.com' });
const setup = await stripe.setupIntents.create({ customer: customer.id, payment_method: 'pm_card_visa', confirm: true, usage: 'off_session', automatic_payment_methods: { enabled: true, allow_redirects: 'never' } });
assert.equal(setup.status, 'succeeded');
const [saved] = (await stripe.paymentMethods.list({ customer: customer.id, type: 'card' })).data;
assert.equal(saved.card.last4, '4242');
const later = await stripe.paymentIntents.create({ amount: 5000, currency: 'usd', customer: customer.id, payment_method: saved.id, off_session: true, confirm: true });
assert.equal(later.status, 'succeeded');
assert.equal((await stripe.paymentMethods.detach(saved.id)).customer, null);
shown('saved card off session');

// Refunds.
assert.equal((await stripe.refunds.create({ payment_intent: later.id, amount: 1000 })).status, 'succeeded');
await refused(() => stripe.refunds.create({ payment_intent: later.id, amount: 4001 }), (error) => assert.equal(error.param, 'amount'));
shown('refunds');

// Connect.
const provider = await stripe.accounts.create({ type: 'express', country: 'US', capabilities: { transfers: { requested: true } } });
const transfer = await stripe.transfers.create({ amount: 3000, currency: 'usd', destination: provider.id, transfer_group: 'job-7' });
assert.equal((await stripe.transfers.createReversal(transfer.id, { amount: 500 })).amount, 500);
const payout = await stripe.payouts.create({ amount: 2500, currency: 'usd' }, { stripeAccount: provider.id });
assert.equal(payout.status, 'pending');
assert.equal((await stripe.balance.retrieve({}, { stripeAccount: provider.id })).available[0].amount, 0);
shown('transfers, reversal, payout');

// Idempotency; a lost answer and the client's own repetition.
const parameters = { amount: 900, currency: 'usd', payment_method: 'pm_card_sandboxTimeOutAfter', confirm: true, capture_method: 'manual' };
const lost = await stripe.paymentIntents.create(parameters, { idempotencyKey: 'job-8' });
const again = await stripe.paymentIntents.create(parameters, { idempotencyKey: 'job-8' });
assert.equal(lost.id, again.id);
assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
await refused(() => stripe.paymentIntents.create({ ...parameters, amount: 901 }, { idempotencyKey: 'job-8' }), (error) => assert.ok(error instanceof Stripe.errors.StripeIdempotencyError));
await refused(() => stripe.paymentIntents.create({ ...parameters, payment_method: 'pm_card_sandboxError500' }, { idempotencyKey: 'job-9' }), (error) => assert.ok(error instanceof Stripe.errors.StripeAPIError));
shown('idempotency, lost answer, stored 500');

// Lists.
const seen = [];
for await (const intent of stripe.paymentIntents.list({ limit: 2 })) {
  seen.push(intent.id);
}

assert.equal(new Set(seen).size, seen.length);
assert.ok(seen.includes(held.id) && seen.includes(lost.id));
shown(`auto-paging over ${seen.length} intents`);

// Webhooks: everything in the list of events of the platform comes by, signed.
const wanted = ['payment_intent.amount_capturable_updated', 'payment_intent.succeeded', 'payment_intent.canceled', 'payment_intent.payment_failed', 'charge.captured', 'charge.refunded', 'transfer.created'];
for (let tries = 0; tries < 200 && !wanted.every((type) => events.some((event) => event.type === type)); tries++) {
  await new Promise((soon) => setTimeout(soon, 25));
}

for (const type of wanted) {
  assert.ok(events.some((event) => event.type === type), `no webhook of ${type}`);
}

const listed = await stripe.events.list({ type: 'charge.captured' });
assert.ok(events.some((event) => event.id === listed.data[0].id));
shown('signed webhooks verified');

// Signatures made elsewhere are verified here; one made here is printed for the other side.
assert.equal(stripe.webhooks.constructEvent(payload, header, secret).id, JSON.parse(payload).id);
assert.throws(() => stripe.webhooks.constructEvent(`${payload} `, header, secret), Stripe.errors.StripeSignatureVerificationError);
shown('our signature verified');
console.log(`made: ${stripe.webhooks.generateTestHeaderString({ payload, secret })}`);
hook.closeAllConnections();
hook.close();
