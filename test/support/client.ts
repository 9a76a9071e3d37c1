export interface Answer {
  status: number;
  text: string;
  headers: Headers;
  location: string | null;
}

/** A browser as far as HTTP goes: keeps its cookie, says where it comes from, follows nothing by itself. */
export class Client {
  private cookie = '';

  constructor(readonly base: string) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.request('GET', path, { headers });
  }

  /** Posts a form; an array is a field said several times. */
  post(path: string, fields: Record<string, string | number | string[]> = {}, headers: Record<string, string> = {}) {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      for (const each of [value].flat()) body.append(name, String(each));
    return this.request('POST', path, { body, headers: { 'Sec-Fetch-Site': 'same-origin', ...headers } });
  }

  delete(path: string) {
    return this.post(path, { _method: 'DELETE' });
  }

  async signIn(email: string, password = 'correct horse'): Promise<this> {
    const { status } = await this.post('/login', { email, password });
    if (status !== 303) throw new Error(`${email} could not sign in: ${status}`);
    return this;
  }

  /** The same person, with the same session, at another server. */
  at(base: string): Client {
    const same = new Client(base);
    same.cookie = this.cookie;
    return same;
  }

  get cookies() {
    return this.cookie;
  }

  private async request(
    method: string,
    path: string,
    { body, headers }: { body?: BodyInit; headers: Record<string, string> },
  ): Promise<Answer> {
    const response = await fetch(this.base + path, {
      method,
      ...(body ? { body } : {}),
      headers: { ...(this.cookie ? { Cookie: this.cookie } : {}), ...headers },
      redirect: 'manual',
    });
    const set = response.headers.getSetCookie().find((cookie) => cookie.startsWith('parley='));
    if (set) this.cookie = set.split(';')[0]!;
    return {
      status: response.status,
      text: await response.text(),
      headers: response.headers,
      location: response.headers.get('location'),
    };
  }
}
