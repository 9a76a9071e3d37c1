import { expect, test } from '@jest/globals';
import { connected, listeningFault } from '../src/cannot-start.js';

const fault = (code: string, syscall = 'listen') =>
  listeningFault({ code, syscall }, { port: 80, host: 'texts.n.example' });

test('Who can’t be heard is told which setting to change', () => {
  expect(fault('EADDRINUSE')).toBe('Port 80 is taken by another program. Set PORT to a free one.');
  expect(fault('EACCES')).toMatch(/^This user may not listen on port 80\. Set PORT to /);
  for (const [code, syscall] of [
    ['EADDRNOTAVAIL'],
    ['ENOTFOUND', 'getaddrinfo'],
    ['EAI_AGAIN', 'getaddrinfo'],
  ] as const)
    expect(fault(code, syscall)).toMatch(new RegExp(`^HOST must be .*“texts.n.example” is none \\(${code}\\)\\.$`));
});

test('An address of another kind of database is no database', async () => {
  await expect(connected('postgres://x')).rejects.toThrow('DATABASE_URL must be sqlite:PATH or mysql://');
});

test('A fault of Parley’s own is no setting, and stays one', () => {
  expect(listeningFault(new TypeError('Oh'), { port: 80, host: '0.0.0.0' })).toBeNull();
});
