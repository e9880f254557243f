// A component that is loaded when it is first shown.
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
    // After an update of the server the old file is gone: the page has to be reloaded.
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
