// The form for a note to an entry that was just recorded; `children` are further fields.
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { t } from '../i18n';
import { useAction } from './action';
import { TextArea } from './field';
import { Form, FormEnd } from './form';
import { FormError } from './states';

export function NoteForm({
  note,
  placeholder,
  children,
  onSave,
  onCancel,
}: {
  note: Signal<string>;
  placeholder?: string;
  children?: ComponentChildren;
  onSave: () => Promise<void>;
  onCancel: () => void;
}) {
  const save = useAction(onSave);
  return (
    <Form onSend={() => save.run()}>
      <TextArea
        label={t('today.note.title')}
        isOptional
        value={note}
        maxLength={10000}
        placeholder={placeholder}
      />
      {children}
      <FormError error={save.error} />
      <FormEnd
        isBusy={save.isBusy}
        submit={t('entry.save-note')}
        secondary={t('today.note.later')}
        onSecondary={onCancel}
      />
    </Form>
  );
}
