// One function for each operation that the page calls, named like its operationId in openapi.yaml.
import { send, sendRaw, withQuery } from './http';
import type {
  Account,
  Achievement,
  AchievementPage,
  Award,
  AwardPage,
  ChangedTask,
  CreatedTask,
  DaySummary,
  Entry,
  EntryPage,
  EntryPatch,
  NewAccount,
  NewAchievement,
  NewAward,
  NewTask,
  Page,
  RecordedEntry,
  SessionPage,
  SettingsChange,
  SevenDaysPage,
  Statistics,
  TaskPage,
  TaskPatch,
  User,
  UserTaskLimit,
} from './types';

const bodyOf = async <Body>(answer: Promise<{ body: Body }>) => (await answer).body;
const user = (username: string) => `/users/${encodeURIComponent(username)}`;

/** Reads all pages of a list, one after the other; returns at least one. */
async function readPages<List extends Page>(
  path: string,
  query: Record<string, string | undefined> = {},
): Promise<[List, ...List[]]> {
  const read = (cursor?: string) =>
    bodyOf(send<List>(withQuery(path, { limit: 100, ...query, cursor })));
  const first = await read();
  const pages: [List, ...List[]] = [first];
  for (let cursor = first.next_cursor; cursor; cursor = pages.at(-1)?.next_cursor) {
    pages.push(await read(cursor));
  }
  return pages;
}

/** 128 random bits in hex. crypto.randomUUID needs HTTPS or localhost. */
export function makeIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// ── Accounts and sessions ──

const asNobody = { throwsAll: true, isAnybodys: true };

export const signUp = (body: NewAccount) =>
  bodyOf(send<Account>('/signup', { method: 'POST', body, ...asNobody }));
export const signIn = (username: string, password: string) =>
  bodyOf(send<Account>('/login', { method: 'POST', body: { username, password }, ...asNobody }));
export const signOut = () => send<void>('/logout', { method: 'POST', throwsAll: true });
export const readMyAccount = () => bodyOf(send<Account>('/me', asNobody));
export const changeMyAccount = (body: SettingsChange) =>
  bodyOf(send<Account>('/me', { method: 'PATCH', body }));
export const deleteMyAccount = (current_password: string) =>
  send<void>('/me', { method: 'DELETE', body: { current_password } });
export const listSessions = async () =>
  (await readPages<SessionPage>('/sessions')).flatMap(({ sessions }) => sessions);
export const endSession = (id: string) => send<void>(`/sessions/${id}`, { method: 'DELETE' });

// ── Mood ──

/** `body` is JSON text: with the same key it has to be the same bytes. */
export const recordMood = (body: string, key: string) =>
  bodyOf(
    send<RecordedEntry>('/mood', { method: 'POST', body, headers: { 'Idempotency-Key': key } }),
  );
export const listMoods = (
  query: { limit?: number; cursor?: string; from?: string; to?: string },
  throwsAll = false,
) => bodyOf(send<EntryPage>(withQuery('/mood', query), { throwsAll }));
export const readMood = async (id: string): Promise<{ entry: Entry; version: string }> => {
  const { body, headers } = await send<Entry>(`/mood/${id}`);
  return { entry: body, version: headers.get('ETag') ?? '*' };
};
export const changeMood = (id: string, body: EntryPatch, version?: string) =>
  bodyOf(
    send<RecordedEntry>(`/mood/${id}`, {
      method: 'PATCH',
      body,
      headers: version ? { 'If-Match': version } : {},
    }),
  );
export const deleteMood = (id: string, keepalive = false) =>
  send<void>(`/mood/${id}`, { method: 'DELETE', keepalive, throwsAll: keepalive });
export const listDays = async (from: string, to: string) =>
  (await send<{ days: DaySummary[] }>(withQuery('/mood/days', { from, to }))).body.days;
export const exportMoods = (format: 'json' | 'csv', signal: AbortSignal) =>
  // Excel reads UTF-8 only behind a byte order mark.
  sendRaw(withQuery('/mood/export', { format, bom: format === 'csv' ? 'true' : undefined }), {
    signal,
  });

// ── Achievements ──

export const listAchievements = async () =>
  (await readPages<AchievementPage>('/achievements')).flatMap(({ achievements }) => achievements);
export const addAchievement = (body: NewAchievement) =>
  bodyOf(send<Achievement>('/achievements', { method: 'POST', body }));
export const readUser = (username: string) => bodyOf(send<User>(user(username)));
export const listAwards = async (username: string) =>
  (await readPages<AwardPage>(`${user(username)}/achievements`)).flatMap(
    ({ achievements }) => achievements,
  );
export const awardAchievement = (username: string, body: NewAward) =>
  bodyOf(send<Award>(`${user(username)}/achievements`, { method: 'POST', body }));
export const takeAchievementBack = (username: string, code: string) =>
  send<void>(`${user(username)}/achievements/${encodeURIComponent(code)}`, { method: 'DELETE' });
export const setTaskLimit = (username: string, daily_task_limit: number | null) =>
  bodyOf(send<UserTaskLimit>(user(username), { method: 'PATCH', body: { daily_task_limit } }));
export const readStatistics = () => bodyOf(send<Statistics>('/statistics'));
export const listSevenDaysInARow = (cursor: string) =>
  bodyOf(send<SevenDaysPage>(withQuery('/statistics/seven-days-in-a-row', { cursor })));

// ── Tasks ──

/** All tasks of a day, by default today, with its quota. */
export async function listTasks(day?: string): Promise<TaskPage> {
  const pages = await readPages<TaskPage>('/task', { day });
  return { ...pages[0], tasks: pages.flatMap(({ tasks }) => tasks) };
}
export const createTask = (body: NewTask, key: string) =>
  bodyOf(send<CreatedTask>('/task', { method: 'POST', body, headers: { 'Idempotency-Key': key } }));
export const changeTask = (id: string, body: TaskPatch) =>
  bodyOf(send<ChangedTask>(`/task/${id}`, { method: 'PATCH', body }));
export const deleteTask = (id: string, keepalive = false) =>
  send<void>(`/task/${id}`, { method: 'DELETE', keepalive, throwsAll: keepalive });
