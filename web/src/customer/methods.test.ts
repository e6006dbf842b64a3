import { expect, it } from 'vitest';
import { methodToPay } from './methods';

it('pays with what was chosen, else with the first that is taken there', () => {
  const registered = ['card_at_door', 'cash', 'tok_visa', 'tok_other'];
  expect(methodToPay(undefined, registered, true)).toBe('card_at_door');
  expect(methodToPay('tok_other', registered, true)).toBe('tok_other');
  expect(methodToPay('wallet', [], true)).toBe('wallet');
  expect(methodToPay(undefined, [], true)).toBeUndefined();
});

it('pays nothing at the door of a counter', () => {
  expect(methodToPay(undefined, ['card_at_door', 'cash', 'tok_visa'], false)).toBe('tok_visa');
  expect(methodToPay('cash', ['cash', 'tok_visa'], false)).toBe('tok_visa');
  expect(methodToPay('wallet', ['cash'], false)).toBe('wallet');
  expect(methodToPay(undefined, ['card_at_door', 'cash'], false)).toBeUndefined();
});
