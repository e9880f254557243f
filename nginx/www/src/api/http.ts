// One request to the API: JSON out and in, problems as typed errors, and the server's clock. Knows no
// route. A session that has ended is not an error for the caller: the request waits until its owner has
// signed in again, and is then sent once more.
import type { Fault, ProblemBody } from './types';

/** Problems about one field of the body that have no `errors`. */
const fieldOf: Record<string, string | undefined> = {
  'code-taken': 'code',
  'username-taken': 'username',
  'wrong-password': 'current_password',
};

/** The API's answer where it refuses. Decide by `code`. */
export class Problem extends Error {
  readonly body: ProblemBody;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly faults: Fault[];

  /** `body` is null if something other than the API, such as a proxy, has answered. */
  constructor(
    status: number,
    body: ProblemBody | null,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(body?.title);
    this.body = { title: '', status, code: 'unknown', detail: '', request_id: '', ...body };
    const { code, detail, errors } = this.body;
    const field = fieldOf[code];
    this.status = this.body.status;
    this.code = code;
    this.detail = detail;
    this.faults = errors ?? (field ? [{ pointer: `#/${field}`, code, detail }] : []);
  }

  /** What is wrong with a field of the body; undefined if nothing is. */
  faultAt(field: string): string | undefined {
    return this.faults.find((fault) => isAt(fault, field))?.detail;
  }
}

export const isAt = ({ pointer = '' }: Fault, field: string): boolean =>
  pointer === `#/${field}` || pointer.startsWith(`#/${field}/`);

export const problemOf = (error: unknown): Problem | null =>
  error instanceof Problem ? error : null;

/** There was no answer: whether the server has seen the request is not known. */
export class Unreachable extends Error {}

/** Whether the same request may succeed later without anybody changing anything. */
export const isTemporary = (error: unknown): boolean =>
  error instanceof Unreachable || [429, 500, 502, 503, 504].includes(problemOf(error)?.status ?? 0);

export interface Request {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** An object becomes JSON; text is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Goes on when the page is closed. */
  keepalive?: boolean;
  /** 401 is an answer like others, and nobody is asked to sign in. */
  throws401?: boolean;
}

interface Answer<Body> {
  body: Body;
  headers: Headers;
}

let currentLanguage = () => 'en';
/** Problems are told in this language. */
export function setAcceptLanguage(language: () => string): void {
  currentLanguage = language;
}

let signInAgain: () => Promise<boolean> = () => Promise.resolve(false);
/** `ask` says whether the same account is signed in again. */
export function onSessionEnd(ask: () => Promise<boolean>): void {
  signInAgain = ask;
}

let serverAheadMs = 0;
/** Now, by the server's clock: people's clocks are wrong by hours at times. */
export function serverNow(): number {
  return Date.now() + serverAheadMs;
}

function adjustClock(headers: Headers): void {
  const date = Date.parse(headers.get('Date') ?? '');
  if (Number.isNaN(date)) return;
  const differenceMs = date - Date.now();
  // The header is exact to a second and some time under way; what is less than that says nothing.
  serverAheadMs = Math.abs(differenceMs) > 5000 ? differenceMs : 0;
}

async function sendOnce(path: string, request: Request): Promise<Response> {
  const headers: Record<string, string> = {
    'Accept-Language': currentLanguage(),
    ...request.headers,
  };
  let body: string | undefined;
  if (request.body !== undefined) {
    body = typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
    headers['Content-Type'] ??= 'application/json';
  }
  try {
    const response = await fetch(path, {
      method: request.method ?? 'GET',
      headers,
      body,
      signal: request.signal ?? null,
      keepalive: request.keepalive ?? false,
      cache: 'no-store',
    });
    adjustClock(response.headers);
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Unreachable('no answer');
  }
}

async function readProblem(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => null)) as ProblemBody | null;
  return new Problem(response.status, body, Number(response.headers.get('Retry-After')) || null);
}

/** The language in which problems are told. */
export const acceptLanguage = (): string => currentLanguage();

/** Sends the request; whoever has lost the session is asked to sign in meanwhile. Throws Problem or Unreachable. */
export async function sendRaw(path: string, request: Request = {}): Promise<Response> {
  for (;;) {
    const response = await sendOnce(path, request);
    if (response.ok) return response;
    const problem = await readProblem(response);
    if (request.throws401 || problem.code !== 'not-signed-in' || !(await signInAgain()))
      throw problem;
  }
}

export async function send<Body>(path: string, request: Request = {}): Promise<Answer<Body>> {
  const response = await sendRaw(path, request);
  try {
    const body = response.status === 204 ? undefined : await response.json();
    return { body: body as Body, headers: response.headers };
  } catch {
    throw new Unreachable('the answer broke off');
  }
}

/** `/path?name=value`, leaving out what is undefined. */
export function withQuery(
  path: string,
  query: Record<string, string | number | undefined>,
): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}
