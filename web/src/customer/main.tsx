import { render } from 'preact';
import { useState } from 'preact/hooks';
import { Session } from '../api/session';
import { LiveRegion, SignIn, Top } from '../ui/widgets';
import { CustomerPage } from './customerPage';

const session = new Session('customer');

function App() {
  const [id, setId] = useState(session.id);
  return (
    <>
      {id ? (
        <CustomerPage
          key={id}
          session={session}
          onSignOut={() => {
            session.signOut();
            setId(undefined);
          }}
        />
      ) : (
        <>
          <Top title="Ride" />
          <SignIn session={session} title="Who rides?" askName onDone={() => setId(session.id)} />
        </>
      )}
      <LiveRegion />
    </>
  );
}

render(<App />, document.getElementById('app')!);
