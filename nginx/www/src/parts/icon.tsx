// Line drawings, 24 × 24, in the colour of the text. Decorative: a text has to be beside them.
import type { JSX } from 'preact';

const paths = {
  today: 'M3 17h18M7 17a5 5 0 0 1 10 0M12 5v3M4.9 8.9 7 11M19.1 8.9 17 11',
  journal:
    'M6 4h11a1 1 0 0 1 1 1v15H7a2 2 0 0 1-2-2V5a1 1 0 0 1 1-1z' +
    'M5 18a2 2 0 0 1 2-2h11M9 8h5.5M9 11.5h3.5',
  year:
    'M4 4h4v4H4zM10 4h4v4h-4zM16 4h4v4h-4z' +
    'M4 10h4v4H4zM10 10h4v4h-4zM16 10h4v4h-4z' +
    'M4 16h4v4H4zM10 16h4v4h-4z',
  trends: 'M3 17c3 0 3.5-7 6.5-7s3 4 5.5 4 2.500-8 6-8M3 21h18',
  tasks:
    'M4 6.500l1.500 1.500L8.500 5M4 13l1.500 1.500 3-3' +
    'M12 7h8M12 13.500h8M5 19.500h2.500M12 19.500h8',
  achievements:
    'M12 14a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM9 13.200 7.500 21 12 18.500 16.500 21 15 13.200',
  people:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z' +
    'M2.500 20c.4-4 3-6 6.500-6s6.100 2 6.500 6' +
    'M16 4.500a3.300 3.300 0 0 1 0 6.300M18 14.500c2 .7 3.200 2.500 3.500 5',
  statistics: 'M4 20V10M10 20V4M16 20v-8M21 20H3',
  settings:
    'M4 7h9M17 7h3M15 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z' +
    'M4 17h3M11 17h9M9 19.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z',
  admin: 'M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4',
  more: 'M4 7h16M4 12h16M4 17h16',
  edit: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  delete: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.500 11v5M13.500 11v5',
  close: 'M6 6l12 12M18 6 6 18',
  previous: 'M14.500 5 8 12l6.500 7',
  next: 'M9.500 5 16 12l-6.500 7',
  add: 'M12 5v14M5 12h14',
  wait: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 22 }: { name: IconName; size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}

export const IconButton = ({
  name,
  size,
  label,
  ...others
}: { name: IconName; size?: number; label: string } & JSX.ButtonHTMLAttributes) => (
  <button type="button" class="icon-button" aria-label={label} {...others}>
    <Icon name={name} size={size} />
  </button>
);

export function Logo({ size = 36 }: { size?: number }) {
  return (
    <svg
      class="logo"
      width={size}
      height={size}
      viewBox="0 0 40 40"
      aria-hidden="true"
      focusable="false"
    >
      <path class="logo-sun" d="M10 27a10 10 0 0 1 20 0z" />
      <path class="logo-rays" d="M20 7v5M7.500 12.500l3.600 3.600M32.500 12.500l-3.600 3.600" />
      <path class="logo-horizon" d="M3 27h34" />
    </svg>
  );
}
