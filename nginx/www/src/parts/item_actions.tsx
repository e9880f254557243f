// The buttons of an item in a list: edit and delete.
import { t } from '../i18n';
import { focusNeighbour } from './focus';
import { Icon } from './icon';

/** `items`: the selector of all items. `name`: the item's, for the labels of the buttons. */
export function ItemActions({
  items,
  name,
  onEdit,
  onDelete,
}: {
  items: string;
  name?: string;
  onEdit: () => void;
  onDelete: () => void;
}) {
  const button = (
    icon: 'edit' | 'delete',
    label: string,
    onClick: (event: { currentTarget: Element }) => void,
  ) => (
    <button
      type="button"
      class="icon-button"
      aria-label={name ? `${label}: ${name}` : label}
      title={label}
      onClick={onClick}
    >
      <Icon name={icon} size={20} />
    </button>
  );
  return (
    <div class="entry-actions">
      {button('edit', t('common.edit'), onEdit)}
      {button('delete', t('common.delete'), ({ currentTarget }) => {
        focusNeighbour(currentTarget, items);
        onDelete();
      })}
    </div>
  );
}
