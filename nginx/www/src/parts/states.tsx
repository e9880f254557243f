// What is shown instead of the content when it is empty, loading or failed; and errors of forms.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isAt, problemOf, Unreachable } from '../api/http';
import type { Fault } from '../api/types';
import { count, t } from '../i18n';

const patienceMs = 250;

/** Empty at first, so that fast responses do not flicker. */
export function LoadingState() {
  const [isShown, show] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => show(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="state state-loading" role="status">
      {isShown && (
        <>
          <span class="spinner" aria-hidden="true" />
          <span>{t('app.loading')}</span>
        </>
      )}
    </div>
  );
}

export function EmptyState({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="state state-empty">
      <svg
        class="state-picture"
        width="120"
        height="60"
        viewBox="0 0 120 60"
        aria-hidden="true"
        focusable="false"
      >
        <path class="state-sun" d="M44 44a16 16 0 0 1 32 0" />
        <path class="state-horizon" d="M6 44h108M22 51h40M70 51h26M40 57h44" />
      </svg>
      <p class="state-title">{title}</p>
      {children && <p class="quiet">{children}</p>}
    </div>
  );
}

function tellError(error: unknown): string {
  if (error instanceof Unreachable) return t('error.unreachable');
  const problem = problemOf(error);
  if (problem?.status === 429 && problem.retryAfterSeconds)
    return `${problem.detail} ${count('error.wait', problem.retryAfterSeconds)}`;
  if (problem?.detail) return problem.detail;
  return problem && problem.status >= 502 ? t('error.unreachable') : t('error.unknown');
}

export const FailedState = ({
  title,
  button,
  onClick,
  children,
}: {
  title: string;
  button: string;
  onClick: () => void;
  children: ComponentChildren;
}) => (
  <div class="state state-error" role="alert">
    <p class="state-title">{title}</p>
    {children}
    <button type="button" class="button" onClick={onClick}>
      {button}
    </button>
  </div>
);

export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { status = 0, body } = problemOf(error) ?? {};
  return (
    <FailedState title={t('error.title')} button={t('common.again')} onClick={onRetry}>
      <p class="quiet">{tellError(error)}</p>
      {status >= 500 && body?.request_id && (
        <p class="quiet">{t('error.request', { id: body.request_id })}</p>
      )}
    </FailedState>
  );
}

/** What a fault of a file is about: `mood` for `#/moods/3/mood` and for `#/mood`. */
const columnOf = ({ pointer = '' }: Fault): string => pointer.replace(/^#\/(moods\/\d+\/)?/, '');

/** Leaves out the faults at `fields`, which show them themselves. */
export function FormError({ error, fields = [] }: { error: unknown; fields?: string[] }) {
  if (!error) return null;
  const problem = problemOf(error);
  const faults = problem?.faults ?? [];
  const others = faults.filter((fault) => !fields.some((field) => isAt(fault, field)));
  if (faults.length > 0 && others.length === 0) return null;
  return (
    <div class="form-error" role="alert">
      {/* The text of the API names a field of its answer. */}
      <p>{problem?.code === 'invalid' ? t('error.invalid') : tellError(error)}</p>
      {others.length > 0 && (
        <ul>
          {others.slice(0, 20).map((fault, index) => (
            <li key={index}>
              {fault.row === undefined
                ? fault.detail
                : t('settings.import.row', {
                    row: [fault.row, columnOf(fault)].filter(Boolean).join(', '),
                    detail: fault.detail,
                  })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
