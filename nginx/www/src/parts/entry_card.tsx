// One entry, to read, with what can be done about it.
import { useSignal } from '@preact/signals';
import type { Entry } from '../api/types';
import { count, t, writeDay, writeTime } from '../i18n';
import { zone } from '../state/account';
import { remove } from '../state/journal';
import { EntryDialog } from './entry_dialog';
import { focusNeighbour } from './focus';
import { Icon } from './icon';
import { moodName, MoodSign } from './mood';

export function EntryCard({ entry }: { entry: Entry }) {
  const isEdited = useSignal(false);
  const name = moodName(entry);
  return (
    <article
      class={`entry rated-${entry.rating ?? 'none'}`}
      tabIndex={-1}
      aria-label={t('entry.actions', { mood: name, day: writeDay(entry.day, 'near') })}
    >
      <MoodSign rating={entry.rating} size={40} />
      <div class="entry-text">
        <p class="entry-head">
          <strong class="entry-mood">{name}</strong>
          <span class="quiet">
            <time dateTime={entry.recorded_at}>
              {writeTime(entry.recorded_at, zone.value, 'time')}
            </time>
          </span>
          {entry.streak > 1 && (
            <span class="entry-streak">{count('entry.streak', entry.streak)}</span>
          )}
        </p>
        {entry.note && <p class="entry-note">{entry.note}</p>}
        {entry.tags.length > 0 && <Tags tags={entry.tags} />}
      </div>
      <div class="entry-actions">
        <button
          type="button"
          class="icon-button"
          aria-label={t('common.edit')}
          title={t('common.edit')}
          onClick={() => (isEdited.value = true)}
        >
          <Icon name="edit" size={20} />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={t('common.delete')}
          title={t('common.delete')}
          onClick={(event) => {
            focusNeighbour(event.currentTarget, '.entry[tabindex]');
            remove(entry);
          }}
        >
          <Icon name="delete" size={20} />
        </button>
      </div>
      {isEdited.value && <EntryDialog id={entry.id} onClose={() => (isEdited.value = false)} />}
    </article>
  );
}

export function Tags({ tags }: { tags: string[] }) {
  return (
    <ul class="tags">
      {tags.map((tag) => (
        <li key={tag} class="tag">
          {tag}
        </li>
      ))}
    </ul>
  );
}

/** An entry that has not been sent yet. */
export function WaitingCard({
  entry,
}: {
  entry: Pick<Entry, 'mood' | 'rating' | 'note' | 'tags' | 'recorded_at' | 'day'>;
}) {
  return (
    <article class={`entry entry-waiting rated-${entry.rating ?? 'none'}`}>
      <MoodSign rating={entry.rating} size={40} />
      <div class="entry-text">
        <p class="entry-head">
          <strong class="entry-mood">{moodName(entry)}</strong>
          <span class="quiet">{writeDay(entry.day, 'short')}</span>
          <span class="badge">
            <Icon name="wait" size={14} />
            {t('outbox.badge')}
          </span>
        </p>
        {entry.note && <p class="entry-note">{entry.note}</p>}
        {entry.tags.length > 0 && <Tags tags={entry.tags} />}
      </div>
    </article>
  );
}
