import { ApiProblem } from './problem';
import type { Problem, Token } from './types';

export type Role = 'customer' | 'provider' | 'merchant' | 'counter' | 'ops';

interface Kept {
  token: Token;
  name?: string;
  /** Whether it came from the development sign-in, which can give another one. */
  development: boolean;
}

export interface Person {
  id: string;
  name: string;
}

/** Who acts on this page. Kept for the tab, so that two tabs may be two people; names of earlier ones are kept for the browser. */
export class Session {
  private kept: Kept | undefined;

  /** @param role Whom the page is for; it names what is kept.
   * @param others Who may use it, too. */
  constructor(
    readonly role: Role,
    readonly others: readonly Role[] = [],
  ) {
    const text = sessionStorage.getItem(this.key);
    this.kept = text ? (JSON.parse(text) as Kept) : undefined;
  }

  get id(): string | undefined {
    return this.kept?.token.id;
  }

  get name(): string | undefined {
    return this.kept?.name;
  }

  /** People who signed in with this role in this browser, the latest first. */
  get earlier(): Person[] {
    return JSON.parse(localStorage.getItem(`o2o.people.${this.role}`) ?? '[]') as Person[];
  }

  /** The development sign-in: becomes whom it names, in the page's role without another. */
  async signIn(person: { id?: string; name?: string }, role = this.role): Promise<void> {
    const token = await developmentSignIn(role, person);
    this.keep({ token, name: person.name, development: true });
    if (person.name) {
      const others = this.earlier.filter((other) => other.id !== token.id);
      localStorage.setItem(`o2o.people.${this.role}`, JSON.stringify([{ id: token.id, name: person.name }, ...others].slice(0, 8)));
    }
  }

  /** Where there is no development sign-in: a token from elsewhere. */
  useToken(access: string): void {
    const claims = claimsOf(access);
    const roles = [this.role, ...this.others];
    const role = roles.find((one) => one === claims.role);
    if (!role) {
      throw new Error(`This token is for the role ${claims.role ?? '(none)'}, and this page needs ${roles.join(' or ')}.`);
    }

    this.keep({
      token: { access_token: access, role, id: (claims.sub ?? '').replaceAll('-', ''), expires_at: new Date((claims.exp ?? 0) * 1000).toISOString() },
      development: false,
    });
  }

  signOut(): void {
    this.kept = undefined;
    sessionStorage.removeItem(this.key);
  }

  /** The bearer token; a new one when it ends within a minute or when the caller knows that it no longer counts. */
  async bearer(renew = false): Promise<string> {
    if (!this.kept) {
      throw new ApiProblem(401, 'unauthenticated', 'Sign in first.');
    }

    const ends = Date.parse(this.kept.token.expires_at);
    if (this.kept.development && (renew || ends - Date.now() < 60_000)) {
      const { token, name } = this.kept;
      this.keep({ token: await developmentSignIn(token.role as Role, { id: token.id, name }), name, development: true });
    }

    return this.kept.token.access_token;
  }

  private keep(kept: Kept): void {
    this.kept = kept;
    sessionStorage.setItem(this.key, JSON.stringify(kept));
  }

  private get key(): string {
    return `o2o.session.${this.role}`;
  }
}

async function developmentSignIn(role: Role, person: { id?: string; name?: string }): Promise<Token> {
  let response: Response;
  try {
    response = await fetch('/v1/dev/sign-in', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ role, ...(person.id && { id: person.id }), ...(person.name && { name: person.name }) }),
    });
  } catch {
    throw ApiProblem.unreachable();
  }

  if (!response.ok) {
    throw ApiProblem.of(response.status, (await response.json().catch(() => undefined)) as Problem | undefined, response.headers.get('Retry-After'));
  }

  return (await response.json()) as Token;
}

function claimsOf(token: string): { sub?: string; role?: string; exp?: number } {
  try {
    const middle = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    return JSON.parse(atob(middle)) as { sub?: string; role?: string; exp?: number };
  } catch {
    throw new Error('This is no JSON Web Token.');
  }
}
