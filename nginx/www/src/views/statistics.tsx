// Statistics over all accounts.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { listSevenDaysInARow, readStatistics } from '../api/client';
import type { Difference, SevenDaysPage } from '../api/types';
import { daysBetween } from '../days/days';
import { count, number, t, writeDay } from '../i18n';
import { useAction } from '../parts/action';
import { Show, useLoaded } from '../parts/loaded';
import { MoreButton } from '../parts/more_button';
import { FormError } from '../parts/states';
import { linkTo } from '../routes';

const Name = ({ of }: { of: string }) => <a href={linkTo('people', of)}>{of}</a>;

const achievementCount = (n: number) => `${number(n)} ${count('people.achievements', n)}`;

export default function StatisticsView() {
  const loaded = useLoaded(readStatistics, []);
  return (
    <>
      <header class="view-head">
        <h1>{t('statistics.title')}</h1>
        <p class="quiet">{t('statistics.lead')}</p>
      </header>
      <Show from={loaded}>
        {({
          most_achievements,
          most_points,
          greatest_difference,
          least_difference,
          seven_days_in_a_row,
        }) => (
          <>
            <div class="tiles">
              <Tile title={t('statistics.most-achievements')}>
                {most_achievements ? (
                  <UserFigure
                    name={most_achievements.username}
                    description={achievementCount(most_achievements.achievements)}
                  />
                ) : (
                  t('statistics.nobody')
                )}
              </Tile>
              <Tile title={t('statistics.most-points')}>
                {most_points ? (
                  <UserFigure
                    name={most_points.username}
                    description={count('achievements.points', most_points.points)}
                  />
                ) : (
                  t('statistics.nobody')
                )}
              </Tile>
              <Tile title={t('statistics.greatest')}>
                <DifferenceText of={greatest_difference} />
              </Tile>
              <Tile title={t('statistics.least')}>
                <DifferenceText of={least_difference} />
              </Tile>
            </div>
            <SevenDaysInARow first={seven_days_in_a_row} />
          </>
        )}
      </Show>
    </>
  );
}

const Tile = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section class="card tile">
    <h2>{title}</h2>
    <div>{children}</div>
  </section>
);

const UserFigure = ({ name, description }: { name: string; description: string }) => (
  <>
    <p class="tile-name">
      <Name of={name} />
    </p>
    <p class="quiet">{description}</p>
  </>
);

function DifferenceText({ of }: { of: Difference | null }) {
  if (!of) return <p class="quiet">{t('statistics.two')}</p>;
  return (
    <>
      <p class="tile-name">
        <Name of={of.users[0]} /> <span class="quiet">↔</span> <Name of={of.users[1]} />
      </p>
      <p class="quiet">
        {of.difference === 0 ? t('statistics.same') : count('statistics.difference', of.difference)}
      </p>
    </>
  );
}

function SevenDaysInARow({ first }: { first: SevenDaysPage }) {
  const users = useSignal(first.users);
  const cursor = useSignal(first.next_cursor);
  const more = useAction(async () => {
    if (!cursor.value) return;
    const page = await listSevenDaysInARow(cursor.value);
    users.value = [...users.value, ...page.users];
    cursor.value = page.next_cursor;
  });
  return (
    <section class="card">
      <h2>{t('statistics.seven')}</h2>
      <p class="quiet">{t('statistics.seven.lead')}</p>
      {users.value.length === 0 ? (
        <p>{t('statistics.seven.none')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('people.name')}</th>
              <th scope="col">{t('statistics.from')}</th>
              <th scope="col">{t('statistics.to')}</th>
              <th scope="col" class="number">
                {t('statistics.days')}
              </th>
            </tr>
          </thead>
          <tbody>
            {users.value.map(({ username, first_day, last_day }) => (
              <tr key={username}>
                <th scope="row">
                  <Name of={username} />
                </th>
                <td>{writeDay(first_day, 'medium')}</td>
                <td>{writeDay(last_day, 'medium')}</td>
                <td class="number">{number(daysBetween(first_day, last_day) + 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <FormError error={more.error} />
      {cursor.value && (
        <MoreButton label={t('common.more')} isBusy={more.isBusy} onClick={() => void more.run()} />
      )}
    </section>
  );
}
