// The current streak, when it ends, the longest one, and the percentile.
import type { Figures } from '../api/types';
import { count, number, percent, t, writeTime } from '../i18n';
import { timeZone } from '../state/account';

export function StreakCard({ figures }: { figures: Figures }) {
  const { streak, longest_streak, logged_today, streak_expires_at, percentile, compared_with } =
    figures;
  const until = streak_expires_at && writeTime(streak_expires_at, timeZone.value, 'day-time');
  return (
    <section class="card streak-card">
      <h2>{t('streak.title')}</h2>
      {streak > 0 ? (
        <p class="streak-figure">
          <span class="streak-number">{number(streak)}</span>{' '}
          <span class="streak-unit">{count('streak.days', streak)}</span>
        </p>
      ) : (
        <p class="streak-none">
          <strong>{t('streak.none')}</strong>
          <br />
          <span class="quiet">{t('streak.none.lead')}</span>
        </p>
      )}
      {until && (
        <p class={logged_today ? 'quiet' : 'streak-warning'}>
          {logged_today ? t('streak.safe', { time: until }) : t('streak.until', { time: until })}
        </p>
      )}
      <dl class="streak-facts">
        {longest_streak > 0 && (
          <div>
            <dt>{t('streak.longest')}</dt>
            <dd>
              {count('streak.longest.days', longest_streak)}
              {streak > 1 && streak === longest_streak && (
                <span class="quiet"> · {t('streak.record')}</span>
              )}
            </dd>
          </div>
        )}
        {percentile !== undefined && (
          <div>
            <dt class="hidden">{t('nav.statistics')}</dt>
            <dd>
              {t('streak.percentile', { percent: percent(percentile) })}
              <br />
              <span class="quiet">{count('streak.compared', compared_with)}</span>
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
