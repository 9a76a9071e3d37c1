import { type BeforeApplicationShutdown, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const every = 20;

/**
 * Hangs up on connections that wait for no answer, once Parley stops. Browsers keep some for their next request, and open
 * some ahead of the first: Node waits for those until they time out, which takes up to a minute.
 */
@Injectable()
export class HangingUp implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly waiting = new Set<Socket>();
  private clock: NodeJS.Timeout | undefined;

  constructor(private readonly host: HttpAdapterHost) {}

  /** Watches the connections of a server from the first on. */
  on(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.waiting.add(socket);
      socket.once('close', () => this.waiting.delete(socket));
    });
    server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.waiting.delete(socket);
      response.once('close', () => socket.destroyed || this.waiting.add(socket));
    });
  }

  beforeApplicationShutdown() {
    const server: Server = this.host.httpAdapter.getHttpServer();
    // While others finish what they have in hand, it still answers.
    this.clock = setInterval(() => {
      if (!server.listening) for (const socket of this.waiting) socket.destroySoon();
    }, every);
  }

  onApplicationShutdown() {
    clearInterval(this.clock);
  }
}
