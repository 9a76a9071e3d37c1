import type { Client } from './client.js';

interface Told {
  id: number;
  signals: string[];
  reset?: boolean;
}

/** Somebody with a page open: remembers every signal that reaches it. */
export class Listener {
  readonly told: Told[] = [];
  hasEnded = false;
  private readonly stop = new AbortController();
  private ready: Promise<void>;

  constructor(client: Client, since?: number) {
    let begun = () => {};
    this.ready = new Promise((resolve) => (begun = resolve));
    const headers = { Cookie: client.cookies, ...(since === undefined ? {} : { 'Last-Event-ID': String(since) }) };
    void this.listen(`${client.base}/live`, headers, begun);
  }

  static async of(client: Client, since?: number): Promise<Listener> {
    const listener = new Listener(client, since);
    await listener.ready;
    return listener;
  }

  get signals() {
    return this.told.flatMap(({ signals }) => signals);
  }

  /** Waits until a signal has come, for two seconds at most. */
  async hears(signal: string): Promise<boolean> {
    for (let tries = 0; tries < 100 && !this.signals.includes(signal); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return this.signals.includes(signal);
  }

  close() {
    this.stop.abort();
  }

  private async listen(url: string, headers: Record<string, string>, begun: () => void) {
    try {
      const response = await fetch(url, { headers, signal: this.stop.signal });
      let text = '';
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        begun();
        text += chunk;
        const parts = text.split('\n\n');
        text = parts.pop()!;
        for (const part of parts) {
          const data = /^data: (.*)$/m.exec(part)?.[1];
          if (data) this.told.push(JSON.parse(data) as Told);
        }
      }
    } catch (error) {
      if (!this.stop.signal.aborted) throw error;
    } finally {
      this.hasEnded = true;
    }
  }
}
