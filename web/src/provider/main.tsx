import { render } from 'preact';
import { useState } from 'preact/hooks';
import { Session } from '../api/session';
import { LiveRegion, SignIn, Top } from '../ui/widgets';
import './provider.css';
import { ProviderPage } from './providerPage';

const session = new Session('provider');

function App() {
  const [id, setId] = useState(session.id);
  return (
    <>
      {id ? (
        <ProviderPage
          key={id}
          session={session}
          onSignOut={() => {
            session.signOut();
            setId(undefined);
          }}
        />
      ) : (
        <>
          <Top title="Drive" />
          <SignIn session={session} title="Who drives?" askName onDone={() => setId(session.id)}>
            <p class="muted">A vehicle of your own in the city: it gets offers as the others do, and moves when you drive it.</p>
          </SignIn>
        </>
      )}
      <LiveRegion />
    </>
  );
}

render(<App />, document.getElementById('app')!);
