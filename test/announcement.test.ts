import { expect, test } from '@jest/globals';
import { announcement } from '../src/announcement.js';

const said = (simulated: boolean, isDemo: boolean) =>
  announcement('http://127.0.0.1:3000', { publicUrl: null, simulated }, isDemo);

test('A demo with the simulator says that nothing is really sent, and where the telephones are', () => {
  expect(said(true, true)).toContain('This is a demo: nothing is really sent.');
  expect(said(true, true)).toContain('http://127.0.0.1:3000/phones');
});

test('A demo with Vonage says that texts are really sent, and of no telephones', () => {
  expect(said(false, true)).toContain('This is a demo: texts are really sent.');
  expect(said(false, true)).toContain('Vonage delivers to http://127.0.0.1:3000/webhooks/vonage/inbound');
  expect(said(false, true)).not.toMatch(/nothing is really sent|phones/);
});

test('What is no demo names no accounts', () => {
  expect(said(true, false)).toContain('No text leaves');
  for (const simulated of [true, false]) expect(said(simulated, false)).not.toMatch(/demo/);
});
