// The buttons of an item in a list: edit and delete.
import { t } from '../i18n';
import { focusNeighbour } from './focus';
import { IconButton } from './icon';

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
  const labelOf = (action: string) => ({
    label: name ? `${action}: ${name}` : action,
    title: action,
  });
  return (
    <div class="entry-actions">
      <IconButton name="edit" size={20} {...labelOf(t('common.edit'))} onClick={onEdit} />
      <IconButton
        name="delete"
        size={20}
        {...labelOf(t('common.delete'))}
        onClick={({ currentTarget }) => {
          focusNeighbour(currentTarget, items);
          onDelete();
        }}
      />
    </div>
  );
}
