// The field for the tags of an entry: typed with Enter or a comma, or chosen from the most used
// ones.
import { useComputed, useSignal, type Signal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { t } from '../i18n';
import { entries } from '../state/entries';
import { Icon } from './icon';

const tagsMax = 20;
const charactersMax = 50;
const suggestedMax = 8;

/** The tags together with those still in the text field. */
export function withTyped(tags: string[], typed: string): string[] {
  const more = typed
    .split(',')
    .map((tag) => Array.from(tag.trim()).slice(0, charactersMax).join(''))
    .filter(Boolean);
  return [...new Set([...tags, ...more])].slice(0, tagsMax);
}

export function TagsField({ tags, typed }: { tags: Signal<string[]>; typed: Signal<string> }) {
  const id = useId();
  const focused = useSignal(false);
  const often = useComputed(() => {
    const uses = new Map<string, number>();
    for (const entry of entries.value)
      for (const tag of entry.tags) uses.set(tag, (uses.get(tag) ?? 0) + 1);
    return [...uses]
      .sort((a, b) => b[1] - a[1])
      .map(([tag]) => tag)
      .filter((tag) => !tags.value.includes(tag))
      .slice(0, suggestedMax);
  });
  const addTyped = () => {
    tags.value = withTyped(tags.value, typed.value);
    typed.value = '';
  };
  return (
    <div class="field">
      <label for={id}>
        {t('entry.tags')}
        <span class="field-optional"> ({t('common.optional')})</span>
      </label>
      <div class={`tags-box${focused.value ? ' focused' : ''}`}>
        {tags.value.map((tag) => (
          <button
            key={tag}
            type="button"
            class="tag"
            aria-label={t('entry.tags.remove', { tag })}
            onClick={() => (tags.value = tags.value.filter((other) => other !== tag))}
          >
            {tag}
            <Icon name="close" size={14} />
          </button>
        ))}
        <input
          id={id}
          aria-describedby={`${id}-hint`}
          value={typed}
          autocomplete="off"
          enterkeyhint="enter"
          maxLength={200}
          onFocus={() => (focused.value = true)}
          onBlur={() => {
            focused.value = false;
            addTyped();
          }}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            if (typed.value.includes(',')) addTyped();
          }}
          onKeyDown={(event) => {
            if (
              event.key === 'Enter' &&
              typed.value.trim() !== '' &&
              !event.ctrlKey &&
              !event.metaKey
            ) {
              event.preventDefault();
              addTyped();
            } else if (event.key === 'Backspace' && typed.value === '') {
              tags.value = tags.value.slice(0, -1);
            }
          }}
        />
      </div>
      <p class="field-hint" id={`${id}-hint`}>
        {t('entry.tags.hint')}
      </p>
      {often.value.length > 0 && (
        <div class="tags-often" role="group" aria-label={t('entry.tags.recent')}>
          {often.value.map((tag) => (
            <button
              key={tag}
              type="button"
              class="tag tag-offered"
              aria-label={t('entry.tags.add', { tag })}
              onClick={() => (tags.value = withTyped(tags.value, tag))}
            >
              <Icon name="add" size={14} />
              {tag}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
