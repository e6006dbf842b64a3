import { render } from 'preact';
import '../ui/base.css';
import { Top } from '../ui/widgets';

const pages = [
  { href: '/ops', name: 'Ops', text: 'The live map, the figures, every job with its timeline, and what an operator can do about it.' },
  { href: '/customer', name: 'Customer', text: 'Order a ride, follow it, pay, rate it.' },
  { href: '/provider', name: 'Provider', text: 'Drive a vehicle: shift, offers, the way, the PIN, earnings.' },
  { href: '/merchant', name: 'Merchant', text: 'Keep stores, products and what is in stock.' },
  { href: '/docs', name: 'API', text: 'The OpenAPI document, and a page to try it.' },
];

function Home() {
  return (
    <>
      <Top title="O2O.Dispatch" />
      <main class="centre stack">
        <p class="muted">A dispatch server for on-demand services, with a simulated city that is already running.</p>
        <ul class="stack">
          {pages.map((page) => (
            <li class="card stack tight" key={page.href}>
              <h2>
                <a href={page.href} data-testid={`to-${page.name.toLowerCase()}`}>
                  {page.name}
                </a>
              </h2>
              <p>{page.text}</p>
            </li>
          ))}
        </ul>
      </main>
    </>
  );
}

render(<Home />, document.getElementById('app')!);
