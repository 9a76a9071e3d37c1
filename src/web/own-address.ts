import { Injectable } from '@nestjs/common';
import type { Server } from 'node:http';

/** Where this very process listens, for the simulator's telephones, and for links while there is no PUBLIC_URL. Empty until it does. */
@Injectable()
export class OwnAddress {
  base = '';

  /** Takes the address of a server that listens. */
  of(server: Server) {
    const listening = server.address();
    if (!listening || typeof listening === 'string') return;
    const { address, port, family } = listening;
    const isEverywhere = address === '::' || address === '0.0.0.0';
    const host = isEverywhere ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
    this.base = `http://${host}:${port}`;
  }
}
