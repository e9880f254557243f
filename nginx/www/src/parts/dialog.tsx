// A modal dialog. The browser keeps the focus in it.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { focusContent } from './focus';
import { IconButton } from './icon';
import { Toasts } from './toasts';

/** Ids, the topmost last. Toasts are shown in it, as the page outside is inert. */
export const openDialogs = signal<string[]>([]);

export function Dialog({
  title,
  onClose,
  children,
  isLarge,
}: {
  title: string;
  /** Undefined if the dialog cannot be dismissed. */
  onClose?: () => void;
  children: ComponentChildren;
  isLarge?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    openDialogs.value = [...openDialogs.peek(), id];
    return () => {
      element?.close();
      openDialogs.value = openDialogs.peek().filter((other) => other !== id);
      if (!(before instanceof HTMLElement) || before === document.body) return;
      before.focus();
      // It may be removed together with the dialog.
      queueMicrotask(() => before.isConnected || focusContent());
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog${isLarge ? ' dialog-large' : ''}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onMouseDown={(event) => event.target === event.currentTarget && onClose?.()}
    >
      <div class="dialog-inner">
        <header class="dialog-head">
          <h2 id={id}>{title}</h2>
          {onClose && <IconButton name="close" label={t('common.close')} onClick={onClose} />}
        </header>
        {children}
      </div>
      {openDialogs.value.at(-1) === id && <Toasts />}
    </dialog>
  );
}
