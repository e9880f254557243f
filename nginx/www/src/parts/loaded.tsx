// A value that a view loads from the API. While a new value is loading the old one stays.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { ErrorState, LoadingState } from './states';

export interface Loaded<Value> {
  value: Value | undefined;
  error: unknown;
  isLoading: boolean;
  retry: () => void;
}

export function useLoaded<Value>(
  load: () => Promise<Value>,
  dependencies: unknown[],
): Loaded<Value> {
  const value = useSignal<Value | undefined>(undefined);
  const error = useSignal<unknown>(null);
  const isLoading = useSignal(true);
  const attempt = useSignal(0);
  useEffect(() => {
    let isCurrent = true;
    isLoading.value = true;
    load().then(
      (loaded) => {
        if (!isCurrent) return;
        value.value = loaded;
        error.value = null;
        isLoading.value = false;
      },
      (caught: unknown) => {
        if (!isCurrent) return;
        error.value = caught;
        isLoading.value = false;
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [...dependencies, attempt.value]);
  return {
    value: value.value,
    error: error.value,
    isLoading: isLoading.value,
    retry: () => void ++attempt.value,
  };
}

export function Show<Value>({
  from,
  children,
}: {
  from: Loaded<Value>;
  children: (value: Value) => ComponentChildren;
}) {
  if (from.error) return <ErrorState error={from.error} onRetry={from.retry} />;
  if (from.value === undefined) return <LoadingState />;
  return (
    <div class="loaded" aria-busy={from.isLoading}>
      {children(from.value)}
    </div>
  );
}
