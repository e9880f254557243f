// The current view: the part of the URL after #, because the paths belong to the API.
import { computed, signal } from '@preact/signals';

const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
});

/** ['people', 'alice'] for `#/people/alice`, [''] without a hash. */
export const route = computed((): string[] => {
  const parts = hash.value.replace(/^#\/?/, '').split('/');
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return [''];
  }
});

export const linkTo = (...parts: string[]): string =>
  `#/${parts.map(encodeURIComponent).join('/')}`;

export function goTo(...parts: string[]): void {
  location.hash = linkTo(...parts);
}
