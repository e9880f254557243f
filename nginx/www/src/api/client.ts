// Every call of the API that the page makes, one function each.
import { send, sendRaw, withQuery } from './http';
import type {
  Account,
  Achievement,
  Award,
  DaySummary,
  Entry,
  EntryDraft,
  EntryPage,
  Language,
  LimitReason,
  NewAchievement,
  Quota,
  RecordedEntry,
  Session,
  SevenDays,
  Statistics,
  Task,
  TaskPage,
  User,
} from './types';

const bodyOf = async <Body>(answer: Promise<{ body: Body }>) => (await answer).body;
const user = (username: string) => `/users/${encodeURIComponent(username)}`;

/** All pages of a list, one after the other. */
async function everyPage<Page extends { next_cursor?: string }, Item>(
  path: string,
  items: (page: Page) => Item[],
): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | undefined;
  do {
    const page: Page = await bodyOf(send<Page>(withQuery(path, { limit: 100, cursor })));
    all.push(...items(page));
    cursor = page.next_cursor;
  } while (cursor);
  return all;
}

// ── Accounts and sessions ──

interface SignUp {
  username: string;
  password: string;
  language: Language;
  time_zone: string;
}
export interface Settings {
  language?: Language;
  time_zone?: string;
  day_starts_at?: number;
}

export const signUp = (body: SignUp) =>
  bodyOf(send<Account>('/signup', { method: 'POST', body, isOpen: true }));
export const signIn = (username: string, password: string) =>
  bodyOf(send<Account>('/login', { method: 'POST', body: { username, password }, isOpen: true }));
export const signOut = () => send<void>('/logout', { method: 'POST', isOpen: true });
export const readAccount = () => bodyOf(send<Account>('/me', { isOpen: true }));
export const changeSettings = (body: Settings) =>
  bodyOf(send<Account>('/me', { method: 'PATCH', body }));
export const changePassword = (current_password: string, password: string) =>
  bodyOf(send<Account>('/me', { method: 'PATCH', body: { current_password, password } }));
export const deleteAccount = (current_password: string) =>
  send<void>('/me', { method: 'DELETE', body: { current_password } });
export const listSessions = () =>
  everyPage<{ sessions: Session[]; next_cursor?: string }, Session>(
    '/sessions',
    (page) => page.sessions,
  );
export const endSession = (id: string) => send<void>(`/sessions/${id}`, { method: 'DELETE' });

// ── Mood ──

/** `body` is JSON text, because the key belongs to its very bytes. */
export const recordMood = (body: string, key: string) =>
  bodyOf(
    send<RecordedEntry>('/mood', { method: 'POST', body, headers: { 'Idempotency-Key': key } }),
  );
export const listMoods = (
  query: { limit?: number; cursor?: string; from?: string; to?: string },
  isOpen = false,
) => bodyOf(send<EntryPage>(withQuery('/mood', query), { isOpen }));
export const readMood = async (id: string): Promise<{ entry: Entry; version: string }> => {
  const { body, headers } = await send<Entry>(`/mood/${id}`);
  return { entry: body, version: headers.get('ETag') ?? '*' };
};
export const changeMood = (id: string, body: EntryDraft, version?: string) =>
  bodyOf(
    send<RecordedEntry>(`/mood/${id}`, {
      method: 'PATCH',
      body,
      headers: version ? { 'If-Match': version } : {},
    }),
  );
export const deleteMood = (id: string, keepalive = false) =>
  send<void>(`/mood/${id}`, { method: 'DELETE', keepalive, isOpen: keepalive });
export const listDays = async (from: string, to: string) =>
  (await send<{ days: DaySummary[] }>(withQuery('/mood/days', { from, to }))).body.days;
export const exportMoods = (format: 'json' | 'csv', signal: AbortSignal) =>
  sendRaw(withQuery('/mood/export', { format }), { signal });

// ── Achievements ──

export const listAchievements = () =>
  everyPage<{ achievements: Achievement[]; next_cursor?: string }, Achievement>(
    '/achievements',
    (page) => page.achievements,
  );
export const addAchievement = (body: NewAchievement) =>
  bodyOf(send<Achievement>('/achievements', { method: 'POST', body }));
export const readUser = (username: string) => bodyOf(send<User>(user(username)));
export const listAwards = (username: string) =>
  everyPage<{ achievements: Award[]; next_cursor?: string }, Award>(
    `${user(username)}/achievements`,
    (page) => page.achievements,
  );
export const award = (username: string, body: { code: string; awarded_at?: string }) =>
  bodyOf(send<Award>(`${user(username)}/achievements`, { method: 'POST', body }));
export const takeBack = (username: string, code: string) =>
  send<void>(`${user(username)}/achievements/${encodeURIComponent(code)}`, { method: 'DELETE' });
export const pinTaskLimit = (username: string, daily_task_limit: number | null) =>
  bodyOf(
    send<{ username: string; daily_task_limit: number; limit_reason: LimitReason }>(
      user(username),
      {
        method: 'PATCH',
        body: { daily_task_limit },
      },
    ),
  );
export const readStatistics = () => bodyOf(send<Statistics>('/statistics'));
export const listSevenDays = (cursor: string) =>
  bodyOf(
    send<{ users: SevenDays[]; next_cursor?: string }>(
      withQuery('/statistics/seven-days-in-a-row', { cursor }),
    ),
  );

// ── Tasks ──

/** All tasks of a day, by default of today, with what is left of its quota. */
export async function listTasks(day?: string): Promise<TaskPage> {
  const first = await bodyOf(send<TaskPage>(withQuery('/task', { limit: 100, day })));
  for (let cursor = first.next_cursor; cursor;) {
    const page = await bodyOf(send<TaskPage>(withQuery('/task', { limit: 100, day, cursor })));
    first.tasks.push(...page.tasks);
    cursor = page.next_cursor;
  }
  return first;
}
export const addTask = (body: { title: string; note?: string }, key: string) =>
  bodyOf(
    send<Quota & { task: Task }>('/task', {
      method: 'POST',
      body,
      headers: { 'Idempotency-Key': key },
    }),
  );
export const changeTask = (
  id: string,
  body: { title?: string; note?: string | null; done?: boolean },
) => bodyOf(send<Task & { awarded?: Award[] }>(`/task/${id}`, { method: 'PATCH', body }));
export const deleteTask = (id: string, keepalive = false) =>
  send<void>(`/task/${id}`, { method: 'DELETE', keepalive, isOpen: keepalive });
