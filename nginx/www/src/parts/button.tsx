// The button that ends a form: it says that it is at work, and keeps the focus meanwhile.
import type { ComponentChildren } from 'preact';
import { t } from '../i18n';

export function SubmitButton({ isBusy, children, tone = 'primary' }: {
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
