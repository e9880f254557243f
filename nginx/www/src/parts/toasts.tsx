// Shows the toasts of state/toasts.ts.
import { t } from '../i18n';
import { dismissToast, toasts, type Toast } from '../state/toasts';
import { useFocusLeft } from './focus';
import { IconButton } from './icon';

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <Message key={toast.id} {...toast} />
      ))}
    </div>
  );
}

function Message({ id, text, action }: Toast) {
  return (
    <div class="toast" ref={useFocusLeft<HTMLDivElement>()}>
      <span>{text}</span>
      {action && (
        <button type="button" class="toast-action" onClick={action.run}>
          {action.label}
        </button>
      )}
      <IconButton
        name="close"
        size={18}
        label={t('common.close')}
        onClick={() => dismissToast(id)}
      />
    </div>
  );
}
