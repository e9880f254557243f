// An entry in a list, with its actions.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Entry, EntryPreview } from '../api/types';
import { count, t, writeDay, writeTime } from '../i18n';
import { timeZone } from '../state/account';
import { deleteEntry } from '../state/entries';
import { EntryDialog } from './entry_dialog';
import { Icon } from './icon';
import { ItemActions } from './item_actions';
import { moodName, MoodSign } from './mood';

/** `children` are shown beside the mood. */
const EntryText = ({ entry, children }: { entry: EntryPreview; children: ComponentChildren }) => (
  <>
    <MoodSign rating={entry.rating} size={40} />
    <div class="entry-text">
      <p class="entry-head">
        <strong class="entry-mood">{moodName(entry)}</strong>
        {children}
      </p>
      {entry.note && <p class="entry-note">{entry.note}</p>}
      {entry.tags.length > 0 && (
        <ul class="tags">
          {entry.tags.map((tag) => (
            <li key={tag} class="tag">
              {tag}
            </li>
          ))}
        </ul>
      )}
    </div>
  </>
);

export function EntryCard({ entry }: { entry: Entry }) {
  const isEdited = useSignal(false);
  const day = writeDay(entry.day, 'near');
  return (
    <article
      class={`entry rated-${entry.rating ?? 'none'}`}
      tabIndex={-1}
      aria-label={t('entry.actions', { mood: moodName(entry), day })}
    >
      <EntryText entry={entry}>
        <span class="quiet">
          <time dateTime={entry.recorded_at}>
            {writeTime(entry.recorded_at, timeZone.value, 'time')}
          </time>
        </span>
        {entry.streak > 1 && (
          <span class="entry-streak">{count('entry.streak', entry.streak)}</span>
        )}
      </EntryText>
      <ItemActions
        items=".entry[tabindex]"
        onEdit={() => (isEdited.value = true)}
        onDelete={() => deleteEntry(entry)}
      />
      {isEdited.value && <EntryDialog id={entry.id} onClose={() => (isEdited.value = false)} />}
    </article>
  );
}

/** An entry that has not been sent yet. */
export const WaitingCard = ({ entry }: { entry: EntryPreview }) => (
  <article class={`entry entry-waiting rated-${entry.rating ?? 'none'}`}>
    <EntryText entry={entry}>
      <span class="quiet">{writeDay(entry.day, 'short')}</span>
      <span class="badge">
        <Icon name="wait" size={14} />
        {t('outbox.badge')}
      </span>
    </EntryText>
  </article>
);
