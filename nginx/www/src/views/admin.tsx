// For administrators: what only they may do.
import { useSignal } from '@preact/signals';
import { addAchievement, award, listAchievements, pinTaskLimit, takeBack } from '../api/client';
import { Problem } from '../api/http';
import type { Award } from '../api/types';
import { instantAt } from '../days/days';
import { count, t, writeTime } from '../i18n';
import { useAction } from '../parts/action';
import { Form, SubmitButton } from '../parts/form';
import { SelectField, TextArea, TextField } from '../parts/field';
import { Show, useLoaded } from '../parts/loaded';
import { EmptyState, FormError } from '../parts/states';
import { account, zone } from '../state/account';

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

function AddForm({ onAdded }: { onAdded: () => void }) {
  const code = useSignal('');
  const points = useSignal('10');
  const nameEn = useSignal('');
  const nameRu = useSignal('');
  const descriptionEn = useSignal('');
  const descriptionRu = useSignal('');
  const told = useSignal('');
  const add = useAction(async () => {
    told.value = '';
    const added = await addAchievement({
      code: code.value.trim(),
      points: Number(points.value),
      name: { en: nameEn.value, ru: nameRu.value },
      description: { en: descriptionEn.value, ru: descriptionRu.value },
    });
    told.value = t('admin.added', { name: added.name });
    for (const field of [code, nameEn, nameRu, descriptionEn, descriptionRu]) field.value = '';
    onAdded();
  });
  const problem = add.error instanceof Problem ? add.error : null;
  const taken = problem?.code === 'code-taken' ? problem.detail : undefined;
  return (
    <section class="card">
      <h2>{t('admin.add')}</h2>
      <Form onSend={() => add.run()}>
        <div class="field-pair">
          <TextField
            label={t('admin.code')}
            value={code}
            maxLength={50}
            required
            autocapitalize="none"
            autocomplete="off"
            spellcheck={false}
            hint={t('admin.code.hint')}
            error={taken ?? problem?.faultAt('code')}
          />
          <TextField
            label={t('admin.points')}
            type="number"
            min={0}
            max={1_000_000}
            value={points}
            required
            error={problem?.faultAt('points')}
          />
        </div>
        <div class="field-pair">
          <TextField
            label={t('admin.name.en')}
            lang="en"
            value={nameEn}
            maxLength={100}
            required
            error={problem?.faultAt('name/en')}
          />
          <TextField
            label={t('admin.name.ru')}
            lang="ru"
            value={nameRu}
            maxLength={100}
            required
            error={problem?.faultAt('name/ru')}
          />
        </div>
        <div class="field-pair">
          <TextArea
            label={t('admin.description.en')}
            lang="en"
            value={descriptionEn}
            maxLength={500}
            required
            error={problem?.faultAt('description/en')}
          />
          <TextArea
            label={t('admin.description.ru')}
            lang="ru"
            value={descriptionRu}
            maxLength={500}
            required
            error={problem?.faultAt('description/ru')}
          />
        </div>
        {!taken && (
          <FormError
            error={add.error}
            fields={['code', 'points', 'name/en', 'name/ru', 'description/en', 'description/ru']}
          />
        )}
        <p role="status">{told.value}</p>
        <div class="form-end">
          <SubmitButton isBusy={add.isBusy}>{t('admin.add.submit')}</SubmitButton>
        </div>
      </Form>
    </section>
  );
}

function AwardForm({ catalogueVersion }: { catalogueVersion: number }) {
  const loaded = useLoaded(listAchievements, [catalogueVersion, account.value?.language]);
  const username = useSignal('');
  const code = useSignal('');
  const when = useSignal('');
  const told = useSignal('');
  const standing = useSignal<Award | null>(null);
  const give = useAction(async (chosen: string) => {
    told.value = '';
    standing.value = null;
    const who = username.value.trim();
    try {
      const given = await award(who, {
        code: chosen,
        ...(when.value
          ? { awarded_at: new Date(instantAt(when.value, zone.value)).toISOString() }
          : {}),
      });
      told.value = t('admin.awarded', { user: who, name: given.name });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'already-awarded' || !error.body.award)
        throw error;
      standing.value = error.body.award;
      told.value = t('admin.already', {
        user: who,
        day: writeTime(error.body.award.awarded_at, zone.value, 'day'),
      });
    }
  });
  const takeItBack = useAction(async (chosen: string) => {
    told.value = '';
    standing.value = null;
    await takeBack(username.value.trim(), chosen);
    told.value = t('admin.award.took', { user: username.value.trim() });
  });
  const problem = give.error instanceof Problem ? give.error : null;
  const unknown =
    problem?.status === 404 ? t('people.unknown', { name: username.value.trim() }) : undefined;
  return (
    <section class="card">
      <h2>{t('admin.award')}</h2>
      <Show from={loaded}>
        {(catalogue) => {
          const chosen = code.value || catalogue[0]?.code || '';
          return (
            <Form onSend={() => give.run(chosen)}>
              <TextField
                label={t('admin.award.to')}
                value={username}
                required
                autocapitalize="none"
                autocomplete="off"
                spellcheck={false}
                error={unknown}
              />
              <SelectField
                label={t('admin.award.which')}
                value={chosen}
                options={catalogue.map((one) => [one.code, `${one.name} (${one.code})`] as const)}
                onChange={(next) => (code.value = next)}
                error={problem?.faultAt('code')}
              />
              <TextField
                label={t('admin.award.when')}
                isOptional
                type="datetime-local"
                value={when}
                hint={t('admin.award.when.hint')}
                error={problem?.faultAt('awarded_at')}
              />
              {!unknown && (
                <FormError error={give.error ?? takeItBack.error} fields={['code', 'awarded_at']} />
              )}
              <p role="status">{told.value}</p>
              <div class="form-end">
                {(standing.value || username.value.trim()) && (
                  <button type="button" class="button" onClick={() => void takeItBack.run(chosen)}>
                    {t('admin.award.back')}
                  </button>
                )}
                <SubmitButton isBusy={give.isBusy}>{t('admin.award.submit')}</SubmitButton>
              </div>
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
  const told = useSignal('');
  const pin = useAction(async () => {
    told.value = '';
    const answer = await pinTaskLimit(
      username.value.trim(),
      limit.value.trim() === '' ? null : Number(limit.value),
    );
    told.value = count('admin.limit.done', answer.daily_task_limit, {
      user: answer.username,
      reason:
        answer.limit_reason === 'pinned' ? t('admin.limit.pinned') : t('admin.limit.automatic'),
    });
  });
  const problem = pin.error instanceof Problem ? pin.error : null;
  const unknown =
    problem?.status === 404 ? t('people.unknown', { name: username.value.trim() }) : undefined;
  return (
    <section class="card">
      <h2>{t('admin.limit')}</h2>
      <Form onSend={() => pin.run()}>
        <div class="field-pair">
          <TextField
            label={t('sign.username')}
            value={username}
            required
            autocapitalize="none"
            autocomplete="off"
            spellcheck={false}
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
            error={problem?.faultAt('daily_task_limit')}
          />
        </div>
        {!unknown && <FormError error={pin.error} fields={['daily_task_limit']} />}
        <p role="status">{told.value}</p>
        <div class="form-end">
          <SubmitButton isBusy={pin.isBusy}>{t('admin.limit.submit')}</SubmitButton>
        </div>
      </Form>
    </section>
  );
}
