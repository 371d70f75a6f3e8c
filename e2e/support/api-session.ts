/** Arranges over the API what a journey takes for granted. Signed in like a browser: cookie and CSRF token. */

interface SignedIn {
  readonly csrfToken: string;
}

export class ApiSession {
  private cookie = '';
  private csrfToken = '';
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async signIn(path: string, body: unknown): Promise<void> {
    const { csrfToken } = await this.call<SignedIn>('POST', path, body);
    this.csrfToken = csrfToken;
  }

  /** Throws when the answer is no success. */
  async call<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(this.csrfToken ? { 'x-csrf-token': this.csrfToken } : {}),
        ...(body === undefined ? {} : { 'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: body instanceof Uint8Array ? new Blob([body as Uint8Array<ArrayBuffer>]) : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    this.cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? this.cookie;
    return (text ? JSON.parse(text) : undefined) as Answer;
  }
}
