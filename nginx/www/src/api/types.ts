// The bodies of requests and responses, named like the schemas in openapi.yaml.
import type { Language } from '../i18n/languages';

export type { Language };

export type Rating = 1 | 2 | 3 | 4 | 5;

/** A page of a list; the last one has no cursor. */
export interface Page {
  next_cursor?: string;
}

export interface Account {
  id: string;
  username: string;
  language: Language;
  time_zone: string;
  day_starts_at: number;
  role: 'member' | 'admin';
  created_at: string;
}

export interface NewAccount {
  username: string;
  password: string;
  language: Language;
  time_zone: string;
}

export interface SettingsChange {
  language?: Language;
  time_zone?: string;
  day_starts_at?: number;
  password?: string;
  current_password?: string;
}

export interface Entry {
  id: string;
  uid: string;
  mood: string;
  rating: Rating | null;
  note: string | null;
  tags: string[];
  recorded_at: string;
  day: string;
  streak: number;
}

/** An entry that the service has not recorded yet. */
export type EntryPreview = Omit<Entry, 'id' | 'uid' | 'streak'>;

/** What the author has not said. */
export const nothingSaid: Omit<EntryPreview, 'recorded_at' | 'day'> = {
  mood: '',
  rating: null,
  note: null,
  tags: [],
};

/** What every response about entries has beside them. */
export interface Figures {
  streak: number;
  longest_streak: number;
  logged_today: boolean;
  streak_expires_at: string | null;
  percentile?: number;
  compared_with: number;
}

export interface Award {
  code: string;
  points: number;
  name: string;
  description: string;
  awarded_at: string;
}

export interface AwardPage extends Page {
  achievements: Award[];
}

export interface NewAward {
  code: string;
  awarded_at?: string;
}

export interface EntryPatch {
  mood?: string | null;
  rating?: Rating | null;
  note?: string | null;
  tags?: string[] | null;
  recorded_at?: string;
  day?: string;
}
export type NewEntry = EntryPatch;

export interface RecordedEntry extends Figures {
  entry: Entry;
  awarded: Award[];
}

export interface EntryPage extends Figures, Page {
  moods: Entry[];
}

export interface Imported {
  imported: number;
  skipped: number;
}

export interface DaySummary {
  day: string;
  entries: number;
  average_rating: number | null;
  streak: number;
}

export interface Session {
  id: string;
  kind: 'cookie' | 'bearer';
  created_at: string;
  last_seen_at: string;
  user_agent: string;
  current: boolean;
}

export interface SessionPage extends Page {
  sessions: Session[];
}

export interface Achievement {
  id: string;
  code: string;
  points: number;
  name: string;
  description: string;
  holders: number;
}

export interface AchievementPage extends Page {
  achievements: Achievement[];
}

export interface NewAchievement {
  code: string;
  points: number;
  name: Record<Language, string>;
  description: Record<Language, string>;
}

export interface User {
  username: string;
  language: Language;
  created_at: string;
  achievements: number;
  points: number;
  longest_award_streak: number;
}

export interface Difference {
  users: [string, string];
  difference: number;
}

export interface SevenDaysPage extends Page {
  users: { username: string; first_day: string; last_day: string }[];
}

export interface Statistics {
  most_achievements: { username: string; achievements: number } | null;
  most_points: { username: string; points: number } | null;
  greatest_difference: Difference | null;
  least_difference: Difference | null;
  seven_days_in_a_row: SevenDaysPage;
}

export interface Task {
  id: string;
  title: string;
  note: string | null;
  done: boolean;
  created_at: string;
  day: string;
}

export interface NewTask {
  title: string;
  note?: string;
}

export interface TaskPatch {
  title?: string;
  note?: string | null;
  done?: boolean;
}

export interface ChangedTask extends Task {
  awarded: Award[];
}

export type TaskLimitReason = 'default' | 'raised' | 'lowered' | 'pinned';

/** The daily limit of tasks and how much of it is used. */
export interface Quota {
  limit: number;
  limit_reason: TaskLimitReason;
  used: number;
  remaining: number;
  resets_at: string;
}

export interface CreatedTask extends Quota {
  task: Task;
}

export interface TaskPage extends Quota, Page {
  tasks: Task[];
  streak: number;
  longest_streak: number;
}

export interface UserTaskLimit {
  username: string;
  daily_task_limit: number;
  limit_reason: TaskLimitReason;
}

export interface Fault {
  pointer?: string;
  parameter?: string;
  header?: string;
  row?: number;
  code: string;
  detail: string;
}

export interface ProblemBody {
  title: string;
  status: number;
  code: string;
  detail: string;
  request_id: string;
  errors?: Fault[];
  award?: Award;
}
