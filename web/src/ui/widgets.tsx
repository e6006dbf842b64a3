import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ApiProblem, wordsOf } from '../api/problem';
import type { Role, Session } from '../api/session';
import type { Point } from '../api/types';
import { words } from '../api/words';
import type { LinkState } from '../hubs/hub';
import { Box, useBox } from './box';
import './base.css';
import icon from './icon.svg';

/** What a screen reader is told next. */
const said = new Box('');

/** Tells a change of state to those who do not see it. */
export function announce(text: string): void {
  said.set(text);
}

export function LiveRegion() {
  const text = useBox(said);
  return (
    <div class="sr-only" role="status" aria-live="polite" data-testid="live-region">
      {text}
    </div>
  );
}

const linkWords: Record<LinkState, string> = { connecting: 'Connecting', live: 'Live', reconnecting: 'Not connected, trying again', stopped: 'Signed out' };

export function ConnectionState({ state }: { state: Box<LinkState> }) {
  const value = useBox(state);
  return (
    <span class="link-state" role="status" data-testid="connection" data-state={value}>
      {linkWords[value]}
    </span>
  );
}

export function Top({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <header class="top">
      <a class="brand" href="/" aria-label="O2O.Dispatch, all pages">
        <img src={icon} alt="" />
      </a>
      <h1>{title}</h1>
      {children}
    </header>
  );
}

export function Fault({ fault, onClose }: { fault: unknown; onClose?: () => void }) {
  if (!fault) {
    return null;
  }

  return (
    <div class="fault" role="alert" data-testid="fault" data-slug={fault instanceof ApiProblem ? fault.slug : ''}>
      <span>{wordsOf(fault)}</span>
      {onClose && (
        <button type="button" class="small" onClick={onClose} aria-label="Dismiss this message">
          Close
        </button>
      )}
    </div>
  );
}

/** Runs one thing at a time and keeps what went wrong. */
export function useTask(): { busy: boolean; fault: unknown; run: (task: () => Promise<void>) => Promise<boolean>; clear: () => void } {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const running = useRef(false);
  return {
    busy,
    fault,
    clear: () => setFault(undefined),
    run: async (task) => {
      if (running.current) {
        return false;
      }

      running.current = true;
      setBusy(true);
      setFault(undefined);
      try {
        await task();
        return true;
      } catch (thrown) {
        setFault(thrown);
        return false;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
  };
}

/** A question with a way back; `children` may hold fields of the answer. */
export function Confirm(props: {
  title: string;
  act: string;
  danger?: boolean;
  onAct: () => Promise<void>;
  onClose: () => void;
  children?: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const task = useTask();
  const title = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={props.onClose} aria-labelledby={title} data-testid="confirm">
      <form
        class="stack"
        onSubmit={async (event) => {
          event.preventDefault();
          if (await task.run(props.onAct)) {
            props.onClose();
          }
        }}
      >
        <h2 id={title}>{props.title}</h2>
        {props.children}
        <Fault fault={task.fault} />
        <div class="row even">
          <button type="button" onClick={props.onClose} data-testid="confirm-no">
            Back
          </button>
          <button type="submit" class={props.danger ? 'danger filled' : 'primary'} disabled={task.busy} data-testid="confirm-yes">
            {props.act}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** Signs in with the development sign-in, as somebody new or as somebody earlier; where there is none, with a token from elsewhere. */
export function SignIn(props: { session: Session; title: string; children?: ComponentChildren; askName: boolean; askId?: boolean; onDone: () => void }) {
  const { session } = props;
  const [name, setName] = useState('');
  const [token, setToken] = useState('');
  const [known, setKnown] = useState('');
  const [role, setRole] = useState(session.role);
  const task = useTask();
  const noDevelopment = task.fault instanceof ApiProblem && (task.fault.status === 404 || task.fault.status === 403);
  const enter = (person: { id?: string; name?: string }) =>
    task.run(async () => {
      await session.signIn(person, role);
      props.onDone();
    });
  return (
    <main class="centre stack">
      <div class="card stack" data-testid="sign-in">
        <h2>{props.title}</h2>
        {props.children}
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void enter({ id: known.trim() || undefined, name: name.trim() || defaultName(session.role) });
          }}
        >
          {props.askName && (
            <label>
              <span>Your name</span>
              <input value={name} onInput={(event) => setName(event.currentTarget.value)} maxLength={100} autoComplete="name" data-testid="sign-in-name" />
            </label>
          )}
          {session.others.length > 0 && (
            <label>
              <span>Role</span>
              <select value={role} onChange={(event) => setRole(event.currentTarget.value as Role)} data-testid="sign-in-role">
                {[session.role, ...session.others].map((one) => (
                  <option key={one} value={one}>
                    {words(one)}
                  </option>
                ))}
              </select>
            </label>
          )}
          {props.askId && (
            <label>
              <span>Its id</span>
              <input class="mono" value={known} onInput={(event) => setKnown(event.currentTarget.value)} autocomplete="off" data-testid="sign-in-id" />
            </label>
          )}
          <button class="primary large" disabled={task.busy || (props.askId && !known.trim())} data-testid="sign-in-new">
            {props.askId ? 'Sign in' : session.role === 'ops' ? 'Sign in as an operator' : 'Sign in as somebody new'}
          </button>
        </form>
        {session.earlier.length > 0 && (
          <div class="stack tight">
            <h3>Or again as</h3>
            <ul class="list">
              {session.earlier.map((person) => (
                <li key={person.id}>
                  <button type="button" class="row-button" disabled={task.busy} onClick={() => void enter(person)} data-testid="sign-in-earlier">
                    {person.name} <small class="mono">{person.id.slice(-8)}</small>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
        {noDevelopment ? (
          <p class="notice">This server has no development sign-in. Sign in with a token of your identity provider.</p>
        ) : (
          <Fault fault={task.fault} />
        )}
        <details open={noDevelopment}>
          <summary>Use a bearer token</summary>
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              void task.run(async () => {
                session.useToken(token.trim());
                props.onDone();
              });
            }}
          >
            <label>
              <span>Token (role {[session.role, ...session.others].join(' or ')})</span>
              <textarea rows={3} class="mono" value={token} onInput={(event) => setToken(event.currentTarget.value)} data-testid="sign-in-token" />
            </label>
            <button disabled={!token.trim()}>Use it</button>
          </form>
        </details>
      </div>
    </main>
  );
}

function defaultName(role: Role): string {
  return { customer: 'Customer', provider: 'Driver', merchant: 'Merchant', counter: 'Counter', ops: 'Operator' }[role];
}

/** Longitude and latitude as typed: the way to a place without the map. */
export function PlaceFields(props: { legend: string; name: string; place: Point | undefined; onPlace: (place: Point | undefined) => void }) {
  const { place } = props;
  const shown = place ? `${place.longitude}, ${place.latitude}` : '';
  const [text, setText] = useState(shown);
  const [wrong, setWrong] = useState(false);
  const hint = useId();
  const told = useRef(shown);
  useEffect(() => {
    // Not when it is first shown: what somebody has typed by then stays.
    if (told.current !== shown) {
      told.current = shown;
      setText(shown);
      setWrong(false);
    }
  }, [shown]);
  const take = (value: string) => {
    setText(value);
    if (!value.trim()) {
      setWrong(false);
      props.onPlace(undefined);
      return;
    }

    const read = readPlace(value);
    setWrong(!read);
    if (read) {
      props.onPlace(read);
    }
  };
  return (
    <label>
      <span>{props.legend}</span>
      <input
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onChange={(event) => take(event.currentTarget.value)}
        placeholder="longitude, latitude"
        inputMode="text"
        aria-invalid={wrong}
        aria-describedby={wrong ? hint : undefined}
        data-testid={`place-${props.name}`}
      />
      {wrong && (
        <small id={hint} class="bad">
          Two numbers: longitude, then latitude, for instance -73.98, 40.75.
        </small>
      )}
    </label>
  );
}

/** "-73.98, 40.75" as a place; undefined for anything else. */
export function readPlace(text: string): Point | undefined {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text);
  const [longitude, latitude] = match ? [Number(match[1]), Number(match[2])] : [Number.NaN, Number.NaN];
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? { longitude, latitude } : undefined;
}

/** The time, told again every so many milliseconds while it is looked at. */
export function useNow(every: number, now: () => number = Date.now): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    setAt(now());
    const timer = setInterval(() => setAt(now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return at;
}
