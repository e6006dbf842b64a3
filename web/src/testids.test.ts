import { expect, it } from 'vitest';
import readme from '../README.md?raw';

const sources = import.meta.glob<string>(['./**/*.tsx', './map/cityMap.ts'], { query: '?raw', import: 'default', eager: true });

/** A value with a part in it, as `class-${one.service_class}`, is listed by its begin: `class-{name}` or each of its values. */
it('lists every data-testid in the README', () => {
  const listed = readme.slice(readme.indexOf('## What tests hold on to'));
  const said = Object.values(sources).flatMap((text) => [...text.matchAll(/data-testid=(?:"([^"]+)"|\{`([^$`]+)\$)|dataset\.testid = `([^$`]+)\$/g)].map((match) => match[1] ?? match[2] ?? match[3]!));
  expect(said.length).toBeGreaterThan(100);
  expect([...new Set(said)].filter((id) => !listed.includes(id.endsWith('-') ? `\`${id}` : `\`${id}\``))).toEqual([]);
});
