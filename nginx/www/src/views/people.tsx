// Looks up a user by name and shows their awards, in the language of that user.
import { useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { listAwards, readUser } from '../api/client';
import { problemOf } from '../api/http';
import { count, nativeName, number, t, writeTime } from '../i18n';
import { asTyped, TextField } from '../parts/field';
import { Form } from '../parts/form';
import { Show, useLoaded } from '../parts/loaded';
import { AwardList } from '../parts/medal';
import { EmptyState } from '../parts/states';
import { goTo, route } from '../routes';
import { account, timeZone } from '../state/account';

export default function PeopleView() {
  const username = route.value[1] ?? '';
  const name = useSignal(username);
  // Before the browser paints: a later effect would overwrite what is typed meanwhile.
  useLayoutEffect(() => {
    name.value = username;
  }, [username]);
  return (
    <>
      <header class="view-head">
        <h1>{t('people.title')}</h1>
        <p class="quiet">{t('people.lead')}</p>
        <Form
          isLine
          role="search"
          onSend={() => {
            if (name.value.trim()) goTo('people', name.value.trim());
          }}
        >
          <TextField
            label={t('people.name')}
            type="search"
            value={name}
            maxLength={64}
            {...asTyped}
            required
          />
          <button type="submit" class="button primary">
            {t('people.find')}
          </button>
        </Form>
      </header>
      {username && <Person key={username} name={username} />}
    </>
  );
}

function Person({ name }: { name: string }) {
  const loaded = useLoaded(async () => {
    try {
      const [user, awards] = await Promise.all([readUser(name), listAwards(name)]);
      return { user, awards };
    } catch (error) {
      if (problemOf(error)?.status === 404) return null;
      throw error;
    }
  }, [name]);
  return (
    <Show from={loaded}>
      {(found) => {
        if (!found) return <EmptyState title={t('people.unknown', { name })} />;
        const { user, awards } = found;
        return (
          <section class="card person">
            <h2>
              {user.username}{' '}
              {user.username === account.value?.username && (
                <span class="badge">{t('people.you')}</span>
              )}
            </h2>
            <p class="quiet">
              {t('people.since', { day: writeTime(user.created_at, timeZone.value, 'day') })}
            </p>
            <ul class="plain figures">
              <li>
                <strong>{number(user.achievements)}</strong>{' '}
                {count('people.achievements', user.achievements)}
              </li>
              <li>
                <strong>{number(user.points)}</strong> {count('people.points', user.points)}
              </li>
              <li>
                <strong>{number(user.longest_award_streak)}</strong>{' '}
                {count('people.award-streak', user.longest_award_streak)}
              </li>
            </ul>
            {awards.length === 0 ? (
              <p>{t('people.nothing', { name: user.username })}</p>
            ) : (
              <>
                {user.language !== account.value?.language && (
                  <p class="quiet">
                    {t('people.language', {
                      name: user.username,
                      language: nativeName(user.language),
                    })}
                  </p>
                )}
                <AwardList awards={awards} lang={user.language} />
              </>
            )}
          </section>
        );
      }}
    </Show>
  );
}
