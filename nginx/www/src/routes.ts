// Where somebody is in the page: the part of the address after #, because the paths belong to the API.
import { computed, signal } from '@preact/signals';

const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
});

/** `#/people/alice` is ['people', 'alice'], and nothing is ['']. */
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
