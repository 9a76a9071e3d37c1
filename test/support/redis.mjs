import { freePort, installed, launch, speaks, throwAwayFolder } from './server.mjs';

export const redis = () => installed('redis-server');

/** A private Redis on a free port that keeps nothing on disk: `{ url, stop }`. */
export async function startRedis() {
  const folder = throwAwayFolder('redis');
  const port = await freePort();
  const options = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const server = launch(redis(), options.map(String), folder);
  if (await speaks(port, { greeting: 'PING\r\n' })) return { url: `redis://127.0.0.1:${port}`, stop: server.stop };

  await server.stop();
  throw new Error('Redis did not start.');
}
