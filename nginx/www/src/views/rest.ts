// The views that nobody needs in the first second; they come together, in one file,
// with what they say.
import { addTexts } from '../i18n';
import { enRest } from '../i18n/en_rest';
import { ruRest } from '../i18n/ru_rest';

addTexts({ en: enRest, ru: ruRest });

export { default as AchievementsView } from './achievements';
export { default as AdminView } from './admin';
export { default as JournalView } from './journal';
export { default as PeopleView } from './people';
export { default as SettingsView } from './settings';
export { default as StatisticsView } from './statistics';
export { default as TasksView } from './tasks';
export { default as TrendsView } from './trends';
export { default as YearView } from './year';
