// How an achievement is shown: by its name, and by a sun that is up where it is held.

/** A name of nothing but spaces is possible, and a heading of nothing is not. */
export const nameOf = ({ name, code }: { name: string; code: string }): string =>
  name.trim() ? name : code;

/** Decoration. */
export function Medal({ isHeld = false }: { isHeld?: boolean }) {
  return (
    <svg
      class={`medal-sign${isHeld ? ' held' : ''}`}
      width="52"
      height="52"
      viewBox="0 0 52 52"
      aria-hidden="true"
      focusable="false"
    >
      <circle class="medal-disc" cx="26" cy="26" r="24" />
      {isHeld ? (
        <path
          class="medal-sun"
          d="M15 33a11 11 0 0 1 22 0zM26 12v6M13.500 18l4.200 4.200M38.500 18l-4.200 4.200"
        />
      ) : (
        <path class="medal-dots" d="M15 33a11 11 0 0 1 22 0" />
      )}
      <path class="medal-horizon" d="M10 33h32" />
    </svg>
  );
}
