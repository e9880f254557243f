// The moods and their drawings: a sun at five heights. Each has its own shape, so that colour is
// not the only difference.
import type { Entry, Rating } from '../api/types';
import { t } from '../i18n';

export const ratings = [1, 2, 3, 4, 5] as const satisfies readonly Rating[];
const standard = ['awful', 'bad', 'okay', 'good', 'great'];

/** A standard label in the page's language; any other as it is. */
export function moodName({ mood, rating }: Pick<Entry, 'mood' | 'rating'>): string {
  const known = standard.indexOf(mood);
  if (known >= 0) return ratingName((known + 1) as Rating);
  return mood || (rating ? ratingName(rating) : t('mood.none'));
}
export const isOwnWord = (mood: string): boolean => mood !== '' && !standard.includes(mood);
export const ratingName = (rating: Rating): string => t(`mood.${rating}`);
export const averageOf = (ratings: number[]): number =>
  ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
export const nearestRating = (average: number): Rating =>
  Math.min(5, Math.max(1, Math.round(average))) as Rating;

const suns: Record<Rating, preact.JSX.Element> = {
  1: <circle class="sun-outline" cx="20" cy="35" r="6" />,
  // A low sun is flatter than half a disc.
  2: <path class="sun" d="M11 25c2.2-5.2 15.8-5.2 18 0z" />,
  3: <path class="sun" d="M11.5 25a8.5 8.5 0 0 1 17 0z" />,
  4: <circle class="sun" cx="20" cy="14.5" r="7.5" />,
  5: (
    <>
      <circle class="sun" cx="20" cy="14" r="7" />
      <path class="rays" d="M20 1v2.6M10.8 4.8l1.9 1.9M29.2 4.8l-1.9 1.9M7 14h2.6M30.4 14H33" />
    </>
  ),
};

/** Decorative: the name of the mood has to be beside it. */
export function MoodSign({ rating, size = 32 }: { rating: Rating | null; size?: number }) {
  return (
    <svg
      class={`mood-sign rated-${rating ?? 'none'}`}
      width={size}
      height={size}
      viewBox="0 0 40 42"
      aria-hidden="true"
      focusable="false"
    >
      {rating ? (
        suns[rating]
      ) : (
        <path class="sun" d="M20 8c1 7 3 9 10 10-7 1-9 3-10 10-1-7-3-9-10-10 7-1 9-3 10-10z" />
      )}
      <path class="horizon" d={rating ? 'M2 25h36' : 'M2 36h36'} />
    </svg>
  );
}

/** One button for each of the five moods. */
export function MoodRow({
  chosen,
  isBusy,
  label,
  onChoose,
}: {
  chosen?: Rating | null;
  isBusy?: boolean;
  label: string;
  onChoose: (rating: Rating) => void;
}) {
  return (
    <div class="mood-row" role="group" aria-label={label}>
      {ratings.map((rating) => (
        <button
          key={rating}
          type="button"
          class={`mood-choice rated-${rating}`}
          aria-pressed={chosen === undefined ? undefined : chosen === rating}
          aria-disabled={isBusy}
          onClick={() => isBusy || onChoose(rating)}
        >
          <MoodSign rating={rating} size={56} />
          <span class="mood-choice-name">{ratingName(rating)}</span>
        </button>
      ))}
    </div>
  );
}
