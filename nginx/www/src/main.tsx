// Starts the page. The account and its newest entries are requested at the same time.
import { effect } from '@preact/signals';
import { render } from 'preact';
import { listMoods } from './api/client';
import { setAcceptLanguage, setRequestAccount } from './api/http';
import { App, prefetchViews } from './app';
import { language, t } from './i18n';
import {
  account,
  followClock,
  followTabs,
  lastSignedIn,
  loadAccount,
  takeFarewell,
} from './state/account';
import { followAccount } from './state/entries';
import { followPreferences } from './state/preferences';
import { showToast } from './state/toasts';

const page = document.getElementById('page');
if (!page) throw new Error('index.html has an element for the page');

setAcceptLanguage(() => language.value);
followPreferences();
followClock();
followTabs();
effect(() => {
  document.documentElement.lang = language.value;
});

const expected = lastSignedIn();
if (expected) setRequestAccount(expected);
const preloaded = expected ? listMoods({ limit: 50 }, true) : undefined;
preloaded?.catch(() => undefined); // followAccount() handles the error
followAccount(expected, preloaded);

const farewell = takeFarewell();
if (farewell) showToast(t(farewell));

const show = (loadError: unknown) => render(<App loadError={loadError} onRetry={begin} />, page);

function begin(): void {
  loadAccount().then(() => show(null), show);
}
begin();
if (account.value !== undefined) show(null);

// When the first view is shown: loads the other views, and links the manifest.
effect(() => {
  if (!account.value) return;
  const later = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1500));
  later(() => {
    prefetchViews();
    if (!document.querySelector('link[rel=manifest]')) {
      document.head.append(
        Object.assign(document.createElement('link'), {
          rel: 'manifest',
          href: '/manifest.webmanifest',
        }),
      );
    }
  });
});
