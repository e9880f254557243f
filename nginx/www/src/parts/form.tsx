// A form and its buttons.
import type { ComponentChildren } from 'preact';
import { t } from '../i18n';

/** Sent by Enter and, from a text area, by Ctrl+Enter. */
export function Form({
  onSend,
  isLine,
  role,
  children,
}: {
  onSend: () => unknown;
  isLine?: boolean;
  role?: 'search';
  children: ComponentChildren;
}) {
  return (
    <form
      class={isLine ? 'form-line' : 'form'}
      role={role}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
      onKeyDown={(event) =>
        event.key === 'Enter' &&
        (event.ctrlKey || event.metaKey) &&
        event.currentTarget.requestSubmit()
      }
    >
      {children}
    </form>
  );
}

/** Not `disabled` while busy, because that would lose the focus. */
export function SubmitButton({
  isBusy,
  children,
  tone = 'primary',
}: {
  isBusy: boolean;
  children: ComponentChildren;
  tone?: 'primary' | 'danger';
}) {
  return (
    <button type="submit" class={`button ${tone}`} aria-disabled={isBusy}>
      {isBusy ? t('common.busy') : children}
    </button>
  );
}

/** The buttons below a form; by default the secondary one is "Cancel". */
export function FormEnd({
  isBusy,
  submit,
  tone,
  secondary = t('common.cancel'),
  onSecondary,
}: {
  isBusy: boolean;
  submit: string;
  tone?: 'danger';
  secondary?: string;
  onSecondary?: () => void;
}) {
  return (
    <div class="form-end">
      {onSecondary && (
        <button type="button" class="button" onClick={onSecondary}>
          {secondary}
        </button>
      )}
      <SubmitButton isBusy={isBusy} tone={tone}>
        {submit}
      </SubmitButton>
    </div>
  );
}
