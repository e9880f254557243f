// The frame of the page: navigation, the current view, and what is shown above it.
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t, type TextKey } from './i18n';
import { Celebration } from './parts/celebration';
import { openDialogs } from './parts/dialog';
import { Icon, Logo, type IconName } from './parts/icon';
import { lazy } from './parts/lazy';
import { ErrorState, LoadingState } from './parts/states';
import { Toasts } from './parts/toasts';
import { linkTo, route } from './routes';
import { account, hasSessionEnded } from './state/account';
import { SignInAgain, SignView } from './views/sign';
import TodayView from './views/today';

const lazyViews = () => import('./views/lazy');

interface Section {
  path: string;
  name: IconName;
  title: TextKey;
  View: ComponentType;
  /** In the navigation bar on a phone; the others are below "More". */
  isMain?: boolean;
  isForAdmins?: boolean;
}

const MoreView = () => (
  <>
    <h1>{t('nav.more')}</h1>
    <ul class="plain more-list">
      {visible()
        .filter(({ isMain }) => !isMain)
        .map(({ path, name, title }) => (
          <li key={path}>
            <a href={linkTo(path)}>
              <Icon name={name} />
              {t(title)}
            </a>
          </li>
        ))}
    </ul>
  </>
);

const sections: Section[] = [
  { path: '', name: 'today', title: 'nav.today', View: TodayView, isMain: true },
  {
    path: 'journal',
    name: 'journal',
    title: 'nav.journal',
    View: lazy(async () => (await lazyViews()).JournalView),
    isMain: true,
  },
  {
    path: 'year',
    name: 'year',
    title: 'nav.year',
    View: lazy(async () => (await lazyViews()).YearView),
    isMain: true,
  },
  {
    path: 'tasks',
    name: 'tasks',
    title: 'nav.tasks',
    View: lazy(async () => (await lazyViews()).TasksView),
    isMain: true,
  },
  {
    path: 'trends',
    name: 'trends',
    title: 'nav.trends',
    View: lazy(async () => (await lazyViews()).TrendsView),
  },
  {
    path: 'achievements',
    name: 'achievements',
    title: 'nav.achievements',
    View: lazy(async () => (await lazyViews()).AchievementsView),
  },
  {
    path: 'people',
    name: 'people',
    title: 'nav.people',
    View: lazy(async () => (await lazyViews()).PeopleView),
  },
  {
    path: 'statistics',
    name: 'statistics',
    title: 'nav.statistics',
    View: lazy(async () => (await lazyViews()).StatisticsView),
  },
  {
    path: 'settings',
    name: 'settings',
    title: 'nav.settings',
    View: lazy(async () => (await lazyViews()).SettingsView),
  },
  {
    path: 'admin',
    name: 'admin',
    title: 'nav.admin',
    View: lazy(async () => (await lazyViews()).AdminView),
    isForAdmins: true,
  },
];
const more: Section = { path: 'more', name: 'more', title: 'nav.more', View: MoreView };

const visible = () =>
  sections.filter(({ isForAdmins }) => !isForAdmins || account.value?.role === 'admin');

/** Loads the other views before they are needed. */
export const prefetchViews = (): void => void lazyViews().catch(() => undefined);

export function App({ loadError, onRetry }: { loadError: unknown; onRetry: () => void }) {
  const wasOut = useRef(false);
  wasOut.current ||= account.value === null;
  if (loadError)
    return (
      <main id="content">
        <ErrorState error={loadError} onRetry={onRetry} />
      </main>
    );
  if (account.value === undefined) return <LoadingState />;
  return (
    <>
      {account.value === null ? <SignView /> : <SignedIn hasSignedIn={wasOut.current} />}
      {hasSessionEnded.value && <SignInAgain />}
      {openDialogs.value.length === 0 && <Toasts />}
    </>
  );
}

/** `hasSignedIn`: the sign-in form, which had the focus, has just been removed. */
function SignedIn({ hasSignedIn }: { hasSignedIn: boolean }) {
  const path = route.value[0] ?? '';
  const section = [...visible(), more].find((one) => one.path === path) ?? sections[0];
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (section) document.title = section.path ? `${t(section.title)} · Daymark` : 'Daymark';
    // Moves the focus, so that a screen reader announces the view.
    if (!isFirst.current || hasSignedIn) {
      scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    isFirst.current = false;
  }, [path]);
  if (!section) return null;
  const { View } = section;
  return (
    <div class="shell">
      <a
        class="skip"
        href="#content"
        onClick={(event) => (event.preventDefault(), main.current?.focus())}
      >
        {t('app.skip')}
      </a>
      <nav class="nav" aria-label={t('app.sections')}>
        <a class="brand nav-brand" href="#/">
          <Logo />
          <span>Daymark</span>
        </a>
        <ul class="plain">
          {[...visible(), more].map(({ path: to, name, title, isMain }) => (
            <li key={to} class={isMain ? '' : to === 'more' ? 'nav-more' : 'nav-secondary'}>
              <a href={linkTo(to)} aria-current={to === path ? 'page' : undefined}>
                <Icon name={name} />
                <span>{t(title)}</span>
              </a>
            </li>
          ))}
        </ul>
        <p class="nav-who">{account.value?.username}</p>
      </nav>
      <main id="content" class={`view view-${path || 'today'}`} ref={main} tabIndex={-1}>
        <View key={path} />
      </main>
      <Celebration />
    </div>
  );
}
