// What tests against a server have in common: O2O_URL=http://127.0.0.1:8080 npm test
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as dial, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { DispatchClient, type TokenResource } from 'o2o-dispatch-client';

/** The server, with the development sign-in; none by default. */
export const url = process.env['O2O_URL'];
export const skip = url ? false : 'O2O_URL names no server';

// The machine may be slow; what takes longer does not come.
const patienceMs = 45_000;

/** Stands between client and server, and can be cut. */
export class Wire {
  private readonly sockets = new Set<Socket>();
  private cut = false;
  private server: Server | undefined;

  async open(to: URL): Promise<string> {
    this.server = createServer((near) => {
      if (this.cut) {
        near.destroy();
        return;
      }

      const far = dial(Number(to.port || 80), to.hostname);
      for (const [socket, other] of [[near, far], [far, near]] as const) {
        this.sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          this.sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    }).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  break(): void {
    this.cut = true;
    this.sockets.forEach((socket) => socket.destroy());
  }

  mend(): void {
    this.cut = false;
  }

  close(): void {
    this.break();
    this.server?.close();
  }
}

/** Waits for news; fails with what it waited for. */
export async function until<T>(what: string, look: () => T | undefined | false): Promise<T> {
  for (const end = Date.now() + patienceMs; ; ) {
    const found = look();
    if (found) {
      return found;
    }

    assert.ok(Date.now() < end, `${what} did not come within ${patienceMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function signIn(role: string, id?: string): Promise<TokenResource & { client: DispatchClient }> {
  const token = await new DispatchClient({ url: url! }).post('/v1/dev/sign-in', { body: { role, ...(id ? { id } : {}) } });
  return { ...token, client: new DispatchClient({ url: url!, token: token.access_token }) };
}
