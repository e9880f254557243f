// Where the focus goes when the focused element is removed: by default to the body, where a screen
// reader would start again from the top.
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Focuses the topmost dialog or, without one, the content of the page. */
export function focusContent(): void {
  const dialog = [...document.querySelectorAll<HTMLElement>('dialog[open]')].at(-1);
  const place = dialog
    ? dialog.querySelector<HTMLElement>('.dialog-head button')
    : document.getElementById('content');
  place?.focus({ preventScroll: true });
}

/** Focuses the next item, or the one before, when the item of `element` is about to be removed. */
export function focusNeighbour(element: Element, ofList: string): void {
  const one = element.closest(ofList);
  const list = [...(element.closest('dialog') ?? document).querySelectorAll<HTMLElement>(ofList)];
  const at = list.findIndex((other) => other === one);
  const neighbour = list[at + 1] ?? list[at - 1];
  if (neighbour) neighbour.focus();
  else focusContent();
}

/** The ref of an element: when it is removed with the focus in it, the content gets the focus. */
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
