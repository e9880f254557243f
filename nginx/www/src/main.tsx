// Starts the page: who is signed in and their newest entries are asked for at the same time.
import { effect } from '@preact/signals';
import { render } from 'preact';
import { listMoods } from './api/client';
import { speak } from './api/http';
import { App, prefetchViews } from './app';
import { language } from './i18n';
import { account, keepTime, start } from './state/account';
import { followAccount } from './state/journal';
import { readKept } from './state/kept';
import { followPreferences } from './state/preferences';

const page = document.getElementById('page');
if (!page) throw new Error('index.html has an element for the page');

speak(() => language.value);
followPreferences();
keepTime();
effect(() => {
  document.documentElement.lang = language.value;
});

const early = readKept('signed-in') ? listMoods({ limit: 50 }, true) : undefined;
early?.catch(() => undefined); // whoever waits for it hears of it
followAccount(early);

const show = (trouble: unknown) => render(<App trouble={trouble} onAgain={begin} />, page);

function begin(): void {
  start().then(() => show(null), show);
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
