// Starts the page: who is signed in and their newest entries are asked for at the same time.
import { effect } from '@preact/signals';
import { render } from 'preact';
import { listMoods } from './api/client';
import { setAcceptLanguage } from './api/http';
import { App, prefetchViews } from './app';
import { language } from './i18n';
import { account, followClock, loadAccount } from './state/account';
import { followAccount } from './state/entries';
import { readStored } from './state/storage';
import { followPreferences } from './state/preferences';

const page = document.getElementById('page');
if (!page) throw new Error('index.html has an element for the page');

setAcceptLanguage(() => language.value);
followPreferences();
followClock();
effect(() => {
  document.documentElement.lang = language.value;
});

const early = readStored('signed-in') ? listMoods({ limit: 50 }, true) : undefined;
early?.catch(() => undefined); // whoever waits for it hears of it
followAccount(early);

const show = (loadError: unknown) => render(<App loadError={loadError} onRetry={begin} />, page);

function begin(): void {
  loadAccount().then(() => show(null), show);
}
begin();
if (account.value !== undefined) show(null);

// Once the page stands: what makes the next view quick, and the way onto a home screen.
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
