// Something that somebody starts and waits for: busy meanwhile, and the error if there is one.
import { useSignal } from '@preact/signals';

interface Action<Arguments extends unknown[]> {
  run: (...given: Arguments) => Promise<void>;
  isBusy: boolean;
  error: unknown;
}

/** A second start while the first one runs does nothing. */
export function useAction<Arguments extends unknown[]>(
  act: (...given: Arguments) => Promise<unknown>,
): Action<Arguments> {
  const running = useSignal(false);
  const error = useSignal<unknown>(null);
  return {
    isBusy: running.value,
    error: error.value,
    run: async (...given) => {
      if (running.peek()) return;
      running.value = true;
      error.value = null;
      try {
        await act(...given);
      } catch (caught) {
        error.value = caught;
      } finally {
        running.value = false;
      }
    },
  };
}
