// An asynchronous action of the user: whether it is running, and its last error.
import { useSignal } from '@preact/signals';
import { problemOf, type Problem } from '../api/http';

interface Action<Arguments extends unknown[]> {
  run: (...values: Arguments) => Promise<void>;
  isBusy: boolean;
  error: unknown;
  /** The error, if the API has answered with one. */
  problem: Problem | null;
  faultAt: (field: string) => string | undefined;
}

/** A call of `run` while the action is running does nothing. */
export function useAction<Arguments extends unknown[]>(
  act: (...values: Arguments) => Promise<unknown>,
): Action<Arguments> {
  const running = useSignal(false);
  const error = useSignal<unknown>(null);
  const problem = problemOf(error.value);
  return {
    isBusy: running.value,
    error: error.value,
    problem,
    faultAt: (field) => problem?.faultAt(field),
    run: async (...values) => {
      if (running.peek()) return;
      running.value = true;
      error.value = null;
      try {
        await act(...values);
      } catch (caught) {
        error.value = caught;
      } finally {
        running.value = false;
      }
    },
  };
}
