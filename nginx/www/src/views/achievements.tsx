// The achievements that the account holds, and the others.
import { listAchievements, listAwards } from '../api/client';
import { count, t } from '../i18n';
import { Show, useLoaded } from '../parts/loaded';
import { AchievementList, AwardList } from '../parts/medal';
import { EmptyState } from '../parts/states';
import { account } from '../state/account';
import { revision } from '../state/entries';

export default function AchievementsView() {
  const owner = account.value;
  const loaded = useLoaded(async () => {
    const [catalogue, awards] = await Promise.all([
      listAchievements(),
      listAwards(owner?.username ?? ''),
    ]);
    return { catalogue, held: new Map(awards.map((award) => [award.code, award])) };
  }, [owner?.username, owner?.language, revision.value]);
  return (
    <>
      <header class="view-head">
        <h1>{t('achievements.title')}</h1>
      </header>
      <Show from={loaded}>
        {({ catalogue, held }) => {
          const points = [...held.values()].reduce((sum, award) => sum + award.points, 0);
          const toCome = catalogue.filter(({ code }) => !held.has(code));
          return (
            <>
              <section>
                <h2>
                  {t('achievements.held')}{' '}
                  <span class="quiet head-note">
                    {t('achievements.sum', { held: held.size, all: catalogue.length })} ·{' '}
                    {count('achievements.points', points)}
                  </span>
                </h2>
                {held.size === 0 ? (
                  <EmptyState title={t('achievements.none')}>
                    {t('achievements.none.lead')}
                  </EmptyState>
                ) : (
                  <AwardList awards={[...held.values()]} />
                )}
              </section>
              <section>
                <h2>{t('achievements.to-come')}</h2>
                {toCome.length === 0 ? (
                  <p>{t('achievements.all')}</p>
                ) : (
                  <AchievementList achievements={toCome} />
                )}
              </section>
            </>
          );
        }}
      </Show>
    </>
  );
}
