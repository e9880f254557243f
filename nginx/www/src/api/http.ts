// One request to the API: JSON both ways, typed errors, the server's clock. If the session has
// ended, the request waits until the same account is signed in again, and is then sent once more.
// It says whose it is, so that nothing happens while another tab has somebody else signed in.
import type { Fault, ProblemBody } from './types';

/** The field of the body that a problem without `errors` is about, by its code. */
const fieldOf: Record<string, string | undefined> = {
  'code-taken': 'code',
  'username-taken': 'username',
  'wrong-password': 'current_password',
};

/** An error response of the API. Callers decide by `code`, not by the texts. */
export class Problem extends Error {
  readonly body: ProblemBody;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly faults: Fault[];

  /** `body` is null if the response is not JSON, for example a proxy's. */
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

  /** The detail of the first fault at a field of the body; undefined if there is none. */
  faultAt(field: string): string | undefined {
    return this.faults.find((fault) => isAt(fault, field))?.detail;
  }
}

export const isAt = ({ pointer = '' }: Fault, field: string): boolean =>
  pointer === `#/${field}` || pointer.startsWith(`#/${field}/`);

export const problemOf = (error: unknown): Problem | null =>
  error instanceof Problem ? error : null;

/** There was no response. The server may have processed the request all the same. */
export class Unreachable extends Error {}

/** Whether the same request may succeed later. */
export const isTemporary = (error: unknown): boolean =>
  error instanceof Unreachable || [429, 500, 502, 503, 504].includes(problemOf(error)?.status ?? 0);

export interface Request {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** An object becomes JSON; text is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** As in fetch: the request outlives the page. */
  keepalive?: boolean;
  /** Throws 401 and 409 `other-account` like any other problem. */
  throwsAll?: boolean;
  /** Does not say whose it is. */
  isAnybodys?: boolean;
}

interface Answer<Body> {
  body: Body;
  headers: Headers;
}

let currentLanguage = () => 'en';
/** Sets where the header Accept-Language comes from; the texts of problems follow it. */
export function setAcceptLanguage(language: () => string): void {
  currentLanguage = language;
}

let signInAgain: () => Promise<boolean> = () => Promise.resolve(false);
/** `ask` resolves to whether the same account is signed in again. */
export function onSessionEnd(ask: () => Promise<boolean>): void {
  signInAgain = ask;
}

let showWhoIsSignedIn = () => {};
/** `show` loads the page anew. */
export function onOtherAccount(show: () => void): void {
  showWhoIsSignedIn = show;
}

let accountId: string | undefined;
/** Sets whose requests these are, for good: a page that leaves an account is loaded anew. */
export function setRequestAccount(id: string): void {
  accountId = id;
}
export const accountHeader = (): Record<string, string> =>
  accountId === undefined ? {} : { 'Daymark-Account': accountId };

let serverAheadMs = 0;
/** Now, in ms, by the server's clock: that of a device may be hours off. */
export function serverNow(): number {
  return Date.now() + serverAheadMs;
}

function adjustClock(headers: Headers): void {
  const date = Date.parse(headers.get('Date') ?? '');
  if (Number.isNaN(date)) return;
  const differenceMs = date - Date.now();
  // Date has a resolution of one second, and the response took some time.
  serverAheadMs = Math.abs(differenceMs) > 5000 ? differenceMs : 0;
}

async function sendOnce(path: string, request: Request): Promise<Response> {
  const headers: Record<string, string> = {
    'Accept-Language': currentLanguage(),
    ...(request.isAnybodys ? {} : accountHeader()),
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

export const acceptLanguage = (): string => currentLanguage();

/** Waits for what the owner does about a problem; resolves to whether to send the request again. */
export async function isSettled({ code }: Problem): Promise<boolean> {
  if (code === 'other-account') {
    showWhoIsSignedIn();
    return new Promise(() => {});
  }
  return code === 'not-signed-in' && signInAgain();
}

/** Throws Problem or Unreachable. */
export async function sendRaw(path: string, request: Request = {}): Promise<Response> {
  for (;;) {
    const response = await sendOnce(path, request);
    if (response.ok) return response;
    const problem = await readProblem(response);
    if (request.throwsAll || !(await isSettled(problem))) throw problem;
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

/** `/path?name=value`, without the undefined values. */
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
