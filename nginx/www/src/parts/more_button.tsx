// The button below a list that has more pages.
import { t } from '../i18n';

export const MoreButton = ({
  label,
  isBusy = false,
  onClick,
}: {
  label: string;
  isBusy?: boolean;
  onClick: () => void;
}) => (
  <p class="list-end">
    <button type="button" class="button" aria-disabled={isBusy} onClick={onClick}>
      {isBusy ? t('common.busy') : label}
    </button>
  </p>
);
