// Text that somebody is typing, kept in this browser until it is saved or given up.
import { useSignal, useSignalEffect, type Signal } from '@preact/signals';
import { account } from './account';
import { keep, readKept } from './kept';

interface Draft<Value> {
  value: Signal<Value>;
  forget: () => void;
}

export function useDraft<Value>(name: string, initial: Value): Draft<Value> {
  const key = `draft.${account.peek()?.id ?? ''}.${name}`;
  const value = useSignal<Value>(readKept<Value>(key) ?? initial);
  useSignalEffect(() => {
    keep(key, value.value === initial || value.value === '' ? undefined : value.value);
  });
  return { value, forget: () => keep(key, undefined) };
}
