import { render } from 'preact';
import { useState } from 'preact/hooks';
import { Session } from '../api/session';
import { LiveRegion, SignIn, Top } from '../ui/widgets';
import '../ui/base.css';
import './merchant.css';
import { MerchantPage } from './merchantPage';

const session = new Session('merchant', ['counter']);

function App() {
  const [id, setId] = useState(session.id);
  return (
    <>
      {id ? (
        <MerchantPage
          key={id}
          session={session}
          onSignOut={() => {
            session.signOut();
            setId(undefined);
          }}
        />
      ) : (
        <>
          <Top title="Merchant" />
          <SignIn session={session} title="Which merchant, or who of its staff?" askName={false} askId onDone={() => setId(session.id)}>
            <p class="muted">Operators take merchants; with the id of one you keep its stores, its products and what is in stock. Staff signs in with its own id and sees what it may.</p>
          </SignIn>
        </>
      )}
      <LiveRegion />
    </>
  );
}

render(<App />, document.getElementById('app')!);
