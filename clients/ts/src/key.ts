/** A new key for a command: 32 hexadecimal digits. Browsers have no `randomUUID` on pages without TLS. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
