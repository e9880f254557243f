// Administration: achievements, awards and task limits.
import { signal, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import {
  addAchievement,
  awardAchievement,
  listAchievements,
  setTaskLimit,
  takeAchievementBack,
} from '../api/client';
import { problemOf, type Problem } from '../api/http';
import { instantAt } from '../days/days';
import { count, languageCodes, languageName, t, writeTime, type Language } from '../i18n';
import { useAction } from '../parts/action';
import { Form, FormEnd } from '../parts/form';
import { asTyped, SelectField, TextArea, TextField } from '../parts/field';
import { Show, useLoaded } from '../parts/loaded';
import { EmptyState, FormError } from '../parts/states';
import { account, timeZone } from '../state/account';

export default function AdminView() {
  const catalogueVersion = useSignal(0);
  if (account.value?.role !== 'admin') return <EmptyState title={t('admin.only')} />;
  return (
    <>
      <header class="view-head">
        <h1>{t('admin.title')}</h1>
      </header>
      <AwardForm catalogueVersion={catalogueVersion.value} />
      <AddForm onAdded={() => void ++catalogueVersion.value} />
      <LimitForm />
    </>
  );
}

/** The error of a username field after 404; undefined for other answers. */
const unknownUser = (problem: Problem | null, username: string): string | undefined =>
  problem?.status === 404 ? t('people.unknown', { name: username.trim() }) : undefined;

const textFields = languageCodes.flatMap((code) => [`name/${code}`, `description/${code}`]);
const byLanguage = (texts: [Language, string][]) =>
  Object.fromEntries(texts) as Record<Language, string>;

function AddForm({ onAdded }: { onAdded: () => void }) {
  const code = useSignal('');
  const points = useSignal('10');
  const texts = useMemo(
    () => languageCodes.map((code) => ({ code, name: signal(''), description: signal('') })),
    [],
  );
  const message = useSignal('');
  const adding = useAction(async () => {
    message.value = '';
    const added = await addAchievement({
      code: code.value.trim(),
      points: Number(points.value),
      name: byLanguage(texts.map(({ code, name }) => [code, name.value])),
      description: byLanguage(texts.map(({ code, description }) => [code, description.value])),
    });
    message.value = t('admin.added', { name: added.name });
    code.value = '';
    for (const { name, description } of texts) name.value = description.value = '';
    onAdded();
  });
  return (
    <section class="card">
      <h2>{t('admin.add')}</h2>
      <Form onSend={() => adding.run()}>
        <div class="field-pair">
          <TextField
            label={t('admin.code')}
            value={code}
            maxLength={50}
            required
            {...asTyped}
            hint={t('admin.code.hint')}
            error={adding.faultAt('code')}
          />
          <TextField
            label={t('admin.points')}
            type="number"
            min={0}
            max={1_000_000}
            value={points}
            required
            error={adding.faultAt('points')}
          />
        </div>
        <div class="field-pair">
          {texts.map(({ code, name }) => (
            <TextField
              key={code}
              label={t('admin.name', { language: languageName(code) })}
              lang={code}
              value={name}
              maxLength={100}
              required
              error={adding.faultAt(`name/${code}`)}
            />
          ))}
        </div>
        <div class="field-pair">
          {texts.map(({ code, description }) => (
            <TextArea
              key={code}
              label={t('admin.description', { language: languageName(code) })}
              lang={code}
              value={description}
              maxLength={500}
              required
              error={adding.faultAt(`description/${code}`)}
            />
          ))}
        </div>
        <FormError error={adding.error} fields={['code', 'points', ...textFields]} />
        <p role="status">{message.value}</p>
        <FormEnd isBusy={adding.isBusy} submit={t('admin.add.submit')} />
      </Form>
    </section>
  );
}

function AwardForm({ catalogueVersion }: { catalogueVersion: number }) {
  const loaded = useLoaded(listAchievements, [catalogueVersion, account.value?.language]);
  const username = useSignal('');
  const code = useSignal('');
  const awardedAt = useSignal('');
  const message = useSignal('');
  const awarding = useAction(async (chosen: string) => {
    message.value = '';
    const who = username.value.trim();
    try {
      const given = await awardAchievement(who, {
        code: chosen,
        ...(awardedAt.value
          ? { awarded_at: new Date(instantAt(awardedAt.value, timeZone.value)).toISOString() }
          : {}),
      });
      message.value = t('admin.awarded', { user: who, name: given.name });
    } catch (error) {
      const held = problemOf(error)?.body.award; // 409 already-awarded has it
      if (!held) throw error;
      message.value = t('admin.already', {
        user: who,
        day: writeTime(held.awarded_at, timeZone.value, 'day'),
      });
    }
  });
  const takingBack = useAction(async (chosen: string) => {
    message.value = '';
    await takeAchievementBack(username.value.trim(), chosen);
    message.value = t('admin.award.took', { user: username.value.trim() });
  });
  const unknown = unknownUser(awarding.problem, username.value);
  return (
    <section class="card">
      <h2>{t('admin.award')}</h2>
      <Show from={loaded}>
        {(catalogue) => {
          const chosen = code.value || catalogue[0]?.code || '';
          return (
            <Form onSend={() => awarding.run(chosen)}>
              <TextField
                label={t('admin.award.to')}
                value={username}
                required
                {...asTyped}
                error={unknown}
              />
              <SelectField
                label={t('admin.award.which')}
                value={chosen}
                options={catalogue.map((one) => [one.code, `${one.name} (${one.code})`] as const)}
                onChange={(next) => (code.value = next)}
                error={awarding.faultAt('code')}
              />
              <TextField
                label={t('admin.award.when')}
                isOptional
                type="datetime-local"
                value={awardedAt}
                hint={t('admin.award.when.hint')}
                error={awarding.faultAt('awarded_at')}
              />
              {!unknown && (
                <FormError
                  error={awarding.error ?? takingBack.error}
                  fields={['code', 'awarded_at']}
                />
              )}
              <p role="status">{message.value}</p>
              <FormEnd
                isBusy={awarding.isBusy}
                submit={t('admin.award.submit')}
                secondary={t('admin.award.back')}
                onSecondary={username.value.trim() ? () => void takingBack.run(chosen) : undefined}
              />
            </Form>
          );
        }}
      </Show>
    </section>
  );
}

function LimitForm() {
  const username = useSignal('');
  const limit = useSignal('');
  const message = useSignal('');
  const setting = useAction(async () => {
    message.value = '';
    const answer = await setTaskLimit(
      username.value.trim(),
      limit.value.trim() === '' ? null : Number(limit.value),
    );
    message.value = count('admin.limit.done', answer.daily_task_limit, {
      user: answer.username,
      reason:
        answer.limit_reason === 'pinned' ? t('admin.limit.pinned') : t('admin.limit.automatic'),
    });
  });
  const unknown = unknownUser(setting.problem, username.value);
  return (
    <section class="card">
      <h2>{t('admin.limit')}</h2>
      <Form onSend={() => setting.run()}>
        <div class="field-pair">
          <TextField
            label={t('sign.username')}
            value={username}
            required
            {...asTyped}
            error={unknown}
          />
          <TextField
            label={t('admin.limit.number')}
            isOptional
            type="number"
            min={0}
            max={1000}
            value={limit}
            hint={t('admin.limit.hint')}
            error={setting.faultAt('daily_task_limit')}
          />
        </div>
        {!unknown && <FormError error={setting.error} fields={['daily_task_limit']} />}
        <p role="status">{message.value}</p>
        <FormEnd isBusy={setting.isBusy} submit={t('admin.limit.submit')} />
      </Form>
    </section>
  );
}
