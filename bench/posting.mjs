// A child process that makes the floor of a campaign: so many bare HTTP posts to the carrier, so many at a time.
import { Agent, request } from 'node:http';
import { once } from 'node:events';

process.on(
  'message',
  ({ url, count, atOnce }) => void post(url, count, atOnce).then((perSecond) => process.send({ perSecond })),
);
process.on('disconnect', () => process.exit());

async function post(url, count, atOnce) {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const body = JSON.stringify({ to: '12125550100', from: '12025550100', text: 'x'.repeat(90), channel: 'sms' });
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  let left = count;
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) {
        const sent = request(`${url}/v1/messages`, { method: 'POST', agent, headers }).end(body);
        const [answer] = await once(sent, 'response');
        await once(answer.resume(), 'end');
      }
    }),
  );
  agent.destroy();
  return (1000 * count) / (performance.now() - begun);
}
