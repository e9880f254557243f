// Edits an entry. If it has changed elsewhere since, the user is asked before it is overwritten.
import { useSignal } from '@preact/signals';
import { changeMood, readMood } from '../api/client';
import { problemOf } from '../api/http';
import type { Entry, EntryPatch, Rating } from '../api/types';
import { t } from '../i18n';
import { today } from '../state/account';
import { showChangedEntry } from '../state/entries';
import { showToast } from '../state/toasts';
import { useAction } from './action';
import { Form, FormEnd } from './form';
import { Dialog } from './dialog';
import { TextArea, TextField } from './field';
import { Show, useLoaded } from './loaded';
import { isOwnWord, MoodRow } from './mood';
import { FormError } from './states';
import { TagsField, withTyped } from './tags';

export function EntryDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const loaded = useLoaded(() => readMood(id), [id]);
  return (
    <Dialog title={t('entry.edit.title')} onClose={onClose} isLarge>
      <Show from={loaded}>
        {({ entry, version }) => <EntryForm entry={entry} version={version} onClose={onClose} />}
      </Show>
    </Dialog>
  );
}

function EntryForm({
  entry,
  version,
  onClose,
}: {
  entry: Entry;
  version: string;
  onClose: () => void;
}) {
  const rating = useSignal<Rating | null>(entry.rating);
  const word = useSignal(isOwnWord(entry.mood) ? entry.mood : '');
  const note = useSignal(entry.note ?? '');
  const tags = useSignal(entry.tags);
  const typed = useSignal('');
  const day = useSignal(entry.day);
  const ifMatch = useSignal<string | undefined>(version);

  const save = useAction(async () => {
    const draft: EntryPatch = {
      ...moodOf(word.value.trim(), rating.value),
      note: note.value.trim() === '' ? null : note.value,
      tags: withTyped(tags.value, typed.value),
      ...(day.value !== entry.day ? { day: day.value } : {}),
    };
    try {
      showChangedEntry(await changeMood(entry.id, draft, ifMatch.value));
    } catch (error) {
      // The user has been told; saving again overwrites.
      if (problemOf(error)?.code === 'version-mismatch') ifMatch.value = undefined;
      throw error;
    }
    showToast(t('common.saved'));
    onClose();
  });
  const isStale = save.problem?.code === 'version-mismatch';

  return (
    <Form onSend={() => save.run()}>
      <MoodRow
        label={t('entry.mood')}
        chosen={rating.value}
        onChoose={(chosen) => (rating.value = chosen)}
      />
      <TextField
        label={t('entry.word')}
        isOptional
        hint={t('entry.word.hint')}
        value={word}
        maxLength={50}
        error={save.faultAt('mood')}
        autocomplete="off"
      />
      <TextArea
        label={t('entry.note')}
        isOptional
        value={note}
        maxLength={10000}
        rows={5}
        error={save.faultAt('note')}
      />
      <TagsField tags={tags} typed={typed} />
      <TextField
        label={t('entry.day')}
        type="date"
        value={day}
        min="1900-01-01"
        max={today.value}
        required
        error={save.faultAt('day')}
      />
      {isStale ? (
        <div class="form-error" role="alert">
          <p>{t('entry.changed-elsewhere')}</p>
        </div>
      ) : (
        <FormError error={save.error} fields={['mood', 'note', 'day']} />
      )}
      <FormEnd isBusy={save.isBusy} submit={t('common.save')} onSecondary={onClose} />
    </Form>
  );
}

/** With a mood of null the rating implies its standard label. */
const moodOf = (word: string, rating: Rating | null): EntryPatch =>
  word ? { mood: word, rating } : { mood: null, rating };
