// The dialog that shows new awards.
import { count, t } from '../i18n';
import { account } from '../state/account';
import { celebrated } from '../state/toasts';
import { nameOf } from './achievement_name';
import { Dialog } from './dialog';

export function Celebration() {
  const awards = celebrated.value;
  if (awards.length === 0) return null;
  const close = () => (celebrated.value = []);
  return (
    <Dialog title={count('achievements.new', awards.length)} onClose={close}>
      <div class="celebration">
        <svg class="celebration-sky" viewBox="0 0 240 96" aria-hidden="true" focusable="false">
          <g class="celebration-sun">
            <circle cx="120" cy="62" r="26" />
            <path d="M120 16v12M88 27l6 10M152 27l-6 10M66 50l11 6M174 50l-11 6" />
          </g>
          <path class="celebration-ground" d="M0 74h240v22H0z" />
          <path class="celebration-horizon" d="M8 74h224" />
        </svg>
        <ul class="plain" lang={account.value?.language}>
          {awards.map(({ code, name, description, points }) => (
            <li key={code} class="celebration-award">
              <strong>{nameOf({ name, code })}</strong>
              <span>{description}</span>
              <span class="points">{count('achievements.points', points)}</span>
            </li>
          ))}
        </ul>
        <button type="button" class="button primary" onClick={close} autofocus>
          {t('achievements.lovely')}
        </button>
      </div>
    </Dialog>
  );
}
