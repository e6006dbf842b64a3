import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Session } from '../api/session';
import { LiveRegion, SignIn, Top } from '../ui/widgets';
import './ops.css';
import { OpsPage } from './opsPage';

const session = new Session('ops');

function App() {
  const [id, setId] = useState(session.id);
  const [tried, setTried] = useState(id !== undefined);
  // Where the development sign-in is on, whoever opens the page is the operator.
  useEffect(() => {
    if (!tried) {
      session
        .signIn({ name: 'Operator' })
        .then(() => setId(session.id), () => undefined)
        .finally(() => setTried(true));
    }
  }, []);
  return (
    <>
      {id ? (
        <OpsPage
          session={session}
          onSignOut={() => {
            session.signOut();
            setId(undefined);
          }}
        />
      ) : (
        <>
          <Top title="Ops" />
          {tried && <SignIn session={session} title="Operators only" askName={false} onDone={() => setId(session.id)} />}
        </>
      )}
      <LiveRegion />
    </>
  );
}

render(<App />, document.getElementById('app')!);
