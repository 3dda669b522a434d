interface Cookie {
  name: string;
  value: string;
  path: string;
}

/** The cookies of one host, by path: what a browser keeps of them, and enough to go through a login. */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();

  /** Keeps what a response sets; an expiry in the past removes. */
  store(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const separator = pair.indexOf('=');
      const cookie = {
        name: pair.slice(0, separator),
        value: pair.slice(separator + 1),
        path: attributeOf(attributes, 'path') ?? '/',
      };
      const key = `${cookie.path} ${cookie.name}`;
      if (isExpired(attributeOf(attributes, 'expires'))) this.#cookies.delete(key);
      else this.#cookies.set(key, cookie);
    }
  }

  /** The `Cookie` header for a request to `url`. */
  header(url: string): string {
    const { pathname } = new URL(url);
    const fitting = [...this.#cookies.values()].filter(({ path }) => matches(pathname, path));
    return fitting.map(({ name, value }) => `${name}=${value}`).join('; ');
  }
}

function attributeOf(attributes: readonly string[], name: string): string | undefined {
  const found = attributes.find((attribute) => attribute.toLowerCase().startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

const isExpired = (expires: string | undefined) => expires !== undefined && Date.parse(expires) < Date.now();

/** RFC 6265, 5.1.4. */
const matches = (path: string, cookiePath: string) =>
  path === cookiePath || path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
