// Something that somebody starts and waits for: busy meanwhile, and the error if there is one.
import { useSignal } from '@preact/signals';
import { problemOf, type Problem } from '../api/http';

interface Action<Arguments extends unknown[]> {
  run: (...given: Arguments) => Promise<void>;
  isBusy: boolean;
  error: unknown;
  /** The error, where it is the API's. */
  problem: Problem | null;
  faultAt: (field: string) => string | undefined;
}

/** A second start while the first one runs does nothing. */
export function useAction<Arguments extends unknown[]>(
  act: (...given: Arguments) => Promise<unknown>,
): Action<Arguments> {
  const running = useSignal(false);
  const error = useSignal<unknown>(null);
  const problem = problemOf(error.value);
  return {
    isBusy: running.value,
    error: error.value,
    problem,
    faultAt: (field) => problem?.faultAt(field),
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
