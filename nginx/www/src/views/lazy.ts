// The views that are not needed for the first paint. They come in one file, with their texts.
import { addTexts } from '../i18n';
import { lazyTexts } from '../i18n/lazy_texts';

addTexts(lazyTexts);

export { default as AchievementsView } from './achievements';
export { default as AdminView } from './admin';
export { default as JournalView } from './journal';
export { default as PeopleView } from './people';
export { default as SettingsView } from './settings';
export { default as StatisticsView } from './statistics';
export { default as TasksView } from './tasks';
export { default as TrendsView } from './trends';
export { default as YearView } from './year';
