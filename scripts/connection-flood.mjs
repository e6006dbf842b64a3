// Opens more connections than a server takes, of hubs and of nothing, and says what became of them. Run by connection-flood.sh.
import net from 'node:net';

const [server, wanted] = [new URL(process.argv[2]), Number(process.argv[3])];
const patienceMs = 60_000;
const faults = [];
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const signIn = await fetch(new URL('/v1/dev/sign-in', server), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ role: 'ops', name: 'Flood' }) });
const token = (await signIn.json()).access_token;
const head = (path, more = '') => `GET ${path} HTTP/1.1\r\nHost: ${server.host}\r\n${more}\r\n`;
const upgrade = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer ${token}\r\n`;

/** Sends a request on a connection of its own and gives the head of the answer; of what was not answered, why. */
function ask(request) {
  return new Promise((done) => {
    const socket = net.connect(Number(server.port), server.hostname, () => request && socket.write(request));
    const end = (status, answer = '') => {
      clearTimeout(patience);
      done({ status, answer, socket });
    };
    const patience = setTimeout(() => end('no answer'), request ? patienceMs : 0);
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('latin1');
      if (text.includes('\r\n\r\n')) {
        end(text.slice(9, 12), text);
      }
    });
    socket.on('error', (error) => end(error.code));
    socket.on('close', () => end('closed'));
  });
}

async function wave(name, request) {
  // A well-behaved prober: health is asked all the while, on connections of its own.
  let [probing, probes, answered] = [true, 0, 0];
  const prober = (async () => {
    while (probing) {
      probes++;
      const probe = await ask(head('/health/live', 'Connection: close\r\n'));
      answered += probe.status === '200' ? 1 : 0;
      probe.socket.destroy();
      await sleep(100);
    }
  })();
  const open = [];
  for (let i = 0; i < wanted; i += 50) {
    open.push(...(await Promise.all(Array.from({ length: Math.min(50, wanted - i) }, () => ask(request)))));
  }

  const counts = {};
  for (const { status } of open) {
    counts[status] = (counts[status] ?? 0) + 1;
  }

  const refusal = request && open.find((one) => one.status === '503');
  const late = await ask(head('/v1/markets'));
  late.socket.destroy();
  probing = false;
  await prober;
  console.log(`${name}: ${wanted} connections, ${JSON.stringify(counts)}; health answered ${answered} of ${probes} times; a request then: ${late.status}`);
  if (request && !(counts['101'] > 0 && refusal && /retry-after: \d+/i.test(refusal.answer) && /connections_exhausted/.test(refusal.answer))) {
    faults.push(`${name}: no 503 with Retry-After and its slug`);
  }

  open.forEach(({ socket }) => socket.destroy());
  const begun = Date.now();
  for (;;) {
    const again = await ask(head('/hubs/ops', upgrade));
    again.socket.destroy();
    if (again.status === '101') {
      console.log(`${name}: let in again ${((Date.now() - begun) / 1000).toFixed(1)} s after they had gone`);
      return;
    }

    if (Date.now() - begun > patienceMs) {
      faults.push(`${name}: nobody is let in ${patienceMs / 1000} s after they had gone (${again.status})`);
      return;
    }

    await sleep(50);
  }
}

await wave('hub connections', head('/hubs/ops', upgrade));
await wave('connections that say nothing', undefined);
await wave('hub connections again', head('/hubs/ops', upgrade));
faults.forEach((fault) => console.error(`FAULT ${fault}`));
process.exit(faults.length ? 1 : 0);
