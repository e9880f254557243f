// Where the focus goes when what has it disappears. The browser would leave it nowhere, and whoever hears the page
// would no longer know where they are.
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** To the uppermost dialog, or to the content of the page. */
export function focusContent(): void {
  const dialog = [...document.querySelectorAll<HTMLElement>('dialog[open]')].at(-1);
  const place = dialog
    ? dialog.querySelector<HTMLElement>('.dialog-head button')
    : document.getElementById('content');
  place?.focus({ preventScroll: true });
}

/** From one of a list, which is about to go, to the next one, or else to the one before. */
export function focusNeighbour(element: Element, ofList: string): void {
  const one = element.closest(ofList);
  const list = [...(element.closest('dialog') ?? document).querySelectorAll<HTMLElement>(ofList)];
  const at = list.findIndex((other) => other === one);
  const neighbour = list[at + 1] ?? list[at - 1];
  if (neighbour) neighbour.focus();
  else focusContent();
}

/** For an element that leaves the focus to the content when it goes. */
export function useFocusLeft<Kind extends HTMLElement>(): RefObject<Kind> {
  const place = useRef<Kind>(null);
  useEffect(() => {
    const element = place.current;
    return () => {
      if (element?.contains(document.activeElement)) focusContent();
    };
  }, []);
  return place;
}
