// A form, and the button that ends it.
import type { ComponentChildren } from 'preact';
import { t } from '../i18n';

/** Enter sends it; so does Ctrl+Enter, for where Enter begins a line. */
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

/** Says that it is at work, and keeps the focus meanwhile. */
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

/** The buttons below a form: the one that sends it and, with `onSecondary`, another one. */
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
