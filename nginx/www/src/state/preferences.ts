// The preferences of this browser, which are not settings of the account.
import { effect, signal } from '@preact/signals';
import { store, readStored } from './storage';

type Theme = 'system' | 'light' | 'dark';

export const theme = signal<Theme>(readStored<Theme>('theme') ?? 'system');
export const hasMoodKeys = signal<boolean>(readStored<boolean>('mood-keys') ?? true);

export function followPreferences(): void {
  effect(() => {
    if (theme.value === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme.value;
    store('theme', theme.value === 'system' ? undefined : theme.value);
  });
  effect(() => {
    store('mood-keys', hasMoodKeys.value ? undefined : false);
  });
}
