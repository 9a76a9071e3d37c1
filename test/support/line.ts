import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a server that can be cut and mended, as networks do. */
export class Line {
  private readonly sockets = new Set<Socket>();
  private server!: Server;
  private isCut = false;

  /** An address that leads through this line to where `url` leads. */
  async to(url: string): Promise<string> {
    const target = new URL(url);
    const [port, host] = [Number(target.port), target.hostname];
    this.server = createServer((here) => {
      if (this.isCut) return void here.destroy();
      const there = connect(port, host);
      for (const [one, other] of [
        [here, there],
        [there, here],
      ] as const) {
        this.sockets.add(one);
        one.on('error', () => other.destroy()).on('close', () => other.destroy());
        one.pipe(other);
      }
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    target.port = String((this.server.address() as { port: number }).port);
    return target.href;
  }

  cut() {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  mend() {
    this.isCut = false;
  }

  close() {
    this.cut();
    this.server.close();
  }
}
