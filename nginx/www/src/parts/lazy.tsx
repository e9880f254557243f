// A view that comes in a file of its own, when it is first shown or the browser has nothing better to do.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import { FailedState, LoadingState } from './states';

export function lazy(load: () => Promise<ComponentType>): ComponentType {
  let loaded: ComponentType | undefined;
  function Lazy() {
    const [hasFailed, fail] = useState(false);
    const [, show] = useState(0);
    useEffect(() => {
      if (loaded) return;
      load().then(
        (view) => {
          loaded = view;
          show(1);
        },
        () => fail(true),
      );
    }, []);
    if (loaded) {
      const Loaded = loaded;
      return <Loaded />;
    }
    if (!hasFailed) return <LoadingState />;
    // After an update the old file is gone; the new page knows the new one.
    return (
      <FailedState
        title={t('error.chunk')}
        button={t('common.reload')}
        onClick={() => location.reload()}
      >
        <p class="quiet">{t('error.unreachable')}</p>
      </FailedState>
    );
  }
  return Lazy;
}
