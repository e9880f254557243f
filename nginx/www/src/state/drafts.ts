// Text that is being typed, stored in this browser until it is saved or discarded.
import { useSignal, useSignalEffect, type Signal } from '@preact/signals';
import { account } from './account';
import { nameOf, store, readStored } from './storage';

interface Draft<Value> {
  value: Signal<Value>;
  forget: () => void;
}

export function useDraft<Value>(name: string, initial: Value): Draft<Value> {
  const key = nameOf(account.peek()?.id ?? '', `draft.${name}`);
  const value = useSignal<Value>(readStored<Value>(key) ?? initial);
  useSignalEffect(() => {
    store(key, value.value === initial || value.value === '' ? undefined : value.value);
  });
  return { value, forget: () => store(key, undefined) };
}
