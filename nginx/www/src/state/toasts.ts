// Short messages at the edge of the page, and the awards to celebrate.
import { signal } from '@preact/signals';
import type { Award } from '../api/types';

export interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

const shownForMs = 6000;

export const toasts = signal<Toast[]>([]);
export const celebrated = signal<Award[]>([]);

let lastId = 0;

export function dismissToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** Shows a message for `forMs`; returns its id for dismissToast(). */
export function showToast(text: string, action?: Toast['action'], forMs = shownForMs): number {
  const id = ++lastId;
  toasts.value = [...toasts.value.slice(-2), { id, text, ...(action ? { action } : {}) }];
  setTimeout(() => dismissToast(id), forMs);
  return id;
}

export function celebrate(awards: Award[] | undefined): void {
  if (awards?.length) celebrated.value = [...celebrated.value, ...awards];
}
