// Achievements and awards in a list, each with a drawing.
import type { Achievement, Award, Language } from '../api/types';
import { count, t, writeTime } from '../i18n';
import { timeZone } from '../state/account';
import { nameOf } from './achievement_name';

interface Shown {
  code: string;
  name: string;
  description: string;
  points: number;
}

/** `children` are shown beside the points. */
const Row = ({
  of,
  isHeld,
  lang,
  children,
}: {
  of: Shown;
  isHeld: boolean;
  lang?: Language;
  children: string;
}) => (
  <li class={`medal${isHeld ? ' medal-held' : ''}`}>
    <Medal isHeld={isHeld} />
    <div>
      <h3 lang={lang}>{nameOf(of)}</h3>
      <p lang={lang}>{of.description}</p>
      <p class="quiet">
        {count('achievements.points', of.points)} · {children}
      </p>
    </div>
  </li>
);

/** `lang`: the language of the awards, if it may not be the page's. */
export const AwardList = ({ awards, lang }: { awards: Award[]; lang?: Language }) => (
  <ul class="plain medals">
    {awards.map((award) => (
      <Row key={award.code} of={award} isHeld lang={lang}>
        {t('achievements.since', { day: writeTime(award.awarded_at, timeZone.value, 'day') })}
      </Row>
    ))}
  </ul>
);

export const AchievementList = ({ achievements }: { achievements: Achievement[] }) => (
  <ul class="plain medals">
    {achievements.map((achievement) => (
      <Row key={achievement.code} of={achievement} isHeld={false}>
        {achievement.holders === 0
          ? t('achievements.nobody')
          : count('achievements.holders', achievement.holders)}
      </Row>
    ))}
  </ul>
);

/** Decorative: the sun is up if the achievement is held. */
function Medal({ isHeld }: { isHeld: boolean }) {
  return (
    <svg
      class={`medal-sign${isHeld ? ' held' : ''}`}
      width="52"
      height="52"
      viewBox="0 0 52 52"
      aria-hidden="true"
      focusable="false"
    >
      <circle class="medal-disc" cx="26" cy="26" r="24" />
      {isHeld ? (
        <path
          class="medal-sun"
          d="M15 33a11 11 0 0 1 22 0zM26 12v6M13.500 18l4.200 4.200M38.500 18l-4.200 4.200"
        />
      ) : (
        <path class="medal-dots" d="M15 33a11 11 0 0 1 22 0" />
      )}
      <path class="medal-horizon" d="M10 33h32" />
    </svg>
  );
}
