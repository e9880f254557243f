// Something that somebody starts and waits for: busy meanwhile, and the error if there is one.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';

export interface Action<Arguments extends unknown[]> {
  run: (...given: Arguments) => Promise<void>;
  isBusy: boolean;
  error: unknown;
  clear: () => void;
}

/** A second start while the first one runs does nothing. */
export function useAction<Arguments extends unknown[]>(act: (...given: Arguments) => Promise<unknown>): Action<Arguments> {
  const isBusy = useSignal(false);
  const error = useSignal<unknown>(null);
  const running = useRef(false);
  return {
    isBusy: isBusy.value,
    error: error.value,
    clear: () => (error.value = null),
    run: async (...given) => {
      if (running.current) return;
      running.current = true;
      isBusy.value = true;
      error.value = null;
      try {
        await act(...given);
      } catch (caught) {
        error.value = caught;
      } finally {
        running.current = false;
        isBusy.value = false;
      }
    },
  };
}
