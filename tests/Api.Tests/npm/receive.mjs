// Takes webhooks apart with npm's official client, which knows nothing of us. Reads one JSON line each: {body, header, secret, good}; any that goes another way than "good" says ends it with code 1.
import assert from 'node:assert/strict';
import readline from 'node:readline';
import Stripe from 'stripe';

const { webhooks } = new Stripe('sk_test_npm');
let shown = 0;
for await (const line of readline.createInterface({ input: process.stdin })) {
  const { body, header, secret, good } = JSON.parse(line);
  if (good) {
    assert.equal(webhooks.constructEvent(body, header, secret).id, JSON.parse(body).id);
  } else {
    assert.throws(() => webhooks.constructEvent(body, header, secret));
  }
  shown++;
}
console.log(`shown: ${shown}`);
