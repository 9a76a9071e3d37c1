import type { Config } from './config.js';
import { demoAccounts } from './people/demo-accounts.js';

type Settings = Pick<Config, 'publicUrl' | 'simulated'>;

/** What the console says once Parley listens: where, whether texts are real, and how to look around in a demo. */
export function announcement(address: string, { publicUrl, simulated }: Settings, isDemo: boolean): string {
  const own = publicUrl ?? address;
  const lines = [`Parley runs at ${own}`];
  if (!simulated) lines.push(`Vonage delivers to ${own}/webhooks/vonage/inbound and …/status`);
  else if (!isDemo) lines.push('No text leaves: without VONAGE_APPLICATION_ID the simulator plays the telephones.');
  if (isDemo) {
    const sent = simulated ? 'nothing is really sent' : 'texts are really sent';
    lines.push('', `This is a demo: ${sent}. Sign in with the password parley-demo as`);
    for (const { email, role } of demoAccounts) lines.push(`  ${email.padEnd(22)} ${role}`);
    if (simulated) lines.push('', `Text back from the applicants’ telephones: ${address}/phones`);
  }
  return `\n${lines.join('\n')}\n`;
}
