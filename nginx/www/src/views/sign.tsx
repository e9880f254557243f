// The forms for signing in and signing up, also as a dialog when a session has ended.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { count, language, languageCodes, nativeName, t } from '../i18n';
import { useAction } from '../parts/action';
import { Form, SubmitButton } from '../parts/form';
import { Dialog } from '../parts/dialog';
import { CheckField, TextField } from '../parts/field';
import { Logo } from '../parts/icon';
import { FormError } from '../parts/states';
import { MoodSign, ratings } from '../parts/mood';
import { account, browserTimeZone, leave, signIn, signUp } from '../state/account';
import { outbox } from '../state/entries';
import { countStored } from '../state/outbox';

export function SignView() {
  const isNew = useSignal(true);
  const unsent = useMemo(() => countStored(), []);
  return (
    <main class="sign" id="content">
      <section class="sign-pitch">
        <p class="brand">
          <Logo size={44} />
          <span>Daymark</span>
        </p>
        <h1>{t('app.tagline')}</h1>
        <div class="sign-suns">
          {ratings.map((rating) => (
            <MoodSign key={rating} rating={rating} size={64} />
          ))}
        </div>
        <ul class="plain sign-reasons">
          <li>{t('sign.pitch.1')}</li>
          <li>{t('sign.pitch.2')}</li>
          <li>{t('sign.pitch.3')}</li>
        </ul>
      </section>
      <section class="card sign-card">
        <h2>{isNew.value ? t('sign.up') : t('sign.in')}</h2>
        <p class="quiet">{isNew.value ? t('sign.up.lead') : t('sign.in.lead')}</p>
        {unsent > 0 && <p>{count('sign.unsent', unsent)}</p>}
        <SignForm key={String(isNew.value)} isNew={isNew.value} />
        <p class="sign-switch">
          {isNew.value ? t('sign.has-account') : t('sign.no-account')}{' '}
          <button type="button" class="link" onClick={() => (isNew.value = !isNew.value)}>
            {isNew.value ? t('sign.in') : t('sign.up')}
          </button>
        </p>
      </section>
      <footer class="sign-foot">
        {languageCodes.map((code) => (
          <button
            key={code}
            type="button"
            class="link"
            lang={code}
            aria-pressed={language.value === code}
            onClick={() => (language.value = code)}
          >
            {nativeName(code)}
          </button>
        ))}
        <a href="/docs/">API</a>
      </footer>
    </main>
  );
}

function SignForm({ isNew, fixedName }: { isNew: boolean; fixedName?: string }) {
  const username = useSignal(fixedName ?? '');
  const password = useSignal('');
  const isShown = useSignal(false);
  const send = useAction(async () => {
    await (isNew ? signUp : signIn)(username.value.trim(), password.value);
  });
  return (
    <Form onSend={() => send.run()}>
      <TextField
        label={t('sign.username')}
        value={username}
        name="username"
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        required
        maxLength={isNew ? 64 : 1000}
        readOnly={fixedName !== undefined}
        hint={isNew && t('sign.username.hint')}
        error={send.faultAt('username')}
      />
      <TextField
        label={t('sign.password')}
        value={password}
        name="password"
        type={isShown.value ? 'text' : 'password'}
        required
        autocomplete={isNew ? 'new-password' : 'current-password'}
        hint={isNew && t('sign.password.hint')}
        error={send.faultAt('password')}
      />
      <CheckField label={t('sign.show')} value={isShown} />
      {isNew && <p class="field-hint">{t('sign.zone', { zone: browserTimeZone() })}</p>}
      <FormError error={send.error} fields={['username', 'password']} />
      <SubmitButton isBusy={send.isBusy}>{isNew ? t('sign.up') : t('sign.in')}</SubmitButton>
    </Form>
  );
}

/** A dialog above the page, which keeps its state. */
export function SignInAgain() {
  const id = account.value?.id ?? '';
  useEffect(() => outbox.open(id), [id]);
  const unsent = outbox.waiting.value.length;
  return (
    <Dialog title={t('sign.ended')}>
      <p>{t('sign.ended.lead')}</p>
      <SignForm isNew={false} fixedName={account.value?.username ?? ''} />
      <p class="sign-switch">
        <button type="button" class="link" onClick={() => leave()}>
          {t('sign.other')}
        </button>{' '}
        <span class="quiet">
          {unsent > 0 ? count('sign.other.unsent', unsent) : t('sign.other.warning')}
        </span>
      </p>
    </Dialog>
  );
}
