// A day: its entries, and a form for another one.
import { useSignal } from '@preact/signals';
import { listMoods } from '../api/client';
import type { Rating } from '../api/types';
import type { Day } from '../days/days';
import { count, t, writeDay } from '../i18n';
import { today } from '../state/account';
import { addToEntry, entryUpdates, recordEntry, revision } from '../state/entries';
import type { RecordResult } from '../state/outbox';
import { showToast } from '../state/toasts';
import { useAction } from './action';
import { Dialog } from './dialog';
import { EntryCard } from './entry_card';
import { Show, useLoaded } from './loaded';
import { MoodRow } from './mood';
import { NoteForm } from './note_form';
import { FormError } from './states';

const entriesMax = 100;

export function DayDialog({ day, onClose }: { day: Day; onClose: () => void }) {
  const loaded = useLoaded(
    () => listMoods({ from: day, to: day, limit: entriesMax }),
    [day, revision.value],
  );
  const recorded = useSignal<RecordResult | null>(null);
  const save = useAction(async (rating: Rating) => {
    recorded.value = await recordEntry({ rating }, day);
    const { answer } = recorded.value;
    showToast(
      answer
        ? [t('year.filled'), answer.streak > 0 ? `${count('streak.told', answer.streak)}.` : '']
            .join(' ')
            .trim()
        : t('today.recorded.waiting', { mood: t(`mood.${rating}`) }),
    );
  });
  return (
    <Dialog title={writeDay(day, 'long')} onClose={onClose} isLarge>
      <Show from={loaded}>
        {({ moods }) => {
          const shown = entryUpdates.apply(moods);
          return (
            <>
              {shown.map((entry) => (
                <EntryCard key={entry.id} entry={entry} />
              ))}
              {recorded.value ? (
                <DayNote recorded={recorded.value} onDone={onClose} />
              ) : (
                day <= today.value && (
                  <div class="day-fill">
                    <p>{shown.length === 0 ? t('year.fill') : t('year.fill.more')}</p>
                    <MoodRow
                      label={t('mood.choose')}
                      isBusy={save.isBusy}
                      onChoose={(rating) => void save.run(rating)}
                    />
                    <FormError error={save.error} />
                  </div>
                )
              )}
            </>
          );
        }}
      </Show>
    </Dialog>
  );
}

function DayNote({ recorded, onDone }: { recorded: RecordResult; onDone: () => void }) {
  const note = useSignal('');
  const save = async () => {
    if (note.value.trim()) await addToEntry(recorded, { note: note.value });
    onDone();
  };
  return <NoteForm note={note} onSave={save} onCancel={onDone} />;
}
