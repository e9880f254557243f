// What the API answers, as openapi.yaml has it.

export type Language = 'en' | 'ru';
export type Rating = 1 | 2 | 3 | 4 | 5;

export interface Account {
  id: string;
  username: string;
  language: Language;
  time_zone: string;
  day_starts_at: number;
  role: 'member' | 'admin';
  created_at: string;
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

/** The figures that go with every answer about moods. */
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

export interface EntryDraft {
  mood?: string | null;
  rating?: Rating | null;
  note?: string | null;
  tags?: string[] | null;
  recorded_at?: string;
  day?: string;
}

export interface RecordedEntry extends Figures {
  entry: Entry;
  awarded: Award[];
}

export interface EntryPage extends Figures {
  moods: Entry[];
  next_cursor?: string;
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

export interface Achievement {
  id: string;
  code: string;
  points: number;
  name: string;
  description: string;
  holders: number;
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

export interface SevenDays {
  username: string;
  first_day: string;
  last_day: string;
}

export interface Statistics {
  most_achievements: { username: string; achievements: number } | null;
  most_points: { username: string; points: number } | null;
  greatest_difference: Difference | null;
  least_difference: Difference | null;
  seven_days_in_a_row: { users: SevenDays[]; next_cursor?: string };
}

export interface Task {
  id: string;
  title: string;
  note: string | null;
  done: boolean;
  created_at: string;
  day: string;
}

export type LimitReason = 'default' | 'raised' | 'lowered' | 'pinned';

/** What is left of a day's tasks. */
export interface Quota {
  limit: number;
  limit_reason: LimitReason;
  used: number;
  remaining: number;
  resets_at: string;
}

export interface TaskPage extends Quota {
  tasks: Task[];
  next_cursor?: string;
  streak: number;
  longest_streak: number;
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
