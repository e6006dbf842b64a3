import { render } from 'preact';
import { useState } from 'preact/hooks';
import { Session } from '../api/session';
import { LiveRegion, SignIn, Top } from '../ui/widgets';
import '../ui/base.css';
import './merchant.css';
import { MerchantPage } from './merchantPage';

const session = new Session('merchant');

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
          <SignIn session={session} title="Which merchant?" askName={false} askId onDone={() => setId(session.id)}>
            <p class="muted">Operators take merchants; with the id of one you keep its stores, its products and what is in stock.</p>
          </SignIn>
        </>
      )}
      <LiveRegion />
    </>
  );
}

render(<App />, document.getElementById('app')!);
